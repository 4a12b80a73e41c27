// Command make writes the sample town's files: go run ./data/sample/make
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"nightbeat/data/sample/town"
)

func main() {
	out := flag.String("out", "data/sample", "the folder that the files go to")
	flag.Parse()
	if err := write(*out); err != nil {
		fmt.Fprintln(os.Stderr, "make:", err)
		os.Exit(1)
	}
}

// write builds the town and writes its files, saying how large each is.
func write(folder string) error {
	files, err := town.Build()
	if err != nil {
		return err
	}
	for _, f := range files {
		packed, err := f.Pack()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, f.Name), packed, 0o644); err != nil {
			return err
		}
		fmt.Printf("%-22s %8d bytes, %8d unpacked\n", f.Name, len(packed), len(f.Body))
	}
	return nil
}

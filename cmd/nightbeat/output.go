package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"nightbeat/planner"
)

// writeFile writes a file whole or not at all: beside its place first, then moved there.
func writeFile(name string, write func(io.Writer) error) error {
	beside, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("%s: cannot be written: %w", name, err)
	}
	defer os.Remove(beside.Name()) // gone already where all went well
	err = write(beside)
	if err == nil {
		err = beside.Chmod(0o644)
	}
	if err == nil {
		err = beside.Sync()
	}
	if closing := beside.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(beside.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("%s: cannot be written: %w", name, err)
	}
	return nil
}

// bar shows how far a plan is, on a terminal only.
type bar struct{ on *progressbar.ProgressBar }

func newBar(con console) bar {
	f, ok := con.Err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return bar{}
	}
	return bar{progressbar.NewOptions(1000, progressbar.OptionSetWriter(f), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))}
}

func (b bar) show(p planner.Progress) {
	if b.on != nil {
		b.on.Describe(p.Stage)
		_ = b.on.Set(int(1000 * p.Done)) // a bar that cannot be drawn is no reason to stop
	}
}

func (b bar) done() {
	if b.on != nil {
		_ = b.on.Finish()
	}
}

// writeTo writes to a file, or to the console where none is named.
func writeTo(con console, name string, write func(io.Writer) error) error {
	if name == "" {
		return write(con.Out)
	}
	return writeFile(name, write)
}

// writerNamed is the writer of a format.
func writerNamed[T any](name string, writers map[string]func(io.Writer, T) error) (func(io.Writer, T) error, error) {
	if write, ok := writers[name]; ok {
		return write, nil
	}
	var names []string
	for known := range writers {
		if known != "" {
			names = append(names, known)
		}
	}
	slices.Sort(names)
	return nil, usageError{fmt.Errorf("format %q is not known; use %s", name, strings.Join(names, ", "))}
}

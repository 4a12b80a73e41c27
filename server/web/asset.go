package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"
	"sync"
)

//go:embed pages static vendor
var files embed.FS

// Asset is a file that pages ask for: its media type, its bytes packed with gzip, and a tag that changes with them.
type Asset struct {
	MediaType string
	Packed    []byte
	Tag       string
}

// Unpacked is the file as it was, for a client that takes no gzip.
func (a Asset) Unpacked() ([]byte, error) {
	opened, err := gzip.NewReader(bytes.NewReader(a.Packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(opened)
}

// AssetNamed finds a file.
func AssetNamed(name string) (Asset, error) {
	all, err := assets()
	if err != nil {
		return Asset{}, err
	}
	if a, ok := all[name]; ok {
		return a, nil
	}
	return Asset{}, fmt.Errorf("no asset %q", name)
}

// assets are all files, by name: our own packed once, those of vendor as they are embedded.
var assets = sync.OnceValues(func() (map[string]Asset, error) {
	all := map[string]Asset{}
	for _, from := range []string{"static", "vendor"} {
		entries, err := files.ReadDir(from)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			raw, err := files.ReadFile(from + "/" + e.Name())
			if err != nil {
				return nil, err
			}
			name, packed := strings.CutSuffix(e.Name(), ".gz")
			if !packed {
				raw = pack(raw)
			}
			sum := sha256.Sum256(raw)
			all[name] = Asset{mediaType(name), raw, `"` + hex.EncodeToString(sum[:12]) + `"`}
		}
	}
	return all, nil
})

func pack(raw []byte) []byte {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is one
	_, _ = w.Write(raw)                                        // into memory: cannot fail
	_ = w.Close()
	return packed.Bytes()
}

// mediaType is that of a name's ending; machines disagree on the last few.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".mjs":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	case ".txt", "":
		return "text/plain; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

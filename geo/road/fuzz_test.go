package road

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzDecode feeds the reader damaged files of every kind: it may refuse them, but not panic, and what it accepts must
// make a graph that answers.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`<osm><node id="1" lon="0" lat="0"/><node id="2" lon="0.001" lat="0"/><way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way></osm>`))
	f.Add([]byte{0, 0, 0, 1, 0})
	files, _ := filepath.Glob(filepath.Join(shared, "badinput/pbf/0[1-7]*"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(unzipped(f, data))
	}
	car, err := ProfileNamed("car")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, _, err := Decode(t.Context(), bytes.NewReader(data), "fuzz")
		if err != nil {
			return
		}
		g := n.Graph(car)
		stands := g.Stands(1000)
		if len(stands) == 0 {
			return
		}
		if _, err := g.Route(t.Context(), stands[0], stands[len(stands)-1]); err != nil {
			t.Errorf("no way between two stands of one part: %v", err)
		}
	})
}

// unzipped writes the blobs of a good file without packing, so that the fuzzer gets at what is inside.
func unzipped(t testing.TB, data []byte) []byte {
	var out bytes.Buffer
	p := pbfReader{from: bytes.NewReader(data)}
	for {
		kind, size, err := p.blobHeader()
		if err != nil {
			return out.Bytes()
		}
		raw, err := p.blob(size)
		if err != nil {
			return out.Bytes()
		}
		writeFrame(&out, kind, raw)
	}
}

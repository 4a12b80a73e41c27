package road

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func allProfiles(t testing.TB) []Profile {
	var all []Profile
	for _, name := range ProfileNames() {
		all = append(all, profile(t, name))
	}
	return all
}

// TestBuilt writes networks and reads them back: the same network, the same report, the same answers.
func TestBuilt(t *testing.T) {
	networks := map[string]func() (*Network, Report, error){
		"made": func() (*Network, Report, error) {
			return Decode(t.Context(), strings.NewReader(madeTown(3, 8)), "made")
		},
		"tricky": func() (*Network, Report, error) {
			return Decode(t.Context(), bytes.NewReader(xmlFile(trickyTown)), "tricky")
		},
	}
	if path := filepath.Join(shared, "data/portland/portland_central_filtered.osm.pbf"); !testing.Short() {
		if _, err := os.Stat(path); err == nil {
			networks["Portland"] = func() (*Network, Report, error) { return Open(t.Context(), path) }
		}
	}
	for name, read := range networks {
		want, wantReport, err := read()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "built.roads")
		if err := want.Save(path, wantReport, allProfiles(t)...); err != nil {
			t.Fatal(err)
		}
		got, report, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(report, wantReport) || len(got.orders) != 3 {
			t.Errorf("%s: report %v, %d orders", name, report, len(got.orders))
		}
		for _, p := range allProfiles(t) {
			if !reflect.DeepEqual(got.order(newLattice(got, p)), dissect(newLattice(want, p))) {
				t.Errorf("%s: another order for %s", name, p.Name)
			}
		}
		got.orders = nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another network", name)
		}
	}
}

// TestSaveIsWhole leaves what was there when the writing fails.
func TestSaveIsWhole(t *testing.T) {
	n, report := decode(t, xmlFile(trickyTown))
	dir := t.TempDir()
	path := filepath.Join(dir, "directory")
	if err := os.MkdirAll(filepath.Join(path, "kept"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := n.Save(path, report); err == nil {
		t.Error("saved over a directory")
	}
	if err := n.Save(filepath.Join(dir, "nowhere", "x.roads"), report); err == nil {
		t.Error("saved into no directory")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// sealed is a built network with another content but a right head.
func sealed(content []byte) []byte {
	head := binary.LittleEndian.AppendUint32([]byte(builtMark), builtVersion)
	head = binary.LittleEndian.AppendUint64(head, uint64(len(content)))
	return append(binary.LittleEndian.AppendUint32(head, crc32.Checksum(content, castagnoli)), content...)
}

// TestDamagedBuilt refuses every cut and every changed byte; and what is changed with a right check sum never panics.
func TestDamagedBuilt(t *testing.T) {
	n, report := decode(t, xmlFile(trickyTown))
	good := n.built(report, allProfiles(t))
	for i := range good {
		damaged := bytes.Clone(good)
		damaged[i] ^= 0x10
		if _, _, err := Decode(t.Context(), bytes.NewReader(damaged), "file"); err == nil {
			t.Errorf("byte %d changed: accepted", i)
		}
		if _, _, err := Decode(t.Context(), bytes.NewReader(good[:i]), "file"); err == nil {
			t.Errorf("cut at %d: accepted", i)
		}
	}
	if _, _, err := Decode(t.Context(), bytes.NewReader(append(bytes.Clone(good), 0)), "file"); err == nil {
		t.Error("a byte too many: accepted")
	}
}

// FuzzBuilt feeds contents with a right head: refused, or a network that answers.
func FuzzBuilt(f *testing.F) {
	n, report, err := Decode(f.Context(), bytes.NewReader(xmlFile(trickyTown)), "tricky")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(n.built(report, allProfiles(f))[builtHead:])
	car := profile(f, "car")
	f.Fuzz(func(t *testing.T, content []byte) {
		n, _, err := Decode(t.Context(), bytes.NewReader(sealed(content)), "fuzz")
		if err != nil {
			return
		}
		g := n.Graph(car)
		if stands := g.Stands(1000); len(stands) > 0 {
			if _, err := g.Route(t.Context(), stands[0], stands[len(stands)-1]); err != nil {
				t.Errorf("no way between two stands of one part: %v", err)
			}
		}
	})
}

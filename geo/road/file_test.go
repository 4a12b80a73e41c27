package road

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// object is an object of a test file: its kind, and what writes it as a group of a PrimitiveBlock.
type object struct {
	xml string
	pbf []byte
}

// words is the string table of the test files.
var words = []string{"", "highway", "residential", "barrier", "gate", "type", "restriction", "no_left_turn", "from", "via", "to", "amenity", "school", "hospital", "multipolygon", "outer"}

func packedNumbers(values ...int64) []byte {
	var out []byte
	for _, v := range values {
		out = binary.AppendUvarint(out, uint64(v))
	}
	return out
}

func packedDeltas(values ...int64) []byte {
	var out []byte
	last := int64(0)
	for _, v := range values {
		out = binary.AppendVarint(out, v-last)
		last = v
	}
	return out
}

func zigzag(v int64) uint64 { return uint64(v<<1) ^ uint64(v>>63) }

// nodeObject is a node at tenths of microdegrees.
func nodeObject(id, lon, lat int64, keyValue ...int64) object {
	raw := appendNumber(appendNumber(appendNumber(nil, 1, zigzag(id)), 8, zigzag(lat)), 9, zigzag(lon))
	tags := ""
	if len(keyValue) == 2 {
		raw = appendField(appendField(raw, 2, packedNumbers(keyValue[0])), 3, packedNumbers(keyValue[1]))
		tags = fmt.Sprintf(`<tag k="%s" v="%s"/>`, words[keyValue[0]], words[keyValue[1]])
	}
	return object{fmt.Sprintf(`<node id="%d" lon="%.7f" lat="%.7f">%s</node>`, id, float64(lon)/1e7, float64(lat)/1e7, tags), appendField(nil, 1, raw)}
}

// wayObject is a residential street.
func wayObject(id int64, nodes ...int64) object {
	raw := appendField(appendField(appendNumber(nil, 1, uint64(id)), 2, packedNumbers(1)), 3, packedNumbers(2))
	var refs strings.Builder
	for _, n := range nodes {
		fmt.Fprintf(&refs, `<nd ref="%d"/>`, n)
	}
	return object{fmt.Sprintf(`<way id="%d">%s<tag k="highway" v="residential"/></way>`, id, refs.String()),
		appendField(nil, 3, appendField(raw, 8, packedDeltas(nodes...)))}
}

// banObject forbids the left turn from one way over a node to another.
func banObject(id, from, via, to int64) object {
	raw := appendField(appendField(appendNumber(nil, 1, uint64(id)), 2, packedNumbers(5, 6)), 3, packedNumbers(6, 7))
	raw = appendField(appendField(appendField(raw, 8, packedNumbers(8, 9, 10)), 9, packedDeltas(from, via, to)), 10, packedNumbers(1, 0, 1))
	return object{fmt.Sprintf(`<relation id="%d"><member type="way" ref="%d" role="from"/><member type="node" ref="%d" role="via"/>`+
		`<member type="way" ref="%d" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>`, id, from, via, to),
		appendField(nil, 4, raw)}
}

// areaObject is the outline of a hospital.
func areaObject(id int64, nodes ...int64) object {
	o := wayObject(id, nodes...)
	raw := appendField(appendField(appendNumber(nil, 1, uint64(id)), 2, packedNumbers(11)), 3, packedNumbers(13))
	return object{strings.Replace(o.xml, `k="highway" v="residential"`, `k="amenity" v="hospital"`, 1),
		appendField(nil, 3, appendField(raw, 8, packedDeltas(nodes...)))}
}

// rimObject is a way without tags.
func rimObject(id int64, nodes ...int64) object {
	o := wayObject(id, nodes...)
	return object{strings.Replace(o.xml, `<tag k="highway" v="residential"/>`, "", 1),
		appendField(nil, 3, appendField(appendNumber(nil, 1, uint64(id)), 8, packedDeltas(nodes...)))}
}

// campusObject is a school whose outline is another way.
func campusObject(id, rim int64) object {
	raw := appendField(appendField(appendNumber(nil, 1, uint64(id)), 2, packedNumbers(5, 11)), 3, packedNumbers(14, 12))
	raw = appendField(appendField(appendField(raw, 8, packedNumbers(15)), 9, packedDeltas(rim)), 10, packedNumbers(1))
	return object{fmt.Sprintf(`<relation id="%d"><member type="way" ref="%d" role="outer"/><tag k="type" v="multipolygon"/><tag k="amenity" v="school"/></relation>`, id, rim),
		appendField(nil, 4, raw)}
}

func xmlFile(objects []object) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version='1.0'?>\n<osm version=\"0.6\">")
	for _, o := range objects {
		b.WriteString(o.xml)
	}
	b.WriteString("</osm>")
	return b.Bytes()
}

// pbfFile writes one block for each object.
func pbfFile(objects []object, more ...[]byte) []byte {
	var table []byte
	for _, w := range words {
		table = appendField(table, 1, []byte(w))
	}
	var file bytes.Buffer
	writeFrame(&file, "OSMHeader", appendField(nil, 4, []byte("OsmSchema-V0.6")))
	for _, o := range objects {
		writeFrame(&file, "OSMData", bytes.Join(append([][]byte{appendField(nil, 1, table), appendField(nil, 2, o.pbf)}, more...), nil))
	}
	return file.Bytes()
}

// trickyTown has negative ids, ids over 2^32, a clipped street, a street that crosses itself, two streets between the
// same two nodes, repeated nodes, streets of one node and none, a turn restriction, and landmarks: a point, an outline,
// an outline of another way, one outside the file.
var trickyTown = []object{
	nodeObject(-5, 100000, 0), nodeObject(1<<40, 110000, 0, 3, 4), nodeObject(7, 120000, 0), nodeObject(8, 120000, 10000),
	nodeObject(9, 110000, 10000), nodeObject(10, 115000, -5000),
	wayObject(-1, -5, 1<<40, 7), wayObject(1<<35, 7, 8, 9, 1<<40), wayObject(3, 7, 7, 10, 10, -5), wayObject(4, 7, 10),
	wayObject(5, 8), wayObject(6), wayObject(11, -5, 404, 9, 8), wayObject(12, 9, 8, 7, 10, 8),
	banObject(77, -1, 1<<40, 1<<35),
	nodeObject(20, 105000, 2000, 11, 12), areaObject(21, 7, 8, 9, 7), rimObject(22, -5, 10, 404, -5), campusObject(23, 22), areaObject(24, 404, 405),
}

func decode(t *testing.T, data []byte) (*Network, Report) {
	t.Helper()
	n, report, err := Decode(t.Context(), bytes.NewReader(data), "test")
	if err != nil {
		t.Fatal(err)
	}
	return n, report
}

// TestOrderAndForm is rows 129, 131, 132, 133 and 135: the same objects give the same network, whatever their order and
// whatever the file's form.
func TestOrderAndForm(t *testing.T) {
	want, report := decode(t, xmlFile(trickyTown))
	// Pieces by way: -1 has 2, 1<<35 has 3, 3 has 2, 4 has 1, 11 has 1 behind its gap, 12 has 4.
	if report.Edges != 13 || report.Bans != 1 {
		t.Errorf("%v: want 13 pieces and 1 restriction", report)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(xmlFile(trickyTown))
	z.Close()
	forms := map[string][]byte{"gzip": zipped.Bytes(), "pbf": pbfFile(trickyTown), "a byte order mark": append([]byte("\xef\xbb\xbf"), xmlFile(trickyTown)...)}
	for i := range 20 {
		shuffled := append([]object(nil), trickyTown...)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		forms[fmt.Sprintf("xml, order %d", i)], forms[fmt.Sprintf("pbf, order %d", i)] = xmlFile(shuffled), pbfFile(shuffled)
	}
	forms["twice"] = xmlFile(append(trickyTown, trickyTown[6], trickyTown[14]))
	for form, data := range forms {
		if got, _ := decode(t, data); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another network", form)
		}
	}
	for e := range want.edges {
		if want.edges[e].mm == 0 {
			t.Errorf("row 131: edge %d has no length", e)
		}
	}
}

// TestClipped is row 130: the pieces on each side of a missing point are kept, and it is counted.
func TestClipped(t *testing.T) {
	n, report := decode(t, xmlFile([]object{nodeObject(1, 0, 0), nodeObject(2, 10000, 0), nodeObject(4, 30000, 0), nodeObject(5, 40000, 0),
		wayObject(1, 1, 2, 3, 4, 5), wayObject(2, 1, 3, 5)}))
	if len(n.edges) != 2 || !strings.Contains(report.String(), "streets with fewer than two points: 1") ||
		!strings.Contains(report.String(), "points of streets whose place is not in the file: 2") {
		t.Errorf("%d edges, %v", len(n.edges), report)
	}
}

// denseObject is nodes as columns, for row 133.
func denseObject(tagRow []byte, ids, lons, lats []int64) object {
	raw := appendField(appendField(appendField(nil, 1, packedDeltas(ids...)), 8, packedDeltas(lats...)), 9, packedDeltas(lons...))
	return object{pbf: appendField(nil, 2, appendField(raw, 10, tagRow))}
}

// TestForms is row 133: dense nodes, another granularity, offsets, empty blocks, packed blobs.
func TestForms(t *testing.T) {
	plain := []object{nodeObject(1, 200, 400), nodeObject(2, 20200, 400, 3, 4), nodeObject(3, 40200, 400), wayObject(1, 1, 2, 3)}
	want, _ := decode(t, pbfFile(plain))
	tagRow := packedNumbers(0, 3, 4, 0, 0)
	dense := denseObject(tagRow, []int64{1, 2, 3}, []int64{200, 20200, 40200}, []int64{400, 400, 400})
	// 200 units of 100 nanodegrees = 100 units of 100 nanodegrees + an offset of 10,000 = 20 units of 1,000
	coarse := denseObject(tagRow, []int64{1, 2, 3}, []int64{20, 2020, 4020}, []int64{40, 40, 40})
	offset := denseObject(tagRow, []int64{1, 2, 3}, []int64{100, 20100, 40100}, []int64{100, 100, 100})
	offsets := appendNumber(appendNumber(nil, 19, 30000), 20, 10000)
	for form, data := range map[string][]byte{
		"dense":       pbfFile([]object{dense, plain[3]}),
		"granularity": pbfFile([]object{coarse, plain[3]}, appendNumber(nil, 17, 1000)),
		"offset":      pbfFile([]object{offset, plain[3]}, offsets),
		"empty block": pbfFile([]object{dense, {}, {pbf: []byte{}}, plain[3]}),
		"zlib":        deflated(t, pbfFile([]object{dense, plain[3]})),
	} {
		if got, _ := decode(t, data); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another network", form)
		}
	}
}

// deflated packs every blob of a file.
func deflated(t *testing.T, data []byte) []byte {
	var out bytes.Buffer
	p := pbfReader{from: bytes.NewReader(data)}
	for {
		kind, size, err := p.blobHeader()
		if err != nil {
			return out.Bytes()
		}
		raw, err := p.blob(size)
		if err != nil {
			t.Fatal(err)
		}
		var zipped bytes.Buffer
		z := zlib.NewWriter(&zipped)
		z.Write(raw)
		z.Close()
		blob := appendField(appendNumber(nil, 2, uint64(len(raw))), 3, zipped.Bytes())
		header := appendNumber(appendField(nil, 1, []byte(kind)), 3, uint64(len(blob)))
		out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(header))))
		out.Write(header)
		out.Write(blob)
	}
}

// TestRefused are files that must be refused with a sentence that says why (rows 133, 134 and the format's own rules).
func TestRefused(t *testing.T) {
	good := pbfFile(trickyTown)
	header := func(feature string) []byte {
		var file bytes.Buffer
		writeFrame(&file, "OSMHeader", appendField(nil, 4, []byte(feature)))
		return append(file.Bytes(), good...)
	}
	frame := func(header []byte) []byte {
		return append(binary.BigEndian.AppendUint32(nil, uint32(len(header))), header...)
	}
	badText := object{pbf: appendField(nil, 3, appendField(appendField(nil, 2, packedNumbers(99)), 3, packedNumbers(2)))}
	columns := object{pbf: appendField(nil, 2, appendField(appendField(nil, 1, packedDeltas(1, 2)), 8, packedDeltas(1)))}
	for name, row := range map[string]struct {
		data []byte
		says string
	}{
		"a required feature":  {header("LocationsOnWays2"), "requires the feature"},
		"history":             {header("HistoricalInformation"), "history file"},
		"visible=false":       {[]byte(`<osm><node id="1" visible="false"/></osm>`), "history file"},
		"a long header":       {[]byte{0, 255, 255, 255}, "block header"},
		"a negative size":     {frame(appendNumber(appendField(nil, 1, []byte("OSMHeader")), 3, 1<<63)), "a block of"},
		"a huge size":         {frame(appendNumber(appendField(nil, 1, []byte("OSMHeader")), 3, 1<<40)), "a block of"},
		"no header":           {good[bytes.Index(good, []byte("OSMData"))-6:], "not an .osm.pbf"},
		"a text out of range": {pbfFile([]object{badText}), "text 99 of 16"},
		"unequal columns":     {pbfFile([]object{columns}), "columns differ"},
		"cut":                 {good[:len(good)-3], "cut off"},
		"cut XML":             {xmlFile(trickyTown)[:200], "at byte"},
		"other XML":           {[]byte("<gpx></gpx>"), "<gpx>"},
		"a piece of XML":      {[]byte("<osm><node id='1' lat='" + strings.Repeat("1", 2<<20)), "longer than"},
		"a zip":               {[]byte("PK\x03\x04aaaaaaaaaaaaaaaaa"), "block header"},
		"far apart": {xmlFile([]object{nodeObject(1, 0, 0), nodeObject(2, 1000, 0), nodeObject(3, 40000000, 0), nodeObject(4, 40001000, 0),
			wayObject(1, 1, 2), wayObject(2, 3, 4)}), "reach over"},
	} {
		_, _, err := Decode(t.Context(), bytes.NewReader(row.data), "the file")
		if err == nil || !strings.Contains(err.Error(), row.says) || !strings.HasPrefix(err.Error(), "the file: ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v; want one line with %q", name, err, row.says)
		}
	}
}

// TestTooManyStreets stops before the memory is full.
func TestTooManyStreets(t *testing.T) {
	d := &draft{texts: map[string]string{}}
	nodes := make([]int64, 100_000)
	var err error
	for id := int64(0); err == nil && id < 1000; id++ {
		err = d.way(id, nodes, tags{{"highway", "residential"}})
	}
	if err == nil || d.kept > maxKept+pointBytes*100_000+1000 {
		t.Errorf("%v after %d bytes", err, d.kept)
	}
}

// TestReaderThatFails hands on the error of a reader.
func TestReaderThatFails(t *testing.T) {
	broken := errors.New("the disk is broken")
	_, _, err := Decode(t.Context(), failing{broken}, "file")
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

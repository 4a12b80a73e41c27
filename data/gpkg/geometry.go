package gpkg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// srid is WGS 84, the only reference system of our files.
const srid = 4326

// The flags byte of a geometry's header (clause 2.1.3): bit 0 little-endian, bits 1 to 3 which envelope, bit 4 empty.
const (
	littleEndian = 0x01
	envelopeXY   = 0x02
	envelopeBits = 0x0e
	emptyBit     = 0x10
)

// Encode gives a geometry as a GeoPackage blob: a header with, but for points, the bounding box; then WKB. Nil where
// there is no geometry.
func Encode(g orb.Geometry) ([]byte, error) {
	if g == nil {
		return nil, nil
	}
	if p, point := g.(orb.Point); point {
		return encodePoint(p), nil // nearly always
	}
	raw, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	return append(header(g), raw...), nil
}

// encodePoint is a point's header and WKB (type 1) in one piece of memory, for millions of them.
func encodePoint(p orb.Point) []byte {
	const wkbLittleEndian, wkbPoint = 1, 1
	raw := make([]byte, 0, 8+1+4+16)
	raw = binary.LittleEndian.AppendUint32(append(raw, 'G', 'P', 0, littleEndian), srid)
	raw = binary.LittleEndian.AppendUint32(append(raw, wkbLittleEndian), wkbPoint)
	raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(raw, math.Float64bits(p[1]))
}

func header(g orb.Geometry) []byte {
	h := binary.LittleEndian.AppendUint32([]byte{'G', 'P', 0, littleEndian}, srid)
	if _, point := g.(orb.Point); point {
		return h
	}
	b := g.Bound()
	if b.IsEmpty() {
		h[3] |= emptyBit
		return h
	}
	h[3] |= envelopeXY
	raw, _ := binary.Append(h, binary.LittleEndian, []float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]}) // floats cannot fail
	return raw
}

// errNoGeometry tells a blob that is no GeoPackage geometry.
var errNoGeometry = errors.New("the blob is no GeoPackage geometry")

// Decode is the way back from Encode, and from any GeoPackage blob in two dimensions.
func Decode(blob []byte) (orb.Geometry, error) {
	if blob == nil {
		return nil, nil
	}
	if len(blob) < 8 || blob[0] != 'G' || blob[1] != 'P' || blob[2] != 0 {
		return nil, errNoGeometry
	}
	envelope := int(blob[3]&envelopeBits) >> 1
	if envelope > 4 {
		return nil, errNoGeometry
	}
	skip := 8 + []int{0, 32, 48, 48, 64}[envelope]
	if len(blob) < skip {
		return nil, errNoGeometry
	}
	g, err := wkb.Unmarshal(blob[skip:])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoGeometry, err)
	}
	return g, nil
}

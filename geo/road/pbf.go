package road

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Limits of the format (OpenStreetMap wiki, "PBF Format", "File format"): a blob header is under 64 KiB, a blob under
// 32 MiB packed and unpacked.
const (
	maxBlobHeader = 64 << 10
	maxBlob       = 32 << 20
)

// pbfReader walks through the frames of an .osm.pbf file: length, blob header, blob, again and again.
type pbfReader struct {
	from   io.Reader
	offset int64    // of the frame at hand
	read   int64    // bytes read so far
	kinds  []uint8  // by frame: what an earlier pass found in it; grows in the first pass
	header bool     // the OSMHeader was seen
	buffer []byte   // packed
	raw    []byte   // unpacked
	block  pbfBlock // reused
}

// objectKinds of a frame, as bits.
const (
	kindNode uint8 = 1 << iota
	kindWay
	kindRelation
)

// pass reads the whole file and hands on the objects of the wanted kinds.
func (p *pbfReader) pass(ctx context.Context, from io.Reader, want uint8, to objects) error {
	p.from, p.read, p.header = from, 0, false
	for frame := 0; ; frame++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.offset = p.read
		err := p.frame(frame, want, to)
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("at byte %d: %w", p.offset, err)
		}
	}
	if !p.header {
		return errors.New("it has no OSMHeader block: it is empty or not an .osm.pbf file")
	}
	return nil
}

// frame reads one frame; io.EOF when the file ends properly before it.
func (p *pbfReader) frame(number int, want uint8, to objects) error {
	kind, size, err := p.blobHeader()
	if err != nil {
		return err
	}
	if kind == "OSMHeader" {
		raw, err := p.blob(size)
		if err != nil {
			return err
		}
		p.header = true
		return checkHeader(raw)
	}
	if !p.header {
		return errors.New("the first block is not an OSMHeader: it is not an .osm.pbf file")
	}
	if kind != "OSMData" || number < len(p.kinds) && p.kinds[number]&want == 0 {
		return p.skip(size)
	}
	return p.data(number, size, want, to)
}

// data reads a frame of nodes, ways or relations, and remembers which, so that later passes can skip it.
func (p *pbfReader) data(number, size int, want uint8, to objects) error {
	raw, err := p.blob(size)
	if err != nil {
		return err
	}
	found, err := p.block.read(raw, want, to)
	for len(p.kinds) <= number {
		p.kinds = append(p.kinds, 0)
	}
	p.kinds[number] = found
	return err
}

// blobHeader reads the length and the header in front of a blob: its type and size.
func (p *pbfReader) blobHeader() (kind string, size int, err error) {
	var four [4]byte
	switch n, err := io.ReadFull(p.from, four[:]); {
	case n == 0 && err == io.EOF:
		return "", 0, io.EOF
	case err != nil:
		return "", 0, cutShort(err)
	}
	p.read += 4
	n := binary.BigEndian.Uint32(four[:])
	if n == 0 || n > maxBlobHeader {
		return "", 0, fmt.Errorf("a block header of %d bytes: it is not an .osm.pbf file, or damaged", n)
	}
	head, err := p.fill(int(n))
	if err != nil {
		return "", 0, err
	}
	return parseBlobHeader(head)
}

func parseBlobHeader(head []byte) (kind string, size int, err error) {
	w := wire{head}
	datasize := int64(-1)
	for w.more() {
		f, err := w.next()
		if err != nil {
			return "", 0, fmt.Errorf("a damaged block header: %w", err)
		}
		switch {
		case f.tag == 1 && f.packed:
			kind = string(f.bytes)
		case f.tag == 3 && !f.packed:
			datasize = int64(f.number)
		}
	}
	if datasize < 0 || datasize > maxBlob {
		return "", 0, fmt.Errorf("a block of %d bytes: the format allows 0 to %d", datasize, maxBlob)
	}
	return kind, int(datasize), nil
}

// fill reads n bytes into the reused buffer, which grows only as bytes really come.
func (p *pbfReader) fill(n int) ([]byte, error) {
	b := bytes.NewBuffer(p.buffer[:0])
	got, err := io.CopyN(b, p.from, int64(n))
	p.read += got
	p.buffer = b.Bytes()
	if err != nil {
		return nil, cutShort(err)
	}
	return p.buffer, nil
}

func (p *pbfReader) skip(n int) error {
	got, err := io.CopyN(io.Discard, p.from, int64(n))
	p.read += got
	return cutShort(err)
}

// cutShort says in words that the file ended too early.
func cutShort(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errors.New("the file is cut off here")
	}
	return err
}

// blob reads a blob and unpacks it.
func (p *pbfReader) blob(size int) ([]byte, error) {
	packed, err := p.fill(size)
	if err != nil {
		return nil, err
	}
	var raw, zipped []byte
	rawSize := int64(-1)
	w := wire{packed}
	for w.more() {
		f, err := w.next()
		if err != nil {
			return nil, fmt.Errorf("a damaged block: %w", err)
		}
		switch {
		case f.tag == 1 && f.packed:
			raw = f.bytes
		case f.tag == 2 && !f.packed:
			rawSize = int64(f.number)
		case f.tag == 3 && f.packed:
			zipped = f.bytes
		case f.tag >= 4 && f.tag <= 7 && f.packed:
			return nil, fmt.Errorf("a block is packed with method %d: only zlib is read, convert the file with osmium", f.tag)
		}
	}
	if zipped == nil {
		return raw, nil
	}
	return p.inflate(zipped, rawSize)
}

// inflate unpacks zlib data of a stated size; its check sum is verified.
func (p *pbfReader) inflate(zipped []byte, size int64) ([]byte, error) {
	if size < 0 || size > maxBlob {
		return nil, fmt.Errorf("a block says that it unpacks to %d bytes: the format allows 0 to %d", size, maxBlob)
	}
	z, err := zlib.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, fmt.Errorf("a block's packed data is damaged: %w", err)
	}
	b := bytes.NewBuffer(p.raw[:0])
	n, err := io.Copy(b, io.LimitReader(z, size+1))
	p.raw = b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("a block's packed data is damaged: %w", err)
	}
	if n != size {
		return nil, fmt.Errorf("a block unpacks to another size than the %d bytes that it says", size)
	}
	return p.raw, nil
}

// checkHeader refuses a file that needs what this reader cannot do.
func checkHeader(raw []byte) error {
	w := wire{raw}
	for w.more() {
		f, err := w.next()
		if err != nil {
			return fmt.Errorf("a damaged OSMHeader: %w", err)
		}
		if f.tag != 4 {
			continue
		}
		switch feature := string(f.bytes); feature {
		case "OsmSchema-V0.6", "DenseNodes":
		case "HistoricalInformation":
			return errors.New("it is a history file: make a plain extract of one date first (osmium time-filter)")
		default:
			return fmt.Errorf("it requires the feature %.40q, which is not known here", feature)
		}
	}
	return nil
}

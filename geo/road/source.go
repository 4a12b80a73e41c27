package road

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// source is a file that can be read from the start several times, unpacked on the way.
type source struct {
	from io.ReadSeeker
	pbf  pbfReader
}

// maxUnpacked is how many bytes a packed file may unpack to in one pass: the time a hostile file can take is bounded.
const maxUnpacked = 32 << 30

// maxHeld is the largest file in bytes that Decode keeps in memory when its reader cannot go back to the start.
const maxHeld = 256 << 20

// Open reads a street network from a file: .osm.pbf, or .osm XML, plain or packed with gzip or bzip2, or a built .roads.
// The kind is told by the content, not by the name.
func Open(ctx context.Context, path string) (*Network, Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Report{}, err
	}
	defer f.Close()
	return Decode(ctx, f, path)
}

// Decode is Open for a reader; name stands in messages. A reader that cannot seek is held in memory, up to 256 MiB.
func Decode(ctx context.Context, r io.Reader, name string) (*Network, Report, error) {
	seeker, ok := r.(io.ReadSeeker)
	if !ok {
		held, err := io.ReadAll(io.LimitReader(r, maxHeld+1))
		if err == nil && len(held) > maxHeld {
			err = fmt.Errorf("it is larger than %d MiB: save it as a file first", maxHeld>>20)
		}
		if err != nil {
			return nil, Report{}, fmt.Errorf("%s: %w", name, err)
		}
		seeker = bytes.NewReader(held)
	}
	network, report, err := read(ctx, seeker)
	if err != nil {
		return nil, Report{}, fmt.Errorf("%s: %w", name, err)
	}
	return network, report, nil
}

// read tells a built network from a file of OpenStreetMap.
func read(ctx context.Context, from io.ReadSeeker) (*Network, Report, error) {
	mark := make([]byte, len(builtMark))
	n, err := io.ReadFull(from, mark)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, Report{}, err
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return nil, Report{}, err
	}
	if string(mark[:n]) == builtMark {
		return openBuilt(from)
	}
	return readNetwork(ctx, &source{from: from})
}

// pass reads the whole source once and hands on the objects of the wanted kinds.
func (s *source) pass(ctx context.Context, want uint8, to objects) error {
	if _, err := s.from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	from := bufio.NewReaderSize(s.from, 1<<16)
	in, err := unpack(from)
	if err != nil {
		return err
	}
	switch start, err := in.Peek(5); {
	case len(start) == 0:
		return emptyOr(err)
	case looksLikeXML(start):
		return xmlReader{}.pass(ctx, in, want, to)
	}
	return s.pbf.pass(ctx, in, want, to)
}

func emptyOr(err error) error {
	if err == io.EOF {
		return errors.New("it is empty")
	}
	return err
}

// looksLikeXML also takes a byte order mark for XML. In an .osm.pbf the first byte is 0.
func looksLikeXML(start []byte) bool {
	start = bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(start) > 0 && start[0] == '<'
}

// unpack sees through gzip and bzip2.
func unpack(in *bufio.Reader) (*bufio.Reader, error) {
	start, _ := in.Peek(3)
	var unpacked io.Reader
	switch {
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		unpacked = z
	case bytes.HasPrefix(start, []byte("BZh")):
		unpacked = bzip2.NewReader(in)
	default:
		return in, nil
	}
	return bufio.NewReaderSize(&limited{unpacked, maxUnpacked}, 1<<16), nil
}

// limited refuses to read more than left bytes.
type limited struct {
	from io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, fmt.Errorf("it unpacks to more than %d GiB", maxUnpacked>>30)
	}
	return n, err
}

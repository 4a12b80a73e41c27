package format

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
)

// boundedReader refuses to give more than left bytes, and stops when ctx does.
type boundedReader struct {
	ctx        context.Context
	in         io.Reader
	left, most int64
}

func bounded(ctx context.Context, in io.Reader, most int64) *boundedReader {
	return &boundedReader{ctx, in, most, most}
}

func (r *boundedReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.in.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, tooLarge("the file holds more than %d bytes", r.most)
	}
	return n, err
}

// textOf gives the UTF-8 text of a file that may be gzip and may begin with a byte-order mark. It refuses what is
// plainly something else.
func textOf(ctx context.Context, r io.Reader, most int64) (io.Reader, error) {
	start, text, err := beginning(bounded(ctx, r, most))
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(start, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(text)
		if err != nil {
			return nil, unpackError(err)
		}
		start, text, err = beginning(bounded(ctx, gzipReader{unpacked}, most))
		if err != nil {
			return nil, err
		}
	}
	if mark := []byte("\uFEFF"); bytes.Equal(start, mark) {
		_, err := io.CopyN(io.Discard, text, int64(len(mark)))
		return text, err
	}
	return text, foreign(start)
}

// beginning gives the first three bytes, and the whole again.
func beginning(r io.Reader) (start []byte, whole io.Reader, err error) {
	start = make([]byte, 3)
	n, err := io.ReadFull(r, start)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return start[:n], io.MultiReader(bytes.NewReader(start[:n]), r), err
}

// foreign names what is not JSON by its first bytes.
func foreign(start []byte) error {
	switch {
	case len(start) == 0:
		return errors.New("the file is empty")
	case bytes.HasPrefix(start, []byte{0xff, 0xfe}), bytes.HasPrefix(start, []byte{0xfe, 0xff}), bytes.IndexByte(start, 0) >= 0:
		return errors.New("the file is not UTF-8 text (it looks like UTF-16); save it as UTF-8")
	case bytes.HasPrefix(start, []byte("PK")):
		return errors.New("the file is a zip archive, not GeoJSON; unpack it first")
	case start[0] == '<':
		return errors.New("the file is HTML or XML, not GeoJSON")
	}
	return nil
}

// gzipReader puts what can be wrong with packed data into words.
type gzipReader struct{ in io.Reader }

func (r gzipReader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	return n, unpackError(err)
}

func unpackError(err error) error {
	switch {
	case err == nil, err == io.EOF:
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the gzip data is cut short; copy the file again")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, new(flate.CorruptInputError)):
		return fmt.Errorf("the gzip data is damaged (%w); copy the file again", err)
	}
	return err
}

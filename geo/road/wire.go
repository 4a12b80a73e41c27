package road

import "errors"

// wire is a cursor over a protocol buffers message (the encoding of Protocol Buffers, "Message structure"). Every length
// is checked against the bytes at hand; nothing is allocated.
type wire struct {
	rest []byte
}

// field is one field of a message: a number for wire types 0, 1 and 5, bytes for type 2.
type field struct {
	tag    int
	number uint64
	bytes  []byte
	packed bool // bytes is set
}

var (
	errCut    = errors.New("it ends inside a field")
	errVarint = errors.New("a number has more than 64 bits")
	errWire   = errors.New("a field has an unknown wire type")
)

// more says whether there is another field.
func (w *wire) more() bool { return len(w.rest) > 0 }

// next reads one field.
func (w *wire) next() (field, error) {
	key, err := w.varint()
	if err != nil {
		return field{}, err
	}
	f := field{tag: int(key >> 3)}
	switch key & 7 {
	case 0:
		f.number, err = w.varint()
	case 1:
		_, err = w.take(8)
	case 2:
		var n uint64
		if n, err = w.varint(); err == nil {
			f.packed = true
			f.bytes, err = w.take(n)
		}
	case 5:
		_, err = w.take(4)
	default:
		err = errWire
	}
	if err != nil {
		return field{}, err
	}
	return f, nil
}

// varint reads a number of up to ten groups of seven bits, the lowest first.
func (w *wire) varint() (uint64, error) {
	if len(w.rest) > 0 && w.rest[0] < 0x80 {
		v := uint64(w.rest[0])
		w.rest = w.rest[1:]
		return v, nil
	}
	var v uint64
	for i, b := range w.rest {
		if i == 10 || i == 9 && b > 1 {
			return 0, errVarint
		}
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			w.rest = w.rest[i+1:]
			return v, nil
		}
	}
	return 0, errCut
}

// signed reads a number in zig-zag form.
func (w *wire) signed() (int64, error) {
	v, err := w.varint()
	return int64(v>>1) ^ -int64(v&1), err
}

// take cuts the next n bytes off.
func (w *wire) take(n uint64) ([]byte, error) {
	if n > uint64(len(w.rest)) {
		return nil, errCut
	}
	b := w.rest[:n]
	w.rest = w.rest[n:]
	return b, nil
}

// deltas reads packed zig-zag differences and appends their running sums.
func deltas(to []int64, packed []byte) ([]int64, error) {
	w := wire{packed}
	var sum int64
	for w.more() {
		d, err := w.signed()
		if err != nil {
			return nil, err
		}
		sum += d
		to = append(to, sum)
	}
	return to, nil
}

// numbers reads packed varints.
func numbers(to []uint64, packed []byte) ([]uint64, error) {
	w := wire{packed}
	for w.more() {
		n, err := w.varint()
		if err != nil {
			return nil, err
		}
		to = append(to, n)
	}
	return to, nil
}

package road

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// A built network (.roads) is a network as it lies in memory, so that opening one is reading it: a head of 24 bytes
// (mark, version, length and CRC-32C of the rest), then columns of little-endian numbers, each with its length in front.
const (
	builtMark    = "NBroads\n"
	builtVersion = 2
	builtHead    = len(builtMark) + 4 + 8 + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Save writes the network to a file that Open reads at once, with the orders of some profiles' hierarchies so that their
// first question is quick too. The file is there whole or not at all; one that was there before stays until then.
func (n *Network) Save(path string, report Report, profiles ...Profile) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), ".roads-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			temp.Close()
			os.Remove(temp.Name())
		}
	}()
	if _, err := temp.Write(n.built(report, profiles)); err != nil {
		return err
	}
	if err := errors.Join(temp.Chmod(0o644), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// built is the file's content.
func (n *Network) built(report Report, profiles []Profile) []byte {
	var p packer
	p.report(report)
	p.network(n)
	p.numbers(int32(len(profiles)))
	for _, profile := range profiles {
		p.texts(profile.Name)
		p.numbers(n.order(newLattice(n, profile))...)
	}
	head := binary.LittleEndian.AppendUint32([]byte(builtMark), builtVersion)
	head = binary.LittleEndian.AppendUint64(head, uint64(len(p.bytes)))
	head = binary.LittleEndian.AppendUint32(head, crc32.Checksum(p.bytes, castagnoli))
	return append(head, p.bytes...)
}

// packer appends columns.
type packer struct{ bytes []byte }

func (p *packer) numbers(values ...int32) {
	p.bytes = binary.LittleEndian.AppendUint32(p.bytes, uint32(len(values)))
	for _, v := range values {
		p.bytes = binary.LittleEndian.AppendUint32(p.bytes, uint32(v))
	}
}

func (p *packer) longs(values ...int64) {
	p.bytes = binary.LittleEndian.AppendUint32(p.bytes, uint32(len(values)))
	for _, v := range values {
		p.bytes = binary.LittleEndian.AppendUint64(p.bytes, uint64(v))
	}
}

// texts are a column of lengths and one of bytes.
func (p *packer) texts(values ...string) {
	lengths := make([]int32, len(values))
	for i, v := range values {
		lengths[i] = int32(len(v))
	}
	p.numbers(lengths...)
	for _, v := range values {
		p.bytes = append(p.bytes, v...)
	}
}

func (p *packer) report(r Report) {
	p.numbers(int32(r.Streets), int32(r.Points), int32(r.Nodes), int32(r.Edges), int32(r.Bans), int32(r.Landmarks))
	var why []string
	var counts []int32
	for _, reason := range r.LeftOut {
		why, counts = append(why, reason.Why), append(counts, int32(reason.Count))
	}
	p.texts(why...)
	p.numbers(counts...)
}

func (p *packer) network(n *Network) {
	p.longs(column(n.nodes, func(n node) int64 { return n.id })...)
	p.numbers(column(n.nodes, func(n node) int32 { return n.at.lon })...)
	p.numbers(column(n.nodes, func(n node) int32 { return n.at.lat })...)
	p.numbers(column(n.nodes, func(n node) int32 { return n.tags })...)
	p.numbers(column(n.edges, func(e edge) int32 { return e.from })...)
	p.numbers(column(n.edges, func(e edge) int32 { return e.to })...)
	p.numbers(column(n.edges, func(e edge) int32 { return e.way })...)
	p.numbers(column(n.edges, func(e edge) int32 { return e.shape })...)
	p.numbers(column(n.edges, func(e edge) int32 { return e.mm })...)
	p.numbers(column(n.shapes, func(s spot) int32 { return s.lon })...)
	p.numbers(column(n.shapes, func(s spot) int32 { return s.lat })...)
	p.longs(column(n.ways, func(w way) int64 { return w.id })...)
	p.numbers(column(n.ways, func(w way) int32 { return w.tags })...)
	p.numbers(column(n.ways, func(w way) int32 { return w.name })...)
	p.texts(n.names...)
	p.numbers(column(n.tagSets, func(t tags) int32 { return int32(len(t)) })...)
	for _, t := range n.tagSets {
		p.texts(column(t, func(one tag) string { return one.key })...)
		p.texts(column(t, func(one tag) string { return one.value })...)
	}
	p.numbers(int32(len(n.bans)))
	for _, b := range n.bans {
		p.numbers(b.from...)
		p.numbers(b.via...)
		p.numbers(b.to...)
		p.numbers(b.node, b.tags)
	}
	p.numbers(n.index.order...)
	p.landmarks(n.landmarks)
}

func (p *packer) landmarks(all []Landmark) {
	p.texts(column(all, func(l Landmark) string { return l.ID })...)
	p.texts(column(all, func(l Landmark) string { return l.Kind })...)
	p.texts(column(all, func(l Landmark) string { return l.Name })...)
	p.numbers(column(all, func(l Landmark) int32 { return newSpot(l.Place[0], l.Place[1]).lon })...)
	p.numbers(column(all, func(l Landmark) int32 { return newSpot(l.Place[0], l.Place[1]).lat })...)
}

// column is one field of every row.
func column[Row, Value any](rows []Row, field func(Row) Value) []Value {
	values := make([]Value, len(rows))
	for i, r := range rows {
		values[i] = field(r)
	}
	return values
}

// openBuilt reads a built network. Whatever the file says, it either makes a network that holds together or is refused.
func openBuilt(r io.Reader) (*Network, Report, error) {
	head := make([]byte, builtHead)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, Report{}, errors.New("it is a cut off network file: build it again with nightbeat roads")
	}
	fields := head[len(builtMark):]
	if v := binary.LittleEndian.Uint32(fields); v != builtVersion {
		return nil, Report{}, fmt.Errorf("it is a network file of version %d, this program reads version %d: build it again with nightbeat roads", v, builtVersion)
	}
	size, sum := binary.LittleEndian.Uint64(fields[4:]), binary.LittleEndian.Uint32(fields[12:])
	if size > maxHeld {
		return nil, Report{}, fmt.Errorf("it says that it holds %d bytes: more than the %d MiB that are read", size, maxHeld>>20)
	}
	var data bytes.Buffer
	if n, err := io.Copy(&data, io.LimitReader(r, int64(size)+1)); err != nil || uint64(n) != size {
		return nil, Report{}, errors.Join(fmt.Errorf("it says that it holds %d bytes, and has %d: build it again with nightbeat roads", size, n), err)
	}
	if crc32.Checksum(data.Bytes(), castagnoli) != sum {
		return nil, Report{}, errors.New("it is damaged (its check sum is wrong): build it again with nightbeat roads")
	}
	u := unpacker{rest: data.Bytes()}
	report, n := u.report(), u.network()
	u.orders(n)
	if u.err != nil {
		return nil, Report{}, fmt.Errorf("it does not hold together (%w): build it again with nightbeat roads", u.err)
	}
	return n, report, nil
}

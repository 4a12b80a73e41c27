package road

import (
	"errors"
	"fmt"
	"math"
)

// pbfBlock reads a PrimitiveBlock (OpenStreetMap wiki, "PBF Format", "Definition of the OSMData fileblock").
type pbfBlock struct {
	words                    [][]byte // the string table
	kept                     []string // the same as strings, made when first needed
	use                      []int8   // by word, as a key: 0 not yet asked, 1 kept, -1 not kept
	granularity              int64    // nanodegrees a unit
	latOffset, lonOffset     int64    // nanodegrees
	ids, lats, lons          []int64
	keys, values, kinds, any []uint64
	tags                     tags
	members                  []member
}

var errColumns = errors.New("its columns differ in length")

// read hands on the objects of the wanted kinds and says which kinds the block holds.
func (b *pbfBlock) read(raw []byte, want uint8, to objects) (found uint8, err error) {
	groups, err := b.open(raw)
	if err != nil {
		return 0, fmt.Errorf("a damaged block: %w", err)
	}
	for _, g := range groups {
		kinds, err := b.group(g, want, to)
		found |= kinds
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

// open reads the block's string table and units, and lists its groups.
func (b *pbfBlock) open(raw []byte) (groups [][]byte, err error) {
	b.words, b.kept, b.use = b.words[:0], b.kept[:0], b.use[:0]
	b.granularity, b.latOffset, b.lonOffset = 100, 0, 0
	w := wire{raw}
	for w.more() {
		f, err := w.next()
		if err != nil {
			return nil, err
		}
		switch f.tag {
		case 1:
			err = b.wordList(f.bytes)
		case 2:
			groups = append(groups, f.bytes)
		case 17:
			b.granularity = int64(f.number)
		case 19:
			b.latOffset = int64(f.number)
		case 20:
			b.lonOffset = int64(f.number)
		}
		if err != nil {
			return nil, err
		}
	}
	b.kept = append(b.kept, make([]string, len(b.words))...)
	b.use = append(b.use, make([]int8, len(b.words))...)
	return groups, nil
}

func (b *pbfBlock) wordList(raw []byte) error {
	w := wire{raw}
	for w.more() {
		f, err := w.next()
		if err != nil {
			return err
		}
		if f.tag == 1 {
			b.words = append(b.words, f.bytes)
		}
	}
	return nil
}

// group reads one PrimitiveGroup.
func (b *pbfBlock) group(raw []byte, want uint8, to objects) (found uint8, err error) {
	w := wire{raw}
	for w.more() {
		f, err := w.next()
		if err != nil {
			return found, fmt.Errorf("a damaged group: %w", err)
		}
		kind, read := b.reader(f.tag)
		found |= kind
		if read == nil || kind&want == 0 {
			continue
		}
		if err := read(f.bytes, to); err != nil {
			return found, err
		}
	}
	return found, nil
}

// reader is how a field of a group is read, and what it holds.
func (b *pbfBlock) reader(tag int) (uint8, func([]byte, objects) error) {
	switch tag {
	case 1:
		return kindNode, b.node
	case 2:
		return kindNode, b.dense
	case 3:
		return kindWay, b.way
	case 4:
		return kindRelation, b.relation
	}
	return 0, nil
}

// node reads a single node.
func (b *pbfBlock) node(raw []byte, to objects) error {
	var id, lat, lon int64
	w := wire{raw}
	b.keys, b.values = b.keys[:0], b.values[:0]
	for w.more() {
		f, err := w.next()
		switch f.tag {
		case 1:
			id = unzigzag(f.number)
		case 2:
			b.keys, err = numbers(b.keys, f.bytes)
		case 3:
			b.values, err = numbers(b.values, f.bytes)
		case 8:
			lat = unzigzag(f.number)
		case 9:
			lon = unzigzag(f.number)
		}
		if err != nil {
			return fmt.Errorf("a damaged node: %w", err)
		}
	}
	t, err := b.tagList()
	if err != nil {
		return fmt.Errorf("node %d: %w", id, err)
	}
	return to.node(id, b.spot(lat, lon), t)
}

// dense reads a DenseNodes group: columns of differences, and all tags in one row.
func (b *pbfBlock) dense(raw []byte, to objects) error {
	b.ids, b.lats, b.lons, b.any = b.ids[:0], b.lats[:0], b.lons[:0], b.any[:0]
	w := wire{raw}
	for w.more() {
		f, err := w.next()
		switch f.tag {
		case 1:
			b.ids, err = deltas(b.ids, f.bytes)
		case 8:
			b.lats, err = deltas(b.lats, f.bytes)
		case 9:
			b.lons, err = deltas(b.lons, f.bytes)
		case 10:
			b.any, err = numbers(b.any, f.bytes)
		}
		if err != nil {
			return fmt.Errorf("a damaged group of nodes: %w", err)
		}
	}
	if len(b.lats) != len(b.ids) || len(b.lons) != len(b.ids) {
		return fmt.Errorf("a damaged group of nodes: %w", errColumns)
	}
	row := b.any
	for i, id := range b.ids {
		var err error
		if row, err = b.denseTags(row); err != nil {
			return fmt.Errorf("node %d: %w", id, err)
		}
		if err := to.node(id, b.spot(b.lats[i], b.lons[i]), b.tags); err != nil {
			return err
		}
	}
	return nil
}

// denseTags reads one node's tags off the row: key, value, key, value, 0.
func (b *pbfBlock) denseTags(row []uint64) ([]uint64, error) {
	b.tags = b.tags[:0]
	for len(row) > 0 && row[0] != 0 {
		if len(row) < 2 {
			return nil, errCut
		}
		if err := b.tag(row[0], row[1]); err != nil {
			return nil, err
		}
		row = row[2:]
	}
	if len(row) > 0 {
		row = row[1:]
	}
	return row, nil
}

// way reads a way.
func (b *pbfBlock) way(raw []byte, to objects) error {
	var id int64
	b.ids, b.keys, b.values = b.ids[:0], b.keys[:0], b.values[:0]
	w := wire{raw}
	for w.more() {
		f, err := w.next()
		switch f.tag {
		case 1:
			id = int64(f.number)
		case 2:
			b.keys, err = numbers(b.keys, f.bytes)
		case 3:
			b.values, err = numbers(b.values, f.bytes)
		case 8:
			b.ids, err = deltas(b.ids, f.bytes)
		}
		if err != nil {
			return fmt.Errorf("a damaged way: %w", err)
		}
	}
	t, err := b.tagList()
	if err != nil {
		return fmt.Errorf("way %d: %w", id, err)
	}
	return to.way(id, b.ids, t)
}

// relation reads a relation.
func (b *pbfBlock) relation(raw []byte, to objects) error {
	var id int64
	b.ids, b.keys, b.values, b.any, b.kinds = b.ids[:0], b.keys[:0], b.values[:0], b.any[:0], b.kinds[:0]
	w := wire{raw}
	for w.more() {
		f, err := w.next()
		switch f.tag {
		case 1:
			id = int64(f.number)
		case 2:
			b.keys, err = numbers(b.keys, f.bytes)
		case 3:
			b.values, err = numbers(b.values, f.bytes)
		case 8:
			b.any, err = numbers(b.any, f.bytes)
		case 9:
			b.ids, err = deltas(b.ids, f.bytes)
		case 10:
			b.kinds, err = numbers(b.kinds, f.bytes)
		}
		if err != nil {
			return fmt.Errorf("a damaged relation: %w", err)
		}
	}
	t, err := b.tagList()
	if err == nil {
		err = b.memberList()
	}
	if err != nil {
		return fmt.Errorf("relation %d: %w", id, err)
	}
	return to.relation(id, b.members, t)
}

func (b *pbfBlock) memberList() error {
	if len(b.any) != len(b.ids) || len(b.kinds) != len(b.ids) {
		return errColumns
	}
	b.members = b.members[:0]
	for i, ref := range b.ids {
		role, err := b.word(b.any[i])
		if err != nil {
			return err
		}
		if b.kinds[i] > 2 {
			return errors.New("a member of an unknown kind")
		}
		b.members = append(b.members, member{kind: 1 << b.kinds[i], ref: ref, role: role})
	}
	return nil
}

// tagList pairs the columns of keys and values.
func (b *pbfBlock) tagList() (tags, error) {
	if len(b.keys) != len(b.values) {
		return nil, errColumns
	}
	b.tags = b.tags[:0]
	for i, k := range b.keys {
		if err := b.tag(k, b.values[i]); err != nil {
			return nil, err
		}
	}
	return b.tags, nil
}

// tag appends a tag if its key matters to streets.
func (b *pbfBlock) tag(key, value uint64) error {
	k, err := b.word(key)
	if err != nil {
		return err
	}
	if b.use[key] == 0 {
		b.use[key] = -1
		if keyMatters(k) {
			b.use[key] = 1
		}
	}
	if b.use[key] < 0 {
		return nil
	}
	v, err := b.word(value)
	b.tags = append(b.tags, tag{k, v})
	return err
}

// word is an entry of the string table.
func (b *pbfBlock) word(i uint64) (string, error) {
	if i >= uint64(len(b.words)) {
		return "", fmt.Errorf("text %d of %d", i, len(b.words))
	}
	if b.kept[i] == "" {
		b.kept[i] = string(b.words[i])
	}
	return b.kept[i], nil
}

// spot is a place of the block's units in tenths of a microdegree.
func (b *pbfBlock) spot(lat, lon int64) spot {
	return newSpot(float64(b.lonOffset+b.granularity*lon)/1e9, float64(b.latOffset+b.granularity*lat)/1e9)
}

func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// newSpot rounds degrees to a spot; outside the world it is nowhere.
func newSpot(lon, lat float64) spot {
	if !(math.Abs(lon) <= 180 && math.Abs(lat) <= 90) {
		return nowhere
	}
	return spot{int32(math.Round(lon * 1e7)), int32(math.Round(lat * 1e7))}
}

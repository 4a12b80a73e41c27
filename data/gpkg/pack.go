package gpkg

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Box is an entry of a spatial index: a feature's key and its bounds in degrees.
type Box struct {
	FID                    int64
	MinX, MaxX, MinY, MaxY float32
}

// PointBox is the box of a point, rounded outwards to what the index holds.
func PointBox(fid int64, x, y float64) Box { return Box{fid, down(x), up(x), down(y), up(y)} }

// fanout is how many entries SQLite's rtree puts into a node where pages have 4096 bytes: 51 of 24 bytes.
const fanout = 51

// nodeBytes is the size of such a node: depth and count (2 bytes each), then the entries.
const nodeBytes = 4 + fanout*24

// Pack makes the spatial index of a layer anew from the boxes of all its features, in place of inserting box by box: sort-tile-recursive packing
// (Leutenegger, Lopez & Edgington 1997) written straight into the tables in which SQLite keeps the tree (the format
// stands at the head of its rtree.c). For a million points it takes a twentieth of the time of inserting them. From then
// on the index follows what is inserted. The boxes are put into another order.
func Pack(ctx context.Context, tx *sql.Tx, layer string, boxes []Box) error {
	l := Layer{Name: layer}
	if err := run(ctx, tx, statement{l.named(`DROP TABLE "rtree_LAYER_geom"`), nil}, statement{l.named(createIndex), nil}); err != nil {
		return err
	}
	if err := run(ctx, tx, statement{l.named(`DROP TRIGGER IF EXISTS "rtree_LAYER_geom_insert"`), nil}, statement{l.named(insertTrigger), nil}); err != nil {
		return err
	}
	w, err := newPacker(ctx, tx, layer)
	if err != nil {
		return err
	}
	level, depth := boxes, 0
	for ; len(level) > fanout; depth++ {
		if level, err = w.level(level, depth == 0); err != nil {
			return err
		}
	}
	if err := w.root(level, depth); err != nil {
		return err
	}
	return w.enterAll()
}

// packer writes nodes; number 1 is the root.
type packer struct {
	ctx            context.Context
	tx             *sql.Tx
	layer          Layer
	node, rootNode *sql.Stmt
	last           int64    // the number of the last node written
	rows, parents  []inNode // in which node each box lies: features, and nodes
}

// inNode says in which node a feature or another node lies.
type inNode struct{ key, node int64 }

func newPacker(ctx context.Context, tx *sql.Tx, layer string) (*packer, error) {
	w := &packer{ctx: ctx, tx: tx, layer: Layer{Name: layer}, last: 1}
	for _, p := range []struct {
		into  **sql.Stmt
		query string
	}{
		{&w.node, `INSERT INTO "rtree_LAYER_geom_node" (nodeno, data) VALUES (?, ?)`},
		{&w.rootNode, `UPDATE "rtree_LAYER_geom_node" SET data = ? WHERE nodeno = 1 AND length(data) = ?`},
	} {
		var err error
		if *p.into, err = tx.PrepareContext(ctx, w.layer.named(p.query)); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// level writes the boxes into nodes and gives back the nodes' own boxes.
func (w *packer) level(boxes []Box, leaves bool) ([]Box, error) {
	var nodes []Box
	for _, tile := range tiles(boxes) {
		w.last++
		if _, err := w.node.ExecContext(w.ctx, w.last, encodeNode(0, tile)); err != nil {
			return nil, err
		}
		w.enter(tile, w.last, leaves)
		nodes = append(nodes, around(w.last, tile))
	}
	return nodes, nil
}

// enter notes in which node each box lies.
func (w *packer) enter(boxes []Box, node int64, leaves bool) {
	into := &w.parents
	if leaves {
		into = &w.rows
	}
	for _, b := range boxes {
		*into = append(*into, inNode{b.FID, node})
	}
}

// enterAll writes down what was noted, by key, so that the tables grow at their end, and many at once.
func (w *packer) enterAll() error {
	if err := w.enterInto(`INSERT INTO "rtree_LAYER_geom_rowid" (rowid, nodeno) VALUES `, w.rows); err != nil {
		return err
	}
	return w.enterInto(`INSERT INTO "rtree_LAYER_geom_parent" (nodeno, parentnode) VALUES `, w.parents)
}

func (w *packer) enterInto(insert string, all []inNode) error {
	const atOnce = 256
	slices.SortFunc(all, func(a, b inNode) int { return cmp.Compare(a.key, b.key) })
	many, err := w.tx.PrepareContext(w.ctx, w.layer.named(insert+strings.Repeat("(?, ?), ", atOnce-1)+"(?, ?)"))
	if err != nil {
		return err
	}
	defer many.Close()
	values := make([]any, 0, 2*atOnce)
	for part := range slices.Chunk(all, atOnce) {
		values = values[:0]
		for _, in := range part {
			values = append(values, in.key, in.node)
		}
		if len(part) == atOnce {
			_, err = many.ExecContext(w.ctx, values...)
		} else {
			_, err = w.tx.ExecContext(w.ctx, w.layer.named(insert+strings.Repeat("(?, ?), ", len(part)-1)+"(?, ?)"), values...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *packer) root(boxes []Box, depth int) error {
	done, err := w.rootNode.ExecContext(w.ctx, encodeNode(depth, boxes), nodeBytes)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); n != 1 || err != nil {
		return fmt.Errorf("the spatial index has nodes of another size than %d bytes (%w)", nodeBytes, cmp.Or(err, sql.ErrNoRows))
	}
	w.enter(boxes, 1, depth == 0)
	return nil
}

// tiles cuts boxes into runs of at most fanout: first into vertical slices by x, then each slice by y.
//
//	P = ceil(n / fanout) nodes, ceil(sqrt(P)) slices of ceil(sqrt(P)) * fanout boxes
func tiles(boxes []Box) [][]Box {
	slices.SortFunc(boxes, func(a, b Box) int { return cmp.Or(cmp.Compare(a.MinX, b.MinX), cmp.Compare(a.FID, b.FID)) })
	nodes := math.Ceil(float64(len(boxes)) / fanout)
	var cut [][]Box
	for slice := range slices.Chunk(boxes, int(math.Ceil(math.Sqrt(nodes)))*fanout) {
		slices.SortFunc(slice, func(a, b Box) int { return cmp.Or(cmp.Compare(a.MinY, b.MinY), cmp.Compare(a.FID, b.FID)) })
		cut = slices.AppendSeq(cut, slices.Chunk(slice, fanout))
	}
	return cut
}

// encodeNode is a node as SQLite keeps it: big-endian; depth counts in the root only.
func encodeNode(depth int, boxes []Box) []byte {
	raw := make([]byte, 0, nodeBytes)
	raw = binary.BigEndian.AppendUint16(raw, uint16(depth))
	raw = binary.BigEndian.AppendUint16(raw, uint16(len(boxes)))
	for _, b := range boxes {
		raw = binary.BigEndian.AppendUint64(raw, uint64(b.FID))
		for _, v := range [4]float32{b.MinX, b.MaxX, b.MinY, b.MaxY} {
			raw = binary.BigEndian.AppendUint32(raw, math.Float32bits(v))
		}
	}
	return raw[:nodeBytes]
}

func around(node int64, boxes []Box) Box {
	b := boxes[0]
	for _, o := range boxes[1:] {
		b.MinX, b.MaxX = min(b.MinX, o.MinX), max(b.MaxX, o.MaxX)
		b.MinY, b.MaxY = min(b.MinY, o.MinY), max(b.MaxY, o.MaxY)
	}
	b.FID = node
	return b
}

func down(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func up(v float64) float32 {
	f := float32(v)
	if float64(f) < v {
		f = math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}

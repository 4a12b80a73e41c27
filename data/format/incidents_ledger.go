package format

import (
	"hash/maphash"
	"strings"
)

// ledger counts the incidents kept and knows their ids. It grows in pages, so that growing copies nothing.
type ledger struct {
	pages [][]string // ids by number; "" where an incident has none
	count int
	ids   strings.Builder // the latest ids, end to end

	// slots is a hash table with open addressing and linear probing. A slot holds the upper half of an id's hash and
	// the incident's number; 0 is free.
	slots []uint64
	used  int
	seed  maphash.Seed
}

const (
	pageSize   = 1 << 10 // ids
	firstSlots = 2 * pageSize
	idBlock    = 64 << 10 // bytes
)

func newLedger() *ledger {
	return &ledger{seed: maphash.MakeSeed(), slots: make([]uint64, firstSlots)}
}

// at gives the id of the incident with a number, counted from 1.
func (l *ledger) at(number int) string {
	return l.pages[(number-1)/pageSize][(number-1)%pageSize]
}

// add counts one more incident, whose id was claimed where it has one.
func (l *ledger) add(id string) {
	if l.count == len(l.pages)*pageSize {
		l.pages = append(l.pages, make([]string, pageSize))
	}
	l.pages[l.count/pageSize][l.count%pageSize] = id
	l.count++
}

// claim keeps an id for the next incident; false where an earlier one has it.
func (l *ledger) claim(id []byte) (string, bool) {
	if 4*l.used > 3*len(l.slots) {
		l.widen()
	}
	tag := maphash.Bytes(l.seed, id) >> 32
	mask := uint64(len(l.slots) - 1)
	for i := tag & mask; ; i = (i + 1) & mask {
		slot := l.slots[i]
		if slot == 0 {
			l.slots[i] = tag<<32 | uint64(l.count+1)
			l.used++
			return l.keep(id), true
		}
		if slot>>32 == tag && l.at(int(uint32(slot))) == string(id) {
			return "", false
		}
	}
}

// widen makes the table four times as large.
func (l *ledger) widen() {
	wide := make([]uint64, 4*len(l.slots))
	mask := uint64(len(wide) - 1)
	for _, slot := range l.slots {
		if slot == 0 {
			continue
		}
		i := slot >> 32 & mask
		for wide[i] != 0 {
			i = (i + 1) & mask
		}
		wide[i] = slot
	}
	l.slots = wide
}

// keep copies an id into the block, which its builder never moves.
func (l *ledger) keep(id []byte) string {
	if l.ids.Cap()-l.ids.Len() < len(id) {
		l.ids = strings.Builder{}
		l.ids.Grow(max(idBlock, len(id)))
	}
	start := l.ids.Len()
	l.ids.Write(id)
	return l.ids.String()[start:]
}

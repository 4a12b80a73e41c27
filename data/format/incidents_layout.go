package format

// layout reads the names of an object's members, and turns each into what it means. The objects of a file mostly name
// their members in the same order: a name that comes where the last object had it is known by its bytes at once.
type layout[M any] struct {
	mean  func(name []byte) M
	order []written[M] // of the last object
	next  int          // where the present one is in it
}

// written is a member's name as it stands in the text, with its quotes and colon.
type written[M any] struct {
	text    string
	meaning M
}

// begin prepares for another object.
func (l *layout[M]) begin() { l.next = 0 }

// member takes the next name and colon.
func (l *layout[M]) member(s *scanner) M {
	if l.next < len(l.order) {
		expected := &l.order[l.next]
		if s.take(expected.text) || s.peek() == '"' && s.take(expected.text) {
			l.next++
			return expected.meaning
		}
	}
	name := s.key()
	m := l.mean(name)
	if !s.escaped && l.next < maxMet && len(name) < maxMet {
		l.order = append(l.order[:l.next], written[M]{`"` + string(name) + `":`, m})
		l.next++
	}
	return m
}

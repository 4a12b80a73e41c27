package data

import (
	"sync"

	"nightbeat/planner"
)

// Recall is what a store on a disk remembers of its incidents until they change. It is safe for use by many at once.
type Recall struct {
	reading sync.Mutex // held while the past is read, so that it is read once

	mu       sync.Mutex
	revision int64
	past     []planner.Incident // nil where not read yet
	counts   map[string]int
	span     *Span // nil where not looked for yet
}

// maxCounts is how many counts are remembered.
const maxCounts = 1000

// Renew forgets everything where the incidents have another revision than those remembered.
func (r *Recall) Renew(revision int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if revision != r.revision {
		r.revision, r.past, r.span = revision, nil, nil
		clear(r.counts)
	}
}

// keep has something noted that was read while the incidents had a revision, if they still have it.
func (r *Recall) keep(revision int64, note func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if revision == r.revision {
		note()
	}
}

// Count is the number remembered under a key, else the one read.
func (r *Recall) Count(key string, read func() (int, error)) (int, error) {
	r.mu.Lock()
	n, known := r.counts[key]
	revision := r.revision
	r.mu.Unlock()
	if known {
		return n, nil
	}
	n, err := read()
	if err != nil {
		return 0, err
	}
	r.keep(revision, func() {
		if r.counts == nil || len(r.counts) >= maxCounts {
			r.counts = map[string]int{}
		}
		r.counts[key] = n
	})
	return n, nil
}

// Past are the incidents remembered, else those read.
func (r *Recall) Past(read func() ([]planner.Incident, error)) ([]planner.Incident, error) {
	r.reading.Lock()
	defer r.reading.Unlock()
	r.mu.Lock()
	past, revision := r.past, r.revision
	r.mu.Unlock()
	if past != nil {
		return past, nil
	}
	past, err := read()
	if err != nil {
		return nil, err
	}
	r.keep(revision, func() { r.past = past })
	return past, nil
}

// Span is the span remembered, else the one read.
func (r *Recall) Span(read func() (Span, error)) (Span, error) {
	r.mu.Lock()
	span, revision := r.span, r.revision
	r.mu.Unlock()
	if span != nil {
		return *span, nil
	}
	found, err := read()
	if err != nil {
		return Span{}, err
	}
	r.keep(revision, func() { r.span = &found })
	return found, nil
}

// Categories has incidents that are read one after the other share the text of their categories.
type Categories map[string]string

// Of is the category, as the first incident had it.
func (c Categories) Of(category string) string {
	if one, ok := c[category]; ok {
		return one
	}
	c[category] = category
	return category
}

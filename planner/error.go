package planner

import "nightbeat/planner/words"

// Kind tells machines what went wrong; the server turns it into a status code.
type Kind string

const (
	Invalid    Kind = "invalid"    // a field of the request has a value that cannot be
	Impossible Kind = "impossible" // each field is fine, but together they cannot be done
)

// Error is a refusal: of which kind, which field of the request is meant (as in the JSON form), and a sentence that says
// what is wrong and what to do.
type Error struct {
	Kind     Kind
	Field    string
	Sentence words.Note
}

func (e *Error) Error() string { return e.Field + ": " + e.Sentence.String() }

func invalid(field, format string, args ...any) error {
	return &Error{Invalid, field, words.New(format, args...)}
}

func impossible(field, format string, args ...any) error {
	return &Error{Impossible, field, words.New(format, args...)}
}

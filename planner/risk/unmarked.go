package risk

import "context"

// Unmarked is a model that knows of no marks: what it finds is what the marks have to beat.
type Unmarked struct{ Model }

// Name is the model's with "without calendar".
func (u Unmarked) Name() string { return u.Model.Name() + " without calendar" }

// Surface forecasts the window as if it had no marks.
func (u Unmarked) Surface(ctx context.Context, events []Event, study Study, window Window) (Surface, error) {
	window.Marks = 0
	s, err := u.Model.Surface(ctx, events, study, window)
	s.Model = u.Name()
	return s, err
}

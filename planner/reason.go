package planner

import "time"

// Reason is why a stop is there, in numbers that can be recomputed from the incident file.
type Reason struct {
	WithinM    float64         // incidents were counted within this distance of the stop
	Since      time.Time       // the first day counted
	Days       int             // from Since to the shift
	Categories []CategoryCount // most frequent first
	InHours    float64         // share of those with a known hour that fell into the shift's hours; NaN where none has one
	Rank       int             // of the stop's hottest cell
	Cells      int             // in the study area
}

// CategoryCount is how many incidents of a category were counted.
type CategoryCount struct {
	Category string
	Count    int
}

package web

import "time"

// Area is a named part of the district.
type Area struct{ ID, Name, Kind string }

// AreaMinutes is how long units are to stand in an area through a night; what lies in none has no id.
type AreaMinutes struct {
	Area
	Asked time.Duration
}

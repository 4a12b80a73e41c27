// Package risk forecasts, from past events, how many are to be expected in each cell of a grid during a window; it
// scores forecasts on the past, and describes what it sees.
//
// Words: Event, Window, Hours, Study (the cells of the study area), Model, Surface; Backtest, Record, Line; Streets.
// Units: metres of a geo.Frame, seconds, events (weighted by category).
// Promises: a surface for an instant uses no event that may have happened at or after it; the values over the study
// area sum to the events expected there; no value is negative; equal input gives equal output, whatever the order of
// the events.
// Never: units, routes, a score of a person. The package ends in a raster; a backtest runs without a unit in sight.
//
// A new model is a file with a type that has Name and Surface, a line in Models, and, where it is a mixture of ways to
// remember the past, a list of features whose strengths are learned. Places are taken to their cells and instants to
// seconds in newPast; every model begins there.
package risk

// Package risk forecasts, from past events, how many are to be expected in each cell of a grid during a window.
//
// Words: Event, Window, Model, Surface. Units: metres of a geo.Frame, seconds, events (weighted by category).
// Promises: a surface for an instant uses no event at or after it; the values over the study area sum to the events
// expected there; no value is negative; equal input gives equal output, whatever the order of the events.
// Never: roads, units, a score of a person. The package ends in a raster; a backtest runs without a street in sight.
package risk

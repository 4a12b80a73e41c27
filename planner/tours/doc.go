// Package tours chooses which visits each crew makes, in which order and when, so that most reward is collected within
// each crew's hours: team orienteering with time windows, dwell, breaks and revisits within a gap.
//
// Words: Problem, Visit, Crew, Solution, Call. Units: time in whole ticks (seconds for a patrol night, finer for
// published instances), reward in whole points, places as row numbers of a travel matrix.
// Promises: the same problem, seed and iteration limit give the same solution on any machine with any number of cores;
// a search stops within 50 ms of its deadline; the bound is never below what can be collected.
// Never: police, streets, degrees, clocks.
package tours

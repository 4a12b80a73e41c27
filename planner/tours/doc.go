// Package tours chooses which visits each crew makes, in which order and when, so that most reward is collected within
// each crew's hours: team orienteering with time windows, dwell, breaks, revisits within a gap and work shared out evenly.
//
// Words: Problem, Visit, Crew, Solution, Call. A round is a visit made again and again; it lapses where a stay is missing.
// Units: time in whole ticks (seconds for a patrol night, finer for published instances), reward in whole points, places
// as row numbers of a travel matrix.
//
// The search ruins and recreates: it removes strings of stays that lie side by side, or whole rounds, and puts visits back
// where they lengthen the way least, overlooking some; simulated annealing decides whether to go on from there. Times are
// the earliest that windows, breaks and gaps allow. Whether a stay fits between two others is told in constant time.
// Two such searches, islands, go on side by side, on two cores where there are two; now and then good routes that both
// passed through are put together anew, by set packing, and good ways from stay to stay to a route, a splice, by labelling;
// and the best of all is the answer.
//
// Work is balanced by limits on each crew's service, which are set while the search goes on: see balance.
//
// The bound is a relaxation: prices for each visit's stays in each part of the night, for which crews walk and visits are
// kept each by themselves. It takes a share of the search's work and begins as a fractional knapsack of crews' hours.
//
// Promises: the same problem, seed and iteration limit give the same solution on any machine with any number of cores;
// a search stops within 50 ms of its deadline once it is set up; the bound is never below what can be collected.
// Never: police, streets, degrees, clocks.
//
// Sources: Christiaens and Vanden Berghe, Slack induction by string removals for vehicle routing problems, Transportation
// Science 54 (2020) 417-433. Righini and Salani, Decremental state space relaxation strategies and initialization heuristics
// for solving the orienteering problem with time windows with dynamic programming, Computers & Operations Research 36 (2009)
// 1191-1203. Savelsbergh, The vehicle routing problem with time windows: minimizing route duration, ORSA
// J. Computing 4 (1992) 146-154. Chao, Golden and Wasil, The team orienteering problem, EJOR 88 (1996) 464-474. Koper,
// Just enough police presence, Justice Quarterly 12 (1995) 649-672.
package tours

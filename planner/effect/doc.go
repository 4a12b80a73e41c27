// Package effect says whether something changed, and how sure that is: counts of one time against another, treated
// against control, before against after.
//
// Words: Change (one count against another as a ratio of rates), Against (a change beside a control's), Displacement,
// Detectable, Trial (pairs of like units, one of each treated by lot), Provable (what a trial can show).
// Units: counts, days; intervals are of 95 % unless said otherwise.
// Promises: no percentage without its interval, none at all where a count is under Fewest; the same numbers and seed give
// the same answer.
// Never: places, dates, police. Papers: Ashby 2011 on rates of Poisson counts; Wheeler & Ratcliffe 2018 on displacement;
// Fisher 1935 on the test by lot.
package effect

// Package road is the street network: read from OpenStreetMap, seen by a profile (car, patrol, foot), asked for places,
// tables, routes and reach.
//
// Words: Network (streets as they lie), Node, Edge, Profile (who may go where, how fast), Graph (a network as one profile
// sees it, with today's closures), Place (a point along an edge, or at a node), Landmark (a school, a bank, a hospital of the
// file), Table, Route, Reach. Inside: an arc is an edge in one direction; a state is an arc and what was just driven of a
// longer turn restriction; a lattice is all states and the turns between them; a hierarchy is the lattice prepared for quick
// answers; its links' costs are customised.
// Units: degrees as orb.Point, metres on the ground, seconds; inside, whole millimetres and milliseconds, packed in a cost.
// Promises: tables and routes agree to the millisecond and the millimetre, and with Dijkstra's search; turn restrictions
// hold everywhere, over several streets too; the same file gives the same network whatever the order of its objects, and
// the same answers whatever the number of processors; what was left out of a file is counted by reason; a closure or a
// change of pace takes effect at once, by customising anew; no file, however damaged, makes it panic or fill the memory.
// Never: incidents, units, shifts; the way through the inside of a square; live traffic of its own.
//
// The way through the files: source, pbf, xml (files) -> read, network (streets) -> profile, access, speed, conditional
// (rules) -> lattice, ban, memory (turns) -> graph, component (costs, islands) -> dissect, flow, hierarchy, customise
// (preparation) -> ends, climber, pair, buckets (searches) -> table, route, reach, snap, stands, describe, within (answers);
// built, unpack (the .roads file), landmark (what the file names beside streets).
//
// Papers stand above the code that follows them: Dibbelt, Strasser and Wagner 2016 (customizable contraction hierarchies),
// Buchhold, Wagner, Zeitz and Zündorf 2020 (with turn costs), Schild and Sommer 2015 (inertial flow), Knopp et al. 2007
// (many-to-many), Aho and Corasick 1975 (sequences of arcs). Tags follow the OpenStreetMap wiki and what OSRM, GraphHopper
// and Valhalla make of them.
package road

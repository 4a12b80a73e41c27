// Package postgres is the store for many machines: a PostgreSQL database with PostGIS, whose layers GIS programs open
// beside the servers.
//
// Words: those of data. Tables: incidents, plans, routes, stops, legs (layers), imports (one row for each import that
// changed something; its key is the revision of the incidents), users, sessions, tokens, audit, jobs. They stand in the
// first schema of the search_path.
// Promises: what is acknowledged is committed; boxes, times and pages are worked out in the database; a database that
// is away or slow gives an error within five seconds, and is found again by itself.
// Never: keeps the only truth of a plan in its layers: they are written from the plan's document, data/format's own
// properties, and can be made anew from it.
package postgres

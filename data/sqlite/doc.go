// Package sqlite is the default store: one GeoPackage file that GIS programs open beside the server.
//
// Words: those of data. Tables: incidents, plans, routes, stops, legs, risk (layers; risk is tonight's plan's alone), imports (one row for each import that changed
// something; its key is the revision of the incidents), users, sessions, tokens, audit (which triggers keep from being
// changed by mistake; data.VerifyTrail finds what was changed on purpose).
// Promises: what is acknowledged is on the disk (write-ahead log, synchronous FULL) and survives a crash; a file that is
// damaged, foreign or made by a newer version is refused and left as it is.
// Never: keeps the only truth of a plan in its layers: they are written from the plan's document, data/format's own
// properties, and can be made anew from it.
package sqlite

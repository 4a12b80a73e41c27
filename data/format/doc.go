// Package format is how the house reads and writes: incidents in, plans out.
//
// In. ReadIncidents, OpenIncidents and StreamIncidents (one by one, as they come) read GeoJSON (RFC 7946) in UTF-8: a FeatureCollection, one Feature, or one
// Feature a line; plain or gzip. A file is read once, front to back, in memory that does not grow beyond the incidents
// kept. It is taken whole or not at all: a JSON error anywhere, bytes that are not UTF-8, another coordinate system or
// a crossed limit refuse it with a FileError. A bad feature never spoils the others: it is left out, counted and
// named as a Reject. A record may do without id and category, never without place and time; an interval counts where
// both its ends are given. What a file may hold at most stands in IncidentOptions.
//
// Units: places in degrees, WGS 84, longitude first; instants as time.Time with the zone they were recorded in.
// Never: guessing what a time or a place may have meant; repeating the text of a record in a message, except its id.
package format

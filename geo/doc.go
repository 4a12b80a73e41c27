// Package geo is the ground that everything stands on: a city's metric frame, a grid of square cells, a raster of
// values over it, and distances.
//
// Words: Frame (degrees <-> metres), XY (a place in metres), Grid, Cell, Raster.
// Units: degrees as orb.Point (longitude first) on the WGS 84 ellipsoid; metres as XY. The two never mix.
// Promises: a Frame is conformal and its scale error stays under 0.08 % within 250 km of its centre, 0.002 % within 40 km.
// Never: streets, incidents, units, files.
package geo

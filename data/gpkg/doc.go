// Package gpkg writes GeoPackages: SQLite files that GIS programs open as layers (OGC 12-128r17, GeoPackage 1.3).
//
// Words: Layer (a table of features, or of attributes where it has no geometry), Column, Pack (build a layer's spatial
// index at once).
// Units: places in degrees, WGS 84 (EPSG:4326), longitude first; times as UTC to the millisecond.
// Promises: what it writes passes GDAL's validate_gpkg; the spatial index follows every later change by triggers that
// other programs run too.
// Never: knows what the features mean.
package gpkg

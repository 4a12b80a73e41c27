// Package cql is the filter language of OGC API - Features Part 3: CQL2 text (OGC 21-065r2), read, evaluated, put into SQL.
//
// Words: Filter (a condition that features keep or do not), Column (a property that it may ask for), Dialect (how a database
// spells what databases spell differently).
// What is read: AND, OR, NOT; = <> < > <= >=; LIKE, BETWEEN, IN, IS NULL; S_INTERSECTS with a geometry or BBOX; the fifteen
// temporal functions with instants and intervals. A comparison may stand between properties.
// Units: places in degrees, longitude first; instants to the millisecond. DATE is the whole day in UTC in a temporal
// function, its first instant in a comparison.
// Promises: a text of any kind gives a Filter or an error that says where; memory and SQL agree, also about what is null
// (unknown, which is not true and neither is its opposite); nothing of a text stands in the SQL but as an argument.
// Never: functions of its own, arithmetic.
package cql

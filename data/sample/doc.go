// Package sample is a made-up town, so that a night can be planned without any file: two years of incidents, the
// streets, and the request for one night, all embedded.
//
// The town, Qinghuai (青槐), is shaped after a police district of a county town on the north China plain and stands
// for no real one; persons do not occur. It is 4.4 km by 3.2 km: a grid of main roads, old compounds with narrow
// lanes, gated ones, villages, a market street, a school, a river with three road bridges, a railway with an underpass
// and a level crossing. The incidents hold patterns that were planted, and Truth says which: what a planner ought to
// find is known.
//
// Words: Town, HotSpot, Category, Place; the market's days are days of the Moon (see LunarDay).
// Units: degrees as orb.Point (longitude first), metres, hours of the clock in China time (UTC+08:00).
// Promises: the same bytes on every machine; each planted incident lies in its hot spot's circle, hours and days.
// Never: a real person, a real place, an import of ours. The program that made it is in the folders town and make.
package sample

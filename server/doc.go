// Package server is the front door: plans by HTTP for pages, GIS tools and scripts.
//
// Words: the addresses of the contract; problem (an error as application/problem+json, RFC 9457); worker (what makes
// the plans that jobs ask for, in this process or another on the same store).
// Promises: no request brings it down; a refusal names the parameter; no link depends on the Host header; nothing is
// asked of any other machine but the store's; a job whose worker dies is done by another.
// Never: planning itself, formats of plans (data/format), looks (server/web).
package server

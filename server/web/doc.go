// Package web is how the server looks: the page's template, its styles, embedded.
//
// Words: Page (what the page shows, ready to be read), Unit, Call.
// Promises: a page asks nothing of any other machine, works without scripts and under a strict content security policy.
// Never: planning, stores, HTTP.
package web

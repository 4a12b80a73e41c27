// Package web is how the server looks: the pages' templates, styles and scripts, and the map's library, embedded.
//
// Words: Frame (what surrounds a page: its reader's language and theme), Page (what a page shows, ready to be read), Asset
// (a file that pages ask for, packed).
// Promises: a page asks nothing of any other machine and holds no script or style of its own (a strict content security
// policy); what is read works without scripts; every text of ours is said in the reader's language.
// Never: planning, stores, HTTP.
package web

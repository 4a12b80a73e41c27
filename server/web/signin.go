package web

import "nightbeat/planner/words"

// SignIn is where people sign in.
type SignIn struct {
	Next  string // where to go from there
	Name  string // as it was given before
	Wrong bool   // name or password did not fit
	Wait  int    // minutes until the next try; 0 for none
}

// Template implements Page.
func (SignIn) Template() string { return "signin.html" }

// Heading implements Page.
func (SignIn) Heading() words.Note { return words.New("Sign in") }

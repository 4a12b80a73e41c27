// Package words is what the house says to people, in each of their languages.
//
// Words: Note (a sentence kept as its English form and what fills it), Language, table (English -> another language).
// Promises: English needs no table: a sentence is written where it is said, as a format of fmt; a sentence without a
// translation is said in English; a test finds those, wherever in the house they are.
// Never: names, categories, streets: those are said as they were given.
package words

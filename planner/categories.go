package planner

import (
	"slices"
	"strings"

	"nightbeat/planner/words"
)

// proactive are words in the names of categories that police find by looking: their number follows the patrols, so
// weighting them sends patrols where patrols were (Lum & Isaac 2016; Ensign et al. 2018). Left out unless a request
// gives such a category a weight.
var proactive = []string{"warrant", "drug", "narcotic", "stop and search", "stop-and-search", "毒品", "通缉", "盘查"}

// weightOf is what an incident of a category weighs: as the request says, else 1, or 0 where police find it by looking.
func weightOf(asked map[string]float64, category string) float64 {
	if w, ok := asked[category]; ok {
		return w
	}
	if isProactive(category) {
		return 0
	}
	return 1
}

// DefaultWeight is what an incident of a category weighs where a request says nothing of it.
func DefaultWeight(category string) float64 { return weightOf(nil, category) }

// isProactive tells whether a category's name has one of the words.
func isProactive(category string) bool {
	lower := strings.ToLower(category)
	return slices.ContainsFunc(proactive, func(word string) bool { return strings.Contains(lower, word) })
}

// uncategorised stands for an empty category.
const uncategorised = "uncategorised"

// categoryNote is a category for people; they are said as they were given.
func categoryNote(category string) words.Note {
	if category == "" {
		return words.New(uncategorised)
	}
	return words.New("%s", category)
}

// categoryName is the same in English.
func categoryName(category string) string { return categoryNote(category).String() }

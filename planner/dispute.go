package planner

import (
	"slices"
	"strings"
)

// The kinds of dispute (纠纷), as people read them.
const (
	KindNoise      = "noise"
	KindDogs       = "dogs"
	KindFamily     = "family"
	KindNeighbours = "neighbours"
	KindWages      = "wages"
	KindMoney      = "money"
	KindParking    = "parking"
	KindOther      = "other disputes"
)

// disputes are the kinds by words in the names of categories; the first that fits holds. The word of a dispute has to be
// there too, unless a kind's own words say enough.
var disputes = []struct {
	kind   string
	enough bool
	words  []string
}{
	{KindDogs, true, []string{"barking", "dog ", "dogs", "犬", "遛狗"}},
	{KindNoise, true, []string{"noise", "loud music", "loud party", "噪音", "噪声", "扰民"}},
	{KindFamily, false, []string{"family", "domestic", "marital", "parent", "家庭", "家事", "婚", "夫妻", "恋", "情感", "赡养", "抚养"}},
	{KindNeighbours, false, []string{"neighbour", "neighbor", "邻"}},
	{KindWages, false, []string{"wage", "labour", "labor", "劳资", "劳务", "工资", "欠薪"}},
	{KindMoney, false, []string{"money", "debt", "rent", "payment", "经济", "债", "借贷", "消费", "租", "合同"}},
	{KindParking, false, []string{"parking", "停车", "车位"}},
	{KindOther, false, nil},
}

// disputed are the words that name a dispute.
var disputed = []string{"dispute", "quarrel", "纠纷", "争吵", "争执", "口角"}

// Kinds are the kinds of dispute, in the order in which they are listed.
func Kinds() []string {
	var all []string
	for _, d := range disputes {
		all = append(all, d.kind)
	}
	return all
}

// KindOf is the kind of dispute that a category is by its name; empty where it is none. Disputes are for those who settle
// them: they weigh nothing for patrols unless a request gives their category a weight.
func KindOf(category string) string {
	lower := strings.ToLower(category)
	has := func(word string) bool { return strings.Contains(lower, word) }
	named := slices.ContainsFunc(disputed, has)
	for _, d := range disputes {
		if (named || d.enough) && (d.words == nil || slices.ContainsFunc(d.words, has)) {
			return d.kind
		}
	}
	return ""
}

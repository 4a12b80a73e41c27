package planner

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nightbeat/planner/words"
)

// MaxTask is how many letters a task may have.
const MaxTask = 200

// advice is what to do where a category leads, by words in its name; a request's own Tasks come first.
var advice = []struct {
	words []string
	task  words.Note
}{
	{[]string{"e-bike", "bicycle", "bike", "电动车", "自行车"}, words.New("look at parked e-bikes and their chargers, remind of locks")},
	{[]string{"vehicle", "car ", "汽车", "车内"}, words.New("walk along the parked cars, look for broken windows and things in sight")},
	{[]string{"burglar", "入室", "入户"}, words.New("show yourselves at the entrances, look at doors and low windows")},
	{[]string{"robber", "抢"}, words.New("stand where the way home is dark, be seen, speak to those on their own")},
	{[]string{"pickpocket", "扒窃"}, words.New("walk through the crowd on foot, warn of open bags")},
	{[]string{"assault", "battery", "fight", "殴打", "斗殴"}, words.New("stand by the doors of bars and stalls, speak early where voices rise")},
	{[]string{"vandal", "graffiti", "damage", "损毁"}, words.New("look at walls, shutters and bus stops, note what is fresh")},
	{[]string{"theft", "larceny", "shoplift", "盗窃"}, words.New("be seen, speak to shopkeepers, look at what stands unwatched")},
}

// Task is what to do at a stop: as its must point says, else as the request says of the category that leads there, else
// as is usual for it; empty where nothing is known of it.
func (plan *Plan) Task(s Stop) words.Note {
	if i := slices.IndexFunc(plan.Request.Must, func(m Must) bool { return m.ID == s.ID && m.Task != "" }); i >= 0 {
		return words.New("%s", plan.Request.Must[i].Task)
	}
	if s.Reason.Off != "" || len(s.Reason.Categories) == 0 {
		return words.Note{}
	}
	leads := s.Reason.Categories[0].Category
	if own, given := plan.Request.Tasks[leads]; given {
		return words.New("%s", own)
	}
	return UsualTask(leads)
}

// UsualTask is what to do where a category leads unless somebody says otherwise; empty where nothing is known of it.
func UsualTask(category string) words.Note {
	name := strings.ToLower(category)
	for _, a := range advice {
		if slices.ContainsFunc(a.words, func(word string) bool { return strings.Contains(name, word) }) {
			return a.task
		}
	}
	return words.Note{}
}

// checkTasks refuses tasks that fill a sheet.
func (r Request) checkTasks() error {
	for category, task := range r.Tasks {
		if utf8.RuneCountInString(task) > MaxTask {
			return invalid("tasks", "that of %s has more than %d letters", category, MaxTask)
		}
	}
	return nil
}

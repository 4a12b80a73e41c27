package server

import (
	"context"

	"nightbeat/data"
)

// viewedFewest is how many incidents a count has to be of for a viewer to see it, lest it point at a single one.
const viewedFewest = 5

// fewestShown is that for whoever asks: viewers are told of no fewer, in whatever layer, page or file.
func fewestShown(ctx context.Context) int {
	if callerOf(ctx).user.Role == data.Viewer {
		return viewedFewest
	}
	return 0
}

package main

import (
	"context"

	"nightbeat/data"
	"nightbeat/data/sqlite"
)

// openStore opens the store in a file, and makes it where there is none.
func openStore(ctx context.Context, store string) (data.Store, error) {
	return sqlite.Open(ctx, store)
}

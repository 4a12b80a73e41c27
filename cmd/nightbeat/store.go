package main

import (
	"context"
	"strings"

	"nightbeat/data"
	"nightbeat/data/postgres"
	"nightbeat/data/sqlite"
)

// onDatabase tells a store in a PostgreSQL database from one in a file.
func onDatabase(store string) bool {
	return strings.HasPrefix(store, "postgres://") || strings.HasPrefix(store, "postgresql://")
}

// openStore opens the store in a file or a database, and makes it where there is none.
func openStore(ctx context.Context, store string) (data.Store, error) {
	if onDatabase(store) {
		return postgres.Open(ctx, store)
	}
	return sqlite.Open(ctx, store)
}

package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// InMemory opens an empty database that lasts until it is closed.
func InMemory() *sql.DB {
	db := sql.OpenDB(connector{":memory:"})
	db.SetMaxOpenConns(1) // each further connection would see another database
	return db
}

// Bytes is a database as the bytes of its file.
func Bytes(ctx context.Context, db *sql.DB) (raw []byte, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		c, ok := driver.(interface{ Serialize() ([]byte, error) })
		if !ok {
			return fmt.Errorf("%T cannot give its bytes", driver)
		}
		raw, err = c.Serialize()
		return err
	})
	return raw, err
}

// Date sets when everything was last changed, so that the same content gives the same bytes.
func Date(ctx context.Context, tx Execer, at time.Time) error {
	return run(ctx, tx,
		statement{`UPDATE gpkg_contents SET last_change = ?`, []any{Time(at)}},
		statement{`UPDATE layer_styles SET update_time = ?`, []any{Time(at)}})
}

// Time is an instant as GeoPackage keeps it: UTC to the millisecond (clause 1.1.1.1.1, DATETIME).
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pressly/goose/v3"

	"nightbeat/data/format"
	"nightbeat/data/gpkg"
)

// migrations are numbered from 1, each in a transaction of its own. One that has been published is never changed.
func migrations() []func(context.Context, *sql.Tx) error {
	return []func(context.Context, *sql.Tx) error{first, accounts, jobs, reports, styles, spans, areas, experiments, presets}
}

// first makes the GeoPackage with its incidents and plans.
func first(ctx context.Context, tx *sql.Tx) error {
	if err := gpkg.Create(ctx, tx); err != nil {
		return err
	}
	for _, l := range []gpkg.Layer{incidentsLayer, plansLayer} {
		if err := gpkg.AddLayer(ctx, tx, l); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `CREATE TABLE imports (id INTEGER PRIMARY KEY AUTOINCREMENT, new INTEGER NOT NULL, changed INTEGER NOT NULL);`+incidentsIndex)
	return err
}

// accounts adds users, their sessions and tokens, the audit trail, and the approval of plans. The trail only grows.
func accounts(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `
		CREATE TABLE users (name TEXT PRIMARY KEY, role TEXT NOT NULL, unit TEXT NOT NULL, password TEXT NOT NULL,
			disabled BOOLEAN NOT NULL, created INTEGER NOT NULL);
		CREATE TABLE sessions (hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
			created INTEGER NOT NULL, seen INTEGER NOT NULL, expires INTEGER NOT NULL);
		CREATE TABLE tokens (prefix TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
			scope TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER, disabled BOOLEAN NOT NULL);
		CREATE TABLE audit (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, origin TEXT NOT NULL, did TEXT NOT NULL,
			object TEXT NOT NULL, result TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, hash TEXT NOT NULL);
		CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
		CREATE TRIGGER audit_grows BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
		ALTER TABLE plans ADD COLUMN parent TEXT NOT NULL DEFAULT '';
		ALTER TABLE plans ADD COLUMN approved DATETIME;
		ALTER TABLE plans ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
		CREATE INDEX plans_by_approval ON plans (status, approved, place, id);
		CREATE INDEX plans_by_place ON plans (place, id, status);`)
	return err
}

// styles gives the table of styles the column that QGIS sorts by, and the empty names that it looks for: without them it
// showed none.
func styles(ctx context.Context, tx *sql.Tx) error {
	var old int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM pragma_table_info('layer_styles') WHERE name = 'update_datetime'`).Scan(&old)
	if err != nil || old == 0 {
		return err
	}
	_, err = tx.ExecContext(ctx, `ALTER TABLE layer_styles RENAME COLUMN update_datetime TO update_time;
		UPDATE layer_styles SET f_table_catalog = '', f_table_schema = '';`)
	return err
}

var incidentsLayer = gpkg.Layer{Name: "incidents", Title: "Incidents", Geometry: "POINT", Columns: []gpkg.Column{
	{Name: "id", Type: "TEXT NOT NULL UNIQUE"}, {Name: "category", Type: "TEXT NOT NULL"}, {Name: "time", Type: "DATETIME NOT NULL"},
	{Name: "zone", Type: "TEXT NOT NULL"}, {Name: "time_precision", Type: "TEXT NOT NULL"},
	{Name: "interval_start", Type: "DATETIME"}, {Name: "interval_end", Type: "DATETIME"}, {Name: "source", Type: "TEXT NOT NULL"},
	{Name: "lon", Type: "DOUBLE NOT NULL"}, {Name: "lat", Type: "DOUBLE NOT NULL"},
}}

// incidentsIndex answers how many incidents lie in a time and a box without looking at their rows.
const incidentsIndex = `CREATE INDEX incidents_when ON incidents (time, lon, lat, category);`

var plansLayer = gpkg.Layer{Name: "plans", Title: "Plans", Geometry: "POLYGON", Columns: []gpkg.Column{
	{Name: "id", Type: "TEXT NOT NULL UNIQUE"}, {Name: "place", Type: "INTEGER NOT NULL"}, // the highest is the latest
	{Name: "name", Type: "TEXT NOT NULL"}, {Name: "status", Type: "TEXT NOT NULL"}, {Name: "created", Type: "DATETIME NOT NULL"},
	{Name: "start", Type: "TEXT NOT NULL"}, {Name: "end", Type: "TEXT NOT NULL"}, // with offset, as the commander wrote them
	{Name: "units", Type: "INTEGER NOT NULL"}, {Name: "stops", Type: "INTEGER NOT NULL"}, {Name: "share", Type: "DOUBLE NOT NULL"},
	{Name: "document", Type: "TEXT NOT NULL"}, // data.EncodePlan
}}

// migrate brings a store up to date with the migrations given.
func (s *Store) migrate(ctx context.Context, ups []func(context.Context, *sql.Tx) error) error {
	var steps []*goose.Migration
	for i, up := range ups {
		steps = append(steps, goose.NewGoMigration(int64(i+1), &goose.GoFunc{RunTx: up}, nil))
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.db, nil, goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	version, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if version > int64(len(steps)) {
		return fmt.Errorf("was made by a newer Nightbeat (store version %d, this one knows up to %d); install the newer one, or restore an older backup", version, len(steps))
	}
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	if err := s.project(ctx); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `PRAGMA wal_checkpoint(truncate)`) // programs know a GeoPackage by its file's first bytes
	return err
}

// Version is the number of the last migration.
func Version() int { return len(migrations()) }

// project makes a plan's layers anew, from the plans' documents, where they are missing or other columns are due.
func (s *Store) project(ctx context.Context) error {
	return s.write(ctx, func(tx *sql.Tx) (keep bool, err error) {
		var stale []format.Layer
		for _, l := range layers() {
			ok, err := s.current(ctx, tx, l)
			if err != nil {
				return false, err
			}
			if !ok {
				stale = append(stale, l)
			}
		}
		if len(stale) == 0 {
			return false, nil
		}
		return true, s.renew(ctx, tx, stale)
	})
}

// layers are those that follow the plans.
func layers() []format.Layer { return append(format.PlanLayers(), format.RiskLayer()) }

// current tells whether a layer's table has the columns that are due.
func (s *Store) current(ctx context.Context, tx *sql.Tx, l format.Layer) (bool, error) {
	rows, err := tx.QueryContext(ctx, `SELECT name, type FROM pragma_table_info(?)`, l.Name)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	has := map[string]string{}
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			return false, err
		}
		has[name] = kind
	}
	due := l.Table().Columns
	for _, c := range due[1:] { // the first is the id, with its constraints
		if has[c.Name] != c.Type {
			return false, rows.Err()
		}
	}
	return len(has) == len(due)+2, rows.Err() // fid and geom stand beside them
}

// renew drops and fills layers.
func (s *Store) renew(ctx context.Context, tx *sql.Tx, layers []format.Layer) error {
	for _, l := range layers {
		if err := gpkg.DropLayer(ctx, tx, l.Name); err != nil {
			return err
		}
		if err := gpkg.AddLayer(ctx, tx, l.Table()); err != nil {
			return err
		}
	}
	ids, err := texts(ctx, tx, `SELECT id FROM plans ORDER BY place`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		plan, err := planIn(ctx, tx, `id = ?`, id)
		if err != nil {
			return err
		}
		features := format.PlanFeatures(plan)
		for _, l := range layers {
			if err := l.Insert(ctx, tx, features[l.Name]); err != nil {
				return err
			}
		}
	}
	return nil
}

func texts(ctx context.Context, tx *sql.Tx, query string) (all []string, err error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

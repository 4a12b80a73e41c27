package gpkg

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// Layer is a table of features with an INTEGER key `fid` and a geometry `geom`; of attributes where Geometry is empty.
type Layer struct {
	Name, Title string
	Geometry    string // POINT, LINESTRING, POLYGON or empty
	Columns     []Column
	Style       string // QGIS's QML; may be empty
}

// Column is a column with its type: TEXT, INTEGER, DOUBLE, BOOLEAN, DATETIME or BLOB, and what follows it, such as NOT NULL.
type Column struct{ Name, Type string }

// AddLayer makes an empty layer, entered where GIS programs look for it, with its spatial index and its style.
func AddLayer(ctx context.Context, tx Execer, l Layer) error {
	statements := []statement{l.table(), l.contents()}
	if l.Geometry != "" {
		statements = append(statements,
			statement{`INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)`, []any{l.Name, l.Geometry, srid}},
			statement{`INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')`, []any{l.Name}},
			statement{l.named(createIndex), nil},
			statement{l.named(insertTrigger + followTriggers), nil})
	}
	if l.Style != "" {
		statements = append(statements, statement{
			`INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, useAsDefault)
			VALUES ('', '', ?, 'geom', ?, ?, 1)`, // QGIS looks for '', not for null
			[]any{l.Name, l.Name, l.Style}})
	}
	return run(ctx, tx, statements...)
}

// DropLayer removes a layer and every mention of it.
func DropLayer(ctx context.Context, tx Execer, name string) error {
	l := Layer{Name: name}
	return run(ctx, tx,
		statement{`DELETE FROM gpkg_extensions WHERE table_name = ?`, []any{name}},
		statement{`DELETE FROM gpkg_geometry_columns WHERE table_name = ?`, []any{name}},
		statement{`DELETE FROM layer_styles WHERE f_table_name = ?`, []any{name}},
		statement{`DELETE FROM gpkg_contents WHERE table_name = ?`, []any{name}},
		statement{l.named(`DROP TABLE IF EXISTS "LAYER"`), nil},
		statement{l.named(`DROP TABLE IF EXISTS "rtree_LAYER_geom"`), nil})
}

// Touch notes that a layer has changed, and widens its extent to hold a bound.
func Touch(ctx context.Context, tx Execer, name string, b orb.Bound) error {
	if b.IsEmpty() {
		return nil
	}
	return run(ctx, tx, statement{`UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),
		min_x = min(ifnull(min_x, ?1), ?1), min_y = min(ifnull(min_y, ?2), ?2),
		max_x = max(ifnull(max_x, ?3), ?3), max_y = max(ifnull(max_y, ?4), ?4) WHERE table_name = ?5`,
		[]any{b.Min[0], b.Min[1], b.Max[0], b.Max[1], name}})
}

type statement struct {
	query string
	args  []any
}

func run(ctx context.Context, tx Execer, statements ...statement) error {
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s.query, s.args...); err != nil {
			return fmt.Errorf("%.60s: %w", strings.TrimSpace(s.query), err)
		}
	}
	return nil
}

func (l Layer) table() statement {
	columns := []string{"fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if l.Geometry != "" {
		columns = append(columns, "geom "+l.Geometry)
	}
	for _, c := range l.Columns {
		columns = append(columns, fmt.Sprintf("%q %s", c.Name, c.Type))
	}
	return statement{l.named(`CREATE TABLE "LAYER" (` + strings.Join(columns, ", ") + `)`), nil}
}

func (l Layer) contents() statement {
	if l.Geometry == "" {
		return statement{`INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)`, []any{l.Name, l.Title}}
	}
	return statement{`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, ?)`, []any{l.Name, l.Title, srid}}
}

// named puts the layer's name into a statement. Names are ours, never a user's.
func (l Layer) named(query string) string { return strings.ReplaceAll(query, "LAYER", l.Name) }

const createIndex = `CREATE VIRTUAL TABLE "rtree_LAYER_geom" USING rtree(id, minx, maxx, miny, maxy)`

// The triggers of clause F.3.3 (GeoPackage 1.3): the index follows what is inserted ...
const insertTrigger = `
CREATE TRIGGER "rtree_LAYER_geom_insert" AFTER INSERT ON "LAYER" WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
  INSERT OR REPLACE INTO "rtree_LAYER_geom" VALUES (NEW.fid, ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END;`

// ... and what is changed or deleted.
const followTriggers = `
CREATE TRIGGER "rtree_LAYER_geom_update1" AFTER UPDATE OF "geom" ON "LAYER"
  WHEN OLD.fid = NEW.fid AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
  INSERT OR REPLACE INTO "rtree_LAYER_geom" VALUES (NEW.fid, ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END;
CREATE TRIGGER "rtree_LAYER_geom_update2" AFTER UPDATE OF "geom" ON "LAYER"
  WHEN OLD.fid = NEW.fid AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN
  DELETE FROM "rtree_LAYER_geom" WHERE id = OLD.fid;
END;
CREATE TRIGGER "rtree_LAYER_geom_update3" AFTER UPDATE ON "LAYER"
  WHEN OLD.fid != NEW.fid AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
  DELETE FROM "rtree_LAYER_geom" WHERE id = OLD.fid;
  INSERT OR REPLACE INTO "rtree_LAYER_geom" VALUES (NEW.fid, ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END;
CREATE TRIGGER "rtree_LAYER_geom_update4" AFTER UPDATE ON "LAYER"
  WHEN OLD.fid != NEW.fid AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN
  DELETE FROM "rtree_LAYER_geom" WHERE id IN (OLD.fid, NEW.fid);
END;
CREATE TRIGGER "rtree_LAYER_geom_delete" AFTER DELETE ON "LAYER" WHEN OLD."geom" NOT NULL
BEGIN
  DELETE FROM "rtree_LAYER_geom" WHERE id = OLD.fid;
END;`

// StopIndexing keeps a layer's spatial index from following what is inserted; whoever calls it packs the index in the same
// transaction.
func StopIndexing(ctx context.Context, tx Execer, name string) error {
	return run(ctx, tx, statement{Layer{Name: name}.named(`DROP TRIGGER IF EXISTS "rtree_LAYER_geom_insert"`), nil})
}

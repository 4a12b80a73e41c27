package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// mostCells is how many cells the layer holds: the hottest. More would keep whoever saves a plan waiting.
const mostCells = 10_000

// layRisk puts the risk that tonight's plan was made for into its layer, in place of the last one's; no cells where there
// is none, as for a plan whose incidents are gone. The layer's description names the plan.
func (s *Store) layRisk(ctx context.Context) error {
	plan, err := data.LatestNight(ctx, s)
	if err != nil {
		return err
	}
	risk := format.RiskLayer()
	var laid string
	err = s.db.QueryRowContext(ctx, `SELECT description FROM gpkg_contents WHERE table_name = ?`, risk.Name).Scan(&laid)
	if err != nil || laid == plan.ID {
		return s.explain(err)
	}
	cells, err := s.foresee(ctx, plan)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) (bool, error) {
		if _, err := tx.ExecContext(ctx, `DELETE FROM risk`); err != nil {
			return false, err
		}
		if err := risk.Insert(ctx, tx, cells); err != nil {
			return false, err
		}
		_, err := tx.ExecContext(ctx, `UPDATE gpkg_contents SET description = ? WHERE table_name = ?`, plan.ID, risk.Name)
		return true, err
	})
}

func (s *Store) foresee(ctx context.Context, plan *planner.Plan) ([]format.Feature, error) {
	past, err := s.Past(ctx)
	if err != nil {
		return nil, err
	}
	patrolled, err := data.Patrolled(ctx, s, plan.Request)
	if err != nil {
		return nil, err
	}
	forecast, err := plan.Foresee(ctx, past, patrolled)
	if errors.As(err, new(*planner.Error)) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	cells := format.RiskFeatures(forecast)
	return cells[:min(len(cells), mostCells)], nil
}

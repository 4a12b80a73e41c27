package format

import (
	"io"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-gpx"

	"nightbeat/geo"
	"nightbeat/planner"
)

// writeGPX writes a plan as GPX 1.1 for phones: for each unit a track along the streets and a route through its stops,
// way points with the times of arrival.
func writeGPX(w io.Writer, plan *planner.Plan, datum geo.Datum) error {
	g := gpx.GPX{Version: "1.1", Creator: "nightbeat", Metadata: &gpx.MetadataType{Name: named(plan, datum), Time: dated(plan).UTC()}}
	for _, r := range plan.Routes {
		if len(r.Calls) == 0 {
			continue
		}
		route := &gpx.RteType{Name: r.Unit.Name}
		for i, call := range r.Calls {
			s := plan.Stops[call.Stop]
			place := toCentimetre(s.Place)
			at := &gpx.WptType{
				Lat: place[1], Lon: place[0], Time: call.Arrive.UTC(), Name: twoDigits(i+1) + " " + s.Name,
				Desc: call.Arrive.Format("15:04") + "-" + call.Leave.Format("15:04") + " " + s.Reason.Sentence(plan.Request.Shift), Type: r.Unit.ID,
			}
			route.RtePt = append(route.RtePt, at)
			g.Wpt = append(g.Wpt, at)
		}
		g.Rte = append(g.Rte, route)
		g.Trk = append(g.Trk, &gpx.TrkType{Name: r.Unit.Name, TrkSeg: []*gpx.TrkSegType{{TrkPt: trackPoints(wholeWay(r))}}})
	}
	if _, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"); err != nil {
		return err
	}
	return g.WriteIndent(w, "", " ")
}

func trackPoints(line orb.LineString) []*gpx.WptType {
	points := make([]*gpx.WptType, len(line))
	for i, p := range line {
		points[i] = &gpx.WptType{Lat: p[1], Lon: p[0]}
	}
	return points
}

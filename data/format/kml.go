package format

import (
	"image/color"
	"io"
	"strconv"

	"github.com/paulmach/orb"
	geomkml "github.com/twpayne/go-geom/encoding/kml"
	"github.com/twpayne/go-kml/v3"

	"nightbeat/geo"
	"nightbeat/planner"
)

// writeKML writes a plan as KML 2.2: a folder for each unit with its way in its colour and its stops, each with the
// time span of the stay, in the same colour.
func writeKML(w io.Writer, plan *planner.Plan, datum geo.Datum) error {
	doc := kml.Document(kml.Name(named(plan, datum)))
	for _, r := range plan.Routes {
		folder, err := kmlUnit(plan, r)
		if err != nil {
			return err
		}
		doc.Append(folder)
	}
	return kml.KML(doc).WriteIndent(w, "", " ")
}

func kmlUnit(plan *planner.Plan, r planner.Route) (kml.Element, error) {
	folder := kml.Folder(kml.Name(r.Unit.Name))
	if len(r.Calls) == 0 {
		return folder, nil
	}
	way, err := kmlGeometry(wholeWay(r))
	if err != nil {
		return nil, err
	}
	folder.Append(kml.Placemark(kml.Name(r.Unit.Name), kml.TimeSpan(kml.Begin(r.Start), kml.End(r.End)),
		kml.Style(kml.LineStyle(kml.Color(rgb(r.Color)), kml.Width(3))), way))
	for i, call := range r.Calls {
		s := plan.Stops[call.Stop]
		at, err := kmlGeometry(toCentimetre(s.Place))
		if err != nil {
			return nil, err
		}
		folder.Append(kml.Placemark(kml.Name(twoDigits(i+1)+" "+s.Name), kml.Description(s.Reason.Sentence(plan.Request.Shift)),
			kml.TimeSpan(kml.Begin(call.Arrive), kml.End(call.Leave)), kml.Style(kml.IconStyle(kml.Color(rgb(r.Color)))), at))
	}
	return folder, nil
}

func kmlGeometry(g orb.Geometry) (kml.Element, error) {
	t, err := geo.ToGeom(g)
	if err != nil {
		return nil, err
	}
	return geomkml.Encode(t)
}

// rgb is a colour written #rrggbb.
func rgb(s string) color.Color {
	n, _ := strconv.ParseUint(s[1:], 16, 32) // the planner's palette, always six digits
	return color.RGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 255}
}

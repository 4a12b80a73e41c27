package town

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/paulmach/orb"
)

// feature is an incident as GeoJSON (RFC 7946).
type feature struct {
	Type     string `json:"type"`
	Geometry struct {
		Type        string    `json:"type"`
		Coordinates orb.Point `json:"coordinates"`
	} `json:"geometry"`
	Properties properties `json:"properties"`
}

type properties struct {
	ID            string `json:"id"`
	OccurredAt    string `json:"occurred_at"`
	Category      string `json:"category"`
	CategoryZH    string `json:"category_zh"`
	Precision     string `json:"time_precision,omitempty"`
	IntervalStart string `json:"interval_start,omitempty"`
	IntervalEnd   string `json:"interval_end,omitempty"`
	Source        string `json:"source"`
}

// incidentsGeoJSON is a FeatureCollection, a feature a line.
func incidentsGeoJSON(all []record) ([]byte, error) {
	out := bytes.NewBufferString("{\"type\":\"FeatureCollection\",\"features\":[\n")
	for k, r := range all {
		line, err := json.Marshal(r.feature())
		if err != nil {
			return nil, err
		}
		out.Write(line)
		if k < len(all)-1 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	out.WriteString("]}\n")
	return out.Bytes(), nil
}

func (r record) feature() feature {
	f := feature{Type: "Feature", Properties: properties{
		ID:            r.id,
		OccurredAt:    r.when.Format(time.RFC3339),
		Category:      r.kind.name.en,
		CategoryZH:    r.kind.name.zh,
		Precision:     r.precision,
		IntervalStart: stamp(r.start),
		IntervalEnd:   stamp(r.end),
		Source:        "reported",
	}}
	if r.kind.discovered {
		f.Properties.Source = "discovered"
	}
	f.Geometry.Type, f.Geometry.Coordinates = "Point", r.at.degrees()
	return f
}

// stamp is an instant in RFC 3339, nothing for none.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

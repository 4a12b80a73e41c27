package server

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// collection is a layer as OGC API - Features serves it.
type collection struct {
	format.Layer
	ofPlan bool // its features are those of one plan, chosen by the parameter plan
	source
}

// source is where a collection's features come from.
type source interface {
	// page gives the features that a question asks for.
	page(ctx context.Context, q question) (found, error)
	// feature gives the one with an id, or data.ErrNotFound.
	feature(ctx context.Context, plan, id string) (format.Feature, error)
	// extent tells where and when the collection's features lie.
	extent(ctx context.Context) (data.Span, error)
}

// found is a page of features.
type found struct {
	features []format.Feature
	matched  int
	last     int64 // the number of the last feature, from which the next page goes on
	more     bool
}

// collections are those that the caller may read, in the order in which they are listed.
func (s *Server) collections(ctx context.Context) []collection {
	role := callerOf(ctx).user.Role
	return slices.DeleteFunc(s.allCollections(), func(c collection) bool { return role != "" && !sees(role, c.Name) })
}

func (s *Server) allCollections() []collection {
	var all []collection
	for _, l := range format.PlanLayers() {
		all = append(all, collection{l, true, planSource{s, l}})
	}
	risk := format.RiskLayer()
	return append(all, collection{risk, true, planSource{s, risk}}, collection{format.IncidentLayer(), false, incidentSource{s}},
		collection{format.LandmarkLayer(), false, landmarkSource{s}}, collection{format.AreaLayer(), false, areaSource{s}},
		collection{format.RepeatLayer(), false, repeatSource{s}}, collection{format.ExperimentLayer(), false, experimentSource{s}})
}

// collectionNamed finds one by its name, or gives data.ErrNotFound.
func (s *Server) collectionNamed(ctx context.Context, name string) (collection, error) {
	all := s.collections(ctx)
	if i := slices.IndexFunc(all, func(c collection) bool { return c.Name == name }); i >= 0 {
		return all[i], nil
	}
	return collection{}, data.ErrNotFound
}

// planSource serves a layer of a plan from memory.
type planSource struct {
	server *Server
	layer  format.Layer
}

func (p planSource) page(ctx context.Context, q question) (f found, err error) {
	all, err := p.all(ctx, q.plan)
	if err != nil {
		return f, err
	}
	return q.among(p.layer, all), nil
}

// among is the page of a list of features that a question asks for.
func (q question) among(l format.Layer, all []format.Feature) (f found) {
	for i, feature := range all {
		if !q.matches(l, feature) {
			continue
		}
		f.matched++
		switch number := int64(i + 1); {
		case number <= q.after:
		case len(f.features) < q.limit:
			f.features, f.last = append(f.features, feature), number
		default:
			f.more = true
		}
	}
	return f
}

// all are the features of a plan; of tonight's where it has no name, and none where there is no plan yet.
func (p planSource) all(ctx context.Context, plan string) ([]format.Feature, error) {
	made, err := p.server.planNamed(ctx, plan)
	if errors.Is(err, data.ErrNotFound) && plan == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return p.server.layers.of(ctx, made, p.layer.Name)
}

func (p planSource) feature(ctx context.Context, plan, id string) (format.Feature, error) {
	if of, _, named := strings.Cut(id, "-"); named && plan == "" && p.layer.Name != format.RiskLayer().Name {
		plan = of // the ids of routes, stops and legs begin with their plan's
	}
	all, err := p.all(ctx, plan)
	if err != nil {
		return format.Feature{}, err
	}
	return featureNamed(all, id)
}

func featureNamed(all []format.Feature, id string) (format.Feature, error) {
	if i := slices.IndexFunc(all, func(f format.Feature) bool { return f.ID == id }); i >= 0 {
		return all[i], nil
	}
	return format.Feature{}, data.ErrNotFound
}

func (p planSource) extent(ctx context.Context) (data.Span, error) {
	all, err := p.all(ctx, "")
	return spanOf(all, p.layer), err
}

// spanOf is where and when the features of a layer lie.
func spanOf(all []format.Feature, l format.Layer) (sp data.Span) {
	sp.Bound = orb.MultiPoint{}.Bound()
	for _, f := range all {
		if shape := f.Shape(); shape != nil {
			sp.Bound = sp.Bound.Union(shape.Bound())
			sp.Count++
		}
		from, until := timesOf(l, f)
		if sp.First.IsZero() || from.Before(sp.First) {
			sp.First = from
		}
		if until.After(sp.Last) {
			sp.Last = until
		}
	}
	return sp
}

// timesOf is when a feature begins and ends; zero where its layer has no times.
func timesOf(l format.Layer, f format.Feature) (from, until time.Time) {
	from, _ = f.Value(l, l.Time).(time.Time)
	until, _ = f.Value(l, l.Until).(time.Time)
	return from, until
}

// landmarkSource serves the landmarks that must points are chosen from.
type landmarkSource struct{ server *Server }

func (l landmarkSource) all() (features []format.Feature) {
	for _, one := range l.server.Landmarks {
		features = append(features, format.LandmarkFeature(one))
	}
	return features
}

func (l landmarkSource) page(_ context.Context, q question) (found, error) {
	return q.among(format.LandmarkLayer(), l.all()), nil
}

func (l landmarkSource) feature(_ context.Context, _, id string) (format.Feature, error) {
	i := slices.IndexFunc(l.server.Landmarks, func(one planner.Landmark) bool { return one.ID == id })
	if i < 0 {
		return format.Feature{}, data.ErrNotFound
	}
	return format.LandmarkFeature(l.server.Landmarks[i]), nil
}

func (l landmarkSource) extent(context.Context) (data.Span, error) {
	var places orb.MultiPoint
	for _, one := range l.server.Landmarks {
		places = append(places, one.Place)
	}
	return data.Span{Count: len(places), Bound: places.Bound()}, nil
}

// incidentSource serves incidents from the store.
type incidentSource struct{ server *Server }

func (i incidentSource) page(ctx context.Context, q question) (f found, err error) {
	query, possible := q.query()
	if !possible {
		return f, nil
	}
	page, err := i.server.Store.Incidents(ctx, query)
	if err != nil {
		return f, err
	}
	f.matched, f.more = page.Matched, page.More
	for _, k := range page.Incidents {
		f.features, f.last = append(f.features, format.IncidentFeature(k.Incident)), k.Number
	}
	return f, nil
}

func (i incidentSource) feature(ctx context.Context, _, id string) (format.Feature, error) {
	k, err := i.server.Store.Incident(ctx, id)
	return format.IncidentFeature(k.Incident), err
}

func (i incidentSource) extent(ctx context.Context) (data.Span, error) {
	return i.server.Store.Span(ctx)
}

// layers remembers the features of the plans last asked for: a client reads them page by page.
type layers struct {
	server *Server
	mu     sync.Mutex
	kept   map[string]*planLayers
}

// planLayers are the features of one plan, made when they are first asked for.
type planLayers struct {
	plan     func() map[string][]format.Feature
	mu       sync.Mutex
	cells    []format.Feature // the risk surface
	foreseen bool
}

// plansRemembered is how many plans' features are kept in memory.
const plansRemembered = 8

// of gives a plan's features in a layer.
func (l *layers) of(ctx context.Context, plan *planner.Plan, layer string) ([]format.Feature, error) {
	who := callerOf(ctx).user
	key := plan.ID + "/" + string(who.Role) + "/" + who.Unit // an officer's plan is another, and a viewer's
	l.mu.Lock()
	kept := l.kept[key]
	if kept == nil {
		if len(l.kept) >= plansRemembered {
			clear(l.kept)
		}
		kept = &planLayers{plan: sync.OnceValue(func() map[string][]format.Feature { return format.PlanFeatures(plan) })}
		l.kept[key] = kept
	}
	l.mu.Unlock()
	if layer == format.RiskLayer().Name {
		cells, err := kept.risk(ctx, l.server, plan)
		return format.CellsOfAtLeast(cells, fewestShown(ctx)), err
	}
	return kept.plan()[layer], nil
}

// risk forecasts the plan's shift once. A failure is not remembered.
func (p *planLayers) risk(ctx context.Context, s *Server, plan *planner.Plan) ([]format.Feature, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.foreseen {
		return p.cells, nil
	}
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return nil, err
	}
	patrolled, err := data.Patrolled(ctx, s.Store, plan.Request)
	if err != nil {
		return nil, err
	}
	forecast, err := plan.Foresee(ctx, incidents, patrolled)
	if err != nil {
		return nil, err
	}
	p.cells, p.foreseen = format.RiskFeatures(forecast), true
	return p.cells, nil
}

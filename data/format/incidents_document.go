package format

import "errors"

// document is one file on its way into an intake: a FeatureCollection, a Feature, or a Feature a line.
type document struct {
	intake  *intake
	scanner *scanner
	top     draft // the object that is not inside another
	item    draft // a feature of the collection
	listed  bool  // it has an array "features"
	count   int   // features so far
	layouts layouts
}

// layouts are how the objects of a file name their members.
type layouts struct {
	feature, geometry layout[members]
	properties        layout[meaning]
}

func newDocument(in *intake, s *scanner) *document {
	return &document{intake: in, scanner: s, layouts: layouts{
		feature:    layout[members]{mean: featureMember},
		geometry:   layout[members]{mean: geometryMember},
		properties: layout[meaning]{mean: in.vocabulary.meaning},
	}}
}

var (
	errTop = errors.New(`the file is no GeoJSON FeatureCollection ("type" is not "FeatureCollection" ` +
		`or "features" is not an array)`)
	errMore = errors.New("more text follows where the file should end")
)

// read takes the whole text. What went wrong is in the scanner's err.
func (d *document) read() {
	d.object()
	collection := d.top.kind == featureCollection
	switch s := d.scanner; {
	case s.err != nil:
	case d.top.kind == unknown, collection != d.listed, collection && d.top.repeated:
		s.fail(0, errTop)
	case collection && d.intake.foreign(&d.top.outline):
		s.fail(0, errForeign)
	case !collection:
		d.take(&d.top)
		d.lines()
	}
	if s := d.scanner; !s.end() {
		s.fail(0, errMore)
	}
}

// object takes the first object of the text, and the features of a collection as they come.
func (d *document) object() {
	s := d.scanner
	if s.form() != object {
		s.skip()
		return
	}
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		m := featureMember(s.key())
		if m == memberFeatures && s.form() == array {
			d.top.once(m)
			d.listed = true
			d.features()
		} else {
			d.top.read(s, m, &d.layouts)
		}
	}
}

func (d *document) features() {
	s := d.scanner
	s.enter('[')
	for first := true; s.more(']', first); first = false {
		d.feature(&d.item)
	}
}

// lines takes the features that follow a first one, each beginning on a new line.
func (d *document) lines() {
	for s := d.scanner; s.lineEnd() && !s.end(); {
		d.feature(&d.top)
	}
}

// feature takes one value that should be a feature.
func (d *document) feature(f *draft) {
	s := d.scanner
	f.reset()
	if s.form() != object {
		s.skip()
		d.take(f)
		return
	}
	l := &d.layouts.feature
	l.begin()
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		f.read(s, l.member(s), &d.layouts)
	}
	d.take(f)
}

// take hands a feature in that was read to its end.
func (d *document) take(f *draft) {
	if d.scanner.err != nil {
		return
	}
	if err := d.intake.take(f, d.count); err != nil {
		d.scanner.fail(0, err)
	}
	d.count++
}

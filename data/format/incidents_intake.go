package format

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
	"unsafe"

	"nightbeat/planner"
)

// intake turns the features of files into incidents, hands each on, and knows what all files have in common: ids and
// categories.
type intake struct {
	keep       func(planner.Incident) error
	failed     error // what keep returned last
	listed     bool  // keep holds on to the incidents
	opt        IncidentOptions
	vocabulary *vocabulary
	clock      clock
	ledger     *ledger
	categories map[string]string
	kept       int64 // bytes
	rejects    Rejects
	files      []IncidentFile
}

func newIntake(opt IncidentOptions, keep func(planner.Incident) error) (*intake, error) {
	v, err := newVocabulary(opt.Map)
	if err != nil {
		return nil, err
	}
	return &intake{keep: keep, opt: opt.withDefaults(), vocabulary: v, clock: newClock(opt.Zone, opt.Now), ledger: newLedger(),
		categories: map[string]string{}}, nil
}

func (in *intake) told() Intake { return Intake{in.ledger.count, in.rejects, in.files} }

// file reads one file.
func (in *intake) file(ctx context.Context, r io.Reader, name string) error {
	in.files = append(in.files, IncidentFile{Name: name})
	text, err := textOf(ctx, r, in.opt.MaxBytes)
	if err != nil {
		return &FileError{File: name, Err: err}
	}
	d := newDocument(in, newScanner(text, in.opt.MaxDepth, in.opt.MaxString))
	d.read()
	if in.failed != nil {
		return in.failed
	}
	if at := new(syntaxError); errors.As(d.scanner.err, &at) {
		return &FileError{name, at.line, at.offset, at.cause}
	}
	return nil
}

// take keeps the incident of a feature, or names the feature among the rejects. It fails where memory has run out.
func (in *intake) take(d *draft, position int) error {
	file := &in.files[len(in.files)-1]
	if in.ledger.count+in.rejects.Total >= in.opt.MaxCount {
		return tooLarge("the files hold more than %d features; split them by date", in.opt.MaxCount)
	}
	var incident planner.Incident
	if err := in.judge(d, &incident); err != nil {
		file.Rejected++
		in.reject(Reject{file.Name, position, d.id(), err.Error()})
		return nil
	}
	file.Loaded++
	in.ledger.add(incident.ID)
	if err := in.spend(in.bytes(&incident)); err != nil {
		return err
	}
	in.failed = in.keep(incident)
	return in.failed
}

// bytes is the memory that an incident takes for as long as files are read.
func (in *intake) bytes(incident *planner.Incident) int64 {
	bytes := int64(unsafe.Sizeof(incident.ID)) + int64(len(incident.ID))
	if !in.listed {
		return bytes
	}
	if incident.Between != nil {
		bytes += int64(unsafe.Sizeof(*incident.Between))
	}
	return bytes + int64(unsafe.Sizeof(*incident))
}

// spend counts bytes of memory that are kept until the last file is read.
func (in *intake) spend(bytes int64) error {
	if in.kept += bytes; in.kept > in.opt.MaxKept {
		return tooLarge("the incidents need more than %d bytes of memory; split the file by date", in.opt.MaxKept)
	}
	return nil
}

func (in *intake) reject(r Reject) {
	rejects := &in.rejects
	if rejects.Total++; len(rejects.First) < in.opt.MaxRejects {
		rejects.First = append(rejects.First, r)
	}
	if in.opt.Rejected != nil {
		in.opt.Rejected(r)
	}
}

// judge makes an incident of a feature. The error is the reason for leaving it out.
func (in *intake) judge(d *draft, i *planner.Incident) (err error) {
	if err = d.whole(); err != nil {
		return err
	}
	if in.foreign(&d.outline) {
		return errForeign
	}
	if i.Place, err = d.where(in.opt.CRS); err != nil {
		return err
	}
	if err = in.when(d, i); err != nil {
		return err
	}
	if i.Category, err = in.category(&d.values[fieldCategory]); err != nil {
		return err
	}
	i.Discovered = d.values[fieldSource].is("discovered")
	i.ID, err = in.newID(&d.values[fieldID])
	return err
}

// category gives the category as recorded, one string for all its incidents; "" where it is missing.
func (in *intake) category(v *value) (string, error) {
	if v.rank == 0 {
		return "", nil
	}
	if err := v.check("category"); err != nil {
		return "", err
	}
	if known, ok := in.categories[string(v.text)]; ok {
		return known, nil
	}
	category := string(v.text)
	in.categories[category] = category
	in.kept += 2*int64(len(category)) + int64(unsafe.Sizeof(category))
	return category, nil
}

// newID gives the id as written, and remembers it; "" where there is none.
func (in *intake) newID(v *value) (string, error) {
	if v.rank == 0 {
		return "", nil
	}
	if err := v.check("id"); err != nil {
		return "", err
	}
	id, ok := in.ledger.claim(v.text)
	if !ok {
		return "", errors.New("id was already used by an earlier feature")
	}
	return id, nil
}

// maxText bounds an id and a category.
const maxText = 200 // bytes

// check refuses a value that is not one piece of text. Numbers are taken as they are written.
func (v *value) check(name string) error {
	switch {
	case v.twice:
		return fmt.Errorf("%s is given twice", name)
	case v.form != text && v.form != number:
		return fmt.Errorf("%s is neither text nor a number", name)
	case v.half:
		return fmt.Errorf("%s holds half a surrogate pair", name)
	case len(v.text) > maxText:
		return fmt.Errorf("%s is longer than %d bytes", name, maxText)
	}
	return nil
}

// when reads the time, its precision and its interval.
func (in *intake) when(d *draft, i *planner.Incident) (err error) {
	if d.values[fieldTime].rank == 0 {
		return errors.New("time is missing; it is looked for in occurred_at, time, datetime, date, 发生时间 ..., or in a property that you name (--map time=FIELD)")
	}
	if i.At, i.Precision, err = in.instant("time", &d.values[fieldTime]); err != nil {
		return err
	}
	stated, err := statedPrecision(&d.values[fieldPrecision])
	if err != nil {
		return err
	}
	i.Precision = max(i.Precision, stated)
	return in.interval(d, i)
}

// interval reads between which instants the incident happened, where both are given.
func (in *intake) interval(d *draft, i *planner.Incident) (err error) {
	from, to := &d.values[fieldFrom], &d.values[fieldTo]
	if from.rank == 0 || to.rank == 0 {
		return nil
	}
	var between planner.Interval
	if between.From, _, err = in.instant("interval_start", from); err != nil {
		return err
	}
	var precision planner.Precision
	if between.To, precision, err = in.instant("interval_end", to); err != nil {
		return err
	}
	if precision == planner.Day {
		between.To = between.To.AddDate(0, 0, 1) // until that day is over
	}
	if between.To.Before(between.From) {
		return errors.New("interval_end lies before interval_start")
	}
	i.Between = &between
	return nil
}

// instant reads a time.
func (in *intake) instant(name string, v *value) (at time.Time, precision planner.Precision, err error) {
	switch {
	case v.twice:
		err = errors.New("is given twice")
	case v.form != text:
		err = errors.New("is not text; write 2023-09-14T22:10:00+08:00")
	default:
		at, precision, err = in.clock.at(v.text)
	}
	if err != nil {
		err = fmt.Errorf("%s %w", name, err)
	}
	return at, precision, err
}

func statedPrecision(v *value) (planner.Precision, error) {
	if v.rank == 0 {
		return planner.Minute, nil
	}
	switch string(v.text) {
	case "day", "日":
		return planner.Day, nil
	case "hour", "时":
		return planner.Hour, nil
	case "minute", "second", "分", "秒":
		return planner.Minute, nil
	}
	return 0, errors.New("time_precision is none of day, hour, minute")
}

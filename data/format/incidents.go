package format

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"time"

	"nightbeat/geo"
	"nightbeat/planner"
)

// IncidentOptions say how incident files are read. The zero value works.
type IncidentOptions struct {
	// Map names the property that a field is read from, in place of its usual names. The fields are time, category,
	// id, time_precision, interval_start, interval_end and source.
	Map map[string]string
	// Zone is where times written without one belong. Without it such times are rejected.
	Zone *time.Location
	// Now is the present: an incident more than a day ahead of it is rejected. The zero time rejects none.
	Now time.Time
	// CRS is the reference system of the places, which are brought to longitude and latitude; these in WGS 84 without it.
	CRS geo.CRS
	// Rejected is told each feature left out, in order.
	Rejected func(Reject)

	MaxBytes   int64 // of a file, packed and unpacked; 1 GiB
	MaxKept    int64 // bytes of memory for the incidents kept, of all files; 192 MiB, about 1.3 million incidents
	MaxCount   int   // features of all files, rejected ones too; 5,000,000
	MaxString  int   // bytes of one string or number of the file; 1 MiB
	MaxDepth   int   // of nested brackets; 64
	MaxRejects int   // kept by name in Rejects; 1000
}

func (o IncidentOptions) withDefaults() IncidentOptions {
	if o.CRS.From == nil {
		o.CRS = geo.CRS84()
	}
	o.MaxBytes = orDefault(o.MaxBytes, 1<<30)
	o.MaxKept = orDefault(o.MaxKept, 192<<20)
	o.MaxCount = orDefault(o.MaxCount, 5_000_000)
	o.MaxString = orDefault(o.MaxString, 1<<20)
	o.MaxDepth = orDefault(o.MaxDepth, 64)
	o.MaxRejects = orDefault(o.MaxRejects, 1000)
	return o
}

func orDefault[N int | int64](n, usual N) N {
	if n == 0 {
		return usual
	}
	return n
}

// Incidents are what was read: incidents in the order of the files, and what is told of them.
type Incidents struct {
	List []planner.Incident
	Intake
}

// Intake is what is told of files that were read: how many incidents, the features left out, and the count of each file.
type Intake struct {
	Loaded  int
	Rejects Rejects
	Files   []IncidentFile
}

// IncidentFile counts what came from one file.
type IncidentFile struct {
	Name             string
	Loaded, Rejected int
}

// FileError says why a file was refused; nothing of it was kept.
type FileError struct {
	File   string
	Line   int   // from 1; 0 where the file could not be read at all
	Offset int64 // bytes of its text before the fault
	Err    error
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", printablePath(e.File), e.Err)
	}
	return fmt.Sprintf("%s: line %d, byte %d: %v", printablePath(e.File), e.Line, e.Offset, e.Err)
}

func (e *FileError) Unwrap() error { return e.Err }

// ErrTooLarge is what the error of a file that crosses a limit of IncidentOptions is, for errors.Is.
var ErrTooLarge = errors.New("too large")

type limitError string

func tooLarge(format string, limit any) error { return limitError(fmt.Sprintf(format, limit)) }

func (e limitError) Error() string      { return string(e) }
func (e limitError) Is(kind error) bool { return kind == ErrTooLarge }

// ReadIncidents reads one file of GeoJSON (see the package). The name stands in messages. An error (a FileError, or
// ErrMap) means that nothing of the file was kept.
func ReadIncidents(ctx context.Context, r io.Reader, name string, opt IncidentOptions) (*Incidents, error) {
	return gather(opt, func(in *intake) error { return in.file(ctx, r, name) })
}

// OpenIncidents reads several files as if they were one: an id used in two of them is a duplicate, and an error in one
// refuses all.
func OpenIncidents(ctx context.Context, paths []string, opt IncidentOptions) (*Incidents, error) {
	return gather(opt, func(in *intake) error {
		for _, path := range paths {
			if err := in.open(ctx, path); err != nil {
				return err
			}
		}
		return nil
	})
}

// StreamIncidents is the incidents of one file of GeoJSON as they come; of those before, only the ids stay in memory. One
// that comes with an error (a FileError, or ErrMap) is none, and the last: nothing of the file counts then. What is told
// of the file stands in told in the end. A stream is read once.
func StreamIncidents(ctx context.Context, r io.Reader, name string, opt IncidentOptions, told *Intake) iter.Seq2[planner.Incident, error] {
	return func(yield func(planner.Incident, error) bool) {
		in, err := newIntake(opt, func(incident planner.Incident) error {
			if !yield(incident, nil) {
				return errEnough
			}
			return nil
		})
		if err == nil {
			err = in.file(ctx, r, name)
			*told = in.told()
		}
		if err != nil && err != errEnough {
			yield(planner.Incident{}, err)
		}
	}
}

// errEnough ends a file whose reader wants no more.
var errEnough = errors.New("enough")

func (in *intake) open(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return &FileError{File: path, Err: errors.Unwrap(err)}
	}
	defer f.Close()
	return in.file(ctx, f, path)
}

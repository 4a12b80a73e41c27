package format

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// field is a thing about an incident that is read from the properties.
type field int

const (
	fieldTime field = iota
	fieldCategory
	fieldID
	fieldPrecision
	fieldFrom
	fieldTo
	fieldSource
	fields
)

// names are how a field is called: in IncidentOptions.Map, and in the properties of the files of this world (folded,
// best first).
type names struct {
	option string
	usual  []string
}

var known = [fields]names{
	fieldTime: {"time", []string{"occurredat", "time", "datetime", "date", "timestamp", "occurred", "eventtime",
		"incidentdatetime", "incidentdate", "发生时间", "案发时间", "发案时间", "报警时间", "接警时间"}},
	fieldCategory: {"category", []string{"category", "type", "offense", "offence", "incidentcategory", "crimetype",
		"primarytype", "incidenttype", "类别", "案由", "警情类别", "案件类别", "警情类型"}},
	fieldID: {"id", []string{"id", "casenumber", "incidentnumber", "caseid", "incidentid", "eventid", "警情编号",
		"案件编号", "接警编号", "编号"}},
	fieldPrecision: {"time_precision", []string{"timeprecision"}},
	fieldFrom:      {"interval_start", []string{"intervalstart"}},
	fieldTo:        {"interval_end", []string{"intervalend"}},
	fieldSource:    {"source", []string{"source", "来源"}},
}

// featureRank is the rank of a feature's own id: any property that is an id goes before it.
const featureRank = 1000

// meaning is what a property is read as; rank 1 goes before rank 2, rank 0 is not read.
type meaning struct {
	field field
	rank  int
}

// vocabulary knows what a file's properties mean.
type vocabulary struct {
	folded map[string]meaning // by folded name
	exact  map[string]meaning // by name as written: those of Map, and those met so far
}

// ErrMap is in the error about an IncidentOptions.Map that cannot be.
var ErrMap = errors.New("map")

// newVocabulary reads the fields in named by those names only, and the others by their usual ones.
func newVocabulary(named map[string]string) (*vocabulary, error) {
	v := &vocabulary{folded: map[string]meaning{}, exact: map[string]meaning{}}
	for _, option := range slices.Sorted(maps.Keys(named)) {
		f := slices.IndexFunc(known[:], func(n names) bool { return n.option == option })
		if f < 0 {
			return nil, fmt.Errorf("%w: an incident has no field %q; it has %s", ErrMap, option, options())
		}
		if _, taken := v.exact[named[option]]; taken {
			return nil, fmt.Errorf("%w: the property %q is named for two fields", ErrMap, named[option])
		}
		v.exact[named[option]] = meaning{field(f), 1}
	}
	for f, n := range known {
		if _, ok := named[n.option]; ok {
			continue
		}
		for i, name := range n.usual {
			v.folded[name] = meaning{field(f), i + 1}
		}
	}
	return v, nil
}

func options() string {
	var all []string
	for _, n := range known {
		all = append(all, n.option)
	}
	return strings.Join(all, ", ")
}

// maxMet bounds the names remembered, in number and length.
const maxMet = 256

// meaning looks a property name up: case, spaces, hyphens and underscores make no difference.
func (v *vocabulary) meaning(name []byte) meaning {
	if m, ok := v.exact[string(name)]; ok || len(name) > maxMet {
		return m
	}
	m := v.folded[fold(string(name))]
	if len(v.exact) < maxMet {
		v.exact[string(name)] = m
	}
	return m
}

var folder = strings.NewReplacer("_", "", "-", "", " ", "")

func fold(name string) string { return folder.Replace(strings.ToLower(name)) }

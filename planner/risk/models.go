package risk

import (
	"fmt"
	"strings"
)

// Models is every model, the bar first.
func Models() []Model {
	return []Model{Count{}, Quartic{}, Gaussian{}, ProMap{}, NearRepeat{}, ETAS{}, Decay{}, Learned{}, Auto{}}
}

// ModelNamed is the model of a name.
func ModelNamed(name string) (Model, error) {
	var names []string
	for _, m := range Models() {
		if m.Name() == name {
			return m, nil
		}
		names = append(names, m.Name())
	}
	return nil, fmt.Errorf("model %q: choose one of %s", name, strings.Join(names, ", "))
}

package risk

import (
	"fmt"
	"strings"
)

// Models is every model, the bar first.
func Models() []Model { return []Model{Count{}} }

// ModelNamed is the model of a name; "auto" is the plain count for now.
func ModelNamed(name string) (Model, error) {
	if name == "auto" {
		return Count{}, nil
	}
	var names []string
	for _, m := range Models() {
		if m.Name() == name {
			return m, nil
		}
		names = append(names, m.Name())
	}
	return nil, fmt.Errorf("model %q: choose one of auto, %s", name, strings.Join(names, ", "))
}

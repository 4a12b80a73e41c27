package risk

import (
	"fmt"
	"strings"
)

// Verdict says in words which models the windows tell from the first one, over all shares of the area together.
func (r *Record) Verdict() string {
	pooled := r.Pooled()
	if len(pooled) == 1 {
		return fmt.Sprintf("%s alone: nothing to compare.", pooled[0].Model)
	}
	var better, worse, open []string
	for _, l := range pooled[1:] {
		said := fmt.Sprintf("%s (%+.1f %%)", l.Model, 100*l.More)
		switch {
		case l.MoreBy.Low > 0:
			better = append(better, said)
		case l.MoreBy.High < 0:
			worse = append(worse, said)
		default:
			open = append(open, said)
		}
	}
	var said []string
	for _, part := range []struct {
		what   string
		models []string
	}{{"better than", better}, {"worse than", worse}, {"the windows cannot tell from", open}} {
		if len(part.models) > 0 {
			said = append(said, fmt.Sprintf("%s %s: %s", part.what, pooled[0].Model, strings.Join(part.models, ", ")))
		}
	}
	verdict := strings.Join(said, "; ") + "."
	if len(better) == 0 {
		verdict += fmt.Sprintf(" %s is enough here.", pooled[0].Model)
	}
	return verdict
}

package server

import (
	"net/http"
	"strings"
	"testing"
)

// TestPresets keeps usual shifts, changes one, refuses what is none, and deletes one.
func TestPresets(t *testing.T) {
	base := served(t)
	for _, step := range []struct{ body, want string }{
		{`{"name":"夜班/一","from":"20:00","until":"04:00"}`, `{"presets":[{"name":"夜班/一","from":"20:00","until":"04:00"}]}`},
		{`{"name":"Late","from":"14:00","until":"00:00"}`, `{"presets":[{"name":"Late","from":"14:00","until":"00:00"},{"name":"夜班/一","from":"20:00","until":"04:00"}]}`},
		{`{"name":"Late","from":"15:00","until":"00:00"}`, `{"presets":[{"name":"Late","from":"15:00","until":"00:00"},{"name":"夜班/一","from":"20:00","until":"04:00"}]}`},
	} {
		if a := ask(t, "POST", base+"/presets", typeJSON, step.body); a.StatusCode != http.StatusOK || strings.TrimSpace(a.body) != step.want {
			t.Errorf("%s: %s %s, want %s", step.body, a.Status, a.body, step.want)
		}
	}
	for says, body := range map[string]string{"no name": `{"from":"20:00","until":"04:00"}`, "like 20:00": `{"name":"n","from":"8","until":"04:00"}`, "as JSON": `{"name":"n","color":1}`} {
		if a := ask(t, "POST", base+"/presets", typeJSON, body); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, says) {
			t.Errorf("%s: %s %s, want 400 and %q", body, a.Status, a.body, says)
		}
	}
	for _, status := range []int{http.StatusNoContent, http.StatusNotFound} {
		if a := ask(t, "DELETE", base+"/presets/%E5%A4%9C%E7%8F%AD%2F%E4%B8%80", "", ""); a.StatusCode != status {
			t.Errorf("deleted: %s %s, want %d", a.Status, a.body, status)
		}
	}
	if a := ask(t, "GET", base+"/presets", "", ""); strings.TrimSpace(a.body) != `{"presets":[{"name":"Late","from":"15:00","until":"00:00"}]}` {
		t.Errorf("left: %s", a.body)
	}
}

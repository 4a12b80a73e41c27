package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/oasdiff/yaml3"
)

// composition is what the test looks at in a compose file.
type composition struct {
	Services map[string]struct {
		Image       string
		Command     []string
		Environment map[string]string
		DependsOn   map[string]any `yaml:"depends_on"`
		Volumes     []string
	}
	Volumes map[string]any
}

// TestCompose reads the compose file: each service of ours has flags and variables that the program knows, what it
// depends on and keeps is there.
func TestCompose(t *testing.T) {
	raw, err := os.ReadFile("../../deploy/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var c composition
	if err := yaml.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	if services := slices.Sorted(maps.Keys(c.Services)); !slices.Equal(services, []string{"db", "server", "worker"}) {
		t.Errorf("services %v", services)
	}
	for name, service := range c.Services {
		for other := range service.DependsOn {
			if _, there := c.Services[other]; !there {
				t.Errorf("%s depends on %s", name, other)
			}
		}
		for _, volume := range service.Volumes {
			from, _, _ := strings.Cut(volume, ":")
			if _, there := c.Volumes[from]; !there && !strings.HasPrefix(from, "./") {
				t.Errorf("%s keeps its data in %s", name, volume)
			}
		}
		if service.Image == "nightbeat" {
			t.Run(name, func(t *testing.T) { understood(t, service.Command, service.Environment) })
		}
	}
}

// understood has the program read flags and NIGHTBEAT_ variables; the files that they name exist.
func understood(t *testing.T, args []string, environment map[string]string) {
	t.Helper()
	there := written(t, "there", "")
	file := func(value string) string {
		if ending := filepath.Ext(value); filepath.IsAbs(value) && (ending == ".pem" || ending == ".roads") {
			return there
		}
		return value
	}
	for name, value := range environment {
		t.Setenv(name, file(value))
	}
	var given []string
	for _, a := range args {
		given = append(given, file(a))
	}
	var commands cli
	parser, err := kong.New(&commands, kong.DefaultEnvars("NIGHTBEAT"))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(given)
	if err != nil {
		t.Fatalf("%v: %v", given, err)
	}
	known := map[string]bool{}
	for _, flag := range parsed.Flags() {
		for _, name := range flag.Envs {
			known[name] = true
		}
	}
	for name := range environment {
		if strings.HasPrefix(name, "NIGHTBEAT_") && !known[name] {
			t.Errorf("%v knows no %s", args, name)
		}
	}
	if store := commands.Serve.Store + commands.Work.Store; store == "" {
		t.Errorf("%v: no store", args)
	}
}

// TestUnits has systemd look at its units: it understands each line, and finds little that is left exposed. What they
// start is a command of ours.
func TestUnits(t *testing.T) {
	for _, name := range []string{"nightbeat.service", "nightbeat-worker.service"} {
		raw, err := os.ReadFile("../../deploy/" + name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			args, environment := started(string(raw))
			understood(t, args, environment)
		})
		t.Run(name+" in systemd", func(t *testing.T) {
			analyze, err := exec.LookPath("systemd-analyze")
			if err != nil {
				t.Skip("systemd-analyze is not installed")
			}
			unit := written(t, name, strings.Replace(string(raw), "/usr/local/bin/nightbeat", "/bin/true", 1))
			if out, err := exec.Command(analyze, "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("verify: %v\n%s", err, out)
			}
			if out, err := exec.Command(analyze, "security", "--offline=true", "--threshold=15", unit).CombinedOutput(); err != nil { // of 100
				t.Errorf("security: %v\n%s", err, out)
			}
		})
	}
}

// started is what a unit starts: the arguments, and its variables. The worker's store is named by its machine.
func started(unit string) (args []string, environment map[string]string) {
	environment = map[string]string{}
	for line := range strings.SplitSeq(unit, "\n") {
		key, value, _ := strings.Cut(line, "=")
		switch key {
		case "ExecStart":
			args = strings.Fields(value)[1:]
		case "Environment":
			for _, one := range strings.Fields(value) {
				name, content, _ := strings.Cut(one, "=")
				environment[name] = content
			}
		}
	}
	if environment["NIGHTBEAT_STORE"] == "" {
		environment["NIGHTBEAT_STORE"] = "postgres://nightbeat@db/nightbeat"
	}
	return args, environment
}

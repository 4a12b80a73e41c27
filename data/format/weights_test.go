package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheExampleWeightsCanBeRead(t *testing.T) {
	files, err := filepath.Glob("../../docs/weights/*.csv")
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		weights, err := ReadWeights(file)
		file.Close()
		if err != nil || len(weights) < 10 {
			t.Errorf("%s: %d weights, %v", name, len(weights), err)
		}
	}
}

func TestReadWeights(t *testing.T) {
	weights, err := ReadWeights(strings.NewReader("\ufeffnote,category,weight\nx,盗窃, 18\n# y\nz,Dispute,0\n"))
	if err != nil || len(weights) != 2 || weights["盗窃"] != 18 {
		t.Errorf("%v, %v", weights, err)
	}
	for text, says := range map[string]string{
		"":                                  "no table",
		"a,b\n":                             "category",
		"category,weight\nTheft,much\n":     "line 2",
		"category,weight\nTheft,-1\n":       "line 2",
		"category,weight\nTheft,NaN\n":      "line 2",
		"category,weight\nA,1\nB,2\nA,1\n":  "line 4",
		"category,weight\nA,1,2\n":          "fields",
		"category,weight\n\"A,1\nB,2\n\x00": "quote",
	} {
		if weights, err := ReadWeights(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, %v; want a word of %q", text, weights, err, says)
		}
	}
}

func FuzzReadWeights(f *testing.F) {
	f.Add("category,weight\nTheft,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		weights, err := ReadWeights(strings.NewReader(text))
		for category, w := range weights {
			if err == nil && !(w >= 0) {
				t.Errorf("%q weighs %g", category, w)
			}
		}
	})
}

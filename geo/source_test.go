package geo

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"
)

// TestSourceCRS brings places back that PROJ has projected (gdaltransform -s_srs OGC:CRS84 -t_srs EPSG:n).
func TestSourceCRS(t *testing.T) {
	at := orb.Point{118.2, 39.7}
	for name, p := range map[string]orb.Point{
		"wgs84": at, "EPSG:4326": at, "epsg:4490": at, "gcj02": GCJ02(at), "bd09": BD09(at),
		"EPSG:3857": {13157963.8117649, 4822442.38744278}, "EPSG:32650": {602879.890148095, 4395149.2524915}, "EPSG:32750": {602879.890148095, 14395149.2524915},
		"EPSG:4548": {602921.058572214, 4396908.01558428}, "EPSG:4527": {39602921.0585722, 4396908.01558428},
		"EPSG:4508": {1117817.56370082, 4421087.61787895}, "EPSG:4496": {19633915.2615244, 4480474.44042157},
	} {
		system, err := SourceCRS(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := system.Locate(p[0], p[1])
		if off := Distance(got, at); err != nil || off > 0.1 {
			t.Errorf("%s: %v is %.2f m off, %v", name, got, off, err)
		}
	}
	for _, name := range []string{"", "EPSG:", "EPSG:2154", "EPSG:4555", "EPSG:32600", "EPSG:32661", "GCJ-02", "EPSG:1e3"} {
		if _, err := SourceCRS(name); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}

func TestLocateRefuses(t *testing.T) {
	for name, p := range map[string]orb.Point{"EPSG:32650": {118.2, 39.7}, "EPSG:3857": {118.2, 39.7}, "EPSG:4548": {9e9, 9e9}, "EPSG:4527": {1e300, 4.4e6}} {
		system, err := SourceCRS(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := system.Locate(p[0], p[1]); err == nil {
			t.Errorf("%v in %s is %v", p, name, got)
		}
	}
}

func TestCalled(t *testing.T) {
	for name, of := range map[string][]string{
		"wgs84":      {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84", "CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"},
		"EPSG:32650": {"urn:ogc:def:crs:EPSG::32650", "EPSG:32650", "http://www.opengis.net/def/crs/EPSG/0/32650"},
		"gcj02":      {"GCJ-02"},
	} {
		system, err := SourceCRS(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, called := range of {
			if !system.Called(called) {
				t.Errorf("%s is not called %s", name, called)
			}
		}
		for _, other := range []string{"", "EPSG:3857", fmt.Sprint("urn:ogc:def:crs:EPSG::", 32651), "BD-09"} {
			if system.Called(other) {
				t.Errorf("%s is called %s", name, other)
			}
		}
	}
}

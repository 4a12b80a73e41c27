package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// The limits of a track: a whole night, a point each second, is a fifth of either.
const (
	MaxTrackBytes = 32 << 20
	MaxTrackFixes = 200_000
	maxTrackDepth = 40
)

// Track is a GPX track as it was read: the fixes that have a place and a time, and how many others were left out.
type Track struct {
	Fixes   []planner.Fix
	Rejects Rejects
}

// ReadTrack reads the track points of a GPX file (1.0 or 1.1), and nothing else of it, in one pass. Times that name no zone
// are of the zone given. Points without a place in degrees or a time, or whose receiver says that it errs by more than
// WatchM, are left out and counted. An error says why the file is no track.
func ReadTrack(r io.Reader, name string, zone *time.Location) (Track, error) {
	limited := &io.LimitedReader{R: r, N: MaxTrackBytes + 1}
	d := xml.NewDecoder(limited)
	var t Track
	gpx := false
	for open := 0; ; {
		token, err := d.Token()
		switch {
		case limited.N <= 0:
			return Track{}, refuse("track", "it is longer than %d MiB; export this night alone", MaxTrackBytes>>20)
		case errors.Is(err, io.EOF) && gpx:
			return t, nil
		case err != nil || !gpx && notGPX(token):
			return Track{}, refuse("track", "is no GPX file; export the track as GPX")
		}
		switch element := token.(type) {
		case xml.EndElement:
			open--
		case xml.StartElement:
			gpx = true
			if open++; open > maxTrackDepth {
				return Track{}, refuse("track", "its elements lie deeper than %d; export the track anew", maxTrackDepth)
			}
			if element.Name.Local != "trkpt" {
				continue
			}
			open--
			if err := t.point(d, element, name, zone); err != nil {
				return Track{}, err
			}
		}
	}
}

// notGPX tells that a file begins with something else.
func notGPX(token xml.Token) bool {
	element, is := token.(xml.StartElement)
	return is && element.Name.Local != "gpx"
}

// point reads one track point, up to its end.
func (t *Track) point(d *xml.Decoder, element xml.StartElement, name string, zone *time.Location) error {
	var given struct {
		Lat  string `xml:"lat,attr"`
		Lon  string `xml:"lon,attr"`
		Time string `xml:"time"`
		HDOP string `xml:"hdop"`
	}
	if err := d.DecodeElement(&given, &element); err != nil {
		return refuse("track", "ends within a point; export it anew")
	}
	number := len(t.Fixes) + t.Rejects.Total
	if number >= MaxTrackFixes {
		return refuse("track", "it has more than %d points; export this night alone", MaxTrackFixes)
	}
	fix, why := fixOf(given.Lat, given.Lon, given.Time, given.HDOP, zone)
	if why != "" {
		t.Rejects.add(Reject{File: name, Feature: number, Reason: why})
		return nil
	}
	t.Fixes = append(t.Fixes, fix)
	return nil
}

// hdopM is by how many metres a phone or a hand-held receiver errs for each unit of HDOP.
const hdopM = 5.0

// fixOf reads a point's texts, or says why it is left out.
func fixOf(lat, lon, at, hdop string, zone *time.Location) (fix planner.Fix, why string) {
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if errX != nil || errY != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
		return fix, "is no place in degrees"
	}
	when, ok := trackTime(strings.TrimSpace(at), zone)
	if !ok {
		return fix, "lacks a time like 2026-07-01T12:00:00Z"
	}
	if errs, err := strconv.ParseFloat(strings.TrimSpace(hdop), 64); err == nil && errs*hdopM > planner.WatchM {
		return fix, fmt.Sprintf("errs by more than %.0f m", float64(planner.WatchM))
	}
	return planner.Fix{Place: orb.Point{x, y}, At: when}, ""
}

// trackTime reads a time of XML Schema (dateTime) of this age; one without a zone is of the zone given.
func trackTime(text string, zone *time.Location) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		at, err = time.ParseInLocation("2006-01-02T15:04:05", text, zone)
	}
	return at, err == nil && at.Year() >= 1980 && at.Year() < 2200
}

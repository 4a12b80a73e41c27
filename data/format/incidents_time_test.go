package format

import (
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
)

var shanghai = time.FixedZone("CST", 8*3600)

func TestTimesWithOneMeaning(t *testing.T) {
	const day, hour, minute = planner.Day, planner.Hour, planner.Minute
	for _, c := range []struct {
		text, want string // want in RFC 3339
		precision  planner.Precision
	}{
		// with a zone, wherever the user is
		{"2023-09-14T22:10:05+08:00", "2023-09-14T22:10:05+08:00", minute},
		{"2023-09-14T22:10:05Z", "2023-09-14T22:10:05Z", minute},
		{"2023-09-14t22:10:05z", "2023-09-14T22:10:05Z", minute},
		{"2023-09-14T22:10:05.25-07:00", "2023-09-14T22:10:05.25-07:00", minute},
		{"2023-09-14T22:10:05,123456789987Z", "2023-09-14T22:10:05.123456789Z", minute},
		{"2023-09-14 22:10:05+0800", "2023-09-14T22:10:05+08:00", minute},
		{"2023-09-14 22:10:05 +08", "2023-09-14T22:10:05+08:00", minute},
		{"2023-09-14 22:10:05 UTC", "2023-09-14T22:10:05Z", minute},
		{"2023-09-14T22:10-00:00", "2023-09-14T22:10:00Z", minute},
		{"2023-09-14T22Z", "2023-09-14T22:00:00Z", hour},
		{"2023-09-14T24:00:00+08:00", "2023-09-15T00:00:00+08:00", minute}, // the midnight that ends the 14th
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", minute},           // a leap second
		{"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", minute},
		{"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", minute},
		{" 2023-09-14T22:10:05Z\n", "2023-09-14T22:10:05Z", minute},
		// without, in the user's
		{"2023-09-14T22:10:05", "2023-09-14T22:10:05+08:00", minute},
		{"2023-09-14 22:10", "2023-09-14T22:10:00+08:00", minute},
		{"2023-9-4 2:05", "2023-09-04T02:05:00+08:00", minute},
		{"2023-09-14", "2023-09-14T00:00:00+08:00", day},
		{"2023/9/14", "2023-09-14T00:00:00+08:00", day},
		{"2023/04/05 10:00", "2023-04-05T10:00:00+08:00", minute},
		{"2023.09.14", "2023-09-14T00:00:00+08:00", day},
		{"20230914", "2023-09-14T00:00:00+08:00", day},
		{"20230914T2210Z", "2023-09-14T22:10:00Z", minute},
		{"20230914221005", "2023-09-14T22:10:05+08:00", minute},
		{"2023年9月14日 22:10", "2023-09-14T22:10:00+08:00", minute},
		{"2023年09月14日22：10：05", "2023-09-14T22:10:05+08:00", minute},
		{"2023年9月14日22时10分5秒", "2023-09-14T22:10:05+08:00", minute},
		{"2023年9月14日　22时10分", "2023-09-14T22:10:00+08:00", minute},
		{"2023年9月14日22时", "2023-09-14T22:00:00+08:00", hour},
		{"2023年9月14日22点5分", "2023-09-14T22:05:00+08:00", minute},
		{"2023年9月14日", "2023-09-14T00:00:00+08:00", day},
		{"2023年9月14日24时", "2023-09-15T00:00:00+08:00", hour},
	} {
		clock := newClock(shanghai, now)
		got, precision, err := clock.at([]byte(c.text))
		want, bad := time.Parse(time.RFC3339Nano, c.want)
		if bad != nil {
			t.Fatal(bad)
		}
		_, offset := got.Zone()
		_, wantOffset := want.Zone()
		if err != nil || !got.Equal(want) || offset != wantOffset || precision != c.precision {
			t.Errorf("%q: %v, precision %v, %v; want %v, %v", c.text, got, precision, err, want, c.precision)
		}
	}
}

func TestTimesRefused(t *testing.T) {
	for text, why := range map[string]string{
		// more than one meaning
		"04/05/2023": "single meaning", "04/05/2023 10:00": "single meaning", "14.09.2023": "single meaning", "23-09-14": "single meaning",
		"Sep 14 2023": "single meaning", "2023-09-14 10:10 PM": "single meaning", "2023-09-14 22:10 CST": "single meaning", "1694700600": "single meaning",
		"2023-09-14 下午3点": "single meaning",
		// no meaning
		"": "single meaning", "?": "single meaning", "2023": "single meaning", "2023-09": "single meaning", "202309": "single meaning", "2023-09/14": "single meaning",
		"2023-09-1422:10": "single meaning", "2023-09-14T": "single meaning", "2023-09-14T2:1": "single meaning", "2023-09-14T22:10:": "single meaning",
		"2023-09-14T22:10:5Z": "single meaning", "2023-09-14T22:10:05.Z": "single meaning", "2023-09-14T22:10:05+8": "single meaning", "2023-09-14T22:10:05+08:": "single meaning",
		"2023-09-14T22:10:05+24:00": "single meaning", "2023-09-14T22:10:05Zx": "single meaning", "2023-09-14Z": "single meaning", "2023年9月14": "single meaning",
		"2023-09-14T-1:10:00Z": "single meaning", "2023-09-14T22:10T+08:00": "single meaning", "2023091422": "single meaning", strings.Repeat("2", 65): "too long",
		// not on any calendar or clock
		"2023-02-31T10:00:00Z": "day that does not exist", "2023-02-29": "day that does not exist", "2023-13-01": "day that does not exist",
		"2023-00-10": "day that does not exist", "2023-09-00": "day that does not exist", "2100-02-29": "day that does not exist",
		"2023-09-14T24:00:01Z": "hour that does not exist", "2023-09-14T25:00:00Z": "hour that does not exist",
		"2023-09-14T22:60:00Z": "hour that does not exist", "2023-09-14T22:10:60Z": "hour that does not exist", "2023-09-14T22:59:61Z": "hour that does not exist",
		// not in this life
		"0001-01-01T00:00:00Z": "before 1970", "1969-12-31T23:59:59Z": "before 1970",
		"2026-07-02T12:00:01Z": "a day ahead", // now is 2026-07-01T12:00:00Z
	} {
		clock := newClock(shanghai, now)
		if got, _, err := clock.at([]byte(text)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, %v; want %q", text, got, err, why)
		}
	}
	homeless, ahead := newClock(nil, now), newClock(nil, time.Time{})
	if _, _, err := homeless.at([]byte("2023-09-14 22:10")); err != errNoZone {
		t.Errorf("without a zone: %v", err)
	}
	if _, _, err := homeless.at([]byte("2026-07-02T12:00:00Z")); err != nil {
		t.Errorf("a day ahead to the second: %v", err)
	}
	if _, _, err := ahead.at([]byte("2999-01-01T00:00:00Z")); err != nil {
		t.Errorf("without a present nothing is ahead: %v", err)
	}
}

// TestTimesOfTheNightTheClocksChange: in 2023 San Francisco's clocks went from 2:00 to 3:00 on 12 March, and from 2:00
// back to 1:00 on 5 November (15 U.S.C. 260a).
func TestTimesOfTheNightTheClocksChange(t *testing.T) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Skip("this machine has no zones:", err)
	}
	for text, want := range map[string]error{
		"2023-03-12 01:59:59": nil, "2023-03-12 02:00": errGap, "2023-03-12 02:59:59": errGap, "2023-03-12 03:00": nil,
		"2023-11-05 00:59:59": nil, "2023-11-05 01:00": errTwice, "2023-11-05 01:59:59": errTwice, "2023-11-05 02:00": nil,
		"2023-11-05 01:30:00-07:00": nil, "2023-11-05": nil, "2023-03-12": nil, "2023-07-01 02:30": nil,
	} {
		clock := newClock(zone, now)
		if _, _, err := clock.at([]byte(text)); err != want {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}

// TestTimesAgree compares with time.Parse, the slow and obvious way, for every kind of RFC 3339 it takes.
func TestTimesAgree(t *testing.T) {
	clock := newClock(nil, time.Time{})
	for day := range 20_000 {
		at := time.Date(1970, 1, 2+day, day%24, day%60, day*7%60, day%1000*1e6, time.FixedZone("", (day%96-48)*900))
		text := at.Format(time.RFC3339Nano)
		want, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err := clock.at([]byte(text)); err != nil || !got.Equal(want) || got.Format(time.RFC3339Nano) != text {
			t.Fatalf("%s: %v, %v", text, got, err)
		}
	}
}

func TestShapeShowsNoText(t *testing.T) {
	for text, want := range map[string]string{
		"04/05/2023 10:00": "00/00/0000 00:00", "张三 13800138000": "aa 00000000000", "Wáng\x1b[31m": "aaaa?[00a", strings.Repeat("9", 100): strings.Repeat("0", 24),
	} {
		if got := shape([]byte(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

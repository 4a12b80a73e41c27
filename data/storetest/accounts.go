package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"nightbeat/data"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
}

func user(name string) data.User {
	return data.User{Name: name, Role: data.Officer, Unit: "A1", Password: "$argon2id$...", Created: Created}
}

func users(t *testing.T, s data.Store) {
	ctx := context.Background()
	wantError(t, s.ChangeUser(ctx, user("chen")), data.ErrNotFound)
	wantError(t, s.RemoveUser(ctx, "chen"), data.ErrNotFound)
	if _, err := s.User(ctx, "chen"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a user that is not there: %v", err)
	}
	must(t, s.AddUser(ctx, user("li")))
	must(t, s.AddUser(ctx, user("chen")))
	wantError(t, s.AddUser(ctx, user("chen")), data.ErrExists)
	changed := user("chen")
	changed.Role, changed.Unit, changed.Disabled, changed.Password = data.Commander, "", true, "other"
	changed.Created = Created.Add(time.Hour) // stays as it was
	must(t, s.ChangeUser(ctx, changed))
	changed.Created = Created
	if got, err := s.User(ctx, "chen"); err != nil || !reflect.DeepEqual(got, changed) {
		t.Errorf("got %+v, %v, want %+v", got, err, changed)
	}
	if all, err := s.Users(ctx); err != nil || !reflect.DeepEqual(all, []data.User{changed, user("li")}) {
		t.Errorf("all are %+v, %v", all, err)
	}
	must(t, s.RemoveUser(ctx, "chen"))
	if all, err := s.Users(ctx); err != nil || len(all) != 1 {
		t.Errorf("%+v, %v, want one", all, err)
	}
}

func session(id string, from time.Duration) data.Session {
	at := Created.Add(from)
	return data.Session{Hash: data.Secret(id), User: "chen", Created: at, Seen: at, Expires: at.Add(time.Hour)}
}

func wantSession(t *testing.T, s data.Store, want data.Session, there bool) {
	t.Helper()
	got, err := s.Session(context.Background(), want.Hash)
	if there && (err != nil || got != want) || !there && !errors.Is(err, data.ErrNotFound) {
		t.Errorf("got %+v, %v, want %+v there: %t", got, err, want, there)
	}
}

func sessions(t *testing.T, s data.Store) {
	ctx := context.Background()
	early, late := session("early", 0), session("late", time.Hour)
	wantError(t, s.AddSession(ctx, early), data.ErrNotFound) // no such user
	must(t, s.AddUser(ctx, user("chen")))
	must(t, s.AddSession(ctx, early))
	wantSession(t, s, early, true)
	early.Seen = Created.Add(5 * time.Minute)
	must(t, s.SeeSession(ctx, early.Hash, early.Seen))
	wantSession(t, s, early, true)
	must(t, s.AddSession(ctx, late)) // an hour later the early one has expired
	wantSession(t, s, early, false)
	must(t, s.SeeSession(ctx, early.Hash, Created))
	must(t, s.EndSession(ctx, early.Hash))
	must(t, s.EndSession(ctx, late.Hash))
	wantSession(t, s, late, false)

	for end, err := range map[string]func() error{
		"changed": func() error { return s.ChangeUser(ctx, user("chen")) },
		"removed": func() error { return s.RemoveUser(ctx, "chen") },
	} {
		if _, gone := s.User(ctx, "chen"); gone != nil {
			must(t, s.AddUser(ctx, user("chen")))
		}
		one := session(end, 0)
		must(t, s.AddSession(ctx, one))
		must(t, err())
		wantSession(t, s, one, false)
	}
}

func tokens(t *testing.T, s data.Store) {
	ctx := context.Background()
	given := data.Token{Prefix: "nb_b", Hash: data.Secret("nb_b1"), User: "chen", Scope: data.Read, Created: Created, Expires: Created.Add(time.Hour)}
	wantError(t, s.AddToken(ctx, given), data.ErrNotFound) // no such user
	must(t, s.AddUser(ctx, user("chen")))
	must(t, s.AddToken(ctx, given))
	wantError(t, s.AddToken(ctx, data.Token{Prefix: "nb_b", Hash: data.Secret("nb_b2"), User: "chen"}), data.ErrExists)
	must(t, s.UseToken(ctx, given.Hash, Created.Add(time.Minute)))
	must(t, s.UseToken(ctx, data.Secret("nosuch"), Created))
	must(t, s.RevokeToken(ctx, "nb_b"))
	wantError(t, s.RevokeToken(ctx, "nb_x"), data.ErrNotFound)
	given.Used, given.Disabled = Created.Add(time.Minute), true
	if got, err := s.Token(ctx, given.Hash); err != nil || got != given {
		t.Errorf("got %+v, %v, want %+v", got, err, given)
	}
	other := data.Token{Prefix: "nb_a", Hash: data.Secret("nb_a1"), User: "chen", Scope: data.Metrics, Created: Created, Expires: Created}
	must(t, s.AddToken(ctx, other))
	if all, err := s.Tokens(ctx); err != nil || !reflect.DeepEqual(all, []data.Token{other, given}) {
		t.Errorf("all are %+v, %v", all, err)
	}
	must(t, s.RemoveUser(ctx, "chen"))
	if _, err := s.Token(ctx, given.Hash); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a token outlives its user: %v", err)
	}
}

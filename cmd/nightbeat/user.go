package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	osuser "os/user"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"golang.org/x/term"

	"nightbeat/data"
)

// userCmd keeps users. Passwords come from the terminal, or as the first line of standard input, never from a flag.
type userCmd struct {
	Add    userAddCmd    `cmd:"" help:"Let somebody in."`
	List   userListCmd   `cmd:"" help:"List who may sign in."`
	Passwd userPasswdCmd `cmd:"" help:"Give a user a new password; open sessions end."`
	Remove userRemoveCmd `cmd:"" help:"Take a user away, with sessions and tokens."`
}

// storeFlag names a store that is there.
type storeFlag struct {
	Store string `help:"The store." required:"" placeholder:"STORE"`
}

// with opens the store, has something done to it, and closes it.
func (f storeFlag) with(ctx context.Context, do func(data.Store) error) (err error) {
	store, err := openStore(ctx, f.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return do(store)
}

// noteHere appends to the audit trail what is done on the command line.
func noteHere(ctx context.Context, store data.Trail, did, object string, err error) error {
	result := "done"
	if err != nil {
		result = "refused"
	}
	from := "command line"
	if who, err := osuser.Current(); err == nil {
		from += ", " + who.Username
	}
	_, noted := store.Note(ctx, data.Entry{At: time.Now(), From: from, Did: did, Object: object, Result: result})
	return errors.Join(err, noted)
}

type userAddCmd struct {
	storeFlag `embed:""`
	Name      string `arg:"" help:"The user's name."`
	Role      string `help:"commander (plans, approves), analyst (reads all, imports, plans), viewer (routes and cells, no incidents), officer (own route), admin (metrics)." enum:"commander,analyst,viewer,officer,admin" required:""`
	Unit      string `help:"The id of the unit whose route an officer may see." placeholder:"ID"`
}

// Run keeps a new user.
func (c *userAddCmd) Run(ctx context.Context, con console, in io.Reader) error {
	u := data.User{Name: c.Name, Role: data.Role(c.Role), Unit: c.Unit, Created: time.Now()}
	if err := validUser(u); err != nil {
		return usageError{err}
	}
	return c.with(ctx, func(store data.Store) error {
		if _, err := store.User(ctx, c.Name); err == nil {
			return fmt.Errorf("user %s: %w; 'user passwd' gives a new password, 'user remove' takes the user away", c.Name, data.ErrExists)
		}
		var err error
		if u.Password, err = newPassword(con, in); err != nil {
			return err
		}
		if err := noteHere(ctx, store, "add user", c.Name+" as "+c.Role, store.AddUser(ctx, u)); err != nil {
			return err
		}
		fmt.Fprintf(con.Err, "nightbeat: %s may sign in as %s\n", c.Name, c.Role)
		return nil
	})
}

const maxName = 64

func validUser(u data.User) error {
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@", r)
	}
	switch {
	case u.Name == "" || len(u.Name) > maxName || strings.ContainsFunc(u.Name, odd):
		return fmt.Errorf("user %q: a name has letters, digits and . _ - @, at most %d bytes", u.Name, maxName)
	case u.Role == data.Officer && u.Unit == "":
		return errors.New("--unit: an officer needs the id of a unit, such as A1")
	case u.Role != data.Officer && u.Unit != "":
		return errors.New("--unit: only officers have one")
	}
	return nil
}

// newPassword reads a password and gives what is kept of it.
func newPassword(con console, in io.Reader) (string, error) {
	password, err := readPassword(con, in)
	if err != nil {
		return "", err
	}
	return data.HashPassword(password)
}

// readPassword asks twice at a terminal; elsewhere it takes the first line.
func readPassword(con console, in io.Reader) (string, error) {
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		first, err := askSecretly(con, f, "Password: ")
		if err != nil {
			return "", err
		}
		again, err := askSecretly(con, f, "The same again: ")
		if err == nil && first != again {
			err = errors.New("the two passwords differ; nothing was changed")
		}
		return first, err
	}
	line, err := bufio.NewReader(io.LimitReader(in, data.MaxPassword+3)).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

func askSecretly(con console, terminal *os.File, prompt string) (string, error) {
	fmt.Fprint(con.Err, prompt)
	raw, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(con.Err)
	return string(raw), err
}

type userListCmd struct {
	storeFlag `embed:""`
}

// Run lists all users.
func (c *userListCmd) Run(ctx context.Context, con console) error {
	return c.with(ctx, func(store data.Store) error {
		users, err := store.Users(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(con.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "name\trole\tunit\tsince")
		for _, u := range users {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", u.Name, u.Role, u.Unit, u.Created.Format(time.DateOnly))
		}
		return w.Flush()
	})
}

type userPasswdCmd struct {
	storeFlag `embed:""`
	Name      string `arg:"" help:"The user's name."`
}

// Run gives a user a new password.
func (c *userPasswdCmd) Run(ctx context.Context, con console, in io.Reader) error {
	return c.with(ctx, func(store data.Store) error {
		u, err := store.User(ctx, c.Name)
		if err != nil {
			return fmt.Errorf("user %s: %w", c.Name, err)
		}
		if u.Password, err = newPassword(con, in); err != nil {
			return err
		}
		return noteHere(ctx, store, "change password", c.Name, store.ChangeUser(ctx, u))
	})
}

type userRemoveCmd struct {
	storeFlag `embed:""`
	Name      string `arg:"" help:"The user's name."`
}

// Run takes a user away.
func (c *userRemoveCmd) Run(ctx context.Context, _ console) error {
	return c.with(ctx, func(store data.Store) error {
		if err := noteHere(ctx, store, "remove user", c.Name, store.RemoveUser(ctx, c.Name)); err != nil {
			return fmt.Errorf("user %s: %w", c.Name, err)
		}
		return nil
	})
}

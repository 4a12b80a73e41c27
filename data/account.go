package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Role is what a user may do; server's table of addresses says where.
type Role string

// The roles. An admin keeps users and may not approve; an officer sees the route of one unit.
const (
	Commander Role = "commander"
	Analyst   Role = "analyst"
	Officer   Role = "officer"
	Viewer    Role = "viewer"
	Admin     Role = "admin"
)

// Roles are all roles.
func Roles() []Role { return []Role{Commander, Analyst, Officer, Viewer, Admin} }

// Scope is how much of its user's rights a token has.
type Scope string

// The scopes: to look, to look and to change, to read the server's metrics and nothing else.
const (
	Read    Scope = "read"
	Write   Scope = "write"
	Metrics Scope = "metrics"
)

// Scopes are all scopes.
func Scopes() []Scope { return []Scope{Read, Write, Metrics} }

// User is someone who may sign in.
type User struct {
	Name     string
	Role     Role
	Unit     string // of an officer: the id of the unit whose route is theirs
	Password string // argon2id in its usual text form, with salt and parameters
	Disabled bool
	Created  time.Time
}

// Session is a user signed in at a browser.
type Session struct {
	Hash          string // Secret of what the browser keeps
	User          string
	Created, Seen time.Time
	Expires       time.Time
}

// Token is a key for programs. The store never holds the key itself.
type Token struct {
	Prefix   string // the first characters of the key, by which people know it; no two tokens have the same
	Hash     string // Secret of the key
	User     string
	Scope    Scope
	Created  time.Time
	Expires  time.Time
	Used     time.Time // zero where it never was
	Disabled bool
}

// Secret is how a store keeps a session's id or a token's key: the SHA-256, in hexadecimal digits. Both are random and
// long, so that nobody finds them by trying.
func Secret(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// Accounts keeps users, their sessions and their tokens. Instants are kept to the millisecond.
type Accounts interface {
	// AddUser keeps a new user, or gives ErrExists where the name is taken.
	AddUser(ctx context.Context, u User) error
	// ChangeUser gives a user new properties and ends all of the user's sessions, or gives ErrNotFound.
	ChangeUser(ctx context.Context, u User) error
	// RemoveUser takes a user away with all sessions and tokens, or gives ErrNotFound.
	RemoveUser(ctx context.Context, name string) error
	// User gives back the user with a name, or ErrNotFound.
	User(ctx context.Context, name string) (User, error)
	// Users are all users by name.
	Users(ctx context.Context) ([]User, error)

	// AddSession keeps a new session of a user that is there, else gives ErrNotFound; the user's sessions that have
	// expired by its Created go.
	AddSession(ctx context.Context, s Session) error
	// Session gives back the session with a hash, or ErrNotFound.
	Session(ctx context.Context, hash string) (Session, error)
	// SeeSession notes when a session was last used. One that is gone is no error.
	SeeSession(ctx context.Context, hash string, at time.Time) error
	// EndSession takes a session away. One that is gone is no error.
	EndSession(ctx context.Context, hash string) error

	// AddToken keeps a new token of a user that is there, else gives ErrNotFound; ErrExists where its prefix is taken.
	AddToken(ctx context.Context, t Token) error
	// Token gives back the token with a hash, or ErrNotFound.
	Token(ctx context.Context, hash string) (Token, error)
	// Tokens are all tokens by prefix.
	Tokens(ctx context.Context) ([]Token, error)
	// UseToken notes when a token was last used. One that is gone is no error.
	UseToken(ctx context.Context, hash string, at time.Time) error
	// RevokeToken disables a token for good, or gives ErrNotFound.
	RevokeToken(ctx context.Context, prefix string) error
}

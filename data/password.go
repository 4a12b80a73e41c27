package data

import (
	"fmt"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// The lengths of a password: characters at least, bytes at most, so that nobody keeps the server busy with a long one.
const (
	MinPassword = 10
	MaxPassword = 256
)

// hashing is what OWASP asks of argon2id at least: 19 MiB, two passes, one thread.
var hashing = argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// HashPassword gives what a User keeps of a password. It refuses one that is too short or too long.
func HashPassword(password string) (string, error) {
	if utf8.RuneCountInString(password) < MinPassword || len(password) > MaxPassword {
		return "", fmt.Errorf("the password has to have at least %d characters, and at most %d bytes", MinPassword, MaxPassword)
	}
	return argon2id.CreateHash(password, &hashing)
}

// nobody's password is of the same kind as others, and no password leads to it.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Knows tells whether a password is the user's. It takes as long for the zero User, and for one who is disabled: neither
// knows any.
func (u User) Knows(password string) bool {
	kept := u.Password
	if kept == "" {
		kept = nobody
	}
	if len(password) > MaxPassword {
		return false
	}
	same, err := argon2id.ComparePasswordAndHash(password, kept)
	return same && err == nil && !u.Disabled && u.Password != ""
}

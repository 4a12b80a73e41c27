package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"nightbeat/data"
)

// A unit's link is what opens its page on a phone without signing in: plan and unit, and a signature that nobody can make
// without the store's secret.

// signatureBytes is how much of the HMAC-SHA256 a link carries: 128 bits.
const signatureBytes = 16

// token is the secret part of a unit's link.
func (s *Server) token(ctx context.Context, plan, unit string) (string, error) {
	secret, err := s.Store.Secret(ctx)
	if err != nil {
		return "", err
	}
	return base64url([]byte(plan+"/"+unit)) + "." + base64url(signature(secret, plan, unit)), nil
}

func base64url(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func signature(secret []byte, plan, unit string) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(plan + "/" + unit))
	return mac.Sum(nil)[:signatureBytes]
}

// linked is the plan and the unit of a link, or data.ErrNotFound.
func (s *Server) linked(ctx context.Context, token string) (plan, unit string, err error) {
	named, signed, _ := strings.Cut(token, ".")
	name, errName := base64.RawURLEncoding.DecodeString(named)
	sign, errSign := base64.RawURLEncoding.DecodeString(signed)
	plan, unit, ok := strings.Cut(string(name), "/")
	if errName != nil || errSign != nil || !ok {
		return "", "", data.ErrNotFound
	}
	secret, err := s.Store.Secret(ctx)
	if err != nil {
		return "", "", err
	}
	if !hmac.Equal(sign, signature(secret, plan, unit)) {
		return "", "", data.ErrNotFound
	}
	return plan, unit, nil
}

// links gives the address of each unit's own page, for what is printed.
func (s *Server) links(ctx context.Context) (func(plan, unit string) string, error) {
	if _, err := s.Store.Secret(ctx); err != nil {
		return nil, err
	}
	return func(plan, unit string) string {
		token, err := s.token(ctx, plan, unit)
		if err != nil {
			return s.Public
		}
		return s.Public + "/u/" + token
	}, nil
}

package data

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// MemoryEntries is how many entries of the audit trail Memory holds; the oldest goes when one more comes.
const MemoryEntries = 10_000

// AddUser implements Accounts.
func (m *Memory) AddUser(_ context.Context, u User) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.users[u.Name]; taken {
		return ErrExists
	}
	if m.users == nil {
		m.users, m.sessions, m.tokens = map[string]User{}, map[string]Session{}, map[string]Token{}
	}
	u.Created = cut(u.Created)
	m.users[u.Name] = u
	return nil
}

func cut(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// ChangeUser implements Accounts.
func (m *Memory) ChangeUser(_ context.Context, u User) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	was, known := m.users[u.Name]
	if !known {
		return ErrNotFound
	}
	u.Created = was.Created
	m.users[u.Name] = u
	maps.DeleteFunc(m.sessions, func(_ string, s Session) bool { return s.User == u.Name })
	return nil
}

// RemoveUser implements Accounts.
func (m *Memory) RemoveUser(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.users[name]; !known {
		return ErrNotFound
	}
	delete(m.users, name)
	maps.DeleteFunc(m.sessions, func(_ string, s Session) bool { return s.User == name })
	maps.DeleteFunc(m.tokens, func(_ string, t Token) bool { return t.User == name })
	return nil
}

// User implements Accounts.
func (m *Memory) User(_ context.Context, name string) (User, error) { return find(m, m.users, name) }

// find looks something up under the lock.
func find[T any](m *Memory, in map[string]T, key string) (T, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	found, known := in[key]
	if !known {
		return found, ErrNotFound
	}
	return found, nil
}

// Users implements Accounts.
func (m *Memory) Users(context.Context) ([]User, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.SortedFunc(maps.Values(m.users), func(a, b User) int { return cmp.Compare(a.Name, b.Name) }), nil
}

// AddSession implements Accounts.
func (m *Memory) AddSession(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.users[s.User]; !known {
		return ErrNotFound
	}
	maps.DeleteFunc(m.sessions, func(_ string, old Session) bool { return old.User == s.User && !old.Expires.After(s.Created) })
	s.Created, s.Seen, s.Expires = cut(s.Created), cut(s.Seen), cut(s.Expires)
	m.sessions[s.Hash] = s
	return nil
}

// Session implements Accounts.
func (m *Memory) Session(_ context.Context, hash string) (Session, error) {
	return find(m, m.sessions, hash)
}

// SeeSession implements Accounts.
func (m *Memory) SeeSession(_ context.Context, hash string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, known := m.sessions[hash]; known {
		s.Seen = cut(at)
		m.sessions[hash] = s
	}
	return nil
}

// EndSession implements Accounts.
func (m *Memory) EndSession(_ context.Context, hash string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.sessions, hash)
	return nil
}

// AddToken implements Accounts.
func (m *Memory) AddToken(_ context.Context, t Token) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.users[t.User]; !known {
		return ErrNotFound
	}
	for _, other := range m.tokens {
		if other.Prefix == t.Prefix {
			return ErrExists
		}
	}
	t.Created, t.Expires = cut(t.Created), cut(t.Expires)
	m.tokens[t.Hash] = t
	return nil
}

// Token implements Accounts.
func (m *Memory) Token(_ context.Context, hash string) (Token, error) { return find(m, m.tokens, hash) }

// Tokens implements Accounts.
func (m *Memory) Tokens(context.Context) ([]Token, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.SortedFunc(maps.Values(m.tokens), func(a, b Token) int { return cmp.Compare(a.Prefix, b.Prefix) }), nil
}

// UseToken implements Accounts.
func (m *Memory) UseToken(_ context.Context, hash string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t, known := m.tokens[hash]; known {
		t.Used = cut(at)
		m.tokens[hash] = t
	}
	return nil
}

// RevokeToken implements Accounts.
func (m *Memory) RevokeToken(_ context.Context, prefix string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for hash, t := range m.tokens {
		if t.Prefix == prefix {
			t.Disabled = true
			m.tokens[hash] = t
			return nil
		}
	}
	return ErrNotFound
}

// Note implements Trail.
func (m *Memory) Note(_ context.Context, e Entry) (Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var last Entry
	if n := len(m.trail); n > 0 {
		last = m.trail[n-1]
	}
	e = e.Following(last)
	m.trail = append(m.trail, e)
	if len(m.trail) > MemoryEntries {
		m.trail = slices.Delete(m.trail, 0, 1)
	}
	return e, nil
}

// Entries implements Trail.
func (m *Memory) Entries(_ context.Context, above int64, limit int) ([]Entry, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	from, _ := slices.BinarySearchFunc(m.trail, above+1, func(e Entry, n int64) int { return cmp.Compare(e.Number, n) })
	return slices.Clone(m.trail[from:min(len(m.trail), from+limit)]), nil
}

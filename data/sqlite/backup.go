package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"nightbeat/data/gpkg"
)

// Backup copies the store as it is at one moment to a new file, while others read and write. The copy is whole and on
// the disk before it stands under its name.
func (s *Store) Backup(ctx context.Context, to string) error {
	if err := vacant(to); err != nil {
		return err
	}
	beside := besides(to)
	defer os.Remove(beside) // gone already where all went well
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, beside); err != nil {
		return fmt.Errorf("backup: %w", s.explain(err))
	}
	return settle(beside, to)
}

// Restore puts a copy of a backup where a store is due. What stands there already is moved aside where replace is set,
// and its new name given; else nothing is done.
func Restore(ctx context.Context, from, to string, replace bool) (aside string, err error) {
	if err := inspect(ctx, from, checkedBytes); err != nil {
		return "", err
	}
	if err := vacant(to); err != nil && !replace {
		return "", fmt.Errorf("%w, or --replace it", err)
	}
	beside := besides(to)
	defer os.Remove(beside)
	if err := copyStore(ctx, from, beside); err != nil {
		return "", err
	}
	if aside, err = moveAside(to); err != nil {
		return "", err
	}
	return aside, settle(beside, to)
}

func besides(path string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d", filepath.Base(path), os.Getpid()))
}

func vacant(path string) error {
	switch _, err := os.Lstat(path); {
	case err == nil:
		return fmt.Errorf("%s: is there already; name another file", path)
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	return nil
}

// moveAside gives a store, with the files that SQLite keeps beside it, a name that nothing has yet.
func moveAside(path string) (aside string, err error) {
	if vacant(path) == nil {
		return "", nil
	}
	for n := 1; ; n++ {
		if aside = fmt.Sprintf("%s.before-restore-%d", path, n); vacant(aside) == nil {
			break
		}
	}
	for _, part := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(path+part, aside+part); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}

// copyStore copies a store with whatever still stands in its log.
func copyStore(ctx context.Context, from, to string) error {
	db, err := gpkg.Open(from, pragmas[0])
	if err != nil {
		return err
	}
	s := &Store{path: from, db: db}
	_, err = db.ExecContext(ctx, `VACUUM INTO ?`, to)
	return errors.Join(s.explain(err), s.Close())
}

// settle has a file written to the disk, closed to other users of the machine, then gives it its name.
func settle(beside, name string) error {
	f, err := os.OpenFile(beside, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(private), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(beside, name)
}

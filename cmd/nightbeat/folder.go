package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// folder imports the files that other systems put into a folder. It looks again and again, since shares of an intranet tell
// nobody what is put there. Each file goes to done or refused beside the others, with a report; killed at any moment it goes
// on where it was, since importing a file a second time changes nothing.
type folder struct {
	dir   string
	store data.Store
	roads planner.Roads // places are compared with these streets; nil for none
	opt   format.IncidentOptions
	tell  io.Writer
	seen  map[string]stamp // what the last look found
}

// stamp tells whether a file is still being written.
type stamp struct {
	size     int64
	modified time.Time
}

// The folders that files go to, the limits of one file, and how long is waited between two looks.
const (
	doneFolder      = "done"
	refusedFolder   = "refused"
	maxWatchedBytes = 4 << 30
	maxReported     = 1000 // rejected features that a report names
	lookEvery       = 5 * time.Second
)

// watch looks into the folder until the context ends. That a look fails, as where the share is away, is told.
func (f *folder) watch(ctx context.Context, every time.Duration) {
	for {
		if err := f.look(ctx); err != nil && ctx.Err() == nil {
			fmt.Fprintf(f.tell, "nightbeat: %s; will look again\n", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}

// prepare makes the folders that files go to.
func (f *folder) prepare() error {
	for _, name := range []string{doneFolder, refusedFolder} {
		path := filepath.Join(f.dir, name)
		if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s: cannot be made: %w", path, errors.Unwrap(err))
		}
		if info, err := os.Lstat(path); err != nil || !info.IsDir() {
			return fmt.Errorf("%s: is no folder; move it away", path)
		}
	}
	return nil
}

// look takes in each file that has not changed since the last look.
func (f *folder) look(ctx context.Context) error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return err
	}
	now := map[string]stamp{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.IsDir() || unfinished(e.Name()) {
			continue // gone meanwhile, or not for us
		}
		now[e.Name()] = stamp{info.Size(), info.ModTime()}
		if before, known := f.seen[e.Name()]; !known || before != now[e.Name()] {
			continue
		}
		if err := f.take(ctx, e.Name()); err != nil {
			return err
		}
	}
	f.seen = now
	return nil
}

// unfinished tells names that programs give to files which they are still writing.
func unfinished(name string) bool {
	for _, ending := range []string{".part", ".tmp", ".filepart", ".crdownload", "~"} {
		if strings.HasSuffix(strings.ToLower(name), ending) {
			return true
		}
	}
	return strings.HasPrefix(name, ".")
}

// take imports a file and moves it to where it belongs. What is not the file's fault leaves it where it is.
func (f *folder) take(ctx context.Context, name string) error {
	path := filepath.Join(f.dir, name)
	there, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !there.Mode().IsRegular() {
		return f.settle(name, refusedFolder, fmt.Sprintf("%s: is a link or no plain file; put the file itself here\n", name))
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if opened, err := file.Stat(); err != nil || !os.SameFile(there, opened) {
		return errors.Join(err, fmt.Errorf("%s: was changed meanwhile", path))
	}
	opt := f.opt
	opt.Now, opt.MaxBytes, opt.MaxRejects = time.Now(), maxWatchedBytes, maxReported
	l, err := loadInto(ctx, f.store, f.roads, file, name, opt)
	refused := errors.As(err, new(*format.FileError)) || errors.Is(err, format.ErrTooLarge) || errors.Is(err, format.ErrMap)
	if err != nil && !refused {
		return fmt.Errorf("%s: nothing of it was loaded: %w", path, err)
	}
	if noted := noteHere(ctx, f.store, "import incidents", format.Printable(name, 200), err); noted != nil && !refused {
		return noted
	}
	if refused {
		return f.settle(name, refusedFolder, err.Error()+"\n")
	}
	return f.settle(name, doneFolder, l.report(name))
}

// settle writes the report on a file, then moves the file to its folder: first the report, so that none is moved without.
func (f *folder) settle(name, into, report string) error {
	to := filepath.Join(f.dir, into, name)
	for n := 2; ; n++ {
		if _, err := os.Lstat(to); errors.Is(err, os.ErrNotExist) {
			break
		}
		ending := filepath.Ext(name)
		to = filepath.Join(f.dir, into, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ending), n, ending))
	}
	err := writeFile(to+".report.txt", func(w io.Writer) error {
		_, err := io.WriteString(w, report)
		return err
	})
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(report, "\n")
	fmt.Fprintf(f.tell, "nightbeat: %s: %s\n", into, first)
	err = os.Rename(filepath.Join(f.dir, name), to)
	if errors.Is(err, os.ErrNotExist) {
		return nil // another one that watches the folder was first
	}
	return err
}

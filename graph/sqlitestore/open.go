package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/procgraph/procgraph/graph"
)

// Options say how a case is opened.
type Options struct {
	// ReadOnly opens an existing case without the right to write: Begin and
	// Clear fail with graph.ErrUnsupported.
	ReadOnly bool
}

const (
	// readers is the number of connections that answer at the same time.
	readers = 8
	// pageSize: larger than SQLite's 4096, for observations and lines of some hundred bytes.
	pageSize = 8192
	// writerCacheKiB and readerCacheKiB bound the page caches (of each connection).
	writerCacheKiB = 96 << 10
	readerCacheKiB = 16 << 10
	// checkpointPages is the size of the write-ahead log at which it is moved into the file.
	checkpointPages = 8192
	// journalLimit is what is left of the write-ahead log after a large transaction, in bytes.
	journalLimit = 64 << 20
)

// Open opens the case file at path, and creates it where there is none. A file
// that is not a case is left untouched (graph.ErrNotACase), as is one of a
// newer version (graph.ErrNewer). The caller closes the store.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	exists, err := sniff(path)
	if err != nil {
		return nil, fmt.Errorf("opening the case: %w", err)
	}
	if o.ReadOnly {
		if !exists {
			return nil, fmt.Errorf("opening the case %s: %w", path, fs.ErrNotExist)
		}
		return openReadOnly(ctx, path)
	}
	if err := prepare(ctx, path, exists); err != nil {
		return nil, fmt.Errorf("opening the case: %w", err)
	}
	db, err := openPool(path, false, "rw")
	if err != nil {
		return nil, err
	}
	return newStore(path, db, false), nil
}

// prepare creates or migrates the file where needed.
func prepare(ctx context.Context, path string, exists bool) error {
	db, err := sql.Open("sqlite", dsn(path, "rwc", []string{
		fmt.Sprintf("page_size(%d)", pageSize), "busy_timeout(10000)",
	}, "_txlock=immediate"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if exists {
		switch have, err := version(ctx, db, path); {
		case err != nil:
			return fmt.Errorf("%s: %w", path, err)
		case have == len(migrations):
			return nil
		}
	}
	lock, err := acquire(ctx, path, nil)
	if err != nil {
		return err
	}
	defer lock.Unlock()
	// The schema is written before the switch to WAL, so that the header in the
	// file itself says whose it is from the first commit on.
	if err := migrate(ctx, db, path); err != nil {
		return err
	}
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("%s: the file system does not allow a write-ahead log (journal mode %q)", path, mode)
	}
	return nil
}

// openReadOnly falls back to "immutable" for a case on a medium that cannot be
// written: WAL needs a shared-memory file beside the case even to read.
func openReadOnly(ctx context.Context, path string) (*Store, error) {
	db, err := openPool(path, true, "ro")
	if err == nil {
		err = checkVersion(ctx, db, path)
	}
	if err == nil {
		return newStore(path, db, true), nil
	}
	if db != nil {
		db.Close()
	}
	if errors.Is(err, graph.ErrNotACase) || errors.Is(err, graph.ErrNewer) || ctx.Err() != nil {
		return nil, fmt.Errorf("opening the case: %w", err)
	}
	if info, statErr := os.Stat(path + "-wal"); statErr == nil && info.Size() > 0 {
		return nil, fmt.Errorf("opening the case %s: %w", path, err)
	}
	db, err = openPool(path, true, "ro&immutable=1")
	if err != nil {
		return nil, err
	}
	if err := checkVersion(ctx, db, path); err != nil {
		db.Close()
		return nil, fmt.Errorf("opening the case: %w", err)
	}
	return newStore(path, db, true), nil
}

// checkVersion accepts only the current version: a reader cannot migrate.
func checkVersion(ctx context.Context, db *sql.DB, path string) error {
	have, err := version(ctx, db, path)
	if err != nil {
		return err
	}
	if have != len(migrations) {
		return fmt.Errorf("%s has version %d: open it once for writing to bring it to version %d: %w",
			path, have, len(migrations), graph.ErrUnsupported)
	}
	return nil
}

// openPool opens the readers' connections. They cannot write, whatever the query.
func openPool(path string, readOnly bool, mode string) (*sql.DB, error) {
	pragmas := []string{"busy_timeout(10000)", fmt.Sprintf("cache_size(-%d)", readerCacheKiB), "query_only(1)"}
	if !readOnly {
		// The last connection to close moves the log into the file.
		pragmas = append(pragmas, fmt.Sprintf("journal_size_limit(%d)", journalLimit))
	}
	db, err := sql.Open("sqlite", dsn(path, mode, pragmas, ""))
	if err != nil {
		return nil, fmt.Errorf("opening the case %s: %w", path, err)
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	return db, nil
}

// openWriter opens the one connection that writes.
func openWriter(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, "rw", []string{
		"busy_timeout(30000)", "synchronous(NORMAL)", "journal_mode(WAL)",
		fmt.Sprintf("cache_size(-%d)", writerCacheKiB),
		// Each statement of many rows keeps what it changes until it is done: in memory, not in a file.
		"temp_store(MEMORY)",
		fmt.Sprintf("wal_autocheckpoint(%d)", checkpointPages),
		fmt.Sprintf("journal_size_limit(%d)", journalLimit),
	}, "_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("opening the case %s for writing: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// dsn is the file as a URI (https://www.sqlite.org/uri.html), so that any
// character may stand in a path.
func dsn(path, mode string, pragmas []string, more string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/case
	}
	var b strings.Builder
	b.WriteString("file://" + (&url.URL{Path: path}).EscapedPath() + "?mode=" + mode)
	for _, p := range pragmas {
		b.WriteString("&_pragma=" + url.QueryEscape(p))
	}
	if more != "" {
		b.WriteString("&" + more)
	}
	return b.String()
}

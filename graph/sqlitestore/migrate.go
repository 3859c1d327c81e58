package sqlitestore

import (
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/procgraph/procgraph/graph"
)

// applicationID marks our files ("pgcs"): SQLite keeps it in the file's header
// (https://www.sqlite.org/fileformat.html, offset 68).
const applicationID = 0x70676373

//go:embed schema/*.sql
var schemaFiles embed.FS

// migrations are the embedded schema steps in order; the number of them is the
// version of the file.
var migrations = loadMigrations()

func loadMigrations() []string {
	entries, err := schemaFiles.ReadDir("schema") // sorted by name
	if err != nil {
		panic(err)
	}
	var all []string
	for _, e := range entries {
		text, err := schemaFiles.ReadFile("schema/" + e.Name())
		if err != nil {
			panic(err)
		}
		all = append(all, string(text))
	}
	return all
}

// sniff looks at a file's header without SQLite, which would make side files
// next to a file that is not ours. It reports whether there is a file with content.
func sniff(path string) (exists bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return true, fmt.Errorf("%w: %s is no regular file", graph.ErrNotACase, path)
	case info.Size() == 0:
		return false, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return true, err
	}
	defer f.Close()
	var header [100]byte
	if _, err := io.ReadFull(f, header[:]); err != nil || string(header[:16]) != "SQLite format 3\x00" {
		return true, fmt.Errorf("%w: %s", graph.ErrNotACase, path)
	}
	id := binary.BigEndian.Uint32(header[68:])
	// 0 may be a creation that was killed: version decides on the content.
	if id != applicationID && id != 0 {
		return true, fmt.Errorf("%w: %s", graph.ErrNotACase, path)
	}
	return true, nil
}

// querier is what *sql.DB, *sql.Conn and *sql.Tx share.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// version reads the file's version: 0 for a file that holds nothing yet.
func version(ctx context.Context, q querier, path string) (int, error) {
	var id, version, tables int
	err := q.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`).Scan(&id, &version, &tables)
	switch {
	case err != nil:
		return 0, err
	case id == 0 && version == 0 && tables == 0:
		return 0, nil
	case id != applicationID:
		return 0, fmt.Errorf("%w: %s", graph.ErrNotACase, path)
	case version > len(migrations):
		return version, fmt.Errorf("%w: %s has version %d, this program knows %d", graph.ErrNewer, path, version, len(migrations))
	}
	return version, nil
}

// migrate brings the file to the newest version, in one transaction.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	have, err := version(ctx, tx, path)
	if err != nil {
		return err
	}
	if have == len(migrations) {
		return nil
	}
	for i, step := range migrations[have:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("bringing %s to version %d: %w", path, have+i+1, err)
		}
	}
	if have == 0 {
		if err := setIdentity(ctx, tx); err != nil {
			return err
		}
	}
	marks := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(migrations))
	if _, err := tx.ExecContext(ctx, marks); err != nil {
		return err
	}
	return tx.Commit()
}

package sqlitestore

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestIndexesSetAside: what a large load sets aside comes back as it was, and a
// small load or one into a larger case sets nothing aside.
func TestIndexesSetAside(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "case"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	indexes := func(q querier) (all []string) {
		err := eachRow(context.Background(), q, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name", nil, func(rows *sql.Rows) error {
			var text string
			err := rows.Scan(&text)
			all = append(all, text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	before := indexes(w.db)
	for _, tt := range []struct{ fresh, aside int }{{bulkLoad, 5}, {bulkLoad - 1, 0}} {
		err = w.write(t.Context(), "indexes", func(u *update) (bool, error) {
			aside, err := u.setIndexesAside(tt.fresh)
			if err != nil {
				return false, err
			}
			if n := len(before) - len(indexes(u.tx)); n != tt.aside {
				t.Errorf("%d new processes: %d indexes are set aside, want %d", tt.fresh, n, tt.aside)
			}
			return false, aside.restore()
		})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(before, indexes(w.db)); d != "" {
			t.Errorf("(-before +after)\n%s", d)
		}
	}
}

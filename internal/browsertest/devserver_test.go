package browsertest

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/scenario"
	"github.com/procgraph/procgraph/web"
)

func TestDevServer(t *testing.T) {
	addr := os.Getenv("DEV_ADDR")
	if addr == "" {
		t.Skip("dev only")
	}
	ctx := context.Background()
	path := os.Getenv("DEV_CASE")
	_, serr := os.Stat(path)
	store, err := sqlitestore.Open(ctx, path, sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if serr != nil {
		if os.Getenv("DEV_LARGE") != "" {
			if err := Fill(ctx, store, nil, LargeHost(100_000, 10_000)); err != nil {
				t.Fatal(err)
			}
		} else {
			paths := strings.Fields(os.Getenv("DEV_PATHS"))
			if len(paths) == 0 {
				dir := filepath.Join(t.TempDir(), "logs")
				os.Mkdir(dir, 0o700)
				world := scenario.Demo()
				world.OmitTruth = true
				if _, err := scenario.WriteEVTX(ctx, dir, world); err != nil {
					t.Fatal(err)
				}
				paths = []string{dir}
			}
			w, err := store.Begin(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := ingest.Run(ctx, ingest.Options{Paths: paths}, w); err != nil {
				t.Fatal(err)
			}
			if _, err := derive.Graph(ctx, w, nil); err != nil {
				t.Fatal(err)
			}
			w.Close()
		}
	}
	srv, err := web.New(web.Options{Store: store, Capabilities: store.Capabilities(), Addr: addr, Decode: decode})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(http.ListenAndServe(addr, srv.Handler()))
}

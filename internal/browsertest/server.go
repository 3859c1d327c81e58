package browsertest

import (
	"net/http/httptest"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/commandline"
	"github.com/procgraph/procgraph/web"
	"github.com/procgraph/procgraph/web/api"
)

// Serve serves the page over a store until the test ends, with the real server,
// and returns its address without a slash at the end. ingest may be nil.
func Serve(t testing.TB, store graph.Store, ingest api.IngestStatus) string {
	t.Helper()
	server, err := web.New(web.Options{
		Store: store, Capabilities: store.Capabilities(), Addr: "127.0.0.1:0", Ingest: ingest, Decode: decode,
	})
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(server.Handler())
	t.Cleanup(listening.Close)
	return listening.URL
}

// decode is what the program gives the server.
func decode(commandLine string) []api.Decoded {
	var list []api.Decoded
	for _, d := range commandline.DecodePowerShell(commandLine) {
		list = append(list, api.Decoded{Kind: d.Kind, Text: d.Text})
	}
	return list
}

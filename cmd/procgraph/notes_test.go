package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// TestNotesAsTheAPI: a note has the same members in notes --json and in the API.
func TestNotesAsTheAPI(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"ingest", "--store", path, writeFile(t, sysmonLine(1, 3000, `C:\\a.exe`))}, strings.NewReader(""), &out, &errs); code != exitDone {
		t.Fatal(errs.String())
	}
	store, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	found, err := store.Search(t.Context(), "a.exe", graph.ProcessFilter{}, graph.Page{})
	if err != nil || len(found.Items) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	for _, n := range []graph.Note{
		{Kind: graph.KindProcess, About: found.Items[0].Key, Tags: []string{"a", "b"}, Colour: graph.Red, Changed: graph.UnixSecond(1_700_000_000)},
		{Kind: graph.KindHost, About: found.Items[0].Host, Comment: "x"},
		{Kind: graph.KindUser, About: "u:nobody", Comment: "gone"},
	} {
		if err := store.SetNote(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	out.Reset()
	if code := run(t.Context(), []string{"notes", "--store", path, "--json"}, strings.NewReader(""), &out, &errs); code != exitDone {
		t.Fatal(errs.String())
	}
	var told struct {
		Notes []map[string]any `json:"notes"`
	}
	if err := json.Unmarshal(out.Bytes(), &told); err != nil {
		t.Fatal(err)
	}
	s := start(t, "serve", "--store", path, "--addr", "127.0.0.1:0", "--no-browser")
	defer s.end()
	var page struct {
		Data struct {
			Items []map[string]any `json:"items"`
		} `json:"data"`
	}
	_, body := s.get("/api/v1/notes")
	if err := json.Unmarshal([]byte(body), &page); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(page.Data.Items, told.Notes); d != "" || len(told.Notes) != 3 {
		t.Errorf("%d notes; the API's and those of notes --json (-API +command): %s", len(told.Notes), d)
	}
}

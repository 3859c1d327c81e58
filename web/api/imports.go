package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/importjob"
)

// ImportsView lists the imports.
type ImportsView struct {
	// Items are in the order of their arrival. Only one that was asked for by id has its reports.
	Items []importjob.Job `json:"items"`
	// Writable says that files are taken here.
	Writable bool `json:"writable"`
	// MaxBytes is the most bytes of one file.
	MaxBytes int64 `json:"max_bytes"`
}

// ImportRequest is the body of POST /import/cancel.
type ImportRequest struct {
	ID string `json:"id"`
}

var errImportReadOnly = &Error{Status: http.StatusNotImplemented, Code: CodeUnsupported, Message: "nothing can be read in: the case is open for reading only",
	Hint: "Start procgraph serve without --read-only, on a case that may be written, or use procgraph ingest."}

func (a *API) imports(_ context.Context, v Values) (any, error) {
	view := ImportsView{Items: []importjob.Job{}}
	id := v.Text("id")
	if a.importer == nil {
		return view, nil
	}
	view.Writable, view.MaxBytes = true, a.importer.Limit()
	if id == "" {
		view.Items = some(a.importer.Jobs())
		return view, nil
	}
	j, err := a.importer.Job(id)
	view.Items = append(view.Items, j)
	return view, a.importError(err)
}

func (a *API) importFile(ctx context.Context, v Values, body io.Reader) (any, error) {
	name := v.Text("name")
	if a.importer == nil {
		return nil, errImportReadOnly
	}
	j, err := a.importer.Import(ctx, name, body)
	return j, a.importError(err)
}

func (a *API) cancelImport(_ context.Context, _ Values, body io.Reader) (any, error) {
	if a.importer == nil {
		return nil, errImportReadOnly
	}
	var r ImportRequest
	if err := readJSON(body, &r); err != nil {
		return nil, err
	}
	j, err := a.importer.Cancel(r.ID)
	return j, a.importError(err)
}

// importError words what an importer refuses.
func (a *API) importError(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, importjob.ErrTooLarge), errors.As(err, &large):
		return &Error{Status: http.StatusRequestEntityTooLarge, Code: CodeTooLarge,
			Message: fmt.Sprintf("the file is larger than the %d MiB that this server takes", a.importer.Limit()>>20),
			Hint:    "Start procgraph serve with a larger --max-import, or use procgraph ingest."}
	case errors.Is(err, importjob.ErrFull):
		return &Error{Status: http.StatusTooManyRequests, Code: CodeBusy, Message: "as many files as this server keeps are waiting to be read", Hint: "Send the file again when some of them are done."}
	case errors.Is(err, importjob.ErrUnknown):
		return graph.ErrNotFound
	}
	return err
}

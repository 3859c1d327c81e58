package api

import (
	"context"
	"crypto/rand"
	"errors"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/hunts"
	"github.com/procgraph/procgraph/graph/lineage"
	"github.com/procgraph/procgraph/internal/importjob"
)

// Prefix is where the endpoints stand.
const Prefix = "/api/v1"

// Decoded is text that was hidden in a command line.
type Decoded struct {
	// Kind names the encoding, for example "powershell-encoded-command".
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// IngestProgress is how far a running ingest is. The zero value says that none runs.
type IngestProgress struct {
	Running    bool   `json:"running"`
	FilesDone  int    `json:"files_done"`
	FilesTotal int    `json:"files_total"` // 0: not known
	BytesDone  int64  `json:"bytes_done"`
	BytesTotal int64  `json:"bytes_total"` // 0: not known
	Current    string `json:"current"`     // the file that is read now
	Records    int64  `json:"records"`     // read so far
	Error      string `json:"error"`       // why the last ingest ended early; empty when it did not
}

// IngestStatus reports the ingest that runs in this process. It is called from
// many goroutines and must not block.
type IngestStatus func() IngestProgress

// Options are what the API answers from.
type Options struct {
	// Store is required.
	Store graph.Reader
	// Capabilities are the store's.
	Capabilities graph.Capabilities
	// Ingest may be nil: no ingest runs in this process.
	Ingest IngestStatus
	// Decode finds hidden text in a command line; nil finds none.
	Decode func(commandLine string) []Decoded
	// Cypher answers queries; nil where the store cannot.
	Cypher graph.CypherRunner
	// Hunts are the saved questions; nil takes those that come with the program.
	Hunts *hunts.Library
	// Notes keeps notes; nil where the case is only read.
	Notes NoteKeeper
	// Importer takes uploads; nil where the case is only read.
	Importer importjob.Importer
}

// API answers the endpoints. It is safe for concurrent use.
type API struct {
	store        graph.Reader
	capabilities graph.Capabilities
	ingest       IngestStatus
	decode       func(string) []Decoded
	directory    *directory
	cypher       graph.CypherRunner
	hunts        *hunts.Library
	notes        NoteKeeper
	importer     importjob.Importer
	// instance is part of each ETag, so that no cache outlives the program that filled it.
	instance string
}

// New returns an API over o.Store.
func New(o Options) (*API, error) {
	if o.Store == nil {
		return nil, errors.New("the API needs a store")
	}
	a := &API{
		store:        o.Store,
		capabilities: o.Capabilities,
		ingest:       o.Ingest,
		decode:       o.Decode,
		directory:    &directory{store: o.Store},
		cypher:       o.Cypher,
		hunts:        o.Hunts,
		notes:        o.Notes,
		importer:     o.Importer,
		instance:     rand.Text(),
	}
	if a.hunts == nil {
		var err error
		if a.hunts, err = hunts.Load(""); err != nil {
			return nil, err
		}
	}
	if a.ingest == nil {
		a.ingest = func() IngestProgress { return IngestProgress{} }
	}
	if a.decode == nil {
		a.decode = func(string) []Decoded { return nil }
	}
	return a, nil
}

// handler answers one endpoint from parsed parameters.
type handler func(a *API, ctx context.Context, v Values) (any, error)

// Endpoint is one row of the table: all are GET.
type Endpoint struct {
	// Path is below Prefix, for example "/hosts".
	Path string
	// Summary is one sentence for the OpenAPI document.
	Summary string
	// Subject names what a key stands for, in "there is no ... with this key".
	Subject string
	// Params are all parameters that the endpoint takes; any other is refused.
	Params []Param
	// Returns is a zero value of the data's type, for the OpenAPI document.
	Returns any
	// Volatile answers do not follow the store's version.
	Volatile bool

	handle handler
}

// Endpoints returns the table, in the order of the documentation. The slice is the caller's.
func Endpoints() []Endpoint {
	return []Endpoint{
		{Path: "/stats", Summary: "Sums up the case and names its store.", Returns: StatsView{}, handle: (*API).stats},
		{Path: "/hosts", Summary: "All hosts by name, with their numbers.", Returns: Items[graph.HostSummary]{}, handle: (*API).hosts},
		{Path: "/users", Summary: "Users by name, with their numbers.", Params: pageParams(), Returns: graph.List[graph.UserSummary]{}, handle: (*API).users},
		{Path: "/sessions", Summary: "Logon sessions by start.", Params: join(sessionParams(), pageParams()), Returns: graph.List[graph.SessionRow]{}, handle: (*API).sessions},
		{Path: "/session", Summary: "One logon session.", Subject: "logon session", Params: []Param{keyParam("logon session")}, Returns: graph.SessionRow{}, handle: (*API).session},
		{Path: "/attempts", Summary: "Failed logons (4625) and uses of explicit credentials (4648) by time.", Params: join(attemptParams(), pageParams()), Returns: graph.List[AttemptRow]{}, handle: (*API).attempts},
		{Path: "/roots", Summary: "Processes without a parent that match the filter or have a match below.", Params: join(processParams(), pageParams()), Returns: graph.List[graph.ProcessRow]{}, handle: (*API).roots},
		{Path: "/children", Summary: "Children of a process by start, with their number by image name.", Subject: "process", Params: join([]Param{keyParam("process")}, processParams(), pageParams()), Returns: ChildrenView{}, handle: (*API).children},
		{Path: "/subtree", Summary: "A process and its descendants in pre-order.", Subject: "process", Params: join(subtreeParams(), processParams()), Returns: graph.Subtree{}, handle: (*API).subtree},
		{Path: "/ancestors", Summary: "The chain from the root to the parent of a process.", Subject: "process", Params: []Param{keyParam("process"), limitParam(100, graph.MaxPage, "the most ancestors to return, the nearest first to be kept")}, Returns: AncestorsView{}, handle: (*API).ancestors},
		{Path: "/process", Summary: "Everything that is known of one process.", Subject: "process", Params: []Param{keyParam("process")}, Returns: ProcessView{}, handle: (*API).process},
		{Path: "/lineage", Summary: "How a process came to be and what it led to, across hosts where a session proves it.", Subject: "process", Params: lineageParams(), Returns: lineage.Lineage{}, handle: (*API).lineage},
		{Path: "/neighbours", Summary: "What stands next to a process, logon session, user, host or address, by relation.", Subject: "node", Params: nodeParams(), Returns: lineage.Neighbourhood{}, handle: (*API).neighbours},
		{Path: "/path", Summary: "The shortest connection between two nodes.", Subject: "node", Params: pathParams(), Returns: lineage.Connection{}, handle: (*API).path},
		{Path: "/sources", Summary: "The log records that a process, logon session or logon attempt was derived from.", Subject: "process, session or attempt", Params: sourceParams(), Returns: Items[SourceRecord]{}, handle: (*API).sources},
		{Path: "/search", Summary: "Finds text in image, command line, user and hash, best first.", Params: join([]Param{queryParam()}, processParams(), pageParams()), Returns: graph.List[graph.ProcessRow]{}, handle: (*API).search},
		{Path: "/activity", Summary: "How many of the matching processes began when, in parts of the span.", Params: activityParams(), Returns: graph.Activity{}, handle: (*API).activity},
		{Path: "/timeline", Summary: "Recorded starts and ends of processes and logon sessions by time, then record number; from and to bound the events.", Params: timelineParams(), Returns: graph.Timeline{}, handle: (*API).timeline},
		{Path: "/find", Summary: "What one box finds: processes, users, hosts and logon sessions by address, each with its first results.", Params: findParams(), Returns: FindView{}, handle: (*API).find},
		{Path: "/standouts", Summary: "What an analyst should look at first, most severe first.", Params: join([]Param{hostParam()}, pageParams()), Returns: graph.List[graph.Standout]{}, handle: (*API).standouts},
		{Path: "/warnings", Summary: "Warnings by class, with each class in plain words.", Params: join(warningParams(), pageParams()), Returns: WarningsView{}, handle: (*API).warnings},
		{Path: "/files", Summary: "The loss report of each input, the events present, and those absent.", Returns: FilesView{}, handle: (*API).files},
		{Path: "/hunts", Summary: "The saved questions in Cypher, with all that is said of them.", Returns: HuntsView{}, handle: (*API).listHunts},
		{Path: "/cypher/model", Summary: "The labels, relationship types and properties that Cypher sees.", Returns: graph.CypherModel{}, handle: (*API).cypherModel},
		{Path: "/notes", Summary: "All notes, with what is known of the things that they are about.", Volatile: true, Returns: NotesView{}, handle: (*API).listNotes},
		{Path: "/report", Summary: "A report of the things with notes, as Markdown or as one HTML file.", Params: reportParams(), Volatile: true, Returns: Document{}, handle: (*API).report},
		{Path: "/imports", Summary: "The files that were sent to this server, how far each is, and what is taken.", Subject: "import", Params: []Param{{Name: "id", Doc: "the id of an import: only this one, with its reports"}}, Volatile: true, Returns: ImportsView{}, handle: (*API).imports},
		{Path: "/ingest", Summary: "How far the ingest that runs in this process is.", Volatile: true, Returns: IngestProgress{}, handle: (*API).progress},
	}
}

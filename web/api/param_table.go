package api

import (
	"slices"

	"github.com/procgraph/procgraph/graph"
)

// The bounds of /subtree: the page asks for what it shows, a script for a whole tree.
const (
	defaultDepth   = 3
	maxDepth       = 1000
	defaultSubtree = 500
	maxSubtree     = 100_000
)

func join(lists ...[]Param) []Param { return slices.Concat(lists...) }

func keyParam(of string) Param {
	return Param{Name: "key", Required: true, Doc: "the key of the " + of}
}

func hostParam() Param {
	return Param{Name: "host", Doc: "the key of a host: only what happened there"}
}

func userParam() Param { return Param{Name: "user", Doc: "the key of a user: only what is theirs"} }

func queryParam() Param {
	return Param{Name: "q", Required: true, Doc: "the words to look for in image, command line, user and hash"}
}

func limitParam(standard, most int, doc string) Param {
	return Param{Name: "limit", Kind: IntParam, Min: 1, Max: most, Default: standard, Doc: doc}
}

func spanParams(from, to string) []Param {
	return []Param{
		{Name: "from", Kind: TimeParam, Doc: from},
		{Name: "to", Kind: TimeParam, Doc: to},
	}
}

func pageParams() []Param {
	return []Param{
		{Name: "after", Doc: "the cursor that the page before gave as next"},
		limitParam(graph.DefaultPage, graph.MaxPage, "the most items to return"),
	}
}

func processParams() []Param {
	return join(
		[]Param{hostParam(), userParam(), {Name: "session", Doc: "the key of a logon session: only its processes"}},
		spanParams("only processes that may have been alive at or after this time", "only processes started before or at this time"),
		[]Param{
			{Name: "text", Doc: "words that must all stand in image, command line, user or hash, without regard to case"},
			{Name: "image", Doc: "the base name of the image, without regard to case"},
			{Name: "observed", Kind: BoolParam, Doc: "true: only processes with their own creation record; false: only those known by reference"},
		})
}

func sessionParams() []Param {
	return join(
		[]Param{hostParam(), userParam()},
		spanParams("only sessions open at or after this time", "only sessions started before or at this time"),
		[]Param{
			{Name: "type", Kind: IntParam, Min: 0, Max: 99, Doc: "a logon type, for example 3 (network) or 10 (remote interactive); 0 takes all"},
			{Name: "remote", Kind: BoolParam, Doc: "true: only sessions that came from another address"},
		})
}

func attemptParams() []Param {
	return join(
		[]Param{hostParam(), userParam()},
		spanParams("only attempts at or after this time", "only attempts before or at this time"),
		[]Param{{Name: "event_id", Kind: IntParam, Min: 0, Max: 4648, Allowed: []string{"4625", "4648"}, Doc: "4625 (failed logon) or 4648 (explicit credentials); both when missing"}})
}

func subtreeParams() []Param {
	return []Param{
		{Name: "key", Doc: "the key of the process at the top; all roots when missing"},
		{Name: "depth", Kind: IntParam, Min: 0, Max: maxDepth, Default: defaultDepth, Doc: "how many levels below the top; 0 is the top itself"},
		limitParam(defaultSubtree, maxSubtree, "the most rows to return"),
	}
}

func sourceParams() []Param {
	return []Param{
		{Name: "kind", Allowed: []string{string(graph.KindProcess), string(graph.KindSession), string(graph.KindLogonAttempt)}, Doc: "what the key stands for; process when missing"},
		{Name: "key", Required: true, Doc: "the key of the process, logon session or logon attempt"},
	}
}

func warningParams() []Param {
	classes := make([]string, 0, len(warningTexts))
	for i := range warningTexts {
		classes = append(classes, string(warningTexts[i].Class))
	}
	return []Param{
		{Name: "class", Allowed: classes, Doc: "only warnings of this class"},
		{Name: "about", Doc: "the key of a process, session, host or user, or a file: only warnings about it"},
	}
}

// page reads the page parameters.
func (v Values) page() graph.Page {
	return graph.Page{After: v.Text("after"), Limit: v.Int("limit")}
}

// processFilter reads the process filter parameters.
func (v Values) processFilter() graph.ProcessFilter {
	return graph.ProcessFilter{
		Host:     v.Text("host"),
		User:     v.Text("user"),
		Session:  v.Text("session"),
		From:     v.Time("from"),
		To:       v.Time("to"),
		Text:     v.Text("text"),
		Image:    v.Text("image"),
		Observed: v.Bool("observed"),
	}
}

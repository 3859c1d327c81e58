package graphexport

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"github.com/procgraph/procgraph/graph"
)

// columns are the columns of ProcessesCSV, in order. Names are those of the
// export; host_name, user_name and source_ip are looked up.
var columns = []struct {
	name string
	cell func(p *graph.Process, names *csvNames) string
}{
	{"start", func(p *graph.Process, _ *csvNames) string { return p.Start.String() }},
	{"start_hint", func(p *graph.Process, _ *csvNames) string { return p.StartHint.String() }},
	{"end", func(p *graph.Process, _ *csvNames) string { return p.End.String() }},
	{"host_name", func(p *graph.Process, n *csvNames) string { return n.hosts[p.Host] }},
	{"pid", func(p *graph.Process, _ *csvNames) string {
		if p.PID == nil {
			return ""
		}
		return strconv.FormatInt(*p.PID, 10)
	}},
	{"image", func(p *graph.Process, _ *csvNames) string { return p.Image }},
	{"command_line", func(p *graph.Process, _ *csvNames) string { return p.CommandLine }},
	{"user_name", func(p *graph.Process, n *csvNames) string { return n.users[p.User] }},
	{"integrity_level", func(p *graph.Process, _ *csvNames) string { return p.IntegrityLevel }},
	{"observed", func(p *graph.Process, _ *csvNames) string { return strconv.FormatBool(p.Observed) }},
	{"current_directory", func(p *graph.Process, _ *csvNames) string { return p.CurrentDirectory }},
	{"exit_status", func(p *graph.Process, _ *csvNames) string { return p.ExitStatus }},
	{"source_ip", func(p *graph.Process, _ *csvNames) string {
		if p.RemoteOrigin == nil {
			return ""
		}
		return p.RemoteOrigin.SourceIP
	}},
	{"hashes", func(p *graph.Process, _ *csvNames) string { return hashesText(p.Hashes) }},
	{"original_file_name", func(p *graph.Process, _ *csvNames) string { return p.OriginalFileName }},
	{"description", func(p *graph.Process, _ *csvNames) string { return p.Description }},
	{"product", func(p *graph.Process, _ *csvNames) string { return p.Product }},
	{"company", func(p *graph.Process, _ *csvNames) string { return p.Company }},
	{"file_version", func(p *graph.Process, _ *csvNames) string { return p.FileVersion }},
	{"key", func(p *graph.Process, _ *csvNames) string { return p.Key }},
	{"guid", func(p *graph.Process, _ *csvNames) string { return p.GUID }},
	{"parent", func(p *graph.Process, _ *csvNames) string { return p.Parent }},
	{"parent_via", func(p *graph.Process, _ *csvNames) string { return p.ParentVia }},
	{"host", func(p *graph.Process, _ *csvNames) string { return p.Host }},
	{"user", func(p *graph.Process, _ *csvNames) string { return p.User }},
	{"session", func(p *graph.Process, _ *csvNames) string { return p.Session }},
	{"sources", func(p *graph.Process, _ *csvNames) string { return sourcesText(p.Sources) }},
}

// csvNames are names by key. Hosts and users stand before processes in an export.
type csvNames struct{ hosts, users map[string]string }

// ProcessesCSV reads the lines of an export and writes its processes as CSV
// (RFC 4180, line feeds) with a header. A cell that a spreadsheet would take
// for a formula, because it begins with = + - @, a tab or a carriage return,
// gets an apostrophe before it.
func ProcessesCSV(lines io.Reader, w io.Writer) error {
	out := csv.NewWriter(w)
	row := make([]string, len(columns))
	for i := range columns {
		row[i] = columns[i].name
	}
	if err := out.Write(row); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	names := &csvNames{hosts: make(map[string]string), users: make(map[string]string)}
	err := eachNode(lines, func(n graph.Node) error {
		switch x := n.(type) {
		case *graph.Host:
			names.hosts[x.Key] = x.Name
		case *graph.User:
			names.users[x.Key] = x.Name
		case *graph.Process:
			for i := range columns {
				row[i] = guard(columns[i].cell(x, names))
			}
			if err := out.Write(row); err != nil {
				return fmt.Errorf("writing CSV: %w", err)
			}
		}
		return nil
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

// guard keeps a spreadsheet from running a cell ("CSV Injection", OWASP).
func guard(cell string) string {
	if cell == "" {
		return cell
	}
	switch cell[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return "'" + cell
	}
	return cell
}

package casereport

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/lineage"
	"github.com/procgraph/procgraph/internal/termtext"
)

//go:embed report.html
var page string

// pageTemplate escapes by context (package html/template); show makes visible what
// would not be seen or would turn the line around. Only the first report parses it.
var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(pageWords).Parse(page))
})

var pageWords = template.FuncMap{
	"show": termtext.Escape, "lines": showLines, "kind": func(k graph.Kind) string { return kindWords[k] },
	"facts": func(p *Part) []pair { return p.facts() }, "record": func(o graph.Observation) string { return termtext.Escape(recordTitle(&o)) },
	"process": func(p graph.ProcessRow) string { return processTitle(&p) }, "start": func(p graph.ProcessRow) string { return p.Begun().String() },
	"field": func(v graph.Value) string { return v.Field.String() }, "flaw": func(f graph.Flaw) string { return f.String() },
	"gone": func() string { return goneWords }, "nothing": func() string { return nothing },
}

// HTML writes the report as one file: style and pictures within, no script, nothing
// from elsewhere, and a policy that lets a browser load nothing either.
func (r *Report) HTML() ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate().Execute(&b, struct {
		*Report
		Numbers string
		Parts   []*Part
	}{r, r.numbers(), pointers(r.Parts)})
	if err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	return b.Bytes(), nil
}

func pointers(parts []Part) []*Part {
	list := make([]*Part, len(parts))
	for i := range parts {
		list[i] = &parts[i]
	}
	return list
}

func showLines(s string) []string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = termtext.Escape(strings.TrimRight(l, "\r"))
	}
	return lines
}

// The measures of a picture, in pixels.
const (
	rowHeight  = 38
	indent     = 26
	boxHeight  = 30
	leftMargin = 8
	width      = 1000
	detailRoom = 120
)

// Shape is a row of a picture with its place.
type Shape struct {
	*Row
	X, Y, TextX, TextY, Wide int
	// Line is the way from what it hangs on, "" for none; Dash is its style.
	Line, Dash   string
	Shown, Small string
	Tip          string
}

// Height is that of the whole picture.
func (p *Picture) Height() int { return len(p.Rows)*rowHeight + 8 }

// Width is that of the whole picture.
func (p *Picture) Width() int { return width }

// Shapes places the rows: one below the other, indented by level.
func (p *Picture) Shapes() []Shape {
	shapes := make([]Shape, len(p.Rows))
	for i := range p.Rows {
		r := &p.Rows[i]
		s := Shape{Row: r, X: leftMargin + r.Level*indent/max(1, deepest(p)/12), Y: 4 + i*rowHeight}
		s.Wide, s.TextX, s.TextY = width-s.X-leftMargin, s.X+10, s.Y+13
		if r.Up >= 0 {
			up := shapes[r.Up]
			s.Line = fmt.Sprintf("M%d %dV%dH%d", up.X+8, up.Y+boxHeight, s.Y+boxHeight/2, s.X)
			s.Dash = dashes[r.Confidence]
		}
		parts := []string{r.Title}
		for _, t := range []string{r.Host, r.Time, r.Elapsed, r.moreWords()} {
			if t != "" {
				parts = append(parts, t)
			}
		}
		s.Shown = termtext.Cut(termtext.Escape(strings.Join(parts, "  ·  ")), detailRoom)
		small := r.Detail
		if r.Hidden > 0 {
			small = fmt.Sprintf("(%d more children) %s", r.Hidden, small)
		}
		s.Small = termtext.Cut(termtext.Escape(small), detailRoom+20)
		s.Tip = termtext.Escape(r.Title + "  " + r.Detail)
		shapes[i] = s
	}
	return shapes
}

func deepest(p *Picture) (level int) {
	for i := range p.Rows {
		level = max(level, p.Rows[i].Level)
	}
	return level
}

// dashes are the styles of lines, by how sure a link is; "" is a whole line.
var dashes = map[lineage.Confidence]string{"pid-time": "7 3", "stub": "3 3", "claimed": "1 4", "possible": "2 6"}

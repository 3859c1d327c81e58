package casereport

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/termtext"
)

// Markdown writes the report as CommonMark. All text is escaped: no character of it
// is markup, a link or an element of HTML.
func (r *Report) Markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Case report\n\n- Case: %s\n- Made: %s\n- %s\n", mdText(r.Case), r.Made, r.numbers())
	for i, t := range r.Tags {
		if i == 0 {
			b.WriteString("\n## Tags\n\n")
		}
		fmt.Fprintf(&b, "- %s: %d\n", mdText(t.Tag), t.Count)
	}
	if len(r.Parts) == 0 {
		b.WriteString("\n" + nothing + "\n")
	}
	for i := range r.Parts {
		r.Parts[i].markdown(&b)
	}
	return b.Bytes()
}

// nothing is what an empty report says.
const nothing = "No process, logon session, user or host has a note yet. Tag what matters in the page; it then stands here."

// goneWords say why a thing is missing.
const goneWords = "The case has no such thing any more: its logs were taken out, or a later record gave it another key. The note was kept."

func (r *Report) numbers() string {
	things := "things"
	if len(r.Parts) == 1 {
		things = "thing"
	}
	return fmt.Sprintf("%d %s with notes, of %d hosts, %d processes and %d logon sessions", len(r.Parts), things, r.Stats.Hosts, r.Stats.Processes+r.Stats.Stubs, r.Stats.Sessions)
}

func (p *Part) markdown(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## %d. %s: %s\n\n", p.Number, kindWords[p.Kind], mdText(p.Title))
	if p.Gone {
		fmt.Fprintf(b, "*%s*\n\n", goneWords)
	}
	if len(p.Tags) > 0 {
		tags := make([]string, len(p.Tags))
		for i, t := range p.Tags {
			tags[i] = "**" + mdText(t) + "**"
		}
		fmt.Fprintf(b, "Tags: %s\n\n", strings.Join(tags, ", "))
	}
	if p.Comment != "" {
		for _, line := range strings.Split(p.Comment, "\n") {
			fmt.Fprintf(b, "> %s  \n", mdText(strings.TrimRight(line, "\r")))
		}
		b.WriteString("\n")
	}
	for _, f := range p.facts() {
		fmt.Fprintf(b, "- %s: %s\n", f.Name, mdCode(f.Value))
	}
	fmt.Fprintf(b, "- Key: %s\n", mdCode(p.About))
	if p.Brief {
		return
	}
	p.Picture.markdown(b)
	if len(p.Ran) > 0 {
		fmt.Fprintf(b, "\n### What ran in it (%d of %d)\n\n", len(p.Ran), p.RanOf)
		for i := range p.Ran {
			fmt.Fprintf(b, "- %s %s %s\n", p.Ran[i].Begun(), mdText(processTitle(&p.Ran[i])), mdCode(p.Ran[i].CommandLine))
		}
	}
	if len(p.Records) > 0 {
		fmt.Fprintf(b, "\n### Source records (%d of %d)\n\n", len(p.Records), p.RecordsOf)
		for i := range p.Records {
			b.WriteString("- " + mdText(recordTitle(&p.Records[i])) + "\n")
		}
	}
}

// markdown draws the lineage as a nested list.
func (p *Picture) markdown(b *bytes.Buffer) {
	if p == nil || len(p.Rows) == 0 {
		return
	}
	b.WriteString("\n### Lineage\n\n")
	for i := range p.Rows {
		r := &p.Rows[i]
		title := mdText(r.Title)
		if r.Focus {
			title = "**" + title + "**"
		}
		fmt.Fprintf(b, "%s- %s", strings.Repeat("  ", r.Level), title)
		for _, text := range []string{r.Host, r.Time, r.Elapsed, string(r.Confidence), r.moreWords()} {
			if text != "" {
				b.WriteString(", " + mdText(text))
			}
		}
		if r.Hidden > 0 {
			fmt.Fprintf(b, ", %d more children", r.Hidden)
		}
		b.WriteString("\n")
	}
	for _, n := range p.Notes {
		fmt.Fprintf(b, "\n%s\n", mdText(n))
	}
}

// recordTitle names a log record.
func recordTitle(o *graph.Observation) string {
	title := fmt.Sprintf("%s %d", o.Log, o.EventID)
	if o.RecordID != 0 {
		title += fmt.Sprintf(", record %d", o.RecordID)
	}
	if o.Time.Known() {
		title += ", " + recordTime(o)
	}
	title += ", " + o.Computer
	if o.File != "" {
		title += ", file " + o.File
	}
	return title
}

// recordTime is the record's own time; what was written without a zone to trust is not said to be UTC.
func recordTime(o *graph.Observation) string {
	text := o.Time.String()
	if o.Time.Zone != graph.ZoneNone && o.Time.Zone != graph.ZoneDoubtful {
		return text
	}
	text = strings.TrimSuffix(text, "Z") + " as written, without a zone"
	if o.UtcTime.Known() {
		text += " (UtcTime " + o.UtcTime.String() + ")"
	}
	return text
}

// mdText escapes all punctuation: backslash escapes are defined for every ASCII
// punctuation character (CommonMark 0.31, 2.4), and they keep bare addresses from becoming links.
func mdText(s string) string {
	s = termtext.Escape(s)
	var b strings.Builder
	for _, c := range s {
		if c < 0x80 && strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return strings.TrimSpace(b.String())
}

// mdCode is a code span, with more backticks around than stand inside.
func mdCode(s string) string {
	if s = termtext.Escape(s); s == "" {
		return ""
	}
	longest, run := 0, 0
	for _, c := range s {
		if c == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	fence := strings.Repeat("`", longest+1)
	return fence + " " + s + " " + fence
}

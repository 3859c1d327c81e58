package resolve

import (
	"encoding/binary"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// texts are the values of one host's records, each distinct one kept once: images,
// users, hashes and GUIDs come up again and again.
type texts struct {
	all   []string
	index map[string]uint32 // nil once all records are in
}

func newTexts() *texts { return &texts{index: map[string]uint32{}} }

// number is the number of a text. Before the index is dropped, equal texts have one number.
func (t *texts) number(text string) uint32 {
	if n, ok := t.index[text]; ok {
		return n
	}
	n := uint32(len(t.all))
	t.all = append(t.all, text)
	if t.index != nil {
		t.index[text] = n
	}
	return n
}

// packer writes the values of records as a few bytes each: the field and the
// number of its text.
type packer struct {
	block   strings.Builder
	scratch []byte
}

func appendPacked(b []byte, values []graph.Value, t *texts) []byte {
	for _, v := range values {
		b = append(b, byte(v.Field))
		b = binary.AppendUvarint(b, uint64(t.number(v.Text)))
	}
	return b
}

// packBlock is how many bytes of packed values are allocated at once.
const packBlock = 1 << 16

// pack returns the values, in order, in one piece.
func (p *packer) pack(values []graph.Value, t *texts) string {
	p.scratch = appendPacked(p.scratch[:0], values, t)
	if p.block.Cap()-p.block.Len() < len(p.scratch) {
		p.block = strings.Builder{}
		p.block.Grow(max(packBlock, len(p.scratch)))
	}
	from := p.block.Len()
	p.block.Write(p.scratch)
	return p.block.String()[from:]
}

// origin is where records come from; events of one log and file share one.
type origin struct {
	Log, File string
	texts     *texts
}

// next reads the first of the packed values: its field, its text, and what is left.
func (o *origin) next(packed string) (f graph.Field, text, rest string) {
	number, shift := uint32(0), 0
	for i := 1; i < len(packed); i++ {
		number |= uint32(packed[i]&0x7f) << shift
		if packed[i] < 0x80 {
			return graph.Field(packed[0]), o.texts.all[number], packed[i+1:]
		}
		shift += 7
	}
	return graph.NoField, "", ""
}

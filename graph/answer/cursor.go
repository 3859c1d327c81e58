package answer

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

// A cursor is the place of the last item shown in the order of its list, not a
// count of items: it stays right when the case changes between two pages.

// EncodeCursor packs the values that order a list: numbers and strings.
func EncodeCursor(place ...any) string {
	text, err := json.Marshal(place)
	if err != nil {
		return "" // numbers and strings only
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// DecodeCursor unpacks what EncodeCursor packed into dest; false for the first
// page. A cursor that was not made so is graph.ErrInvalid.
func DecodeCursor(cursor string, dest ...any) (bool, error) {
	if cursor == "" {
		return false, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	var place []json.RawMessage
	if err == nil {
		err = json.Unmarshal(text, &place)
	}
	if err != nil || len(place) != len(dest) {
		return false, BadCursor(cursor)
	}
	for i := range dest {
		if err := json.Unmarshal(place[i], dest[i]); err != nil {
			return false, BadCursor(cursor)
		}
	}
	return true, nil
}

// BadCursor is the error of a cursor that cannot be understood.
func BadCursor(cursor string) error {
	if len(cursor) > maxShown {
		cursor = cursor[:maxShown] + "…"
	}
	return fmt.Errorf("%w: the cursor %q", graph.ErrInvalid, cursor)
}

// maxShown bounds what an error repeats of a cursor, in bytes.
const maxShown = 100

// Place is the place in a list ordered by time (ticks, 0 for unknown) and key.
type Place struct {
	Sort int64
	Key  string
}

// Start is before every item: unknown times sort as 0, and no key is empty.
func Start() Place { return Place{Sort: -1 << 63} }

// DecodePlace reads a cursor; the empty one is Start.
func DecodePlace(cursor string) (Place, error) {
	var p Place
	after, err := DecodeCursor(cursor, &p.Sort, &p.Key)
	if err != nil {
		return p, err
	}
	if !after {
		return Start(), nil
	}
	return p, nil
}

// Cursor is the place as a cursor.
func (p Place) Cursor() string { return EncodeCursor(p.Sort, p.Key) }

package sqlitestore

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// A cursor is the place of the last item shown in the order of its list, not a
// count of items: it stays right when the case changes between two pages.

// encodeCursor packs the values that order a list.
func encodeCursor(place ...any) string {
	text, err := json.Marshal(place)
	if err != nil {
		return "" // numbers and strings only
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// decodeCursor unpacks what encodeCursor packed into dest; false for the first page.
func decodeCursor(cursor string, dest ...any) (bool, error) {
	if cursor == "" {
		return false, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	var place []json.RawMessage
	if err == nil {
		err = json.Unmarshal(text, &place)
	}
	if err != nil || len(place) != len(dest) {
		return false, fmt.Errorf("%w: the cursor %q", graph.ErrInvalid, cursor)
	}
	for i := range dest {
		if err := json.Unmarshal(place[i], dest[i]); err != nil {
			return false, fmt.Errorf("%w: the cursor %q", graph.ErrInvalid, cursor)
		}
	}
	return true, nil
}

// timePlace is the place in a list ordered by time and key.
type timePlace struct {
	sort int64
	key  string
}

// start is before every item: unknown times sort as 0, and no key is empty.
func start() timePlace { return timePlace{sort: -1 << 63} }

func decodeTimePlace(cursor string) (timePlace, error) {
	var p timePlace
	after, err := decodeCursor(cursor, &p.sort, &p.key)
	if err != nil {
		return p, err
	}
	if !after {
		return start(), nil
	}
	return p, nil
}

func (p timePlace) cursor() string { return encodeCursor(p.sort, p.key) }

// idList packs ids for json_each, the way to hand SQLite a list.
func idList(ids []int64) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(id, 10))
	}
	b.WriteByte(']')
	return b.String()
}

package neo4jstore

import (
	"crypto/sha256"
	"encoding/hex"
	"unicode/utf8"
)

// Bounds of indexed texts in bytes. A range index refuses entries of more than
// 8 KB (Neo4j Operations Manual, index configuration), and our widest holds two
// keys and some numbers.
const (
	maxKey  = 1000
	maxText = 500
)

// key makes a database key of an export key: the case's prefix before it, and of
// an overlong one its beginning and a hash. The true key is in the node's export line.
func (s *Store) key(exportKey string) string {
	if len(exportKey) > maxKey {
		sum := sha256.Sum256([]byte(exportKey))
		exportKey = cut(exportKey, maxKey-40) + "~" + hex.EncodeToString(sum[:16])
	}
	return s.prefix + exportKey
}

// optional is the database key of a reference, nil where there is none.
func (s *Store) optional(exportKey string) any {
	if exportKey == "" {
		return nil
	}
	return s.key(exportKey)
}

// boundText is what an index keeps of a text.
func boundText(text string) string { return cut(text, maxText) }

// cut returns at most n bytes of a text, at the border of a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// textOrNil leaves out what was not recorded.
func textOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

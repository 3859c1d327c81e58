package decodetext

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

func encode(order binary.AppendByteOrder, units ...uint16) []byte {
	var b []byte
	for _, u := range units {
		b = order.AppendUint16(b, u)
	}
	return b
}

func TestReader(t *testing.T) {
	const text = "{\"a\":\"gr\u00fc\u00df \U0001F600\"}\r\n"
	units := utf16.Encode([]rune(text))
	long := strings.Repeat(text, 20000)
	longUnits := utf16.Encode([]rune(long))
	tests := []struct {
		name string
		in   []byte
		want string
	}{
		{"utf-8", []byte(text), text},
		{"utf-8 mark", []byte("\xEF\xBB\xBF" + text), text},
		{"utf-16le mark", append([]byte{0xFF, 0xFE}, encode(binary.LittleEndian, units...)...), text},
		{"utf-16be mark", append([]byte{0xFE, 0xFF}, encode(binary.BigEndian, units...)...), text},
		{"utf-16le bare", encode(binary.LittleEndian, units...), text},
		{"utf-16be bare", encode(binary.BigEndian, units...), text},
		{"utf-16le long", encode(binary.LittleEndian, longUnits...), long},
		{"empty", nil, ""},
		{"one byte", []byte("{"), "{"},
		{"lone high", encode(binary.LittleEndian, '{', 0xD83D, 'x'), "{\xED\xA0\xBDx"},
		{"two highs", encode(binary.LittleEndian, '{', 0xD83D, 0xD83D, 0xDE00), "{\xED\xA0\xBD\U0001F600"},
		{"lone low", encode(binary.LittleEndian, '{', 0xDE00), "{\xED\xB8\x80"},
		{"high at end", encode(binary.LittleEndian, '{', 0xD83D), "{\xED\xA0\xBD"},
		{"half a unit", append(encode(binary.LittleEndian, '{'), 'x'), "{\xFF"},
	}
	for _, tt := range tests {
		for _, slow := range []bool{false, true} {
			var r io.Reader = bytes.NewReader(tt.in)
			if slow {
				r = iotest.OneByteReader(r)
			}
			got, err := io.ReadAll(NewReader(r))
			if err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("%s (slow %v): (-want +got)\n%s", tt.name, slow, diff)
			}
		}
	}
}

func TestRepair(t *testing.T) {
	tests := []struct {
		in, want string
		repaired bool
	}{
		{"plain \u00fc", "plain \u00fc", false},
		{"genuine \uFFFD", "genuine \uFFFD", false},
		{"caf\xe9 x", "caf\uFFFD x", true},
		{"a\xED\xA0\xBDb", "a\uFFFDb", true},
		{"cut \xC3", "cut \uFFFD", true},
	}
	for _, tt := range tests {
		got, repaired := Repair([]byte(tt.in))
		if string(got) != tt.want || repaired != tt.repaired {
			t.Errorf("Repair(%q) = %q, %v; want %q, %v", tt.in, got, repaired, tt.want, tt.repaired)
		}
	}
}

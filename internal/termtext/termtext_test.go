package termtext

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", `C:\Windows\System32\cmd.exe /c "a b"`, `C:\Windows\System32\cmd.exe /c "a b"`},
		{"empty", "", ""},
		{"ansi", "a\x1b[2Jb", `a\x1b[2Jb`},
		{"line ends and tab", "a\r\n\tb", `a\r\n\tb`},
		{"nul and bell", "\x00\x07", `\x00\x07`},
		{"delete", "a\x7f", `a\x7f`},
		{"C1 as a character", "a\u009b31m", `a\u009b31m`},
		{"C1 as a bare byte", "a\x9b31m", `a\x9b31m`},
		{"next line", "\u0085", `\u0085`},
		{"right-to-left override", "invoice\u202efdp.exe", `invoice\u202efdp.exe`},
		{"bidi marks", "\u061c\u200e\u200f\u202a\u2066\u2069", `\u061c\u200e\u200f\u202a\u2066\u2069`},
		{"zero width", "a\u200bb\u200cc\u200dd\u2060e\ufefff", `a\u200bb\u200cc\u200dd\u2060e\ufefff`},
		{"line separator", "a\u2028b\u2029", `a\u2028b\u2029`},
		{"soft hyphen", "a\u00adb", `a\u00adb`},
		{"tag character", "a\U000e0041", `a\U000e0041`},
		{"variation selector", "a\ufe0f", `a\ufe0f`},
		{"hangul filler", "a\u3164", `a\u3164`},
		{"private use", "\ue000", `\ue000`},
		{"bad UTF-8", "a\xff\xfeb", `a\xff\xfeb`},
		{"surrogate as bytes", "\xed\xa0\x80", `\xed\xa0\x80`},
		{"overlong escape", "\xc0\x9b", `\xc0\x9b`},
		{"replacement stays", "a\ufffdb", "a\ufffdb"},
		{"other scripts stay", "Müller Ольга 山田 שלום", "Müller Ольга 山田 שלום"},
		{"accent by a mark stays", "e\u0301", "e\u0301"},
		{"tower of marks", "e" + strings.Repeat("\u0301", 8), "e" + strings.Repeat("\u0301", 6) + `\u0301\u0301`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Escape(tt.in); got != tt.want {
				t.Errorf("Escape(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		name, in string
		width    int
		want     string
	}{
		{"fits", "abc", 3, "abc"},
		{"cut", "abcdef", 4, "abc…"},
		{"one column", "abc", 1, "…"},
		{"no room", "abc", 0, ""},
		{"negative", "abc", -1, ""},
		{"empty", "", 3, ""},
		{"wide fits", "山田", 4, "山田"},
		{"wide cut between", "山田太郎", 5, "山田…"},
		{"wide does not fit beside the ellipsis", "山田太郎", 4, "山…"},
		{"mark stays with its letter", "e\u0301fgh", 3, "e\u0301f…"},
		{"umlauts count once", "Müller", 6, "Müller"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Cut(tt.in, tt.width)
			if got != tt.want {
				t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.width, got, tt.want)
			}
			if w := Width(got); w > max(tt.width, 0) {
				t.Errorf("Cut(%q, %d) takes %d columns", tt.in, tt.width, w)
			}
		})
	}
}

func TestPad(t *testing.T) {
	for in, want := range map[string]string{"ab": "ab  ", "山": "山  ", "abcdef": "abcdef", "": "    "} {
		if got := Pad(in, 4); got != want {
			t.Errorf("Pad(%q, 4) = %q, want %q", in, got, want)
		}
	}
}

// FuzzEscape: whatever goes in, what comes out is valid UTF-8 without any
// control or format character, is left alone by a second Escape, and can be cut.
func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"", "a\x1b]0;x\x07", "\u202e\u2066", "\xff\xc0\x9b", "e\u0301\u0301", "👩‍👩‍👧", "\u1100\u1161"} {
		f.Add(seed, 7)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		got := Escape(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Escape(%q) = %q is no UTF-8", s, got)
		}
		for i := range len(got) {
			if got[i] < 0x20 || got[i] == 0x7f {
				t.Fatalf("Escape(%q) = %q holds the control %#x", s, got, got[i])
			}
		}
		for _, r := range got {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs) {
				t.Fatalf("Escape(%q) = %q holds %U", s, got, r)
			}
		}
		if again := Escape(got); again != got {
			t.Fatalf("Escape is not stable: %q, then %q", got, again)
		}
		cut := Cut(got, width)
		if !utf8.ValidString(cut) || Width(cut) > max(width, 0) {
			t.Fatalf("Cut(%q, %d) = %q, %d columns", got, width, cut, Width(cut))
		}
	})
}

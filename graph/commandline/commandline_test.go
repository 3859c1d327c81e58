package commandline

import (
	"encoding/base64"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// encode is what PowerShell expects after -EncodedCommand.
func encode(text string) string {
	var raw []byte
	for _, u := range utf16.Encode([]rune(text)) {
		raw = append(raw, byte(u), byte(u>>8))
	}
	return base64.StdEncoding.EncodeToString(raw)
}

func TestSplit(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"  ", nil},
		{`cmd.exe /c whoami`, []string{"cmd.exe", "/c", "whoami"}},
		{`"C:\Program Files\a.exe"  -x`, []string{`C:\Program Files\a.exe`, "-x"}},
		{`a "" b`, []string{"a", "", "b"}},
		{`a "b c`, []string{"a", "b c"}},
		{`a\\b d"e f"g h`, []string{`a\\b`, "de fg", "h"}},
		{`a\\\"b c d`, []string{`a\"b`, "c", "d"}},
		{`a\\\\"b c" d e`, []string{`a\\b c`, "d", "e"}},
		{`"C:\dir\\" x`, []string{`C:\dir\`, "x"}},
		{"a\tb\r\nc", []string{"a", "b", "c"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Split(tt.in)); diff != "" {
			t.Errorf("Split(%q): %s", tt.in, diff)
		}
	}
	if n := len(Split(strings.Repeat("a ", 10000))); n != maxArguments {
		t.Errorf("Split of 10,000 arguments gives %d", n)
	}
}

func TestDecodePowerShell(t *testing.T) {
	const script = "Get-Process | Out-File C:\\x.txt"
	code := encode(script)
	one := []Decoded{{EncodedCommand, script}}
	nested := "powershell -enc " + encode("whoami /all")
	tests := []struct {
		name, in string
		want     []Decoded
	}{
		{"full name", "powershell.exe -EncodedCommand " + code, one},
		{"one letter", "powershell -e " + code, one},
		{"alias", "powershell -ec " + code, one},
		{"prefix", "powershell -NoP -W hidden -enco " + code, one},
		{"upper case", "POWERSHELL -ENC " + code, one},
		{"slash", "powershell /e " + code, one},
		{"double hyphen", "pwsh --enc " + code, one},
		{"en dash", "powershell \u2013enc " + code, one},
		{"em dash", "powershell \u2014enc " + code, one},
		{"bar", "powershell \u2015enc " + code, one},
		{"double quotes", `powershell -enc "` + code + `"`, one},
		{"single quotes", "powershell -enc '" + code + "'", one},
		{"quotes inside the switch", `powershell -e"n"c ` + code, one},
		{"carets of cmd", "cmd /c powershell -e^n^c " + code, one},
		{"blanks inside", `powershell -enc "` + code[:8] + " " + code[8:] + `"`, one},
		{"no padding", "powershell -enc " + strings.TrimRight(code, "="), one},
		{"cut", "powershell -enc " + code[:len(code)-6], []Decoded{{EncodedCommand, script[:len(script)-2]}}},
		{"quoted for cmd", `cmd.exe /c "powershell -nop -enc ` + code + `"`, one},
		{"quoted twice", `cmd /c "cmd /c \"powershell -enc ` + code + `\""`, one},
		{"program renamed", "C:\\Users\\Public\\a.exe -enc " + code, one},
		{"arguments too", "powershell -enc " + code + " -encodedarguments " + encode("<Objs />"),
			[]Decoded{{EncodedCommand, script}, {EncodedArguments, "<Objs />"}}},
		{"nested", "powershell -enc " + encode(nested), []Decoded{{EncodedCommand, nested}, {EncodedCommand, "whoami /all"}}},
		{"nested twice stops", "powershell -enc " + encode("powershell -enc "+encode(nested)),
			[]Decoded{{EncodedCommand, "powershell -enc " + encode(nested)}, {EncodedCommand, nested}}},
		{"not ASCII", "powershell -e " + encode("echo Grüße 山田 😀"), []Decoded{{EncodedCommand, "echo Grüße 山田 😀"}}},
		{"byte order mark", "powershell -e " + encode("\ufeffdir"), []Decoded{{EncodedCommand, "dir"}}},

		{"execution policy is another switch", "powershell -ex bypass -ep " + code, nil},
		{"a longer word", "powershell -encodedcommandx " + code, nil},
		{"no value", "powershell -enc", nil},
		{"no base64", "powershell -enc hello!", nil},
		{"controls and no text", "powershell -enc " + base64.StdEncoding.EncodeToString([]byte{1, 0, 2, 0, 3, 0, 4, 0}), nil},
		{"another program's -e", "grep -e aGVsbG8gd29ybGQ=", nil},
		{"another program's short value", "tool -e " + encode("abc"), nil},
		{"not encoded", `powershell -Command "Get-Process -Name e"`, nil},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, DecodePowerShell(tt.in)); diff != "" {
				t.Errorf("DecodePowerShell(%q): %s", tt.in, diff)
			}
		})
	}
}

func TestDecodePowerShellIsBounded(t *testing.T) {
	long := strings.Repeat("é", MaxDecoded)
	got := DecodePowerShell("powershell -e " + encode(long) + " -e " + encode(long))
	total := 0
	for _, d := range got {
		total += len(d.Text)
		if !utf8.ValidString(d.Text) {
			t.Error("the text was cut within a character")
		}
	}
	if total == 0 || total > MaxDecoded {
		t.Errorf("decoded %d bytes, at most %d are allowed", total, MaxDecoded)
	}
	if n := len(DecodePowerShell("powershell" + strings.Repeat(" -e "+encode("dir c:\\"), 100))); n != maxDecodings {
		t.Errorf("%d values decoded, want %d", n, maxDecodings)
	}
}

func FuzzDecodePowerShell(f *testing.F) {
	f.Add("powershell -enc " + encode("dir"))
	f.Add(`cmd /c "powershell \u2013e '` + encode("powershell -e AAAA") + `'`)
	f.Add(`a\\\"b "`)
	f.Fuzz(func(t *testing.T, s string) {
		total := 0
		for _, d := range DecodePowerShell(s) {
			total += len(d.Text)
			if !utf8.ValidString(d.Text) {
				t.Errorf("%q: no UTF-8: %q", s, d.Text)
			}
		}
		if total > MaxDecoded {
			t.Errorf("%d bytes decoded", total)
		}
	})
}

package commandline

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The kinds of Decoded.
const (
	// EncodedCommand: the value of PowerShell's -EncodedCommand.
	EncodedCommand = "powershell-encoded-command"
	// EncodedArguments: the value of PowerShell's -EncodedArguments.
	EncodedArguments = "powershell-encoded-arguments"
)

// MaxDecoded bounds the text of all that DecodePowerShell returns, in bytes.
const MaxDecoded = 64 << 10

// maxDecodings bounds the number of values decoded from one command line, and
// maxDepth how often decoded text or a quoted argument is looked into again.
const (
	maxDecodings = 8
	maxDepth     = 3
)

// Decoded is a part of a command line in plain text.
type Decoded struct {
	Kind string `json:"kind"`
	// Text is the decoded text: as hostile as the command line it came from.
	Text string `json:"text"`
}

// DecodePowerShell returns what the command line gives PowerShell in encoded
// form, in order, each followed by what its own text holds encoded (one level).
// It knows the spellings that PowerShell itself accepts: any prefix of the
// switch from "-e" on, the alias "-ec", hyphen, doubled hyphen, en dash, em
// dash, horizontal bar or slash, any case (CommandLineParameterParser in
// PowerShell's published source). It also looks into the quoted command of
// "cmd /c" and past cmd's escape character. A value that was cut is decoded as
// far as it goes. Nil where there is nothing, or where it is no text.
func DecodePowerShell(commandLine string) []Decoded {
	d := decoder{room: MaxDecoded}
	d.scan(commandLine, 0, false)
	return d.found
}

// decoder gathers what was found while room lasts.
type decoder struct {
	found []Decoded
	room  int
}

// scan looks through one command line. nested says that it is itself decoded text.
func (d *decoder) scan(commandLine string, depth int, nested bool) {
	if depth >= maxDepth || !strings.ContainsAny(commandLine, "-/\u2013\u2014\u2015") {
		return
	}
	args := Split(commandLine)
	powershell := false
	for i, arg := range args {
		if d.full() {
			return
		}
		if strings.ContainsAny(arg, " \t") && namesPowerShell(arg) {
			d.scan(arg, depth+1, nested)
		}
		powershell = powershell || namesPowerShell(arg)
		kind := encodedSwitch(arg)
		if kind == "" || i+1 == len(args) {
			continue
		}
		text, ok := decodeUTF16(args[i+1], powershell)
		if !ok {
			continue
		}
		d.add(kind, text)
		if !nested && namesPowerShell(text) {
			d.scan(text, depth+1, true)
		}
	}
}

func (d *decoder) full() bool { return d.room <= 0 || len(d.found) >= maxDecodings }

// add keeps text, cut to the room that is left between two characters.
func (d *decoder) add(kind, text string) {
	if d.full() {
		return
	}
	if len(text) > d.room {
		end := d.room
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	d.room -= len(text)
	d.found = append(d.found, Decoded{Kind: kind, Text: text})
}

// namesPowerShell says whether s holds PowerShell's name in any case.
func namesPowerShell(s string) bool {
	return containsFold(s, "powershell") || containsFold(s, "pwsh")
}

// encodedSwitch returns the kind of value that the switch arg announces, "" if none.
func encodedSwitch(arg string) string {
	name, ok := switchName(strings.ReplaceAll(arg, "^", ""))
	switch {
	case !ok || name == "":
		return ""
	case strings.HasPrefix("encodedcommand", name), name == "ec":
		return EncodedCommand
	case name == "ea", strings.HasPrefix("encodedarguments", name) && len(name) >= len("encodeda"):
		return EncodedArguments
	}
	return ""
}

// switchName strips the dash or slash that begins a switch; the name is in lower case.
func switchName(arg string) (name string, ok bool) {
	arg = strings.TrimSpace(arg)
	first, size := utf8.DecodeRuneInString(arg)
	switch first {
	case '-', '\u2013', '\u2014', '\u2015':
		return strings.ToLower(strings.TrimPrefix(arg[size:], arg[:size])), true
	case '/':
		return strings.ToLower(arg[size:]), true
	}
	return "", false
}

// decodeUTF16 reads base64 of UTF-16LE, padded or not, cut or not. Without
// sure (PowerShell was named) the result must also look like a script, so that
// another program's -e is not taken for PowerShell's.
func decodeUTF16(value string, sure bool) (string, bool) {
	raw, ok := decodeBase64(value)
	if !ok || len(raw) < 2 {
		return "", false
	}
	units := make([]uint16, 0, len(raw)/2)
	ascii, odd := 0, 0
	for i := 0; i+1 < len(raw); i += 2 {
		u := uint16(raw[i]) | uint16(raw[i+1])<<8
		if i == 0 && u == 0xfeff {
			continue
		}
		switch {
		case u == '\t' || u == '\n' || u == '\r' || u >= 0x20 && u < 0x7f:
			ascii++
		case u < 0x20 || u == 0xffff || u == 0xfffe:
			odd++
		}
		units = append(units, u)
	}
	text := string(utf16.Decode(units))
	odd += strings.Count(text, "\ufffd")
	switch {
	case len(units) == 0, odd*8 > len(units):
		return "", false
	case !sure && (len(units) < 6 || ascii*4 < len(units)*3):
		return "", false
	}
	return text, true
}

// decodeBase64 decodes at most what MaxDecoded can hold. Blanks and a cut end
// are passed over, as is the punctuation that may close the command around it.
func decodeBase64(value string) ([]byte, bool) {
	value = strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && blank(byte(r)) || r == '^' {
			return -1
		}
		return r
	}, strings.Trim(value, `'"();&|`+"`"))
	value = strings.TrimRight(value, "=")
	if limit := MaxDecoded * 2 / 3 * 4; len(value) > limit {
		value = value[:limit]
	}
	if len(value)%4 == 1 {
		value = value[:len(value)-1]
	}
	raw, err := base64.RawStdEncoding.DecodeString(value)
	return raw, err == nil && len(raw) > 0
}

// containsFold says whether s holds the ASCII word in any case.
func containsFold(s, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

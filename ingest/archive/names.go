package archive

import (
	"strings"
	"unicode/utf8"
)

const maxNameLength = 4096

// checkName returns an entry's name with forward slashes, or the reason why it
// is refused. Nothing is written under these names; a name that tries to lead
// elsewhere still tells of an archive that was made to do harm.
func checkName(name string) (clean, refusal string) {
	clean = strings.ReplaceAll(strings.ToValidUTF8(name, "\uFFFD"), `\`, "/")
	switch {
	case clean == "":
		return clean, "the entry has no name"
	case len(clean) > maxNameLength:
		// Cut where a character begins.
		cut := maxNameLength
		for !utf8.RuneStart(clean[cut]) {
			cut--
		}
		return clean[:cut], "the entry's name is too long"
	case strings.HasPrefix(clean, "/"):
		return clean, "the entry's name is an absolute path"
	case len(clean) >= 2 && clean[1] == ':' && isLetter(clean[0]):
		return clean, "the entry's name has a drive letter"
	case strings.IndexByte(clean, 0) >= 0:
		return clean, "the entry's name holds a zero byte"
	}
	for part := range strings.SplitSeq(clean, "/") {
		if part == ".." {
			return clean, "the entry's name leads out of the archive (..)"
		}
		if isDevice(part) {
			return clean, "the entry has the name of a Windows device"
		}
	}
	return strings.TrimPrefix(clean, "./"), ""
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// isDevice says whether Windows would open a device under that name, whatever
// its extension.
func isDevice(part string) bool {
	stem, _, _ := strings.Cut(part, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	return len(stem) == 4 && (stem[:3] == "COM" || stem[:3] == "LPT") && stem[3] >= '1' && stem[3] <= '9'
}

// inside returns the place of an entry of an archive.
func (p place) inside(name string) place {
	return place{path: p.path + "/" + name, name: baseName(name)}
}

// unpacked returns the place of what is inside a packed stream, which has the
// name without the suffix.
func (p place) unpacked() place {
	lower := strings.ToLower(p.name)
	for _, suffix := range []string{".gz", ".zst", ".bz2", ".gzip", ".zstd"} {
		if strings.HasSuffix(lower, suffix) && len(lower) > len(suffix) {
			p.name = p.name[:len(p.name)-len(suffix)]
			return p
		}
	}
	for _, suffix := range []string{".tgz", ".tzst", ".tbz2"} {
		if strings.HasSuffix(lower, suffix) {
			p.name = p.name[:len(p.name)-len(suffix)] + ".tar"
		}
	}
	return p
}

func baseName(name string) string {
	name = strings.TrimRight(strings.ReplaceAll(name, `\`, "/"), "/")
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	return name
}

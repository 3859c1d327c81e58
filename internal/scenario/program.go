package scenario

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// program is an executable: what Sysmon reads from its version resource. The
// hashes are those of the name and version, so no file on earth has them.
type program struct {
	image, description, product, company, original, version string
	name                                                    string // file name in lower case
	hashes                                                  string
}

const (
	system32 = `C:\Windows\System32\`
	windows  = `Microsoft® Windows® Operating System`
	office   = `Microsoft Office`
	vendor   = `Microsoft Corporation`
)

func newProgram(image, description, product, company, original, version string) *program {
	p := &program{image: image, description: description, product: product, company: company,
		original: original, version: version}
	p.name = strings.ToLower(image[strings.LastIndexByte(image, '\\')+1:])
	content := p.name + "|" + version
	one, five, two := sha1.Sum([]byte(content)), md5.Sum([]byte(content)), sha256.Sum256([]byte(content))
	imports := md5.Sum([]byte("imports|" + content))
	up := func(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }
	p.hashes = "SHA1=" + up(one[:]) + ",MD5=" + up(five[:]) + ",SHA256=" + up(two[:]) + ",IMPHASH=" + up(imports[:])
	return p
}

// ofWindows is a program of the operating system.
func ofWindows(image, description string) *program {
	return newProgram(image, description, windows, vendor, image[strings.LastIndexByte(image, '\\')+1:], "10.0.22621.3672 (WinBuild.160101.0800)")
}

// catalog holds each program once by file name; programs below a user's
// profile have {user} in their path and are made once for each user.
type catalog struct {
	byName   map[string]*program
	personal map[string]*program
}

func newCatalog() *catalog {
	c := &catalog{byName: map[string]*program{}, personal: map[string]*program{}}
	for _, entry := range windowsPrograms {
		image := entry.path
		if !strings.Contains(image, `\`) && image != "System" && image != "Registry" {
			image = system32 + image
		}
		p := ofWindows(image, entry.description)
		c.byName[p.name] = p
	}
	for _, entry := range otherPrograms {
		p := newProgram(entry.path, entry.description, entry.product, entry.company, entry.path[strings.LastIndexByte(entry.path, '\\')+1:], entry.version)
		c.byName[p.name] = p
	}
	return c
}

// get is the program with that file name; it must be in the catalog.
func (c *catalog) get(name string) *program {
	p := c.byName[name]
	if p == nil {
		panic("scenario: no program " + name)
	}
	return p
}

// of is get, with {user} in the path filled in.
func (c *catalog) of(name, user string) *program {
	p := c.get(name)
	if !strings.Contains(p.image, "{user}") {
		return p
	}
	key := name + "|" + user
	own := c.personal[key]
	if own == nil {
		own = newProgram(strings.ReplaceAll(p.image, "{user}", user), p.description, p.product, p.company, p.original, p.version)
		c.personal[key] = own
	}
	return own
}

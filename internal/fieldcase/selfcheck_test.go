package fieldcase

import (
	"slices"
	"strings"
	"testing"
)

// TestCheckSeesDamage makes the right export of each case wrong in many ways:
// what cannot fail proves nothing.
func TestCheckSeesDamage(t *testing.T) {
	made := map[string]int{}
	for _, c := range readCases(t) {
		if c.input == nil {
			continue
		}
		s := newMemoryStore()
		report := importPaths(t, s, writeInputs(t, c.input)...)
		x := ParseExport(s.export(t))
		b := bind(c.expect, x)
		t.Run(c.name, func(t *testing.T) {
			before := firm(Check(c.expect, x, report))
			tried := 0
			for _, d := range damages {
				lines := d.make(c.expect, x, b)
				if lines == nil {
					continue
				}
				tried++
				made[d.name]++
				if firm(Check(c.expect, ParseExport(encodeLines(t, lines)), report)) <= before {
					t.Errorf("not seen: %s", d.name)
				}
			}
			if tried < 3 {
				t.Errorf("only %d kinds of damage could be made", tried)
			}
			checkReportDamage(t, c, x, report)
		})
	}
	for _, d := range damages {
		if made[d.name] == 0 {
			t.Errorf("no case could be damaged so: %s", d.name)
		}
	}
}

// firm counts what is wrong, not only worse.
func firm(found []Mismatch) (n int) {
	for _, m := range found {
		if !m.Note {
			n++
		}
	}
	return n
}

// checkReportDamage checks that a wrong count in the ingest report is seen
// where the case counts on it.
func checkReportDamage(t *testing.T, c testCase, x *Export, report *Report) {
	t.Helper()
	want := c.expect.Counts
	wrong := -1
	for name, damaged := range map[string]*Report{
		"no report":        nil,
		"wrong duplicates": {Ignored: report.Ignored, Duplicates: &wrong, Rejected: report.Rejected, Files: report.Files},
		"wrong rejected":   {Ignored: report.Ignored, Duplicates: report.Duplicates, Rejected: &wrong, Files: report.Files},
	} {
		counts := name == "no report" && (want.Duplicates != nil || want.Rejected != nil || want.Ignored != nil) ||
			name == "wrong duplicates" && want.Duplicates != nil || name == "wrong rejected" && want.Rejected != nil
		seen := slices.ContainsFunc(Check(c.expect, x, damaged), func(m Mismatch) bool { return strings.HasSuffix(m.Field, "(ingest report)") })
		if counts != seen {
			t.Errorf("%s: seen %v, want %v", name, seen, counts)
		}
	}
}

// TestParseExport breaks each rule for every line.
func TestParseExport(t *testing.T) {
	const (
		host    = `{"kind":"host","key":"h:a","name":"a.example.test"}`
		session = `{"kind":"session","key":"s:a:1","host":"h:a","logon_id":"0x3e7","observed":false}`
		parent  = `{"kind":"process","key":"p:a:1","host":"h:a","pid":1,"guid":"a1b2c3d4-0000-0000-0000-000000000001","observed":false}`
	)
	join := func(lines ...string) string { return strings.Join(lines, "\n") + "\n" }
	process := func(members string) string {
		return join(host, session, parent, `{"kind":"process","key":"p:a:2","host":"h:a","observed":true`+members+`}`)
	}
	for _, test := range []struct{ name, export, want string }{
		{"right", process(`,"pid":2,"parent":"p:a:1","parent_via":"pid-time","session":"s:a:1","start":"2024-03-05T09:00:00.1234567Z"`), ""},
		{"no JSON", join(host, "{"), "export line 2 is not"},
		{"no object", join(`["kind"]`), "export line 1 is not"},
		{"two objects", join(host + host), "export line 1 is not"},
		{"no UTF-8", join("{\"kind\":\"host\",\"key\":\"\xff\"}"), "no UTF-8"},
		{"no key", join(`{"kind":"host"}`), "no texts 'kind' and 'key'"},
		{"kind is not first", join(`{"key":"h:a","kind":"host"}`), "not the first member"},
		{"unknown kind", join(`{"kind":"file","key":"f"}`), "unknown kind"},
		{"two of one key", join(host, host), "two host lines"},
		{"not sorted", join(`{"kind":"host","key":"h:b"}`, host), "not sorted"},
		{"kinds are mixed", join(host, session, `{"kind":"host","key":"h:b"}`), "do not stand together"},
		{"no host", join(`{"kind":"process","key":"p"}`), "has no host"},
		{"null", process(`,"image":null`), "left out"},
		{"empty", process(`,"image":""`), "left out"},
		{"blank", process(`,"image":" "`), "left out"},
		{"dash", process(`,"image":"-"`), "left out"},
		{"lone surrogate", process(`,"image":"a\ud800b"`), "lone surrogate"},
		{"low surrogate alone", process(`,"image":"\udc00"`), "lone surrogate"},
		{"surrogate at the end", process(`,"image":"\ud83d"`), "lone surrogate"},
		{"surrogate pair", process(`,"image":"\ud83d\ude00"`), ""},
		{"escaped backslash", process(`,"image":"C:\\ud800"`), ""},
		{"dangling reference", process(`,"user":"u:nobody"`), "no user line"},
		{"reference of another kind", process(`,"session":"p:a:1"`), "no session line"},
		{"local time", process(`,"start":"2024-03-05T09:00:00"`), "start is"},
		{"time with an offset", process(`,"start":"2024-03-05T09:00:00+01:00"`), "start is"},
		{"time that is none", process(`,"start":"2024-02-30T09:00:00Z"`), "start is"},
		{"time without digits", process(`,"start":"2024-02-28T09:00:00.Z"`), "start is"},
		{"time as a number", process(`,"start":5`), "start is"},
		{"zero GUID", process(`,"guid":"00000000-0000-0000-0000-000000000000"`), "guid is"},
		{"GUID in braces", process(`,"guid":"{a1b2c3d4-0000-0000-0000-000000000001}"`), "guid is"},
		{"GUID in upper case", process(`,"guid":"A1B2C3D4-0000-0000-0000-000000000001"`), "guid is"},
		{"padded logon ID", join(host, `{"kind":"session","key":"s","host":"h:a","logon_id":"0x003e7"}`), "logon_id is"},
		{"PID as text", process(`,"pid":"2"`), "pid is"},
		{"PID with a fraction", process(`,"pid":2.5`), "pid is"},
		{"parent without via", process(`,"parent":"p:a:1"`), "parent_via is"},
		{"parent by a GUID that is not there", process(`,"parent":"p:a:1","parent_via":"guid"`), "has no GUID"},
		{"claim without a line", process(`,"parent_claims":[{"parent":"p:b:1","source":"sysmon"}]`), "parent_claims holds"},
		{"origin without a line", process(`,"remote_origin":{"session":"s:b"}`), "remote origin"},
		{"possible origin without a line", process(`,"remote_origin_possible":["s:b"]`), "remote origin"},
	} {
		t.Run(test.name, func(t *testing.T) {
			problems := strings.Join(ParseExport([]byte(test.export)).Problems, "\n")
			if test.want == "" && problems != "" || !strings.Contains(problems, test.want) {
				t.Errorf("problems %q, want %q", problems, test.want)
			}
		})
	}
}

// TestReadExpectIsStrict: a member that is not known would not be checked.
func TestReadExpectIsStrict(t *testing.T) {
	for name, text := range map[string]string{
		"unknown member": `{"schema":"fieldcase-expect/1","proceses":[]}`,
		"unknown rule":   `{"schema":"fieldcase-expect/1","must_not":[{"name_is":"x"}]}`,
		"another schema": `{"schema":"fieldcase-expect/2"}`,
		"no JSON":        `{`,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ReadExpect(writeInputs(t, []byte(text))[0]); err == nil {
				t.Error("no error")
			}
		})
	}
}

package fieldcase

import (
	"strings"
	"time"
)

// What each agreement between a wanted thing and a line counts. A GUID outweighs
// all the rest but the time; a PID outweighs the names.
const (
	pointsGUID       = 100
	pointsFamily     = 50
	pointsPID        = 40
	pointsSameStart  = 30
	pointsObserved   = 20
	pointsNearStart  = 10
	pointsNoStart    = 10
	pointsCommand    = 10
	pointsFile       = 5
	pointsImage      = 5
	pointsOtherStart = -30
	pointsSID        = 100
	pointsName       = 10
	pointsOwner      = 10
)

// nearStart is how far apart two starts may be and still speak for one process.
const nearStart = 2 * time.Second

// processFit says how well a line is a wanted process. It has to be on the
// host, with the same GUID, else the same PID; one without a PID, the same file.
func (b *binding) processFit(w *WantProcess, l *Line) (points int, ok bool) {
	host := b.hosts[w.Host]
	if host == nil || l.text("host") != host.Key {
		return 0, false
	}
	sameGUID := w.GUID != nil && l.text("guid") == *w.GUID
	if w.GUID != nil && l.text("guid") != "" && !sameGUID {
		return 0, false
	}
	pid, hasPID := l.number("pid")
	samePID := w.PID != nil && hasPID && pid == *w.PID
	sameFile := w.Image != nil && baseName(l.text("image")) == baseName(*w.Image)
	if !sameGUID && !samePID && (w.PID != nil || l.has("pid") || !sameFile) {
		return 0, false
	}
	add := func(agrees bool, n int) {
		if agrees {
			points += n
		}
	}
	command := w.CommandLine.or("")
	add(sameGUID, pointsGUID)
	add(samePID, pointsPID)
	add(sameFile, pointsFile)
	add(w.Image != nil && l.text("image") == *w.Image, pointsImage)
	add(l.flag("observed") == w.Observed, pointsObserved)
	add(command != "" && l.text("command_line") == command, pointsCommand)
	return points + startFit(w.Start, l.get("start")), true
}

// startFit says how well a start is the one wanted.
func startFit(want Optional[string], got any) int {
	g, known := moment(got)
	w, wanted := moment(want.or(""))
	switch {
	case !known && !wanted:
		return pointsNoStart
	case !known || !wanted:
		return 0
	case w.Equal(g):
		return pointsSameStart
	case w.Sub(g).Abs() < nearStart:
		return pointsNearStart
	}
	return pointsOtherStart
}

// sessionFit says how well a line is a wanted session of that host and logon ID.
func (b *binding) sessionFit(w *WantSession, l *Line) (points int, ok bool) {
	host := b.hosts[w.Host]
	if host == nil || l.text("host") != host.Key || l.text("logon_id") != w.LogonID {
		return 0, false
	}
	if l.flag("observed") == w.Observed.or(false) {
		points += pointsObserved
	}
	if w.User != nil && b.users[*w.User] != nil && l.text("user") == b.users[*w.User].Key {
		points += pointsOwner
	}
	if sameMoment(w.Start, l.get("start")) {
		points += pointsSameStart
	}
	return points, true
}

// sameMoment says whether two times are equal, or both not known.
func sameMoment(want Optional[string], got any) bool {
	g, known := moment(got)
	w, wanted := moment(want.or(""))
	return known == wanted && w.Equal(g)
}

// userFit says how well a line is a wanted user: the SIDs decide where both
// have one, else the spellings.
func userFit(w *WantUser, l *Line) (points int, ok bool) {
	if w.SID != nil && l.text("sid") != "" {
		return pointsSID, *w.SID == l.text("sid")
	}
	have := spellings(l)
	common := map[string]bool{}
	for _, name := range append([]string{w.Name}, w.Names...) {
		if name = strings.ToLower(name); have[name] {
			common[name] = true
		}
	}
	return pointsName * len(common), len(common) > 0
}

// spellings are all names of a user's line, in lower case.
func spellings(l *Line) map[string]bool {
	all := map[string]bool{}
	for _, name := range append(l.texts("names"), l.text("name")) {
		if name != "" {
			all[strings.ToLower(name)] = true
		}
	}
	return all
}

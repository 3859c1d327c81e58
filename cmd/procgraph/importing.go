package main

import (
	"github.com/procgraph/procgraph/internal/importjob"
	"github.com/procgraph/procgraph/web/api"
)

// importStatus is what the bar of the page shows: the reading of the paths of the
// command line, else of what was sent to the page.
func importStatus(is *status, imports importjob.Importer) api.IngestStatus {
	return func() api.IngestProgress {
		var own api.IngestProgress
		if is != nil {
			own = is.Get()
		}
		if own.Running || imports == nil {
			return own
		}
		sent := progressOf(imports.Jobs())
		if !sent.Running {
			return own
		}
		return sent
	}
}

// progressOf sums up the imports since the last time that none was under way.
func progressOf(jobs []importjob.Job) (p api.IngestProgress) {
	from := 0
	for i, j := range jobs {
		if !j.State.Ended() {
			p.Running = true
			break
		}
		from = i + 1
	}
	if !p.Running {
		return p
	}
	for _, j := range jobs[from:] {
		p.FilesTotal++
		p.BytesTotal += j.Size
		p.BytesDone += min(j.BytesDone, j.Size)
		p.Records += j.Records
		switch j.State {
		case importjob.Reading, importjob.Waiting:
			p.Current = j.Name
		case importjob.Queued:
		default:
			p.FilesDone++
		}
	}
	if p.Current == "" {
		p.Current = jobs[from].Name
	}
	return p
}

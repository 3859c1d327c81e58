package scenario

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/procgraph/procgraph/internal/evtxwriter"
)

// WriteEVTX generates the world of c into EVTX files below dir, one for each
// host and log, named as Windows names them: HOST/Security.evtx,
// HOST/System.evtx, HOST/Microsoft-Windows-Sysmon%4Operational.evtx. A log
// without a record has no file; files of the same name are replaced.
func WriteEVTX(ctx context.Context, dir string, c Config) (*Truth, error) {
	out := &fileEmitter{dir: dir, logs: map[logName]*evtxLog{}}
	truth, err := Generate(ctx, c, out)
	if closed := out.close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, fmt.Errorf("writing event logs: %w", err)
	}
	return truth, nil
}

type logName struct {
	host    int
	channel string
}

// fileEmitter writes each event to its host's and log's file.
type fileEmitter struct {
	dir    string
	logs   map[logName]*evtxLog
	order  []*evtxLog
	event  evtxwriter.Event
	user   evtxwriter.UserData
	values []evtxwriter.Value
}

type evtxLog struct{ writer *evtxwriter.Writer }

// Event implements Emitter.
func (f *fileEmitter) Event(host *Host, e *Event) error {
	log, err := f.log(host, e.Channel)
	if err != nil {
		return err
	}
	if f.values, err = appendValues(f.values[:0], e.Data); err != nil {
		return fmt.Errorf("event %d: %w", e.EventID, err)
	}
	f.event = evtxwriter.Event{Provider: e.Provider, ProviderGUID: e.ProviderGUID, Channel: e.Channel, Computer: e.Computer,
		EventID: e.EventID, Version: e.Version, RecordID: e.RecordID, Time: e.Time, Level: e.Level, Opcode: e.Opcode, Task: e.Task,
		Keywords: e.Keywords, ProcessID: e.ProcessID, ThreadID: e.ThreadID, UserSID: e.UserSID, Data: f.values}
	if e.UserData != "" {
		f.user = evtxwriter.UserData{Element: e.UserData, Namespace: e.Namespace, Data: f.values}
		f.event.Data, f.event.UserData = nil, &f.user
	}
	return log.writer.Write(&f.event)
}

func (f *fileEmitter) log(host *Host, channel string) (*evtxLog, error) {
	name := logName{host.Index, channel}
	if log := f.logs[name]; log != nil {
		return log, nil
	}
	folder := filepath.Join(f.dir, host.NetBIOS)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	file, err := createFile(filepath.Join(folder, strings.ReplaceAll(channel, "/", "%4")+".evtx"))
	if err != nil {
		return nil, err
	}
	writer, err := evtxwriter.New(file, evtxwriter.Options{})
	if err != nil {
		return nil, err
	}
	log := &evtxLog{writer}
	f.logs[name] = log
	f.order = append(f.order, log)
	return log, nil
}

func (f *fileEmitter) close() error {
	var all []error
	for _, log := range f.order {
		all = append(all, log.writer.Close())
	}
	return errors.Join(all...)
}

// appendValues gives each field the type of its manifest.
func appendValues(values []evtxwriter.Value, fields []Field) ([]evtxwriter.Value, error) {
	for i := range fields {
		f := &fields[i]
		var v evtxwriter.Value
		switch f.Type {
		case UInt32Field:
			v = evtxwriter.UInt(f.Name, evtxwriter.TypeUInt32, f.Number)
		case HexField:
			v = evtxwriter.UInt(f.Name, evtxwriter.TypeHexInt64, f.Number)
		case Hex32Field:
			v = evtxwriter.UInt(f.Name, evtxwriter.TypeHexInt32, f.Number)
		case GUIDField:
			v = evtxwriter.GUID(f.Name, f.Text)
		case SIDField:
			v = evtxwriter.SID(f.Name, f.Text)
		case TimeField:
			v = evtxwriter.Filetime(f.Name, ticks(f.Number).time())
		case BinaryField:
			b, err := hex.DecodeString(f.Text)
			if err != nil {
				return nil, fmt.Errorf("field %s: %w", f.Name, err)
			}
			v = evtxwriter.Binary(f.Name, b)
		default:
			v = evtxwriter.String(f.Name, f.Text)
		}
		values = append(values, v)
	}
	return values, nil
}

// file is an io.WriteSeeker that opens its file for each write. Writes are of
// whole chunks, so this costs little, and three thousand logs can grow at once
// without as many open files.
type file struct {
	path string
	at   int64
	end  int64
}

func createFile(path string) (*file, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &file{path: path}, f.Close()
}

func (f *file) Write(p []byte) (n int, err error) {
	out, err := os.OpenFile(f.path, os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	n, err = out.WriteAt(p, f.at)
	f.at += int64(n)
	f.end = max(f.end, f.at)
	return n, err
}

func (f *file) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.end
	}
	if offset < 0 {
		return f.at, errors.New("seek before the beginning")
	}
	f.at = offset
	return offset, nil
}

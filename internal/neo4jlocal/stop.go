package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// stopPatience is how long a server has to end by itself; then it is killed,
// which costs it a recovery at its next start, but no data.
const stopPatience = time.Minute

// Stop ends the server of a version in a folder; empty arguments mean the
// defaults. It ends only a process that it knows to be that server. stopped is
// false when none ran.
func Stop(ctx context.Context, version, folder string) (stopped bool, err error) {
	p, err := newPlace(version, folder, "")
	if err != nil {
		return false, err
	}
	if _, err := os.Stat(p.home()); errors.Is(err, fs.ErrNotExist) {
		return false, nil // and no folder is made for the lock
	}
	unlock, err := p.lockServer(ctx)
	if err != nil {
		return false, err
	}
	defer unlock()
	r, running, err := p.running()
	if err != nil {
		return false, err
	}
	if running {
		if err := p.stop(ctx, r); err != nil {
			return false, err
		}
	}
	if err := os.Remove(p.runFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return running, fmt.Errorf("forgetting the server: %w", err)
	}
	return running, nil
}

func (p place) stop(ctx context.Context, r run) error {
	if err := terminate(r.PID); err != nil {
		return fmt.Errorf("asking the server (process %d) to end: %w", r.PID, err)
	}
	waiting, cancel := context.WithTimeout(ctx, stopPatience)
	defer cancel()
	gone, err := p.awaitEnd(waiting, r)
	if err != nil || gone {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return p.kill(ctx, r)
}

func (p place) kill(ctx context.Context, r run) error {
	process, err := os.FindProcess(r.PID)
	if err == nil {
		err = process.Kill()
	}
	if err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("ending the server (process %d): %w", r.PID, err)
	}
	waiting, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	gone, err := p.awaitEnd(waiting, r)
	if err == nil && !gone {
		err = fmt.Errorf("the server (process %d) does not end", r.PID)
	}
	return err
}

// awaitEnd waits for the server's process to end, as long as ctx lets it.
func (p place) awaitEnd(ctx context.Context, r run) (gone bool, err error) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		there, err := p.isServer(r.PID)
		if err != nil || !there {
			return !there, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false, nil
		}
	}
}

// end ends a server that did not get ready; what keeps it from that is of no
// use to whom the start's own error is told.
func (p place) end(r run) {
	if there, err := p.isServer(r.PID); err != nil || !there {
		return
	}
	_ = p.kill(context.Background(), r)
	_ = os.Remove(p.runFile())
}

// Kill ends the server of a version in a folder as a power cut does: at once,
// with nothing written back. Tests use it.
func Kill(ctx context.Context, version, folder string) error {
	p, err := newPlace(version, folder, "")
	if err != nil {
		return err
	}
	r, running, err := p.running()
	if err != nil {
		return err
	}
	if !running {
		return errors.New("no server runs in " + p.home())
	}
	return p.kill(ctx, r)
}

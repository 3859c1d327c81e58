package neo4jlocal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Say is told how far a long step is, one plain line at a time.
type Say func(line string)

// errAbsent: an artifact is not in the folder.
var errAbsent = errors.New("not there")

// ensureInstalled puts the verified artifacts of a release into lib, unless
// they are there, and returns their paths in the order of the list.
func ensureInstalled(ctx context.Context, r Release, java Java, lib string, say Say) ([]string, error) {
	list, err := r.Artifacts()
	if err != nil {
		return nil, err
	}
	paths, err := verify(list, lib)
	if err == nil {
		return paths, nil
	}
	var damaged *Problem
	if errors.As(err, &damaged) {
		say(damaged.Error() + ": bringing all of it again")
	} else if !errors.Is(err, errAbsent) {
		return nil, err
	}
	if err := install(ctx, r, list, java, lib, say); err != nil {
		return nil, err
	}
	return verify(list, lib)
}

// install brings the artifacts with Maven into a folder beside lib, verifies
// them there, and puts the folder in lib's place.
func install(ctx context.Context, r Release, list []Artifact, java Java, lib string, say Say) error {
	if err := os.MkdirAll(filepath.Dir(lib), 0o700); err != nil {
		return fmt.Errorf("making the folder for Neo4j: %w", err)
	}
	stage, err := os.MkdirTemp(filepath.Dir(lib), ".incoming-")
	if err != nil {
		return fmt.Errorf("making the folder for Neo4j: %w", err)
	}
	defer os.RemoveAll(stage)
	say(fmt.Sprintf("bringing Neo4j %s with Maven: %d files, some 150 MB, into %s", r.Version, len(list), lib))
	done := report(say, "still bringing it")
	err = runMaven(ctx, java.Path, pomText(list), stage, filepath.Join(filepath.Dir(lib), "maven.log"))
	done()
	if err != nil {
		return err
	}
	if _, err := verify(list, stage); err != nil {
		return err
	}
	if err := os.RemoveAll(lib); err != nil {
		return fmt.Errorf("removing an older copy: %w", err)
	}
	if err := os.Rename(stage, lib); err != nil {
		return fmt.Errorf("putting the files in their place: %w", err)
	}
	say(fmt.Sprintf("all %d files have the checksums of the list", len(list)))
	return nil
}

// verify returns the paths of the artifacts in a folder. It fails with errAbsent
// where one is not there, with a Problem where one is another than listed.
func verify(list []Artifact, folder string) ([]string, error) {
	var paths []string
	for _, a := range list {
		path := filepath.Join(folder, a.File())
		sum, err := fileSum(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", path, errAbsent)
		}
		if err != nil {
			return nil, err
		}
		if sum != a.SHA256 {
			return nil, &Problem{What: fmt.Sprintf("%s is not the file it should be: its SHA-256 is %s, listed is %s", a.File(), sum, a.SHA256),
				Todo: "It was not used. Remove it from Maven's repository (~/.m2/repository) and try again; if it comes out the same, the mirror in Maven's settings.xml serves a changed file."}
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// fileSum is the SHA-256 of a file in hexadecimal digits.
func fileSum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", fmt.Errorf("reading %s: %w", path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// report says a line every ten seconds until the returned function is called.
func report(say Say, line string) (done func()) {
	stop, ended := make(chan struct{}), make(chan struct{})
	start := time.Now()
	go func() {
		defer close(ended)
		tick := time.NewTicker(10 * time.Second)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				say(fmt.Sprintf("%s (%d s)", line, int(time.Since(start).Seconds())))
			}
		}
	}()
	return func() { close(stop); <-ended }
}

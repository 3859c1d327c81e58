package neo4jlocal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// User is the name that a local server knows.
const User = "neo4j"

// hashRounds is how often the server's stored password is hashed.
const hashRounds = 1024

// ensurePassword makes the server's password, unless it has one.
func (p place) ensurePassword() error {
	_, err := p.password()
	if err == nil {
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	data := filepath.Join(p.home(), "data")
	if _, err := os.Stat(filepath.Join(data, "databases")); err == nil {
		return &Problem{What: fmt.Sprintf("the server in %s has data, but its password file %s is gone", p.home(), p.passwordFile()),
			Todo: "Put the file back; or move the folder away, then a new, empty server is made."}
	}
	password := rand.Text()
	salt := make([]byte, sha256.Size)
	rand.Read(salt) // it never fails: crypto/rand ends the program instead
	if err := os.MkdirAll(filepath.Join(data, "dbms"), 0o700); err != nil {
		return fmt.Errorf("making the folder of the server: %w", err)
	}
	// The password file comes last: without it the step is done again.
	if err := os.WriteFile(filepath.Join(data, "dbms", "auth.ini"), []byte(authLine(password, salt)), 0o600); err != nil {
		return fmt.Errorf("setting the server's password: %w", err)
	}
	return writeFile(p.passwordFile(), password+"\n")
}

// authLine is what the server takes its first user from when it starts without
// data: the line that `neo4j-admin dbms set-initial-password` writes. Its hash is
// SHA-256 over salt and password, hashed again until there are hashRounds.
func authLine(password string, salt []byte) string {
	sum := sha256.Sum256(append(append([]byte{}, salt...), password...))
	for range hashRounds - 1 {
		sum = sha256.Sum256(sum[:])
	}
	return fmt.Sprintf("%s:SHA-256,%s,%s,%d:\n", User, hex.EncodeToString(sum[:]), hex.EncodeToString(salt), hashRounds)
}

// password reads the server's password.
func (p place) password() (string, error) {
	data, err := os.ReadFile(p.passwordFile())
	if err != nil {
		return "", fmt.Errorf("reading the server's password: %w", err)
	}
	password := strings.TrimSpace(string(data))
	if password == "" {
		return "", &Problem{What: p.passwordFile() + " is empty", Todo: "Put the password back; or move the server's folder away, then a new, empty server is made."}
	}
	return password, nil
}

// writeFile writes a file of mode 0600 whole or not at all.
func writeFile(path, text string) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

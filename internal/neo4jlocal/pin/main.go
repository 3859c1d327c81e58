// Command pin writes the list of artifacts and checksums that a Neo4j release
// is run from: go run ./internal/neo4jlocal/pin -o FILE VERSION. It needs Java
// and Maven.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/procgraph/procgraph/internal/neo4jlocal"
)

func main() {
	out := flag.String("o", "", "the `file` to write")
	flag.Parse()
	if flag.NArg() != 1 || *out == "" {
		fmt.Fprintln(os.Stderr, "usage: pin -o FILE VERSION")
		os.Exit(2)
	}
	var list bytes.Buffer
	err := neo4jlocal.Pin(context.Background(), flag.Arg(0), &list)
	if err == nil {
		err = os.WriteFile(*out, list.Bytes(), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pin:", err)
		os.Exit(1)
	}
}

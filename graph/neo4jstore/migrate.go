package neo4jstore

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

//go:embed schema/*.cypher
var schemaFiles embed.FS

// migration is one file of the schema: NNN_name.cypher, statements that end with
// a semicolon at the end of a line. It never changes once it was released.
type migration struct {
	number     int64
	statements []string
}

var migrations = loadMigrations()

func loadMigrations() []migration {
	names, err := fs.Glob(schemaFiles, "schema/*.cypher") // sorted
	if err != nil {
		panic(err)
	}
	var all []migration
	for _, name := range names {
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		head, _, _ := strings.Cut(strings.TrimPrefix(name, "schema/"), "_")
		number, err := strconv.ParseInt(head, 10, 64)
		if err != nil {
			panic(err)
		}
		all = append(all, migration{number, splitStatements(string(text))})
	}
	return all
}

func splitStatements(text string) (statements []string) {
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "//") {
			lines = append(lines, line)
		}
	}
	for part := range strings.SplitSeq(strings.Join(lines, ""), ";\n") {
		if part = strings.TrimSpace(part); part != "" {
			statements = append(statements, part)
		}
	}
	return statements
}

// schemaName finds what a statement makes.
var schemaName = regexp.MustCompile(`^CREATE (?:TEXT |FULLTEXT )?(CONSTRAINT|INDEX) (\w+)`)

// indexSeconds is how long opening waits for new indexes to fill.
const indexSeconds = 300

// migrate brings the schema up to date and checks that all of it is there.
func (s *Store) migrate(ctx context.Context) error {
	var have int64
	err := s.direct(ctx, neo4j.AccessModeRead, query("write_schema_version"), nil, func(r row) error {
		have = r.int(0)
		return nil
	})
	if err != nil {
		return s.fail(ctx, "reading the version of the schema", err)
	}
	newest := migrations[len(migrations)-1].number
	switch {
	case have > newest:
		return fmt.Errorf("%w: the schema at %s has version %d, this procgraph knows %d", graph.ErrNewer, s.where, have, newest)
	case have == 0 && s.readOnly:
		return s.noCase()
	case have < newest && s.readOnly:
		return fmt.Errorf("%w: the schema at %s is of an older procgraph (%d of %d); run an ingest once, which brings it up to date", graph.ErrUnsupported, s.where, have, newest)
	}
	for _, m := range migrations {
		if m.number <= have {
			continue
		}
		if err := s.apply(ctx, m); err != nil {
			return err
		}
	}
	return s.checkSchema(ctx)
}

// apply runs a migration. A statement that another process ran meanwhile changes nothing.
func (s *Store) apply(ctx context.Context, m migration) error {
	for _, statement := range m.statements {
		err := s.inWrite(ctx, func(u *update) error { return u.eachText(statement, nil, nil) })
		if err != nil {
			first, _, _ := strings.Cut(statement, " FOR ")
			return s.fail(ctx, fmt.Sprintf("making the schema (%s)", first), err)
		}
	}
	err := s.inWrite(ctx, func(u *update) error {
		return u.run("write_set_schema_version", map[string]any{"version": m.number})
	})
	if err == nil {
		err = s.direct(ctx, neo4j.AccessModeRead, fmt.Sprintf("CALL db.awaitIndexes(%d)", indexSeconds), nil, nil)
	}
	return s.fail(ctx, "making the schema", err)
}

// checkSchema fails plainly when a constraint or an index is missing: without
// the first there could be doubles, without the second there would be label scans.
func (s *Store) checkSchema(ctx context.Context) error {
	states := map[string]string{}
	note := func(r row) error {
		kind := "INDEX"
		if r.bool(2) {
			kind = "CONSTRAINT"
		}
		states[kind+" "+r.text(0)] = r.text(1)
		return nil
	}
	// The index of a unique constraint bears its name.
	err := s.direct(ctx, neo4j.AccessModeRead, "SHOW INDEXES YIELD name, state, owningConstraint RETURN name, state, owningConstraint IS NOT NULL", nil, note)
	if err != nil {
		return s.fail(ctx, "reading the schema", err)
	}
	return s.checkStates(states)
}

// checkStates looks for what the schema makes among "CONSTRAINT name" and "INDEX name".
func (s *Store) checkStates(states map[string]string) error {
	for _, m := range migrations {
		for _, statement := range m.statements {
			name := schemaName.FindStringSubmatch(statement)
			if name == nil {
				continue
			}
			state := states[name[1]+" "+name[2]]
			if state == "ONLINE" || state == "POPULATING" {
				continue
			}
			return fmt.Errorf("%w: the %s %s at %s is missing or broken (state %q); make it again with: DROP %s %s IF EXISTS; %s;",
				graph.ErrUnsupported, strings.ToLower(name[1]), name[2], s.where, state,
				name[1], name[2], strings.Join(strings.Fields(statement), " "))
		}
	}
	return nil
}

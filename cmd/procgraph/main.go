// Command procgraph turns Windows process-creation and logon events into a
// graph of processes, users, hosts and logon sessions, and shows it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/procgraph/procgraph/internal/termtext"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitLosses = 3 // done, but some records could not be used
)

// cli is the command line. Flags outrank PROCGRAPH_* variables, these outrank
// the defaults.
type cli struct {
	Demo    demoCmd    `cmd:"" help:"Make the recordings of a made-up intrusion, read them and show the page."`
	Ingest  ingestCmd  `cmd:"" help:"Read logs (EVTX, JSON, XML; files, folders, archives, - for standard input) into a case."`
	Serve   serveCmd   `cmd:"" help:"Show a case in the browser, after reading PATHs into it if any are given."`
	Tree    treeCmd    `cmd:"" help:"Print process trees."`
	Lineage lineageCmd `cmd:"" help:"Print the ancestors and descendants of a process."`
	Search  searchCmd  `cmd:"" help:"Find processes by image, command line, user or hash."`
	Stats   statsCmd   `cmd:"" help:"Sum up a case."`
	Cypher  cypherCmd  `cmd:"" help:"Ask a case in a Neo4j server a question in Cypher; nothing is changed."`
	Export  exportCmd  `cmd:"" help:"Write the whole graph to standard output."`
	Notes   notesCmd   `cmd:"" help:"List what analysts wrote about processes, logon sessions, users and hosts."`
	Report  reportCmd  `cmd:"" help:"Write a report of the things with notes to standard output."`
	Store   storeCmd   `cmd:"" help:"Manage a case."`
	Hunt    huntCmd    `cmd:"" help:"Saved questions for investigations: list them, show one, run one on a case in a Neo4j server."`
	Neo4j   neo4jCmd   `cmd:"" name:"neo4j" help:"Run a local Neo4j server without Docker."`
	Version versionCmd `cmd:"" help:"Print the version."`

	LogLevel slog.Level `help:"Log messages to show on standard error: debug, info, warn, error." default:"warn"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs one command until it is done or ctx ends, and returns its exit code.
func run(ctx context.Context, args []string, in io.Reader, out, err io.Writer) (code int) {
	defer func() {
		// Without this, Go would end with 2, which means wrong usage here.
		if bug := recover(); bug != nil {
			fmt.Fprintf(err, "procgraph: a bug, please report it: %s\n%s", termtext.Escape(fmt.Sprint(bug)), debug.Stack())
			code = exitFailed
		}
	}()
	var flags cli
	parser, buildErr := kong.New(&flags, kong.Name("procgraph"), kong.Writers(out, err), kong.DefaultEnvars("PROCGRAPH"),
		kong.Description("Windows process-creation and logon events as a graph of processes, users, hosts and logon sessions."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if buildErr != nil {
		fmt.Fprintln(err, "procgraph:", buildErr)
		return exitFailed
	}
	command, parseErr := parser.Parse(args)
	if parseErr != nil {
		fmt.Fprintf(err, "procgraph: %s\nRun 'procgraph --help' for the commands and flags.\n", termtext.Escape(parseErr.Error()))
		return exitUsage
	}
	a := &app{ctx: ctx, in: in, out: out, err: err, level: flags.LogLevel, terminal: isTerminal(out), errTerminal: isTerminal(err)}
	return a.exitCode(command.Run(a))
}

// exitCode prints why a command failed, in plain words, and returns its exit code.
func (a *app) exitCode(failure error) int {
	if failure == nil {
		return exitDone
	}
	if errors.Is(failure, errLosses) {
		return exitLosses
	}
	sentence, next := explain(failure)
	fmt.Fprintf(a.err, "procgraph: %s\n", termtext.Escape(sentence))
	if next != "" {
		fmt.Fprintf(a.err, "%s\n", termtext.Escape(next))
	}
	var usage usageError
	if errors.As(failure, &usage) {
		return exitUsage
	}
	return exitFailed
}

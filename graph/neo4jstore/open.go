package neo4jstore

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"github.com/procgraph/procgraph/graph"
)

// DefaultCase is the case that has no key prefix.
const DefaultCase = "default"

// Options say where a case is. Only URI is needed.
type Options struct {
	// URI is neo4j://, neo4j+s://, neo4j+ssc://, bolt://, bolt+s:// or bolt+ssc://
	// host[:port], without user or password. "?database=NAME" names a database
	// other than the user's own.
	URI string
	// User and Password; an empty User connects without authentication.
	User, Password string
	// Case is the case's name; "" is DefaultCase.
	Case string
	// ReadOnly opens a case that exists and makes no schema.
	ReadOnly bool
}

// The driver's times. A server that is away is told within connectTime; a
// transaction is tried again for retryTime, which a server's restart outlasts.
const (
	connectTime = 5 * time.Second
	startTime   = 10 * time.Second
	retryTime   = 30 * time.Second
)

var validCase = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,62}$`)

// Open connects to the server, checks its version, brings the schema up to date
// and makes the case where there is none.
//
// Errors: graph.ErrInvalid for bad options, graph.ErrUnavailable for a server that
// does not answer, graph.ErrUnsupported for one that is too old, graph.ErrNewer
// for a newer schema, graph.ErrNotFound for a case that is to be read and is not there.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := newStore(o)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx); err != nil {
		s.driver.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return s, nil
}

func newStore(o Options) (*Store, error) {
	name := o.Case
	if name == "" {
		name = DefaultCase
	}
	if !validCase.MatchString(name) {
		return nil, fmt.Errorf("%w: the case name %q: it takes lower-case letters, digits, '.', '_' and '-', at most 63", graph.ErrInvalid, name)
	}
	where, target, database, err := splitURI(o.URI)
	if err != nil {
		return nil, err
	}
	auth := neo4j.NoAuth()
	if o.User != "" {
		auth = neo4j.BasicAuth(o.User, o.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(target, auth, func(c *config.Config) {
		c.SocketConnectTimeout = connectTime
		c.ConnectionAcquisitionTimeout = retryTime
		c.MaxTransactionRetryTime = retryTime
		c.UserAgent = "procgraph"
		c.TelemetryDisabled = true
	})
	if err != nil {
		return nil, fmt.Errorf("%w: the address %s: %w", graph.ErrInvalid, where, err)
	}
	s := &Store{driver: driver, where: where, database: database, caseName: name, user: o.User, readOnly: o.ReadOnly,
		bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})}
	if name != DefaultCase {
		s.prefix = name + "/"
	}
	return s, nil
}

// CheckURI says whether an address can be one of a Neo4j server: graph.ErrInvalid
// tells why not. The error never repeats credentials.
func CheckURI(uri string) error {
	_, _, _, err := splitURI(uri)
	return err
}

// splitURI takes the database out of the address and refuses credentials in it.
// where is what may be shown.
func splitURI(uri string) (where, target, database string, err error) {
	u, err := url.Parse(uri)
	if err != nil {
		// The error of url.Parse repeats the address, which may hold a password.
		return "", "", "", fmt.Errorf("%w: the address of the Neo4j server cannot be understood", graph.ErrInvalid)
	}
	if u.User != nil {
		return "", "", "", fmt.Errorf("%w: an address with a user or password in it ends up in logs and process lists; "+
			"set PROCGRAPH_NEO4J_USER and PROCGRAPH_NEO4J_PASSWORD (or PROCGRAPH_NEO4J_PASSWORD_FILE) and leave them out of the address", graph.ErrInvalid)
	}
	switch u.Scheme {
	case "neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc":
	default:
		return "", "", "", fmt.Errorf("%w: the address %s://%s: Neo4j is reached by neo4j:// or bolt://", graph.ErrInvalid, u.Scheme, u.Host)
	}
	if u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return "", "", "", fmt.Errorf("%w: the address of a Neo4j server is SCHEME://HOST[:PORT]", graph.ErrInvalid)
	}
	q := u.Query()
	database = q.Get("database")
	q.Del("database")
	where = u.Scheme + "://" + u.Host
	target = where
	if rest := q.Encode(); rest != "" {
		target += "?" + rest // a routing context
	}
	if database != "" {
		where += "?database=" + url.QueryEscape(database)
	}
	return where, target, database, nil
}

// start does what must be right before the first query.
func (s *Store) start(ctx context.Context) error {
	first, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	info, err := s.driver.GetServerInfo(first)
	if err != nil {
		if ctx.Err() == nil && first.Err() != nil {
			err = fmt.Errorf("no answer within %s", startTime)
		}
		return s.unreachable(ctx, err)
	}
	if err := s.checkVersion(info.Agent()); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	return s.openCase(ctx)
}

// The least server version.
const leastMajor, leastMinor = 5, 26

// checkVersion refuses servers that are too old, by the agent that the server names
// in its greeting: "Neo4j/5.26.28". Versions since 2025 begin with the year.
func (s *Store) checkVersion(agent string) error {
	_, s.version, _ = strings.Cut(agent, "/")
	if major, minor, ok := parseVersion(s.version); !ok || major < leastMajor || (major == leastMajor && minor < leastMinor) {
		return fmt.Errorf("%w: %s runs %q; procgraph needs Neo4j %d.%d or later: upgrade the server, or use a case file (--store PATH)",
			graph.ErrUnsupported, s.where, agent, leastMajor, leastMinor)
	}
	return nil
}

func parseVersion(v string) (major, minor int, ok bool) {
	parts := strings.SplitN(v, ".", 3)
	if len(parts) < 2 {
		return 0, 0, false
	}
	major, err1 := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(strings.TrimRightFunc(parts[1], func(r rune) bool { return r < '0' || r > '9' }))
	return major, minor, err1 == nil && err2 == nil
}

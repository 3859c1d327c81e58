package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/procgraph/procgraph/web/api"
)

// bodyTimeout bounds the time between two parts of a body.
const bodyTimeout = 30 * time.Second

// isAction says whether a route takes a body with a method.
func isAction(method, route string) bool { return slices.Contains(methodsOf(route), method) }

// methodsOf are the methods with which a route takes a body.
func methodsOf(route string) (methods []string) {
	path, ok := strings.CutPrefix(route, api.Prefix)
	for _, a := range api.Actions() {
		if ok && a.Path == path {
			methods = append(methods, a.Verb())
		}
	}
	return methods
}

// crossOrigin knows by Sec-Fetch-Site, else by Origin, whether a browser sends for
// a page of another site. What sends neither is no browser.
var crossOrigin = http.NewCrossOriginProtection()

// checkOrigin refuses what another site's page makes a browser send: the browser
// adds this server's cookie to it, or is the one program on the machine that may.
func (s *Server) checkOrigin(c *gin.Context) {
	if crossOrigin.Check(c.Request) == nil {
		return
	}
	c.Header("Connection", "close")
	s.send(c, api.Failure(&api.Error{Status: http.StatusForbidden, Code: api.CodeForbidden,
		Message: "this request comes from a page of another site", Hint: "Use the page that this server serves."}, ""))
}

// act answers an action.
func (s *Server) act(c *gin.Context, action *api.Action) {
	if !action.Accepts(c.GetHeader("Content-Type")) {
		c.Header("Connection", "close")
		s.send(c, api.Failure(&api.Error{Status: http.StatusUnsupportedMediaType, Code: api.CodeInvalid,
			Message: "this address takes a body of another type", Hint: "Send it with Content-Type: " + action.ContentType + "."}, ""))
		return
	}
	if len(action.Params) == 0 && c.Request.URL.RawQuery != "" {
		s.send(c, api.Failure(&api.Error{Status: http.StatusBadRequest, Code: api.CodeInvalid,
			Message: "this address takes no parameters", Hint: "Put them into the body."}, ""))
		return
	}
	limited := http.MaxBytesReader(c.Writer, c.Request.Body, action.MaxBody)
	body := &patient{body: limited, connection: http.NewResponseController(c.Writer)}
	s.send(c, s.api.Act(c.Request.Context(), action, c.Request.URL.RawQuery, body))
}

// patient reads a body whose parts must not be far apart. At its end the
// connection is without a deadline again: then it is only watched for its end.
type patient struct {
	body       interface{ Read([]byte) (int, error) }
	connection *http.ResponseController
}

func (p *patient) Read(b []byte) (int, error) {
	// A connection without deadlines (in a test) is read as it is.
	_ = p.connection.SetReadDeadline(time.Now().Add(bodyTimeout))
	n, err := p.body.Read(b)
	_ = p.connection.SetReadDeadline(time.Time{})
	return n, err
}

// otherMethod answers a method that the address does not know.
func (s *Server) otherMethod(c *gin.Context) {
	methods := methodsOf(c.Request.URL.Path)
	if slices.ContainsFunc(api.Endpoints(), func(e api.Endpoint) bool { return api.Prefix+e.Path == c.Request.URL.Path }) || len(methods) == 0 {
		methods = append([]string{http.MethodGet}, methods...)
	}
	method := strings.Join(methods, " and ")
	s.send(c, api.Failure(&api.Error{Status: http.StatusMethodNotAllowed, Code: api.CodeMethodNotAllowed,
		Message: "this address answers " + method + " only", Hint: "Ask with " + method + "."}, ""))
}

package web

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/web/api"
)

// page serves the page's files.
func (s *Server) page(c *gin.Context) {
	name := strings.TrimPrefix(path.Clean("/"+c.Request.URL.Path), "/")
	// No view stands below /api: an address of another version must not look like an answer.
	if isAPI(c.Request.URL.Path) || c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		s.send(c, api.Failure(&api.Error{Status: http.StatusNotFound, Code: api.CodeNotFound, Message: "there is no such address",
			Hint: "All addresses are described in " + api.Prefix + api.OpenAPIPath + "."}, ""))
		return
	}
	file, content, lasting, err := s.assets.open(name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.logger.Error("reading a file of the page", "name", name, "error", err)
		}
		s.send(c, api.Failure(graph.ErrNotFound, ""))
		return
	}
	sum := sha256.Sum256(content)
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	c.Header("ETag", tag)
	if lasting {
		c.Header("Cache-Control", "private, max-age=31536000, immutable")
	} else {
		c.Header("Cache-Control", "no-cache")
	}
	if api.Matches(c.GetHeader("If-None-Match"), tag) {
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, contentType(file), content)
}

func isAPI(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }

// contentType does not ask the machine: some map .js to text/plain.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json":
		return "application/json"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "text/plain; charset=utf-8"
}

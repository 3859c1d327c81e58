package api

import (
	_ "embed"
	"net/http"
)

// OpenAPIPath is where the document stands, below Prefix.
const OpenAPIPath = "/openapi.json"

// openAPI is generated from Endpoints and the Go types by `go test ./web/api -update`.
//
//go:embed openapi.json
var openAPI []byte

// OpenAPI returns the OpenAPI 3.1 document (no envelope).
func OpenAPI(ifNoneMatch string) Response {
	tag := weakTag(string(openAPI))
	if Matches(ifNoneMatch, tag) {
		return Response{Status: http.StatusNotModified, ETag: tag}
	}
	return Response{Status: http.StatusOK, ETag: tag, Body: openAPI}
}

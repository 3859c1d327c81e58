package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
)

// Response is a finished answer.
type Response struct {
	Status int
	// ETag is a weak validator (the body may be sent compressed); empty for errors.
	ETag string
	// Body is JSON, else of ContentType; nil for 304 and where nobody waits for it.
	Body []byte
	// ContentType and FileName are those of a Document.
	ContentType, FileName string
	// Err is what went wrong, for the log.
	Err error
}

// Document is an answer that is a file to be saved and no JSON.
type Document struct {
	ContentType string
	// FileName has letters, digits, '.' and '-' only.
	FileName string
	Body     []byte
}

type success struct {
	Status string `json:"status"`
	Data   any    `json:"data"`
}

type failure struct {
	Status string `json:"status"`
	Error  *Error `json:"error"`
}

// Answer runs one endpoint. ifNoneMatch is the request's header of that name.
// The store's version is read before the data: an answer that a concurrent
// ingest made newer than its ETag is only fetched once more.
func (a *API) Answer(ctx context.Context, e *Endpoint, rawQuery, ifNoneMatch string) Response {
	v, err := ParseQuery(e.Params, rawQuery)
	if err != nil {
		return Failure(err, e.Subject)
	}
	tag := ""
	if !e.Volatile {
		version, err := a.store.Version(ctx)
		if err != nil {
			return Failure(err, e.Subject)
		}
		tag = weakTag(a.instance, version, e.Path, v.canonical())
		if Matches(ifNoneMatch, tag) {
			return Response{Status: http.StatusNotModified, ETag: tag}
		}
	}
	data, err := e.handle(a, ctx, v)
	if err != nil {
		return Failure(err, e.Subject)
	}
	if d, ok := data.(Document); ok {
		return Response{Status: http.StatusOK, Body: d.Body, ContentType: d.ContentType, FileName: d.FileName}
	}
	body, err := encode(success{"success", data})
	if err != nil {
		return Failure(err, e.Subject)
	}
	if e.Volatile {
		tag = weakTag(a.instance, string(body))
		if Matches(ifNoneMatch, tag) {
			return Response{Status: http.StatusNotModified, ETag: tag}
		}
	}
	return Response{Status: http.StatusOK, ETag: tag, Body: body}
}

// Failure is the envelope of an error.
func Failure(err error, subject string) Response {
	answer := ErrorFor(err, subject)
	if answer.Status == StatusClientClosed {
		return Response{Status: answer.Status, Err: err}
	}
	body, encodeErr := encode(failure{"error", answer})
	if encodeErr != nil {
		return Response{Status: http.StatusInternalServerError, Err: encodeErr}
	}
	return Response{Status: answer.Status, Body: body, Err: err}
}

func encode(envelope any) ([]byte, error) {
	var b bytes.Buffer
	// HTML characters stay escaped: a body that is ever shown as markup stays harmless.
	if err := json.NewEncoder(&b).Encode(envelope); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// weakTag is an ETag over parts, which are kept apart.
func weakTag(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		h.Write(sum[:])
	}
	return `W/"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:18]) + `"`
}

// Matches says whether an If-None-Match header names tag, by weak comparison
// (RFC 9110, 8.8.3.2).
func Matches(ifNoneMatch, tag string) bool {
	opaque := strings.TrimPrefix(tag, "W/")
	for part := range strings.SplitSeq(ifNoneMatch, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == opaque {
			return opaque != ""
		}
	}
	return false
}

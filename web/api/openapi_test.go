package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

var update = flag.Bool("update", false, "write openapi.json anew")

type object = map[string]any

// TestOpenAPI compares the document that is served with the table of endpoints
// and the Go types that the handlers return.
func TestOpenAPI(t *testing.T) {
	g := &generator{schemas: object{}}
	paths := object{}
	for _, e := range Endpoints() {
		paths[Prefix+e.Path] = object{"get": g.operation(e)}
	}
	for _, a := range Actions() {
		methods, ok := paths[Prefix+a.Path].(object)
		if !ok {
			methods = object{}
			paths[Prefix+a.Path] = methods
		}
		methods[strings.ToLower(a.Verb())] = g.action(a)
	}
	paths[Prefix+OpenAPIPath] = object{"get": object{"summary": "This document, without an envelope.", "parameters": []any{},
		"responses": object{"200": object{"description": "success", "content": content(object{"type": "object"})},
			"304": object{"description": "nothing has changed since the ETag of If-None-Match"}}}}
	document := object{
		"openapi": "3.1.0",
		"info":    object{"title": "procgraph", "version": "1", "description": "Processes, users, hosts and logon sessions of one case. Keys are opaque; times are RFC 3339 in UTC."},
		"paths":   paths,
		"components": object{"schemas": g.schemas,
			"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer", "description": "asked for only when the server was started with a token"},
				"cookie": object{"type": "apiKey", "in": "cookie", "name": "procgraph_token", "description": "what opening /?token=... sets"}}},
		"security": []any{object{}, object{"token": []string{}}, object{"cookie": []string{}}},
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetIndent("", " ")
	if err := enc.Encode(document); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want.Bytes(), openAPI) {
		t.Error("openapi.json does not fit the endpoints; run go test ./web/api -run OpenAPI -update and read the difference")
	}
	if len(paths) < 15 || len(g.schemas) < 15 {
		t.Errorf("%d paths, %d schemas", len(paths), len(g.schemas))
	}
}

type generator struct{ schemas object }

func (g *generator) operation(e Endpoint) object {
	responses := g.responses(e.Returns)
	responses["304"] = object{"description": "nothing has changed since the ETag of If-None-Match"}
	return object{"summary": e.Summary, "parameters": parameters(e.Params), "responses": responses}
}

func parameters(of []Param) []any {
	params := []any{}
	for _, p := range of {
		schema := object{"type": "string"}
		switch p.Kind {
		case IntParam:
			schema = object{"type": "integer", "minimum": p.Min, "maximum": p.Max}
			if p.Default != 0 {
				schema["default"] = p.Default
			}
		case BoolParam:
			schema = object{"type": "boolean"}
		case TimeParam:
			schema = object{"type": "string", "format": "date-time"}
		}
		if p.Allowed != nil {
			schema["enum"] = allowed(p)
		}
		params = append(params, object{"name": p.Name, "in": "query", "required": p.Required, "description": p.Doc, "schema": schema})
	}
	return params
}

// responses are an answer with data of the type of returns, and the error envelope.
func (g *generator) responses(returns any) object {
	if _, ok := returns.(Document); ok {
		text := object{"schema": object{"type": "string"}}
		return object{"200": object{"description": "success", "content": object{"text/markdown": text, "text/html": text}},
			"default": object{"description": "the error envelope", "content": content(g.schema(reflect.TypeFor[failure]()))}}
	}
	return object{
		"200": object{"description": "success", "content": content(object{"type": "object", "required": []string{"status", "data"},
			"properties": object{"status": object{"const": "success"}, "data": g.schema(reflect.TypeOf(returns))}})},
		"default": object{"description": "the error envelope", "content": content(g.schema(reflect.TypeFor[failure]()))},
	}
}

// action describes an address that answers POST.
func (g *generator) action(a Action) object {
	schema := object{"type": "string", "format": "binary"}
	if a.Takes != nil {
		schema = g.schema(reflect.TypeOf(a.Takes))
	}
	return object{"summary": a.Summary, "parameters": parameters(a.Params), "responses": g.responses(a.Returns), "requestBody": object{"required": true,
		"description": "at most " + strconv.FormatInt(a.MaxBody, 10) + " bytes; from a browser only by this server's own page",
		"content":     object{a.ContentType: object{"schema": schema}}}}
}

// allowed are a parameter's values in the type that its schema names.
func allowed(p Param) any {
	if p.Kind != IntParam {
		return p.Allowed
	}
	numbers := make([]int, len(p.Allowed))
	for i, text := range p.Allowed {
		numbers[i], _ = strconv.Atoi(text)
	}
	return numbers
}

func content(schema object) object { return object{"application/json": object{"schema": schema}} }

// schema describes a Go type as encoding/json writes it.
func (g *generator) schema(t reflect.Type) object {
	switch {
	case t == reflect.TypeFor[graph.Time]():
		return object{"type": "string", "format": "date-time"}
	case t.Kind() == reflect.Pointer:
		return g.schema(t.Elem())
	}
	switch t.Kind() {
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Slice:
		return object{"type": "array", "items": g.schema(t.Elem())}
	case reflect.Interface:
		return object{}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": g.schema(t.Elem())}
	case reflect.Struct:
		return g.structure(t)
	}
	return object{"type": "integer"}
}

func (g *generator) structure(t reflect.Type) object {
	name := strings.NewReplacer("github.com/procgraph/procgraph/", "", "graph.", "", "web/api.", "", "[", "Of", "]", "", "/", "", ".", "").Replace(t.Name())
	reference := object{"$ref": "#/components/schemas/" + name}
	if _, known := g.schemas[name]; known {
		return reference
	}
	properties, required := object{}, []string{}
	g.schemas[name] = object{}
	g.members(t, properties, &required)
	schema := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		schema["required"] = required
	}
	g.schemas[name] = schema
	return reference
}

func (g *generator) members(t reflect.Type, properties object, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && tag == "" {
			g.members(f.Type, properties, required)
			continue
		}
		if tag == "-" || !f.IsExported() {
			continue
		}
		properties[tag] = g.schema(f.Type)
		if !strings.Contains(options, "omit") {
			*required = append(*required, tag)
		}
	}
}

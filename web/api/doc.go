// Package api is version 1 of procgraph's HTTP API: one table of endpoints with
// their parameters, the handlers behind them, one table from errors to statuses,
// and the OpenAPI document.
//
// It reads through graph.Reader alone and knows no web framework: package web
// mounts the table of Endpoints on its router and writes the Response.
//
// Keys are opaque and may hold any characters, so they are query parameters and
// never parts of a path. Every answer is an envelope: {"status":"success","data":...}
// or {"status":"error","error":{"code","message","hint"}}.
package api

// Package web serves the page and the API over a store. It binds to loopback
// unless a token protects it, checks the Host header against DNS rebinding, and
// gives pages a strict content security policy.
package web

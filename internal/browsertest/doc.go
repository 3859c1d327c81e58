// Package browsertest drives the page in a real browser: it makes cases for the
// purpose, finds Chromium, collects what the page complains of, and tests the
// views. The page's pure modules are tested under Node, in folder js.
//
// Nothing of the product imports this package.
package browsertest

// Package archtest proves by a test that imports point only where the design
// lets them: graph knows no files and no HTTP, ingest no store, web no SQL, and
// each outside library that the design binds to one package stays in it.
package archtest

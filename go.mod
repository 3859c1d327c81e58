module github.com/procgraph/procgraph

go 1.26

require (
	github.com/0xrawsec/golang-evtx v1.2.9 // indirect
	github.com/google/go-cmp v0.7.0 // indirect
	go.uber.org/goleak v1.3.0 // indirect
)

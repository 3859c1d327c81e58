module github.com/procgraph/procgraph

go 1.26

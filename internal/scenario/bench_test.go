package scenario

import (
	"bytes"
	"context"
	"testing"
)

var benchWorld = Scale(100_000, 20)

func report(b *testing.B, truth *Truth) {
	b.ReportMetric(float64(truth.Events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkGenerate(b *testing.B) {
	var truth *Truth
	for b.Loop() {
		var err error
		if truth, err = Generate(context.Background(), benchWorld, discard{}); err != nil {
			b.Fatal(err)
		}
	}
	report(b, truth)
}

func BenchmarkJSONLines(b *testing.B) {
	var truth *Truth
	for b.Loop() {
		var err error
		if truth, err = WriteJSONLines(context.Background(), discard{}, benchWorld); err != nil {
			b.Fatal(err)
		}
	}
	report(b, truth)
}

func BenchmarkEVTX(b *testing.B) {
	var truth *Truth
	for b.Loop() {
		var err error
		if truth, err = WriteEVTX(context.Background(), b.TempDir(), benchWorld); err != nil {
			b.Fatal(err)
		}
	}
	report(b, truth)
}

// BenchmarkCheck compares a right export of the world.
func BenchmarkCheck(b *testing.B) {
	truth, err := Generate(context.Background(), benchWorld, discard{})
	if err != nil {
		b.Fatal(err)
	}
	var export bytes.Buffer
	if err := writePerfect(&export, truth); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if found, err := truth.Check(bytes.NewReader(export.Bytes())); err != nil || len(found) > 0 {
			b.Fatal(err, found)
		}
	}
	b.ReportMetric(float64(len(truth.Processes))*float64(b.N)/b.Elapsed().Seconds(), "processes/s")
}

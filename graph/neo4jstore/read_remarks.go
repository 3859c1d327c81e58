package neo4jstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Warnings implements graph.Reader.
func (s *Store) Warnings(ctx context.Context, class graph.WarningClass, about string, p graph.Page) (list graph.List[graph.Warning], err error) {
	var afterClass, afterKey string
	after, err := answer.DecodeCursor(p.After, &afterClass, &afterKey)
	if err != nil {
		return list, err
	}
	if after {
		afterKey = s.prefix + afterKey
	}
	params := map[string]any{"class": textOrNil(string(class)), "about": s.optional(about), "anchor": "case",
		"afterClass": afterClass, "afterKey": afterKey, "limit": p.Size() + 1}
	switch {
	case about != "":
		params["anchor"] = "about"
	case class != "":
		params["anchor"] = "class"
	}
	err = s.read(ctx, "warnings", func(r reader) error {
		list = graph.List[graph.Warning]{Items: make([]graph.Warning, 0, p.Size())}
		if list.Total, list.Of, err = r.countWarnings(class, params); err != nil {
			return err
		}
		last := ""
		return r.each("read_warnings", params, func(row row) error {
			if len(list.Items) == p.Size() {
				list.Next = last
				return nil
			}
			var w graph.Warning
			err := decodeLine(row.text(2), &w)
			list.Items, last = append(list.Items, w), answer.EncodeCursor(row.text(0), s.cutPrefix(row.text(1)))
			return err
		})
	})
	return list, err
}

func (r reader) countWarnings(class graph.WarningClass, params map[string]any) (total, of int, err error) {
	classes, err := r.warningClasses()
	if err != nil {
		return 0, 0, err
	}
	for _, c := range classes {
		of += c.Count
		if class == "" || class == c.Class {
			total += c.Count
		}
	}
	if params["anchor"] == "about" {
		row, err := r.one("read_count_warnings_about", params)
		if err != nil {
			return 0, 0, err
		}
		total = int(row.int(0))
	}
	return total, of, nil
}

// WarningClasses implements graph.Reader.
func (s *Store) WarningClasses(ctx context.Context) (counts []graph.WarningCount, err error) {
	err = s.read(ctx, "warning classes", func(r reader) error {
		counts, err = r.warningClasses()
		return err
	})
	return slices.Clone(counts), err
}

func (r reader) warningClasses() ([]graph.WarningCount, error) {
	return remember(r, "warning classes", func() ([]graph.WarningCount, error) {
		counts := []graph.WarningCount{}
		err := r.each("read_warning_classes", nil, func(row row) error {
			counts = append(counts, graph.WarningCount{Class: graph.WarningClass(row.text(0)), Count: int(row.int(1))})
			return nil
		})
		return counts, err
	})
}

// Standouts implements graph.Reader.
func (s *Store) Standouts(ctx context.Context, host string, p graph.Page) (list graph.List[graph.Standout], err error) {
	var urgency, sort, order int64
	var about, rule string
	after, err := answer.DecodeCursor(p.After, &urgency, &sort, &about, &rule, &order)
	if err != nil {
		return list, err
	}
	if after {
		about = s.prefix + about
	} else {
		urgency, sort = -1<<62, -1<<62
	}
	params := map[string]any{"host": s.optional(host), "urgency": urgency, "time": sort, "about": about, "rule": rule, "order": order, "limit": p.Size() + 1}
	name, count := "read_standouts", "read_count_standouts"
	if host != "" {
		name, count = "read_standouts_of_host", "read_count_standouts_of_host"
	}
	err = s.read(ctx, "standouts", func(r reader) error {
		list = graph.List[graph.Standout]{Items: make([]graph.Standout, 0, p.Size())}
		if list.Of, err = r.number("read_count_standouts", nil); err != nil {
			return err
		}
		if list.Total, err = r.number(count, params); err != nil {
			return err
		}
		last := ""
		return r.each(name, params, func(row row) error {
			if len(list.Items) == p.Size() {
				list.Next = last
				return nil
			}
			var o graph.Standout
			if err := json.Unmarshal([]byte(row.text(5)), &o); err != nil {
				return fmt.Errorf("a stored standout cannot be read: %w", err)
			}
			list.Items = append(list.Items, o)
			last = answer.EncodeCursor(row.int(0), row.int(1), s.cutPrefix(row.text(2)), row.text(3), row.int(4))
			return nil
		})
	})
	return list, err
}

// number is the number in the first row of a query, 0 where there is no row.
func (r reader) number(name string, params map[string]any) (n int, err error) {
	err = r.each(name, params, func(row row) error {
		n = int(row.int(0))
		return nil
	})
	return n, err
}

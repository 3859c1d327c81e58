package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDocumentNamesItsModules: each view's document names modules that are there, and no view's that is not its own.
func TestDocumentNamesItsModules(t *testing.T) {
	views, err := filepath.Glob("static/views/*.js")
	if err != nil || len(views) < 10 {
		t.Fatalf("%d views: %v", len(views), err)
	}
	h := server(t, demoCase(t), "127.0.0.1:0", "")
	link := regexp.MustCompile(`<link rel="modulepreload" href="/at/[^/"]+(/[^"]+)">`)
	for _, file := range views {
		name := strings.TrimSuffix(filepath.Base(file), ".js")
		if name == "all" {
			continue
		}
		answer := get(h, "/"+name, nil)
		if answer.Code != http.StatusOK {
			t.Errorf("%s: status %d", name, answer.Code)
		}
		var named []string
		for _, m := range link.FindAllStringSubmatch(answer.Body.String(), -1) {
			named = append(named, m[1])
			if _, err := os.Stat("static" + m[1]); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if strings.HasPrefix(m[1], "/views/") && m[1] != "/views/all.js" && m[1] != "/views/"+name+".js" {
				t.Errorf("%s: %s is loaded as well", name, m[1])
			}
		}
		if !slices.Contains(named, "/views/"+name+".js") || !slices.Contains(named, "/components/app-shell.js") || len(named) < 20 {
			t.Errorf("%s: %d modules: %v", name, len(named), named)
		}
	}
}

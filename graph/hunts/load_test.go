package hunts

import "testing"

func TestBuiltIn(t *testing.T) {
	l, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.All()); n < 20 {
		t.Errorf("%d hunts", n)
	}
	for _, h := range l.All() {
		if h.Why == "" || len(h.Attack) == 0 || h.Hit == "" || h.FalsePositives == "" || len(h.Params) == 0 {
			t.Errorf("%s: the header is not complete: %+v", h.Name, h)
		}
	}
}

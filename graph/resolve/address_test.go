package resolve

import "testing"

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		text, want string
		local      bool
	}{
		{"192.0.2.1", "192.0.2.1", false},
		{" 192.0.2.1 ", "192.0.2.1", false},
		{"::ffff:192.0.2.1", "192.0.2.1", false},
		{"2001:DB8:0::1", "2001:db8::1", false},
		{"[2001:db8::1]", "2001:db8::1", false},
		{"fe80::1%12", "fe80::1", false},
		{"::1", "", true},
		{"127.0.0.5", "", true},
		{"::ffff:127.0.0.1", "", true},
		{"localhost", "", true},
		{"LOCALHOST", "", true},
		{"0.0.0.0", "", false},
		{"::", "", false},
		{"-", "", false},
		{"", "", false},
		{"192.0.2.300", "", false},
		{"host1.example.test", "", false},
	} {
		if got, local := address(c.text); got != c.want || local != c.local {
			t.Errorf("%q: %q, local %v", c.text, got, local)
		}
	}
}

func TestIdentifiesHost(t *testing.T) {
	for addr, want := range map[string]bool{
		"192.0.2.1": true, "2001:db8::1": true, "10.0.0.1": true,
		"224.0.0.251": false, "ff02::fb": false, "fe80::1": false, "169.254.1.1": false, "127.0.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "": false, "-": false,
	} {
		if got := identifiesHost(addr); got != want {
			t.Errorf("%q: %v", addr, got)
		}
	}
}

package resolve

import (
	"net/netip"
	"strings"
)

// address is a source address as recorded, normalised: mapped IPv6 as IPv4,
// without zone. local says that it is the host itself; "" that none was given
// or that the text is no address.
func address(text string) (addr string, local bool) {
	text = strings.TrimSpace(text)
	if i := strings.IndexByte(text, '%'); i >= 0 {
		text = text[:i]
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	a, err := netip.ParseAddr(text)
	if err != nil {
		return "", strings.EqualFold(text, "localhost")
	}
	a = a.Unmap()
	if a.IsLoopback() {
		return "", true
	}
	if a.IsUnspecified() {
		return "", false
	}
	return a.String(), false
}

// identifiesHost says whether an address can be one host's own: not multicast
// and not link-local, which many hosts share.
func identifiesHost(addr string) bool {
	a, err := netip.ParseAddr(addr)
	return err == nil && a.IsValid() && !a.IsMulticast() && !a.IsLinkLocalUnicast() && !a.IsLoopback() &&
		!a.IsUnspecified() && addr != "255.255.255.255"
}

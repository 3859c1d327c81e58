package neo4jlocal

import (
	"bytes"
	"io"
	"net"
	"time"
)

// defaultPort is the port of Bolt.
const defaultPort = 7687

// hello is the Bolt handshake: the magic number, then four ranges of versions
// that the client speaks, each as 00, how many minor versions back, minor, major.
var hello = []byte{0x60, 0x60, 0xb0, 0x17,
	0x00, 0x08, 0x08, 0x05, // 5.8 to 5.0
	0x00, 0x00, 0x04, 0x04, // 4.4
	0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00}

// handshakePatience bounds one attempt.
const handshakePatience = 2 * time.Second

// answers says whether something at the address agrees on a version of Bolt.
func answers(address string) bool {
	conn, err := net.DialTimeout("tcp", address, handshakePatience)
	if err != nil {
		return false
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(handshakePatience)); err != nil {
		return false
	}
	if _, err := conn.Write(hello); err != nil {
		return false
	}
	var version [4]byte
	if _, err := io.ReadFull(conn, version[:]); err != nil {
		return false
	}
	// An HTTP server answers too, but not with a version that was offered.
	return bytes.Equal(version[:2], []byte{0, 0}) && (version[3] == 5 || version[3] == 4)
}

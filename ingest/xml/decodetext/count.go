package decodetext

import "io"

// CountReads returns r, telling progress the number of bytes read from it so
// far after each read that gave some. progress may be nil.
func CountReads(r io.Reader, progress func(bytesRead int64)) io.Reader {
	if progress == nil {
		return r
	}
	return &counted{r: r, progress: progress}
}

type counted struct {
	r        io.Reader
	n        int64
	progress func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if n > 0 {
		c.n += int64(n)
		c.progress(c.n)
	}
	return n, err
}

package evtx

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/procgraph/procgraph/ingest/winevent"
)

const (
	chunkHeaderSize  = 0x200
	recordHeaderSize = 24
	// minRecord is a record header, the shortest fragment and the trailing size.
	minRecord = recordHeaderSize + 4
)

var recordMagic = []byte{0x2a, 0x2a, 0x00, 0x00}

// decode turns a chunk into findings. It never fails: what cannot be read is a finding too.
func (d *decoder) decode(j *job) {
	d.begin(j.buf)
	free := d.judgeChunk(j)
	d.records(j, free)
}

// judgeChunk verifies the chunk header and returns the offset at which the used
// part of the chunk ends. A wrong checksum is told and the chunk read all the same:
// records that were overwritten fail by themselves.
func (d *decoder) judgeChunk(j *job) (free int) {
	b := j.buf
	free = int(binary.LittleEndian.Uint32(b[0x30:]))
	if free < chunkHeaderSize || free > chunkSize {
		j.found = append(j.found, finding{kind: foundNotice, offset: j.sp.offset,
			reason: fmt.Sprintf("the header of the chunk at offset %d does not say where its used part ends; all of it is read", j.sp.offset)})
		return chunkSize
	}
	// noChecksum is the flag of chunks that were written without checksums.
	const noChecksum = 4
	if j.sp.valid == chunkSize && binary.LittleEndian.Uint32(b[0x78:])&noChecksum == 0 {
		judgeChecksums(j, free)
	}
	return free
}

func judgeChecksums(j *job, free int) {
	b := j.buf
	what := ""
	header := crc32.Update(crc32.ChecksumIEEE(b[:0x78]), crc32.IEEETable, b[0x80:chunkHeaderSize])
	if header != binary.LittleEndian.Uint32(b[0x7c:]) {
		what = "header"
	}
	if crc32.ChecksumIEEE(b[chunkHeaderSize:free]) != binary.LittleEndian.Uint32(b[0x34:]) {
		if what != "" {
			what = "header and data"
		} else {
			what = "data"
		}
	}
	if what != "" {
		j.found = append(j.found, finding{kind: foundBadChecksum, offset: j.sp.offset,
			reason: fmt.Sprintf("the %s checksum of the chunk at offset %d is wrong; its records were changed or damaged", what, j.sp.offset)})
	}
}

// records frames the records of a chunk. It stops at free: records beyond it are
// stale copies from an earlier use of the chunk, not events.
func (d *decoder) records(j *job, free int) {
	end := min(free, j.sp.valid)
	if j.sp.valid < free {
		defer tellCut(j)
	}
	p := chunkHeaderSize
	for p < end {
		size, fault := frame(j.buf, p, end, free)
		if fault == "" {
			d.record(j, p, size)
			p += size
			continue
		}
		if end-p < minRecord && end == free && allZero(j.buf[p:end]) {
			return // padding behind the last record
		}
		d.bad(j, p, fault)
		p = resync(j.buf, p+1, end)
	}
}

// tellCut tells that the file ends within a chunk, and how many records are missing
// if the chunk's header counts them credibly.
func tellCut(j *job) {
	found := uint64(0)
	for i := range j.found {
		if j.found[i].kind == foundRecord {
			found++
		}
	}
	reason := fmt.Sprintf("the file ends within the chunk at offset %d", j.sp.offset)
	if j.sp.valid >= chunkHeaderSize {
		count := le64(j.buf[0x10:]) - le64(j.buf[0x08:]) + 1
		if count > found && count < chunkSize/minRecord {
			reason += fmt.Sprintf("; %d of its %d records are lost", count-found, count)
		}
	}
	j.found = append(j.found, finding{kind: foundNotice, offset: j.sp.offset, reason: reason})
}

// frame checks the record header at p. fault is empty when a record of size bytes
// stands there. The trailing copy of the size may be wrong if the next record
// follows where the size says.
func frame(b []byte, p, end, free int) (size int, fault string) {
	if end-p < minRecord || !bytes.Equal(b[p:p+4], recordMagic) {
		if end < free && end-p < minRecord {
			return 0, "the record is cut off by the end of the file"
		}
		return 0, "no record where one is expected"
	}
	n := binary.LittleEndian.Uint32(b[p+4:])
	if n < minRecord || n > chunkSize {
		return 0, "the record has an impossible size"
	}
	size = int(n)
	if p+size > end {
		if p+size <= free {
			return 0, "the record is cut off by the end of the file"
		}
		return 0, "the record reaches beyond the used part of its chunk"
	}
	if binary.LittleEndian.Uint32(b[p+size-4:]) != n && !recordAt(b, p+size, end) {
		return 0, "the two sizes of the record differ"
	}
	return size, ""
}

// recordAt says whether a record, or the end of the used part, is at p.
func recordAt(b []byte, p, end int) bool {
	return p == end || (p+minRecord <= end && bytes.Equal(b[p:p+4], recordMagic))
}

// resync finds the next record that is whole, trailing size included, from p on;
// end if there is none.
func resync(b []byte, p, end int) int {
	for p < end {
		i := bytes.Index(b[p:end], recordMagic)
		if i < 0 {
			return end
		}
		p += i
		if end-p >= minRecord {
			n := binary.LittleEndian.Uint32(b[p+4:])
			if n >= minRecord && n <= uint32(end-p) && binary.LittleEndian.Uint32(b[p+int(n)-4:]) == n {
				return p
			}
		}
		p++
	}
	return end
}

// record decodes the record of size bytes at p.
func (d *decoder) record(j *job, p, size int) {
	rec, err := d.event(p+recordHeaderSize, p+size-4)
	if err != nil {
		d.bad(j, p, err.Error())
		return
	}
	rec.Place = winevent.Place{Offset: j.sp.offset + int64(p)}
	j.found = append(j.found, finding{kind: foundRecord, rec: rec})
}

func (d *decoder) bad(j *job, p int, reason string) {
	j.found = append(j.found, finding{kind: foundBadRecord, offset: j.sp.offset + int64(p),
		reason: fmt.Sprintf("%s (chunk at offset %d, record at %d in it)", reason, j.sp.offset, p)})
}

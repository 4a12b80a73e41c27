package road

import (
	"bytes"
	"encoding/binary"
)

// The smallest .osm.pbf writer: raw frames, plain nodes. It makes the files of the tests.

func appendField(to []byte, tag int, data []byte) []byte {
	to = binary.AppendUvarint(to, uint64(tag)<<3|2)
	to = binary.AppendUvarint(to, uint64(len(data)))
	return append(to, data...)
}

func appendNumber(to []byte, tag int, v uint64) []byte {
	to = binary.AppendUvarint(to, uint64(tag)<<3)
	return binary.AppendUvarint(to, v)
}

func writeFrame(to *bytes.Buffer, kind string, raw []byte) {
	blob := appendField(nil, 1, raw)
	header := appendNumber(appendField(nil, 1, []byte(kind)), 3, uint64(len(blob)))
	to.Write(binary.BigEndian.AppendUint32(nil, uint32(len(header))))
	to.Write(header)
	to.Write(blob)
}

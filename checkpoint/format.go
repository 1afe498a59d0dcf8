package checkpoint

import (
	"crypto/sha256"
	"hash/crc32"
)

// The layout of a file, all numbers little-endian:
//
//	magic, uint32 version
//	for each section: uint16 length of the name, uint64 length of the data,
//	  name, data, uint32 CRC-32C of these four
//	uint16 0
//	SHA-256 of all before
const (
	magic   = "EGPUCKPT"
	version = 1

	headerBytes  = len(magic) + 4
	lengthsBytes = 2 + 8
	crcBytes     = 4
	trailerBytes = 2 + sha256.Size

	maxName     = 255
	maxSections = 4096
)

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) } // one table, made once

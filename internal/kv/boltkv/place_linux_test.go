package boltkv_test

import (
	"testing"

	"prodfirst/internal/kv/boltkv"
)

func TestFileSystemsOfOtherComputersAreKnown(t *testing.T) {
	for name, row := range map[string]struct {
		magic int64
		warn  bool
	}{
		"nfs": {0x6969, true}, "smb": {0x517b, true}, "smb2": {0xfe534d42, true}, "cifs": {0xff534d42, true},
		"9p": {0x01021997, true}, "fuse": {0x65735546, true}, "autofs": {0x0187, true},
		"ext4": {0xef53, false}, "xfs": {0x58465342, false}, "btrfs": {0x9123683e, false}, "tmpfs": {0x01021994, false},
	} {
		if got := boltkv.KindOf(row.magic); (got != "") != row.warn {
			t.Errorf("%s: got %q, want words: %v", name, got, row.warn)
		}
	}
}

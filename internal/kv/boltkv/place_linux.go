package boltkv

import "golang.org/x/sys/unix"

// networkKind names the kind of a file system whose locks and syncs depend on another computer or
// program; "" for a local one, and for a directory that is not there yet.
func networkKind(dir string) string {
	var stat unix.Statfs_t
	if unix.Statfs(dir, &stat) != nil {
		return ""
	}
	return kindOf(int64(stat.Type)) //nolint:unconvert // not the same type everywhere
}

func kindOf(magic int64) string {
	switch magic {
	case unix.NFS_SUPER_MAGIC:
		return "a network file system (NFS)"
	case unix.SMB_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC:
		return "a network share (SMB)"
	case unix.V9FS_MAGIC:
		return "a shared folder (9p)"
	case unix.FUSE_SUPER_MAGIC:
		return "a file system of another program (FUSE)"
	case unix.AUTOFS_SUPER_MAGIC:
		return "an automounted file system"
	}
	return ""
}

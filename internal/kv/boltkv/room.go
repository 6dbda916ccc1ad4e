package boltkv

import "prodfirst/internal/kv"

// A file grows by step bytes of zeros, when less than spare bytes besides those of a commit are left.
// Space that was written before needs no entry in the file system's journal when a commit is synced,
// which halves the time, and it is there still when the disk is full.
const (
	step  = 1 << 20
	spare = 1 << 19
)

// grow makes the file larger if these changes need it. That there is none is found out by the commit.
func (s *session) grow(changes []kv.Change) {
	need := int64(spare)
	for _, c := range changes {
		need += int64(len(c.Key) + len(c.Value) + 2*int(s.meta.pageSize)) //nolint:gosec // a page
	}
	size := s.file.Size()
	used := int64(s.meta.pages * s.meta.pageSize) //nolint:gosec // within the size of the file
	if size-used >= need {
		return
	}
	more := (need - spare + step) / minPage * minPage
	if _, err := s.open.WriteAt(make([]byte, more), size); err != nil {
		_ = s.open.Truncate(size) // what was added is of no use in part
	}
}

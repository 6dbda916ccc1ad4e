//go:build !linux

package boltkv

import "os"

// queue does nothing: here whoever is fastest comes next.
func queue(*os.File, bool) error { return nil }

func leaveQueue(*os.File) {}

package main

import (
	"runtime/debug"
	"time"
)

// afterStart is when the first frame of the terminal UI is long there.
const afterStart = 200 * time.Millisecond

// giveBack returns the memory that only the start needed, and keeps less of it unused from then on:
// a meeting is long, and most of it is waiting for keys.
func giveBack() {
	const percent = 25
	debug.SetGCPercent(percent)
	debug.FreeOSMemory()
}

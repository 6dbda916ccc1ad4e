package walk_test

import (
	"testing"

	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/walk"
)

// BenchmarkKeyAndFrame is a level key and the frame after it, in the largest window with the
// explanation beside the question, and in present mode.
func BenchmarkKeyAndFrame(b *testing.B) {
	for name, first := range map[string]theme.ActionID{"walk": theme.ActHelp, "present": theme.ActPresent} {
		b.Run(name, func(b *testing.B) {
			u := at(b, record)
			env := nav.Env{App: u.App, Saves: u.Env.Saves, By: "Ana"}
			area := seat.Area(200, 56, u.Now)
			screen := seat.Do(walk.New(env, nav.Open{View: u.View(), Question: record}), first)
			screen.Frame(area)
			for b.Loop() {
				next, _ := screen.Update(nav.Do{Action: theme.ActInPlace})
				next.Frame(area)
			}
		})
	}
}

package walk_test

import (
	"testing"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/walk"
)

func BenchmarkKeyAndFrame(b *testing.B) {
	u := at(b, record)
	env := nav.Env{App: u.app, Saves: u.queue, By: "Ana"}
	area := nav.Area{Width: 200, Height: 56, Theme: theme.New(theme.Options{}), Now: u.now}
	screen := walk.New(env, nav.Open{View: u.view(), Question: record})
	for b.Loop() {
		next, _ := screen.Update(nav.Do{Action: theme.ActInPlace})
		next.Frame(area)
	}
}

package find_test

import (
	"fmt"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/find"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

func many(b *testing.B) (*app.Service, app.View) {
	names := make([]string, 999)
	for i := range names {
		names[i] = fmt.Sprintf("System number %d of the många", i)
	}
	return systems(b, names...)
}

// every returns all questionnaires that can be attached.
func every(b *testing.B, s *app.Service) []questionnaire.ID {
	b.Helper()
	all, _, err := s.Library.Installed()
	if err != nil {
		b.Fatal(err)
	}
	ids := make([]questionnaire.ID, len(all))
	for i, x := range all {
		ids[i] = x.ID
	}
	return ids
}

// BenchmarkKeyAndFrame types a letter and draws what is found: among the questions of a system, and
// among 1,000 systems.
func BenchmarkKeyAndFrame(b *testing.B) {
	s, shop := many(b)
	v, err := s.Attach(b.Context(), shop.Assessment.ID, "Ana", every(b, s)...)
	if err != nil {
		b.Fatal(err)
	}
	for name, p := range map[string]*person{
		"questions": open(b, s, v), "systems": open(b, s, app.View{}), "scattered": open(b, s, v).press("rtr"),
	} {
		b.Run(name, func(b *testing.B) {
			area := nav.Area{Width: 200, Height: 56, Theme: theme.New(theme.Options{}), Now: at}
			for b.Loop() {
				for _, key := range []string{"s", "backspace"} {
					p.press(key)
					p.screen.Frame(area)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/key")
		})
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			find.New(env(b, s), nav.Open{View: v})
		}
	})
}

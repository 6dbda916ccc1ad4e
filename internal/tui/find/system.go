package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

// system is a system as it is searched and shown.
type system struct {
	id      assessment.ID
	name    string
	ready   string
	next    string
	changed time.Time
	trouble string
	texts   []string
}

// systemsMsg is what systems there are.
type systemsMsg struct {
	systems []system
	trouble string
}

// readSystems reads the systems and makes them ready to be searched, the latest change first.
func readSystems(ctx context.Context, service *app.Service) tea.Msg {
	list, err := service.List(ctx)
	if err != nil {
		return systemsMsg{trouble: err.Error()}
	}
	all := make([]system, len(list))
	for i, l := range list {
		sum := l.Summary()
		s := system{
			id: sum.ID, name: sum.Name, changed: sum.Changed, trouble: sum.Trouble,
			ready: "ready for " + analysis.StageWords(sum.ReadyFor), next: "all stages reached",
			texts: []string{widget.Fold(sum.Name), widget.Fold(string(sum.ID))},
		}
		if sum.Next != "" {
			s.next = analysis.StageWords(sum.Next) + " " + strings.ToUpper(sum.Outcome.Words())
		}
		if s.trouble != "" {
			s.ready, s.next = "cannot be read", ""
		}
		all[i] = s
	}
	slices.SortFunc(all, func(a, b system) int { return cmp.Or(b.changed.Compare(a.changed), cmp.Compare(a.id, b.id)) })
	return systemsMsg{systems: all}
}

// emptySystems says why there is no system to show, and what to do.
func (m finder) emptySystems(area nav.Area) []string {
	switch {
	case m.reading:
		return nil
	case m.trouble != "":
		return nothing(area, "Your systems cannot be read: "+m.trouble+".", "Press esc and try again.")
	case len(m.systems) == 0:
		return nothing(area, "There is no system yet.", "Press esc, and n to describe the first one.")
	case len(m.systems) == 1:
		return nothing(area, "The one system there is is not called that.", "Type less of its name, or press esc to go back.")
	}
	return nothing(area, fmt.Sprintf("None of your %d systems is called that.", len(m.systems)), "Type less of its name, or press esc to go back.")
}

// widestSystems is widest for systems.
func widestSystems(systems []system) widths {
	const mostName = 60
	w := widths{owner: len("yesterday")}
	for _, s := range systems {
		w.title = max(w.title, min(widget.Width(textsafe.Line(s.name)), mostName))
		w.state = max(w.state, len(s.ready))
		w.area = max(w.area, len(s.next))
	}
	return w
}

// fitSystems is fit for systems.
func (w widths) fitSystems(area nav.Area) widths {
	const withNext, withChanged = 64, 80
	room := area.Width - indent - 1 - w.state - len(gap)
	if area.Width < withChanged {
		w.owner = 0
	} else {
		room -= w.owner + len(gap)
	}
	if area.Width < withNext {
		w.area = 0
	} else {
		room -= w.area + len(gap)
	}
	w.title = max(1, min(w.title, room))
	return w
}

// drawSystem draws one row.
func (m finder) drawSystem(i int, w widths, pens pens, area nav.Area) string {
	x, pen, state := m.left[i], pens.text, pens.text
	if i == m.pick.cursor {
		pen = pens.selected
	}
	if x.trouble != "" {
		state = pens.trouble
	}
	return line(
		m.pick.query(), area.Theme, cell{width: w.title, text: x.name, pen: pen},
		cell{width: w.state, text: x.ready, pen: state, exact: true}, cell{width: w.area, text: x.next, pen: pens.text, exact: true},
		cell{width: w.owner, text: ago(x.changed, area.Now), pen: pens.dim, exact: true},
	)
}

// ago says how many days have passed.
func ago(then, now time.Time) string {
	if then.IsZero() {
		return ""
	}
	switch days := assessment.DateOf(then).Days(assessment.DateOf(now)); {
	case days < 1:
		return "today"
	case days == 1:
		return "yesterday"
	default:
		return fmt.Sprintf("%d days ago", days)
	}
}

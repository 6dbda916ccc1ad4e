package plan

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/report"
	"prodfirst/internal/tui/nav"
)

// asking tells whether there is a step that asks.
func (m model) asking() bool { return report.Asking(m.View.Result) != "" }

// copied sends the marked steps, or the selected one, to the clipboard as cards to hand on.
func (m model) copied() tea.Cmd {
	ids := m.targets()
	said := "The step was sent to the clipboard."
	if len(ids) > 1 {
		said = fmt.Sprintf("%d steps were sent to the clipboard.", len(ids))
	}
	cards := report.Markdown(report.Cards(m.View.Input(), m.View.Result, ids...))
	return tea.Batch(tea.SetClipboard(string(cards)), nav.Send(nav.Say{Text: said}))
}

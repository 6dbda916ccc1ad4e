package home

import (
	"cmp"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
)

// order is by what the systems are listed.
type order int

const (
	byChange order = iota // the latest first
	byName
	byStage // those that have furthest to go first
	orders  // how many there are
)

func (o order) next() order { return (o + 1) % orders }

func (o order) words() string {
	return map[order]string{byChange: "change", byName: "name", byStage: "stage"}[o]
}

// sorted returns the systems in that order. Only where it needs them are summaries read.
func (o order) sorted(systems []app.Listed) []app.Listed {
	type keyed struct {
		app.Listed
		name  string
		stage int
		stop  int
	}
	rows := make([]keyed, len(systems))
	for i, l := range systems {
		rows[i].Listed = l
		if o == byChange {
			continue
		}
		sum := l.Summary()
		rows[i].name, rows[i].stop = strings.ToLower(sum.Name), sum.Stop
		rows[i].stage = slices.Index(append([]questionnaire.Stage{analysis.Demo}, questionnaire.Stages()...), sum.ReadyFor)
	}
	slices.SortFunc(rows, func(a, b keyed) int {
		change, id := b.Changed.Compare(a.Changed), cmp.Compare(a.ID, b.ID)
		switch o {
		case byName:
			return cmp.Or(cmp.Compare(a.name, b.name), id)
		case byStage:
			return cmp.Or(cmp.Compare(a.stage, b.stage), cmp.Compare(b.stop, a.stop), change, id)
		case byChange, orders:
		}
		return cmp.Or(change, id)
	})
	list := make([]app.Listed, len(rows))
	for i, row := range rows {
		list[i] = row.Listed
	}
	return list
}

package walk

import (
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// Actions lists what can be done now, most useful first.
func (w screen) Actions() []nav.Action {
	f, ok := w.finding()
	switch {
	case !ok:
		return []nav.Action{{ID: theme.ActBack}}
	case w.Capturing():
		return w.form.actions()
	case w.teach:
		return w.lessonActions(f)
	}
	next := nav.Action{ID: theme.ActNext}
	if w.at == len(w.list)-1 && !w.single {
		next.Label = "end of session"
	} else if w.single {
		next.Label = "back"
	}
	check := nav.Action{ID: theme.ActCheck}
	if f.Answer.Level != assessment.InPlace && f.Answer.Level != assessment.Proven {
		check.Disabled = "The knowledge check comes after in place or proven."
	}
	up := nav.Action{ID: theme.ActUp, Label: "levels in a small window"}
	if w.conflict(f.Question.ID) {
		up.Label = "keep theirs"
	}
	actions := []nav.Action{{ID: theme.ActDontKnow}, next, {ID: theme.ActEvidence}}
	if check.Disabled == "" {
		actions = append(actions, check)
	}
	actions = append(
		actions,
		nav.Action{ID: theme.ActOwner}, nav.Action{ID: theme.ActTeach}, nav.Action{ID: theme.ActHelp},
		nav.Action{ID: theme.ActNotApply}, nav.Action{ID: theme.ActNote}, nav.Action{ID: theme.ActPark},
		nav.Action{ID: theme.ActUndo}, nav.Action{ID: theme.ActPrevious}, nav.Action{ID: theme.ActUnasked},
	)
	if check.Disabled != "" {
		actions = append(actions, check)
	}
	for _, id := range []theme.ActionID{
		theme.ActNone, theme.ActPartial, theme.ActInPlace, theme.ActProven, theme.ActAIWritten, theme.ActRedo,
		theme.ActGaps, theme.ActPlan, theme.ActReport, theme.ActDown, theme.ActBack,
	} {
		actions = append(actions, nav.Action{ID: id})
	}
	return append(actions, up)
}

// Waiting tells whether keys are meant for the screen that comes next.
func (w screen) Waiting() bool { return w.ending }

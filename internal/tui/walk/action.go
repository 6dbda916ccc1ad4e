package walk

import (
	"slices"

	"prodfirst/internal/analysis"
	"prodfirst/internal/tui/edit"
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
		return w.formActions()
	case w.covered():
		return w.lessonActions(f)
	}
	next := nav.Action{ID: theme.ActNext}
	if w.at == len(w.list)-1 && !w.single {
		next.Label = "end of session"
	} else if w.single {
		next.Label = "back"
	}
	actions := []nav.Action{{ID: theme.ActDontKnow}, next}
	if w.Conflict(f.Question.ID) {
		actions = []nav.Action{{ID: theme.ActKeepTheirs}, {ID: theme.ActKeepMine}, {ID: theme.ActDontKnow}, next}
	}
	if f.Answer.Suggested != "" {
		actions = append([]nav.Action{{ID: theme.ActAcceptSuggestion}}, actions...)
	}
	actions = append(actions, nav.Action{ID: theme.ActEvidence})
	check := nav.Action{ID: theme.ActCheck}
	if !checkable(f.Answer) {
		check.Disabled = "The knowledge check comes after in place or proven."
	} else {
		actions = append(actions, check)
	}
	actions = append(actions, nav.Action{ID: theme.ActOwner})
	actions = append(actions, w.lookActions(f)...)
	if check.Disabled != "" {
		actions = append(actions, check)
	}
	for _, id := range []theme.ActionID{
		theme.ActNone, theme.ActPartial, theme.ActInPlace, theme.ActProven, theme.ActAIWritten, theme.ActRedo,
		theme.ActGaps, theme.ActPlan, theme.ActReport, theme.ActDown, theme.ActBack,
	} {
		actions = append(actions, nav.Action{ID: id})
	}
	up := nav.Action{ID: theme.ActUp, Label: "levels in a small window"}
	if w.lessons.drawn.beside {
		up.Label = "scroll the text beside"
	}
	return append(actions, up)
}

// lookActions lists what helps to answer and to move on, most useful first.
func (w screen) lookActions(f analysis.Finding) []nav.Action {
	teach, topic := nav.Action{ID: theme.ActTeach}, nav.Action{ID: theme.ActTopic}
	switch {
	case w.lessons.drawn.beside && w.teach:
		teach.Label = "close the text beside"
	case w.always():
		teach.Label, teach.Quiet = "back to the top of the text beside", true
	}
	if w.readable(f) == 0 {
		topic.Disabled = "No topic explains this question."
	}
	edit := nav.Action{ID: theme.ActEditor, Label: "note in your editor", Quiet: true}
	if w.Env.Edit == nil {
		edit.Disabled = noEditor
	}
	actions := []nav.Action{teach}
	if w.votable() {
		actions = append(actions, nav.Action{ID: theme.ActVotes})
	}
	actions = append(actions, []nav.Action{
		{ID: theme.ActHelp},
		{ID: theme.ActNotApply},
		{ID: theme.ActNote},
		{ID: theme.ActPark},
		{ID: theme.ActUndo},
		{ID: theme.ActPrevious},
		{ID: theme.ActUnasked},
		{ID: theme.ActPresent},
		topic, edit,
	}...)
	if w.lessons.drawn.beside {
		for _, id := range []theme.ActionID{theme.ActPageUp, theme.ActPageDown, theme.ActTop, theme.ActBottom} {
			actions = append(actions, nav.Action{ID: id, Quiet: true})
		}
	}
	return actions
}

// formActions lists what can be done while something is typed.
func (w screen) formActions() []nav.Action {
	actions := edit.FormActions(w.form.Form, "keep for later")
	if w.form.kind == noteForm {
		open := nav.Action{ID: theme.ActEditor, Label: "editor"}
		if w.Env.Edit == nil {
			open.Disabled = noEditor
		}
		actions = slices.Insert(actions, len(actions)-1, open)
	}
	return actions
}

// Waiting tells whether keys are meant for the screen that comes next.
func (w screen) Waiting() bool { return w.ending }

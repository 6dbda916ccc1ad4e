package help

import (
	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// reading returns what there is to read: how answers count.
func reading() []entry {
	var all []entry
	group := ""
	add := func(word, text string) { all = append(all, entry{group: group, word: word, text: text}) }

	group = "How answers count"
	for _, l := range assessment.Levels() {
		add(report.UpperFirst(analysis.LevelWords(l)), levelText(l))
	}
	group = "What is made of an answer"
	add("Claimed", "said to be in place, but nothing was shown yet, or too long ago; show it with a link, a path or a drill")
	add("Held", "an artefact or a drill backs it, for as long as that is fresh")
	add("Proven", "drilled lately, and someone can explain it")
	group = "What a gap asks for"
	for _, d := range analysis.Decisions() {
		add(string(d), d.Gloss())
	}
	group = "Stages"
	add(report.UpperFirst(analysis.StageWords(analysis.Demo)), "it can be shown; nobody depends on it")
	for _, s := range questionnaire.Stages() {
		add(report.UpperFirst(analysis.StageWords(s)), stageText(s))
	}
	group = "With a mouse"
	add("Click", "a row selects it, again opens it; a key at the bottom presses it; a place at the top goes back")
	add("Wheel", "three rows up or down")
	add("Shift", "with it held down, text is marked and copied as ever; --no-mouse leaves the mouse to the terminal")
	return all
}

func levelText(l assessment.Level) string {
	switch l {
	case assessment.DontKnow:
		return "nobody here can say, so someone finds out; counts like none, and is a good answer"
	case assessment.None:
		return "it is not there"
	case assessment.Partial:
		return "some of it is there; counts as open"
	case assessment.InPlace:
		return "it is there; counts as claimed until it is shown"
	case assessment.Proven:
		return "it was drilled, and someone can explain it; runs out with time"
	case assessment.NotApplicable:
		return "with a reason that the report prints; never counted as done"
	case assessment.Unasked:
	}
	return ""
}

func stageText(s questionnaire.Stage) string {
	switch s {
	case questionnaire.FirstUser:
		return "the first people outside the team use it"
	case questionnaire.PublicLaunch:
		return "anyone can come in uninvited, or money moves"
	case questionnaire.Scale:
		return "ten times the users, or a written uptime promise"
	}
	return ""
}

package cli

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
)

// agenda returns what a session will ask, and what to bring, as Markdown. Without a kind it is the
// latest session, or a quick one.
func agenda(v app.View, kind assessment.SessionKind) block {
	list, _ := v.Position()
	switch {
	case kind != "":
		list = v.Result.Select(kind)
	case v.Assessment.Session != nil:
		kind = v.Assessment.Session.Kind
	default:
		kind = assessment.Quick
	}
	r := v.Result
	due := r.Verdict(r.Target).Due
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s: %s session\n", inline(v.Assessment.Description.Name), kind)
	line("%s, about %d minutes. Before %s there are %s, %d of them asked.\n",
		count(len(list), "question"), analysis.Minutes(kind), theStage(r.Target), count(due.Of, "question"), due.Of-due.Unasked)
	line("Answer what you can show. \"Don't know\" needs a name, not an excuse. We talk about the\nsystem, not about a person.\n")
	line("## Areas\n")
	line("| Area | Before %s | Asked | In this session |", theStage(r.Target))
	line("|---|---|---|---|")
	for _, area := range r.Areas() {
		in := 0
		for _, id := range list {
			if f, _ := r.Finding(id); f.Questionnaire == area.Questionnaire && f.Area == area.Area {
				in++
			}
		}
		line("| %s | %d | %d | %d |", inline(area.Title), area.Due.Of, area.Due.Of-area.Due.Unasked, in)
	}
	line("\n## Questions, and what to bring")
	for _, part := range byArea(r, list) {
		line("\n### %s\n", inline(part[0].AreaTitle))
		if role := role(v, part[0]); role != "" {
			line("Whose answer counts most: %s.\n", inline(role))
		}
		for _, f := range part {
			line("- **%s**  \n  Bring: %s", inline(f.Question.Text), inline(f.Question.Verify))
		}
	}
	return block(strings.TrimSuffix(b.String(), "\n"))
}

func inline(s string) string { return textsafe.Markdown(textsafe.Line(s)) }

// byArea returns the findings of a list in questionnaire order, those of one area together.
func byArea(r analysis.Result, list []questionnaire.QuestionID) [][]analysis.Finding {
	var parts [][]analysis.Finding
	for _, f := range r.Findings {
		if !slices.Contains(list, f.Question.ID) {
			continue
		}
		last := len(parts) - 1
		if last < 0 || parts[last][0].Questionnaire != f.Questionnaire || parts[last][0].Area != f.Area {
			parts = append(parts, nil)
			last++
		}
		parts[last] = append(parts[last], f)
	}
	return parts
}

// role returns whose answer counts most in the area of a finding.
func role(v app.View, f analysis.Finding) string {
	for _, q := range v.Questionnaires {
		for _, area := range q.Areas {
			if q.ID == f.Questionnaire && area.ID == f.Area {
				return area.Ask
			}
		}
	}
	return ""
}

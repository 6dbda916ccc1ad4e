package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/questionnaires"
)

// shipped returns the shipped vocabulary and questionnaires.
func shipped(t testing.TB, names ...string) (questionnaire.Vocabulary, []questionnaire.Questionnaire) {
	t.Helper()
	read := func(name string) []byte {
		data, err := questionnaires.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	v, problems := questionnaire.ParseVocabulary("facts.yaml", read("facts.yaml"))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	var all []questionnaire.Questionnaire
	for _, name := range names {
		qn, problems := questionnaire.Parse(name, read(name), v)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		all = append(all, qn)
	}
	return v, all
}

// expected is a row of the worked example.
type expected struct {
	question id
	answer   answer
	state    analysis.State
	due      analysis.Due
	severity questionnaire.Severity
	decision analysis.Decision
}

func workedExample() []expected {
	written := answer{Level: assessment.None, AIWritten: true, Check: assessment.CannotYet}
	scanned := answer{Level: assessment.InPlace, Evidence: []assessment.Evidence{{Kind: assessment.Artefact, Reference: "docs/secret-scan.txt", Date: today}}}
	return []expected{
		{"event-last-seat", stop, "none", "now", "blocker", "STOP"},
		{"bak-restore-drill", unknown, "unknown", "now", "blocker", "STOP"},
		{"id-record-access", claimed, "claimed", "now", "blocker", "PROVE"},
		{"res-failure-modes", stop, "none", "now", "high", "NEXT"},
		{"own-unknowns-log", written, "none", "now", "medium", "NEXT"},
		{"data-slow-queries", answer{Level: assessment.Partial}, "partial", "next", "high", "PLAN"},
		{"cap-scale-out", stop, "none", "later", "medium", "WATCH"},
		{"sec-secrets", scanned, "held", "now", "blocker", ""},
	}
}

func exampleInput(t *testing.T) analysis.Input {
	t.Helper()
	v, all := shipped(t, "core.yaml", "event.yaml", "aidev.yaml")
	a := assessment.Assessment{ID: "ticket-shop", Answers: map[id]answer{}, Facts: map[questionnaire.FactID]questionnaire.Truth{
		"payments": questionnaire.Yes, "event-capacity": questionnaire.Yes, "ai-assisted": questionnaire.Yes,
	}}
	a.Description.Target = questionnaire.FirstUser
	for _, e := range workedExample() {
		x := e.answer
		x.By, x.At, x.Since = "Ana", today.Time(), today.Time()
		a.Answers[e.question] = x
	}
	return analysis.Input{Assessment: a, Questionnaires: all, Vocabulary: v, At: today.Time().Add(14 * time.Hour)}
}

func TestWorkedExampleIsDecidedAsByHand(t *testing.T) {
	r := analysis.Judge(exampleInput(t))
	for _, e := range workedExample() {
		f, ok := r.Finding(e.question)
		if !ok || f.State != e.state || f.Due != e.due || f.Severity != e.severity || f.Decision != e.decision {
			t.Errorf("%s: got %s, %s, %s, %q, want %s, %s, %s, %q", e.question,
				f.State, f.Due, f.Severity, f.Decision, e.state, e.due, e.severity, e.decision)
		}
		if raised := e.question == "own-unknowns-log"; f.Raised != raised {
			t.Errorf("%s: raised %v", e.question, f.Raised)
		}
	}
	if f, _ := r.Finding("sec-secrets"); f.Expires != today.Add(90) {
		t.Errorf("sec-secrets expires %s, want in 90 days", f.Expires)
	}
	v := r.Verdict(questionnaire.FirstUser)
	want := []id{"event-last-seat", "bak-restore-drill", "id-record-access", "res-failure-modes"}
	if v.Outcome != analysis.NotYet || !slices.Equal(v.Blocking, want) || r.ReadyFor != analysis.Demo {
		t.Errorf("first user: got %s, held back by %q, ready for %q, want not yet by %q", v.Outcome, v.Blocking, r.ReadyFor, want)
	}
	if open := v.Blockers.Open(); open != 2 || v.Blockers.Claimed != 1 || v.Blockers.Held != 1 {
		t.Errorf("blockers: got %+v, want 2 open, 1 claimed, 1 held", v.Blockers)
	}
	var order, gaps, now []id
	for _, e := range workedExample() { // its rows stand in the order of the plan
		if e.decision != "" {
			order = append(order, e.question)
		}
	}
	for _, s := range r.Plan {
		gaps = append(gaps, s.Question)
		if s.Now {
			now = append(now, s.Question)
		}
	}
	if !slices.Equal(gaps, order) || !slices.Equal(now, want[:3]) {
		t.Errorf("plan: got %q, now %q, want %q, now %q", gaps, now, order, want[:3])
	}
	if r.ValidUntil != today.Add(90) {
		t.Errorf("valid until %q, want %s", r.ValidUntil, today.Add(90))
	}
}

func TestWorkedExampleIsExplained(t *testing.T) {
	in := exampleInput(t)
	r := analysis.Judge(in)
	var b strings.Builder
	for _, e := range workedExample() {
		fmt.Fprintf(&b, "%s\n", e.question)
		for _, line := range analysis.Explain(r, e.question) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		if e.decision != "" {
			fmt.Fprintf(&b, "  %s\n", analysis.Difference(r, analysis.WhatIf(in, e.question)))
		}
	}
	golden.Check(t, "worked-example.txt", b.String())
}

func TestEveryStateIsExplained(t *testing.T) {
	dated := func(x answer) answer {
		x.At = today.Time()
		return x
	}
	proven := answer{Level: assessment.Proven, Check: assessment.CanExplain, Evidence: drill(today)}
	agreed := answer{Level: assessment.NotApplicable, Reason: "There is nothing to restore", Approver: "Mei"}
	in := accepting(input(
		asked{question{ID: "unasked"}, unasked},
		asked{question{ID: "suggested"}, answer{Level: assessment.Proven, Suggested: "scanner"}},
		asked{question{ID: "no-reason"}, answer{Level: assessment.NotApplicable}},
		asked{question{ID: "excused"}, agreed},
		asked{question{ID: "expired"}, answer{Level: assessment.InPlace, Evidence: artefact(today.Add(-100))}},
		asked{question{ID: "held"}, held},
		asked{question{ID: "nearly-proven"}, answer{Level: assessment.Proven, Evidence: artefact(today)}},
		asked{question{ID: "not-explained"}, answer{Level: assessment.Proven, Evidence: drill(today)}},
		asked{question{ID: "proven"}, proven},
		asked{question{ID: "accepted"}, stop},
		asked{question{ID: "hidden", Applies: formula(questionnaire.All, has("b"), has("c"))}, stop},
		asked{question{ID: "hidden-unasked", Applies: has("c")}, unasked},
		asked{question{ID: "any", Applies: formula(questionnaire.Any, has("c"), has("b"))}, held},
		asked{question{ID: "unsure", Applies: formula(questionnaire.Any, formula(questionnaire.Not, has("a")), has("c"))}, held},
		asked{question{ID: "raised", Severity: questionnaire.Low, Stage: questionnaire.Scale, Title: "AI part", Needs: []id{"below"}, Escalate: []questionnaire.Escalation{
			{If: has("a"), Severity: questionnaire.High, Stage: questionnaire.PublicLaunch},
		}}, stop},
		asked{question{ID: "below", Severity: questionnaire.Low, Stage: questionnaire.Scale, Effort: questionnaire.Small}, unknown},
	), today.Add(30), "accepted")
	in.Assessment.Facts = map[questionnaire.FactID]questionnaire.Truth{"b": questionnaire.Yes, "c": questionnaire.No}
	for name, x := range in.Assessment.Answers {
		in.Assessment.Answers[name] = dated(x)
	}
	r := analysis.Judge(in)
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s\n", f.Question.ID)
		for _, line := range analysis.Explain(r, f.Question.ID) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
	}
	golden.Check(t, "every-state.txt", b.String())
	if got := analysis.Explain(r, "nobody"); got != nil {
		t.Errorf("a question that does not exist: got %q", got)
	}
}

package cli

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

func stageWords(s questionnaire.Stage) string { return analysis.StageWords(s) }

// theStage returns a stage as it stands inside a sentence: "the first user".
func theStage(s questionnaire.Stage) string { return analysis.TheStage(s) }

// attached returns the questionnaires of an assessment with their versions.
func attached(v app.View) string {
	var names []string
	for _, q := range v.Assessment.Questionnaires {
		names = append(names, string(q.ID)+" "+q.Version)
	}
	return strings.Join(names, ", ")
}

// stateWords returns an answer and what it amounts to: "in place, claimed: nothing shown yet".
func stateWords(f analysis.Finding) string {
	level := analysis.LevelWords(f.Answer.Level)
	switch f.State {
	case analysis.Unasked, analysis.None, analysis.Partial, analysis.NotApplicable:
		return level
	case analysis.Unknown:
		if f.Answer.Suggested != "" {
			return fmt.Sprintf("don't know: %s is only suggested by %s", level, f.Answer.Suggested)
		}
		return level
	case analysis.Claimed:
		if f.Reopened() {
			return fmt.Sprintf("%s, claimed: since the answer %s", level, f.Answer.Reopened)
		}
		if f.Expired() {
			return fmt.Sprintf("%s, claimed: the evidence of %s is too old", level, f.Answer.Newest())
		}
		return level + ", claimed: nothing shown yet"
	case analysis.Held:
		if f.Answer.Level == assessment.Proven {
			return fmt.Sprintf("%s, held until %s: proven needs a drill within %d days and someone who can explain it",
				level, f.Expires, f.Question.Freshness)
		}
		return fmt.Sprintf("%s, held until %s", level, f.Expires)
	case analysis.Proven:
		return fmt.Sprintf("%s until %s", level, f.Expires)
	}
	return level
}

// whoWords returns who owns a gap and until when: "Mei, due 2026-11-30".
func whoWords(x assessment.Answer) string {
	switch {
	case x.Owner == "" && x.Due == "":
		return "no owner"
	case x.Owner == "":
		return "no owner, due " + string(x.Due)
	case x.Due == "":
		return x.Owner
	}
	return fmt.Sprintf("%s, due %s", x.Owner, x.Due)
}

// verdictWords returns what a system is ready for, and the verdict of the stage it aims at.
func verdictWords(r analysis.Result) string {
	return fmt.Sprintf("Ready for: %s. %s: %s.", stageWords(r.ReadyFor),
		report.UpperFirst(stageWords(r.Target)), r.Verdict(r.Target).Outcome.Words())
}

// restWords counts the decisions that are not among the next steps: "3 more STOP, 2 PROVE".
func restWords(r analysis.Result) string {
	now := map[analysis.Decision]int{}
	for _, s := range r.NowSteps() {
		f, _ := r.Finding(s.Question)
		now[f.Decision]++
	}
	all := r.Decided()
	var parts []string
	for _, d := range analysis.Decisions() {
		switch rest := all[d] - now[d]; {
		case rest > 0 && now[d] > 0:
			parts = append(parts, fmt.Sprintf("%d more %s", rest, d))
		case rest > 0:
			parts = append(parts, fmt.Sprintf("%d %s (%s)", rest, d, d.Gloss()))
		}
	}
	return strings.Join(parts, ", ")
}

// ended returns a sentence with its full stop.
func ended(sentence string) string { return strings.TrimSuffix(sentence, ".") + "." }

// count returns a number with its noun: "1 blocker", "2 blockers".
func count(n int, noun string) string { return report.Several(n, noun) }

// days returns how long ago a day was: "today", "1 day", "3 days".
func days(from, to assessment.Date) string {
	if n := from.Days(to); n > 0 {
		return count(n, "day")
	}
	return "today"
}

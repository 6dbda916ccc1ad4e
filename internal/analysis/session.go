package analysis

import (
	"cmp"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Lengths of sessions, in questions.
const (
	standardLength = 28
	recheckLength  = 12
)

// Minutes returns how long a session of that kind is meant to take.
func Minutes(k assessment.SessionKind) int {
	switch k {
	case assessment.Quick:
		return 10
	case assessment.Standard:
		return 45
	case assessment.Deep:
		return 180
	case assessment.Recheck:
		return 15
	}
	return 0
}

// Select returns the questions of a session in the order in which they are asked: two rounds,
// blockers and then the rest, each in questionnaire order. The very first question of the
// questionnaires opens whatever its severity, because everything else is about its answer.
func (r Result) Select(k assessment.SessionKind) []questionnaire.QuestionID {
	var chosen []int
	switch k {
	case assessment.Quick:
		chosen = r.where(func(f *Finding) bool { return f.Question.Quick && !r.Solo || r.Solo && f.Questionnaire == Solo })
	case assessment.Standard:
		chosen = r.standard()
	case assessment.Deep:
		chosen = r.where(func(*Finding) bool { return true })
	case assessment.Recheck:
		chosen = r.recheck()
	}
	slices.SortStableFunc(chosen, func(i, j int) int {
		return cmp.Or(cmp.Compare(r.round(i), r.round(j)), cmp.Compare(i, j))
	})
	ids := make([]questionnaire.QuestionID, len(chosen))
	for n, i := range chosen {
		ids[n] = r.Findings[i].Question.ID
	}
	return ids
}

// round returns in which round a question is asked.
func (r Result) round(i int) int {
	switch {
	case i == 0:
		return 0
	case r.Findings[i].Severity == questionnaire.Blocker:
		return 1
	}
	return 2
}

// where returns the questions that apply and pass.
func (r Result) where(pass func(*Finding) bool) []int {
	var is []int
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Applies != questionnaire.No && pass(f) {
			is = append(is, i)
		}
	}
	return is
}

// standard returns the opening question, all due blockers, then the highest-ranked question of each
// area that has none yet, due or not, then the other due ones by rank, as long as there is room. What
// is proven needs no asking; if there are more blockers than room, those not asked yet come first.
func (r Result) standard() []int {
	ranked := r.where(func(f *Finding) bool { return f.State != Proven })
	slices.SortStableFunc(ranked, func(i, j int) int {
		a, b := &r.Findings[i], &r.Findings[j]
		return cmp.Or(
			cmp.Compare(slices.Index(dues(), a.Due), slices.Index(dues(), b.Due)),
			cmp.Compare(slices.Index(questionnaire.Severities(), a.Severity), slices.Index(questionnaire.Severities(), b.Severity)),
			cmp.Compare(b.Unlocks, a.Unlocks),
		)
	})
	type area struct {
		questionnaire.ID
		questionnaire.AreaID
	}
	var chosen []int
	present := map[area]bool{}
	taken := map[int]bool{}
	take := func(pass func(*Finding) bool) {
		for _, i := range ranked {
			if f := &r.Findings[i]; len(chosen) < standardLength && !taken[i] && pass(f) {
				chosen = append(chosen, i)
				taken[i] = true
				present[area{f.Questionnaire, f.Area}] = true
			}
		}
	}
	blocker := func(f *Finding) bool { return f.Due == Now && f.Severity == questionnaire.Blocker }
	take(func(f *Finding) bool { return f == &r.Findings[0] })
	take(func(f *Finding) bool { return blocker(f) && f.State == Unasked })
	take(blocker)
	take(func(f *Finding) bool { return !present[area{f.Questionnaire, f.Area}] })
	take(func(f *Finding) bool { return f.Due == Now })
	return chosen
}

// recheck returns what ran out or was reopened, what holds the stage back, and the last steps.
func (r Result) recheck() []int {
	chosen := r.where(func(f *Finding) bool { return f.Expired() || f.Reopened() })
	more := r.where(func(f *Finding) bool {
		return f.Gap() && f.Due == Now && f.Severity == questionnaire.Blocker && !f.Expired() && !f.Reopened()
	})
	chosen = append(chosen, more...)
	for _, s := range r.NowSteps() {
		if i := r.ground.index[s.Question]; !slices.Contains(chosen, i) {
			chosen = append(chosen, i)
		}
	}
	return chosen[:min(len(chosen), recheckLength)]
}

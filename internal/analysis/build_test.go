package analysis_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

const today assessment.Date = "2026-11-26"

type (
	question = questionnaire.Question
	answer   = assessment.Answer
	id       = questionnaire.QuestionID
)

// A case of a question and its answer.
type asked struct {
	question
	answer
}

func has(f questionnaire.FactID) questionnaire.Condition {
	return questionnaire.Condition{Op: questionnaire.Has, Fact: f}
}

func formula(op questionnaire.Op, args ...questionnaire.Condition) questionnaire.Condition {
	return questionnaire.Condition{Op: op, Args: args}
}

// words are facts without an id in their sentences.
func vocabulary() questionnaire.Vocabulary {
	return questionnaire.Vocabulary{Prompts: []questionnaire.Prompt{{Facts: []questionnaire.Fact{
		{ID: "a", Is: "it takes payments", IsNot: "no money passes through it", Implies: []questionnaire.FactID{"b"}},
		{ID: "b", Is: "it stores data", IsNot: "it stores no data"},
		{ID: "c", Is: "people speak to it", IsNot: "nobody speaks to it"},
	}}}}
}

// judged judges questions that are due blockers of one area unless they say otherwise.
func judged(qs ...asked) analysis.Result { return analysis.Judge(input(qs...)) }

func input(qs ...asked) analysis.Input {
	area := questionnaire.Area{ID: "all", Title: "All"}
	a := assessment.Assessment{ID: "shop", Answers: map[id]answer{}}
	a.Description.Target = questionnaire.FirstUser
	for i, x := range qs {
		if x.ID == "" {
			x.ID = id(fmt.Sprint("q", i))
		}
		if x.Severity == "" {
			x.Severity = questionnaire.Blocker
		}
		if x.Stage == "" {
			x.Stage = questionnaire.FirstUser
		}
		if x.Effort == "" {
			x.Effort = questionnaire.Middle
		}
		x.Freshness = 90
		if x.Title == "" {
			x.Title = "Title of " + string(x.ID)
		}
		area.Questions = append(area.Questions, x.question)
		if x.Level != "" || !x.Empty() {
			x.By = "Ana"
			a.Answers[x.ID] = x.answer
		}
	}
	return analysis.Input{
		Assessment: a, Vocabulary: vocabulary(), At: today.Time().Add(14 * time.Hour),
		Questionnaires: []questionnaire.Questionnaire{{ID: questionnaire.Core, Areas: []questionnaire.Area{area}}},
	}
}

func drill(d assessment.Date) []assessment.Evidence {
	return []assessment.Evidence{{Kind: assessment.Drill, Date: d}}
}

func artefact(d assessment.Date) []assessment.Evidence {
	return []assessment.Evidence{{Kind: assessment.Artefact, Reference: "x", Date: d}}
}

// anyCondition draws a formula over the facts of the vocabulary.
func anyCondition(t *rapid.T, depth int) questionnaire.Condition {
	ops := []questionnaire.Op{questionnaire.Always, questionnaire.Has, questionnaire.Not, questionnaire.Any, questionnaire.All}
	if depth == 0 {
		ops = ops[:2]
	}
	switch op := rapid.SampledFrom(ops).Draw(t, "op"); op {
	case questionnaire.Always:
		return questionnaire.Condition{}
	case questionnaire.Has:
		return has(rapid.SampledFrom([]questionnaire.FactID{"a", "b", "c"}).Draw(t, "fact"))
	case questionnaire.Not:
		return formula(op, anyCondition(t, depth-1))
	case questionnaire.Any, questionnaire.All:
		return formula(op, anyCondition(t, depth-1), anyCondition(t, depth-1))
	}
	return questionnaire.Condition{}
}

func anyFacts(t *rapid.T) map[questionnaire.FactID]questionnaire.Truth {
	return rapid.MapOfN(rapid.SampledFrom([]questionnaire.FactID{"a", "b", "c"}),
		rapid.SampledFrom([]questionnaire.Truth{questionnaire.Yes, questionnaire.No}), 0, 3).Draw(t, "facts")
}

func anyQuestion(t *rapid.T, n int) question {
	q := question{
		ID: id(fmt.Sprintf("q%02d", n)), Title: fmt.Sprint("Question ", n), Freshness: 90,
		Severity: rapid.SampledFrom(questionnaire.Severities()).Draw(t, "severity"),
		Stage:    rapid.SampledFrom(questionnaire.Stages()).Draw(t, "stage"),
		Effort:   rapid.SampledFrom(questionnaire.Efforts()).Draw(t, "effort"),
		Quick:    rapid.Bool().Draw(t, "quick"),
		Rules:    rapid.SliceOfN(rapid.SampledFrom(questionnaire.Rules()), 0, 2).Draw(t, "rules"),
	}
	if rapid.IntRange(0, 3).Draw(t, "conditional") == 0 {
		q.Applies = anyCondition(t, 2)
		q.Escalate = []questionnaire.Escalation{{If: anyCondition(t, 1), Severity: questionnaire.High, Stage: questionnaire.PublicLaunch}}
	}
	return q
}

func anyAnswer(t *rapid.T) answer {
	x := answer{
		Level: rapid.SampledFrom(append(assessment.Levels(), assessment.Unasked)).Draw(t, "level"), By: "Ana",
		At:        today.Time(),
		Since:     today.Time().AddDate(0, 0, rapid.IntRange(-2, 0).Draw(t, "since")),
		AIWritten: rapid.Bool().Draw(t, "ai"),
		Check:     rapid.SampledFrom(append(assessment.Checks(), assessment.Unchecked)).Draw(t, "check"),
	}
	if x.Level == assessment.NotApplicable {
		x.Reason = rapid.SampledFrom([]string{"", "It does not matter here."}).Draw(t, "reason")
	}
	for range rapid.IntRange(0, 2).Draw(t, "pieces of evidence") {
		x.Evidence = append(x.Evidence, assessment.Evidence{
			Kind: rapid.SampledFrom([]assessment.EvidenceKind{assessment.Artefact, assessment.Drill}).Draw(t, "evidence"),
			Date: today.Add(-rapid.IntRange(0, 95).Draw(t, "age")),
		})
	}
	if rapid.IntRange(0, 9).Draw(t, "suggested") == 0 && x.Level != assessment.Unasked {
		x.Suggested = "scanner"
	}
	return x
}

// anyInput draws an assessment of at most that many questions; their needs may form cycles.
func anyInput(most int) *rapid.Generator[analysis.Input] {
	return rapid.Custom(func(t *rapid.T) analysis.Input {
		n := rapid.IntRange(1, most).Draw(t, "questions")
		cycles := rapid.IntRange(0, 4).Draw(t, "cycles") == 0
		order := make([]id, n)
		for i := range order {
			order[i] = id(fmt.Sprintf("q%02d", i))
		}
		order = rapid.Permutation(order).Draw(t, "order of needs")
		areas := make([]questionnaire.Area, rapid.IntRange(1, 4).Draw(t, "areas"))
		a := assessment.Assessment{ID: "shop", Facts: anyFacts(t), Answers: map[id]answer{}}
		a.Description.Target = rapid.SampledFrom(questionnaire.Stages()).Draw(t, "target")
		for i := range n {
			q := anyQuestion(t, i)
			among := order
			if !cycles {
				among = order[slices.Index(order, q.ID)+1:]
			}
			if len(among) > 0 {
				q.Needs = rapid.SliceOfNDistinct(rapid.SampledFrom(append(among, "nobody")), 0, 2, rapid.ID).Draw(t, "needs")
			}
			at := &areas[i*len(areas)/n]
			at.ID = questionnaire.AreaID(fmt.Sprint("area", i*len(areas)/n))
			at.Questions = append(at.Questions, q)
			if x := anyAnswer(t); x.Level != assessment.Unasked {
				a.Answers[q.ID] = x
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "acceptances") {
			a.Acceptances = append(a.Acceptances, assessment.Acceptance{
				By: "Mei", Until: today.Add(rapid.IntRange(-1, 90).Draw(t, "until")), Reason: "later",
				Questions: rapid.SliceOfNDistinct(rapid.SampledFrom(order), 1, 3, rapid.ID).Draw(t, "accepted"),
			})
		}
		return analysis.Input{
			Assessment: a, Vocabulary: vocabulary(), At: today.Time().Add(14 * time.Hour),
			Questionnaires: []questionnaire.Questionnaire{{ID: questionnaire.Core, Areas: areas}},
		}
	})
}

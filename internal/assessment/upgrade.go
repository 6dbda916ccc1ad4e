package assessment

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"prodfirst/internal/questionnaire"
)

// An Upgrade says what becomes of the questions of an assessment when questionnaires are replaced.
type Upgrade struct {
	From     []Attached // the questionnaires that are replaced, as they are attached
	To       []Attached // the same, as they will be
	New      []Difference
	Reworded []Difference // an answer means what it meant
	Changed  []Difference // what an answer means, or when it counts, is another
	Retired  []Difference // asked no more; answers are kept
}

// A Difference is one question that an upgrade touches.
type Difference struct {
	Question questionnaire.Question // as it will be; as it was, if it is retired
	By       Attached               // the questionnaire that brings it; that had it, if it is retired
	What     []string               // what differs: "the levels", "the title"
}

// Reason says why an answer to the question has to be given again: "core 1.1.0 changed the levels".
func (d Difference) Reason() string {
	return fmt.Sprintf("%s %s changed %s", d.By.ID, d.By.Version, list(d.What))
}

// place is a question with the questionnaire that it comes from.
type place struct {
	question questionnaire.Question
	from     Attached
}

// NewUpgrade compares the attached questionnaires with those that replace the ones of the same id.
// Questions are the same if their ids are, whichever questionnaire they are in. Those that differ
// only in where and in which order they are asked are not mentioned.
func NewUpgrade(attached, newer []questionnaire.Questionnaire) Upgrade {
	var u Upgrade
	after := slices.Clone(attached)
	for i, old := range attached {
		n := slices.IndexFunc(newer, func(q questionnaire.Questionnaire) bool { return q.ID == old.ID })
		if n >= 0 && newer[n].Digest != old.Digest {
			after[i] = newer[n]
			u.From, u.To = append(u.From, attachment(old)), append(u.To, attachment(newer[n]))
		}
	}
	if len(u.To) == 0 {
		return u
	}
	was, is := places(attached), places(after)
	before := index(was)
	for _, p := range is {
		d := Difference{Question: p.question, By: p.from}
		i, there := before[p.question.ID]
		if !there {
			u.New = append(u.New, d)
			continue
		}
		if d.What = meaning(was[i].question, p.question); len(d.What) > 0 {
			u.Changed = append(u.Changed, d)
		} else if d.What = wording(was[i].question, p.question); len(d.What) > 0 {
			u.Reworded = append(u.Reworded, d)
		}
	}
	now := index(is)
	for _, p := range was {
		if _, there := now[p.question.ID]; !there {
			u.Retired = append(u.Retired, Difference{Question: p.question, By: p.from})
		}
	}
	return u
}

func attachment(q questionnaire.Questionnaire) Attached {
	return Attached{ID: q.ID, Version: q.Version, Digest: q.Digest}
}

// places returns every question once, where it is asked first.
func places(qs []questionnaire.Questionnaire) []place {
	var all []place
	seen := map[questionnaire.QuestionID]bool{}
	for _, from := range qs {
		for _, q := range from.Questions() {
			if !seen[q.ID] {
				seen[q.ID] = true
				all = append(all, place{q, attachment(from)})
			}
		}
	}
	return all
}

func index(all []place) map[questionnaire.QuestionID]int {
	at := make(map[questionnaire.QuestionID]int, len(all))
	for i, p := range all {
		at[p.question.ID] = i
	}
	return at
}

type part struct {
	name    string
	differs bool
}

func differing(parts ...part) []string {
	var names []string
	for _, p := range parts {
		if p.differs {
			names = append(names, p.name)
		}
	}
	return names
}

// meaning returns what differs in what an answer means or when it counts.
func meaning(a, b questionnaire.Question) []string {
	same := func(x, y questionnaire.Escalation) bool {
		return x.If.String() == y.If.String() && x.Severity == y.Severity && x.Stage == y.Stage
	}
	return differing(
		part{"the levels", a.Levels != b.Levels},
		part{"how long evidence counts", a.Freshness != b.Freshness},
		part{"the severity", a.Severity != b.Severity},
		part{"the stage", a.Stage != b.Stage},
		part{"when it applies", a.Applies.String() != b.Applies.String()},
		part{"what raises it", !slices.EqualFunc(a.Escalate, b.Escalate, same)},
	)
}

// wording returns what differs in how a question is put and explained. What only decides where and
// in which order it is asked (effort, needs, quick, mirrors) is not looked at.
func wording(a, b questionnaire.Question) []string {
	return differing(
		part{"the title", a.Title != b.Title},
		part{"the question", a.Text != b.Text},
		part{"the why", a.Why != b.Why},
		part{"what to show", a.Verify != b.Verify},
		part{"the check", a.Explain != b.Explain},
		part{"what to listen for", a.ListenFor != b.ListenFor},
		part{"the contrast", a.Prototype != b.Prototype || a.Production != b.Production},
		part{"the AI failure", a.AIFailure != b.AIFailure},
		part{"the steps", !slices.Equal(a.Steps, b.Steps)},
		part{"the references", !slices.Equal(a.References, b.References)},
		part{"the topics", !slices.Equal(a.Topics, b.Topics)},
		part{"the rules", !slices.Equal(a.Rules, b.Rules)},
		part{"the views", !slices.Equal(a.Views, b.Views)},
	)
}

// Reopen returns the changes that turn the answers of a to changed questions into claims: those of
// in place and proven that people gave. Each has the Rev of the answer that it replaces. Done once,
// it returns none.
func (u Upgrade) Reopen(a Assessment) []Change {
	var changes []Change
	for _, d := range u.Changed {
		x := a.Answers[d.Question.ID]
		good := x.Level == InPlace || x.Level == Proven
		if good && x.Suggested == "" && x.Reopened == "" {
			x.Reopened = d.Reason()
			changes = append(changes, Change{Question: d.Question.ID, Answer: &x})
		}
	}
	return changes
}

// Attach returns the questionnaires of a with those in place that u replaces them with.
func (u Upgrade) Attach(a Assessment) Change {
	attached := slices.Clone(a.Questionnaires)
	for i, q := range attached {
		for _, to := range u.To {
			if to.ID == q.ID {
				attached[i] = to
			}
		}
	}
	return Change{Questionnaires: attached}
}

// Milestone returns the milestone to make of a before u. It returns false if the last one serves:
// it was made for u, and since then nothing happened but that answers were reopened.
func (u Upgrade) Milestone(a Assessment, by string, at time.Time) (Milestone, bool, error) {
	base := "before " + u.Names()
	if last := len(a.Milestones) - 1; last >= 0 {
		m := a.Milestones[last]
		since := a.Seq - min(a.Seq, m.Seq+1)
		for _, x := range a.Answers {
			if x.Rev > m.Seq+1 && x.Reopened != "" {
				since--
			}
		}
		if since == 0 && (m.Label == base || strings.HasPrefix(m.Label, base+" (")) {
			return m, false, nil
		}
	}
	label := base
	for n := 2; a.named(label); n++ {
		label = fmt.Sprintf("%s (%d)", base, n)
	}
	m, err := a.Milestone(label, by, at)
	return m, true, err
}

// Names returns what is upgraded to: "core 1.1.0 and event 1.2.0".
func (u Upgrade) Names() string {
	const most = 3
	var names []string
	for _, to := range u.To {
		names = append(names, string(to.ID)+" "+to.Version)
	}
	if rest := len(names) - most + 1; rest > 1 {
		names = append(names[:most-1], fmt.Sprintf("%d more", rest))
	}
	return list(names)
}

// Counted returns how many questions are touched: "3 new, 2 changed, 1 retired".
func (u Upgrade) Counted() string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{len(u.New), "new"}, {len(u.Changed), "changed"}, {len(u.Retired), "retired"}, {len(u.Reworded), "reworded"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.word))
		}
	}
	if len(parts) == 0 {
		return "no question differs"
	}
	return strings.Join(parts, ", ")
}

// list returns words as they stand in a sentence: "a, b and c".
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

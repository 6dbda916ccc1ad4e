package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"prodfirst/internal/questionnaire"
)

// OfPerson tells whether a person gave the level.
func (x Answer) OfPerson() bool { return x.Level != Unasked && x.Suggested == "" }

// Suggest returns the answer to q after a source, which is no person, suggested p at that time. What
// persons said is kept: their note, their evidence. Evidence of the source has nobody's name until a
// person accepts it. It returns an error if a person has answered, if there is no level in p, or what
// only a person can say.
func (x Answer) Suggest(p Patch, q questionnaire.Question, source string, at time.Time) (Answer, error) {
	switch {
	case strings.TrimSpace(source) == "":
		return Answer{}, fmt.Errorf("a suggestion needs a source: %w", ErrInvalid)
	case x.OfPerson():
		return Answer{}, fmt.Errorf("%s answered already: %w", x.By, ErrInvalid)
	case p.Level == nil:
		return Answer{}, fmt.Errorf("a suggestion needs a level: %w", ErrInvalid)
	case p.personal():
		return Answer{}, fmt.Errorf("who does it and until when, who can explain and who agrees is for persons to say: %w", ErrInvalid)
	}
	x = x.withdrawn()
	var shown []Evidence
	for _, e := range p.AddEvidence {
		if e.By == "" || !slices.Contains(x.Evidence, e) {
			e.By = ""
			shown = append(shown, e)
		}
	}
	p.AddEvidence = shown
	if x.Note != "" {
		p.Note = nil
	}
	x, err := x.With(p, q, source, at)
	if err != nil {
		return Answer{}, err
	}
	x.By, x.Suggested = "", source
	return x, nil
}

// personal tells whether there is something in p that only a person can say.
func (p Patch) personal() bool {
	return p.Owner != nil || p.Due != nil || p.Check != nil || p.CheckBy != nil || p.Approver != nil ||
		p.Votes != nil || len(p.Clear) > 0
}

// Accept returns the answer after a person took over what was suggested.
func (x Answer) Accept(q questionnaire.Question, by string, at time.Time) (Answer, error) {
	if x.Suggested == "" {
		return Answer{}, fmt.Errorf("nothing is suggested for %s: %w", q.ID, ErrInvalid)
	}
	x.Suggested = ""
	x.Evidence = slices.Clone(x.Evidence)
	for i, e := range x.Evidence {
		x.Evidence[i].By = cmp.Or(e.By, by)
	}
	return x.With(Patch{Level: &x.Level}, q, by, at)
}

// withdrawn returns the answer without what a source showed, if it is only a suggestion.
func (x Answer) withdrawn() Answer {
	if x.Suggested != "" {
		x.Evidence = slices.DeleteFunc(slices.Clone(x.Evidence), func(e Evidence) bool { return e.By == "" })
	}
	return x
}

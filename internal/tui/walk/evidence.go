package walk

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/widget"
)

// evidence returns what the form says so far. A date, or the word drill before anything, is a drill;
// all else is something one can look at. What the person said of kind and date comes before that.
func (w screen) evidence() assessment.Evidence {
	text := w.form.Text(referenceField)
	e := guess(text, w.Today())
	if w.form.chosen != "" && w.form.chosen != e.Kind {
		e.Kind = w.form.chosen
		if e.Kind == assessment.Artefact {
			e.Reference = text
		}
	}
	if d, err := assessment.ParseDate(w.form.Text(dateField), w.Today()); err == nil {
		e.Date = d
	}
	e.By = w.form.Text(shownByField)
	return e
}

// guess reads what a person typed to show something.
func guess(text string, today assessment.Date) assessment.Evidence {
	artefact := assessment.Evidence{Kind: assessment.Artefact, Reference: text, Date: today}
	words := strings.Fields(text)
	if len(words) == 0 {
		return artefact
	}
	said := strings.EqualFold(strings.TrimRight(words[0], ":,"), string(assessment.Drill))
	if said {
		words = words[1:]
	}
	for n := min(len(words), 3); n > 0; n-- {
		d, err := assessment.ParseDate(strings.Join(words[:n], " "), today)
		if err == nil && (said || n == len(words)) {
			return assessment.Evidence{Kind: assessment.Drill, Date: d, Reference: strings.Join(words[n:], " ")}
		}
	}
	if said {
		return assessment.Evidence{Kind: assessment.Drill, Date: today, Reference: strings.Join(words, " ")}
	}
	return artefact
}

// checkedEvidence returns the evidence, or which field is wrong and why.
func (w screen) checkedEvidence() (assessment.Evidence, string, error) {
	e := w.evidence()
	if typed := w.form.Text(dateField); typed != "" {
		if _, err := assessment.ParseDate(typed, w.Today()); err != nil {
			return e, dateField, err
		}
	}
	if e.Kind == assessment.Artefact && e.Reference == "" {
		return e, referenceField, fmt.Errorf("a link or a path, so that others can look: %w", assessment.ErrInvalid)
	}
	if e.Date > w.Today() {
		wrong := dateField
		if w.form.Text(dateField) == "" {
			wrong = referenceField
		}
		return e, wrong, fmt.Errorf("%s is in the future: a day that has been: %w", e.Date, assessment.ErrInvalid)
	}
	return e, "", nil
}

// kinds returns the kinds of evidence in the order of their field.
func kinds() []assessment.EvidenceKind {
	return []assessment.EvidenceKind{assessment.Artefact, assessment.Drill}
}

// guessed shows in the form for evidence what is made of what was typed.
func (w screen) guessed() screen {
	if w.form.kind != evidenceForm {
		return w
	}
	e := w.evidence()
	f := w.form.Change(kindField, func(x *widget.Entry) { x.Chosen = slices.Index(kinds(), e.Kind) })
	w.form.Form = f.Change(dateField, func(x *widget.Entry) { x.Hint = gloss.Meant(e.Date, w.Today()) })
	return w
}

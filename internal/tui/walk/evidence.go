package walk

import (
	"fmt"
	"strings"

	"prodfirst/internal/assessment"
)

// evidence returns what the form says so far. A date, or the word drill before anything, is a drill;
// all else is something one can look at. What the person said of kind and date comes before that.
func (w screen) evidence() assessment.Evidence {
	text := w.form.text(referenceField)
	e := guess(text, w.today())
	if w.form.chosen != "" && w.form.chosen != e.Kind {
		e.Kind = w.form.chosen
		if e.Kind == assessment.Artefact {
			e.Reference = text
		}
	}
	if d, err := assessment.ParseDate(w.form.text(dateField), w.today()); err == nil {
		e.Date = d
	}
	e.By = w.form.text(shownByField)
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
func (w screen) checkedEvidence() (assessment.Evidence, fieldName, error) {
	e := w.evidence()
	if typed := w.form.text(dateField); typed != "" {
		if _, err := assessment.ParseDate(typed, w.today()); err != nil {
			return e, dateField, err
		}
	}
	if e.Kind == assessment.Artefact && e.Reference == "" {
		return e, referenceField, fmt.Errorf("a link or a path, so that others can look: %w", assessment.ErrInvalid)
	}
	if e.Date > w.today() {
		wrong := dateField
		if w.form.text(dateField) == "" {
			wrong = referenceField
		}
		return e, wrong, fmt.Errorf("%s is in the future: a day that has been: %w", e.Date, assessment.ErrInvalid)
	}
	return e, "", nil
}

// due returns the date typed in the form, or no date if nothing was typed.
func (w screen) due() (assessment.Date, error) {
	typed := w.form.text(dueField)
	for _, f := range w.form.fields {
		if f.name == dueField && typed == f.before {
			x, _ := w.finding()
			return x.Answer.Due, nil
		}
	}
	if typed == "" {
		return "", nil
	}
	d, err := assessment.ParseDate(typed, w.today())
	if err != nil {
		return "", err
	}
	if d < w.today() {
		return "", fmt.Errorf("%s has passed: a day to come: %w", d, assessment.ErrInvalid)
	}
	return d, nil
}

func other(k assessment.EvidenceKind) assessment.EvidenceKind {
	if k == assessment.Artefact {
		return assessment.Drill
	}
	return assessment.Artefact
}

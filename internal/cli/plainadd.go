package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// excuse answers that the question does not apply, after asking for what that needs.
func (w *walk) excuse(ctx context.Context, reason string) error {
	f, asked := w.finding(), reason == ""
	level := assessment.NotApplicable
	for {
		if reason == "" {
			w.tell("Why does it not apply? One sentence; an empty line changes nothing.")
			text, err := w.hear(ctx)
			if err != nil || text == "" {
				return w.unchanged(err)
			}
			reason = text
		}
		if utf8.RuneCountInString(reason) < assessment.MinReason {
			w.tell("Not saved: %q is no reason yet; it takes %d characters or more.", reason, assessment.MinReason)
			if !asked {
				return nil
			}
			reason = ""
			continue
		}
		patch := assessment.Patch{Level: &level, Reason: &reason}
		if f.Question.Applies.Op == questionnaire.Always && f.Answer.Approver == "" {
			w.tell("It is asked of every system. Who agrees that it does not apply? An empty line changes nothing.")
			name, err := w.person(ctx)
			if err != nil || name == "" {
				return w.unchanged(err)
			}
			patch.Approver = &name
		}
		got, err := w.save(ctx, patch)
		if got == saved {
			w.goTo(w.at + 1)
		}
		if err != nil || got != refused || !asked {
			return err
		}
		reason = ""
	}
}

// unchanged says that nothing was changed, unless something else came between.
func (w *walk) unchanged(err error) error {
	if err == nil {
		w.tell("Nothing was changed.")
	}
	return err
}

// person reads a name, again until it is one, and nothing for an empty line.
func (w *walk) person(ctx context.Context) (string, error) {
	for {
		text, err := w.hear(ctx)
		if err != nil || text == "" {
			return "", err
		}
		if named(text) {
			return w.known(text), nil
		}
		w.tell("%v. An empty line changes nothing.", notName(text))
	}
}

// named tells whether a text can be a name: it has a letter in it.
func named(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

func notName(text string) error { return fmt.Errorf("%q is no name: there is no letter in it", text) }

// known returns a name as it is known already, whatever its case.
func (w *walk) known(name string) string {
	people := w.view.Assessment.KnownPeople()
	if i := slices.IndexFunc(people, func(p string) bool { return strings.EqualFold(p, name) }); i >= 0 {
		return people[i]
	}
	return name
}

// add adds to the answer of the question shown. What is not typed behind the word is asked for.
func (w *walk) add(ctx context.Context, word, text string) error {
	switch {
	case word == "a":
		written := !w.finding().Answer.AIWritten
		_, err := w.save(ctx, assessment.Patch{AIWritten: &written})
		return err
	case text == "-":
		_, err := w.save(ctx, assessment.Patch{Clear: fieldsOf(word)})
		return err
	case word == "t" && text == "":
		return w.note(ctx)
	}
	for asked := text == ""; ; text = "" {
		if text == "" {
			w.tell("%s An empty line changes nothing.", w.prompt(word))
			typed, err := w.hear(ctx)
			if err != nil || typed == "" {
				return w.unchanged(err)
			}
			text = typed
		}
		got, err := w.put(ctx, word, text)
		if err != nil || got != refused || !asked {
			return err
		}
	}
}

// put saves what was typed.
func (w *walk) put(ctx context.Context, word, text string) (outcome, error) {
	patch, err := w.patch(word, text)
	if err != nil {
		w.tell("Not saved: %v.", err)
		return refused, nil
	}
	people := w.view.Assessment.KnownPeople()
	got, err := w.save(ctx, patch)
	if err != nil || got != saved {
		return got, err
	}
	if patch.Owner != nil && !slices.Contains(people, *patch.Owner) {
		if near := questionnaire.Nearest(*patch.Owner, people); near != "" {
			w.tell("%s is new here. If that is %s, u takes it back.", *patch.Owner, near)
		}
	}
	if _, differ := assessment.Lowest(patch.Votes); differ {
		w.tell("The votes differ. Who held up most, and who least: what do you know? An empty line goes on.")
	} else if patch.Votes != nil {
		w.goTo(w.at + 1)
	}
	return got, nil
}

// fieldsOf returns what a word adds to.
func fieldsOf(word string) []assessment.Field {
	return map[string][]assessment.Field{
		"e": {assessment.FieldEvidence}, "d": {assessment.FieldEvidence},
		"o": {assessment.FieldOwner, assessment.FieldDue}, "c": {assessment.FieldCheck},
		"t": {assessment.FieldNote}, "f": {assessment.FieldParked}, "v": {assessment.FieldVotes},
	}[word]
}

// prompt asks for what belongs behind a word.
func (w *walk) prompt(word string) string {
	f := w.finding()
	switch word {
	case "e":
		return "What shows it? A link or a path. Ask to see: " + f.Question.Verify
	case "d":
		return "On which day was it tried out, and what came of it? A date such as yesterday or 2026-11-30, and a few words if you like."
	case "o":
		return "Who does something about it, and until when? A name, and a date if you like: Mei +7." + w.people()
	case "c":
		return f.Question.Explain + " yes, partly or not-yet, and a name if you like."
	case "f":
		return "Which remark do you come back to at the end?"
	case "v":
		return "How many fingers does everyone hold up? Such as 0 2 3 3, or Ana 3, Mei 0."
	}
	return ""
}

// people names who is known, behind a space.
func (w *walk) people() string {
	if names := w.view.Assessment.KnownPeople(); len(names) > 0 {
		return " Known: " + strings.Join(names, ", ") + "."
	}
	return ""
}

// patch returns what a word and the text behind it change.
func (w *walk) patch(word, text string) (assessment.Patch, error) {
	var p assessment.Patch
	switch word {
	case "e":
		p.AddEvidence = []assessment.Evidence{{Kind: assessment.Artefact, Reference: text, Date: w.today(), By: w.by}}
	case "d":
		date, what, err := leadingDate(text, w.today())
		if err != nil {
			return p, err
		}
		p.AddEvidence = []assessment.Evidence{{Kind: assessment.Drill, Reference: what, Date: date, By: w.by}}
	case "o":
		name, due, err := owner(text, w.today())
		if err != nil {
			return p, err
		}
		name = w.known(name)
		p.Owner = &name
		if due != "" {
			p.Due = &due
		}
	case "c":
		return w.checked(text)
	case "t":
		p.Note = &text
	case "f":
		if parked := w.finding().Answer.Parked; parked != "" {
			text = parked + "; " + text
		}
		p.Parked = &text
	case "v":
		votes, err := assessment.ParseVotes(text)
		if err != nil {
			return p, err
		}
		lowest, _ := assessment.Lowest(votes)
		p.Votes, p.Level = votes, &lowest
	}
	return p, nil
}

// leadingDate takes a date of up to three words from the start of a text.
func leadingDate(text string, today assessment.Date) (assessment.Date, string, error) {
	words := strings.Fields(text)
	for n := min(3, len(words)); n > 0; n-- {
		if date, err := assessment.ParseDate(strings.Join(words[:n], " "), today); err == nil {
			return date, strings.Join(words[n:], " "), nil
		}
	}
	_, err := assessment.ParseDate(words[0], today)
	return "", "", err
}

// owner takes a name with a date after it apart; the date may be missing.
func owner(text string, today assessment.Date) (name string, due assessment.Date, err error) {
	name = text
	words := strings.Fields(text)
	for n := min(3, len(words)-1); n > 0; n-- { // a date has up to three words: 30 Nov 2026
		due, err = assessment.ParseDate(strings.Join(words[len(words)-n:], " "), today)
		if err == nil {
			name = strings.Join(words[:len(words)-n], " ")
			break
		}
	}
	before, after, comma := strings.Cut(name, ",")
	last := words[len(words)-1]
	switch {
	case due == "" && comma && strings.TrimSpace(after) != "":
		_, err = assessment.ParseDate(after, today)
	case due == "" && len(words) > 1 && strings.ContainsAny(last, "0123456789"):
		err = fmt.Errorf("%w; a comma goes behind a name that ends in a figure", err)
	case due != "" && due < today:
		err = fmt.Errorf("%s has passed: a day to come", due)
	default:
		err = nil
	}
	name = strings.TrimSpace(before)
	if err == nil && !named(name) {
		err = notName(name)
	}
	return name, due, err
}

// checked returns the outcome of the knowledge check that was typed, and who can explain it.
func (w *walk) checked(text string) (assessment.Patch, error) {
	word, name, _ := strings.Cut(text, " ")
	name = strings.TrimSpace(name)
	if rest, is := strings.CutPrefix(name, "yet"); is && word == "not" {
		word, name = "not-yet", strings.TrimSpace(rest)
	}
	check := assessment.Check(strings.ToLower(word))
	switch {
	case !slices.Contains(assessment.Checks(), check):
		return assessment.Patch{}, fmt.Errorf("c takes %s, not %q", listed(assessment.Checks()), text)
	case name != "" && check == assessment.CannotYet:
		return assessment.Patch{}, errors.New("nobody is named who cannot explain it yet")
	case name != "" && !named(name):
		return assessment.Patch{}, notName(name)
	case name == "" && check == assessment.CanExplain:
		name = w.by
	}
	name = w.known(name)
	return assessment.Patch{Check: &check, CheckBy: &name}, nil
}

// note reads a note of several lines. What was typed before the input came to its end is kept.
func (w *walk) note(ctx context.Context) error {
	w.tell("Your note, in as many lines as you like; a line with only a full stop ends it.")
	if w.finding().Answer.Note != "" {
		w.tell("It takes the place of the note that is there. The full stop alone changes nothing.")
	}
	var note []string
	for {
		text, err := w.hear(ctx)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err == nil && text != "." {
			note = append(note, text)
			continue
		}
		whole := strings.Trim(strings.Join(note, "\n"), "\n")
		if whole == "" {
			return w.unchanged(err)
		}
		if _, saveErr := w.save(ctx, assessment.Patch{Note: &whole}); saveErr != nil {
			return saveErr
		}
		return err
	}
}

// said returns in words what a patch changed, and x is the answer after it.
func said(x assessment.Answer, patch assessment.Patch) string {
	var parts []string
	add := func(there bool, words string) {
		if there {
			parts = append(parts, words)
		}
	}
	if patch.Level != nil {
		parts = append(parts, analysis.LevelWords(*patch.Level))
	}
	if patch.Votes != nil {
		parts = append(parts, fmt.Sprintf("which is the lowest of %s (%s)", count(len(patch.Votes), "vote"), voteWords(patch.Votes)))
	}
	for _, e := range patch.AddEvidence {
		parts = append(parts, evidenceWords(e))
	}
	if patch.Owner != nil {
		parts = append(parts, ownerWords(x))
	}
	add(patch.Note != nil, "the note")
	add(patch.Check != nil, "knowledge check "+checkWords(x))
	if patch.AIWritten != nil {
		parts = append(parts, map[bool]string{true: "written by an AI", false: "not written by an AI"}[*patch.AIWritten])
	}
	add(patch.Parked != nil, "parked: "+x.Parked)
	if len(patch.Clear) > 0 {
		parts = append(parts, "no "+strings.ReplaceAll(strings.Join(texts(patch.Clear), ", no "), "explained", "knowledge check"))
	}
	return strings.Join(parts, ", ")
}

// ownerWords returns who does something, and until when: "Mei, no date".
func ownerWords(x assessment.Answer) string {
	if x.Due == "" {
		return "owner " + x.Owner + ", no date"
	}
	return "owner " + whoWords(x)
}

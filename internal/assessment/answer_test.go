package assessment_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

var (
	noon   = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	always = questionnaire.Question{ID: "sec-secrets"}
	some   = questionnaire.Question{
		ID: "id-record-access", Applies: questionnaire.Condition{Op: questionnaire.Has, Fact: "user-accounts"},
	}
)

const reason = "There are no records to look at."

// full is an answer with something in every field.
func full() assessment.Answer {
	return assessment.Answer{
		Level: assessment.InPlace, By: "Ana", At: noon, Since: noon, Note: "see wiki", Owner: "Mei", Due: "2026-12-01",
		Reason: reason, Approver: "Ravi",
		Evidence: []assessment.Evidence{{Kind: assessment.Artefact, Reference: "scan.txt", Date: today, By: "Ravi"}},
		Check:    assessment.CanExplain, CheckBy: "Mei", AIWritten: true,
		Votes: []assessment.Vote{{Name: "Mei", Level: assessment.Partial}}, Parked: "who pays?",
	}
}

// with gives the answer that must be possible.
func with(t *testing.T, x assessment.Answer, p assessment.Patch, by string, at time.Time) assessment.Answer {
	t.Helper()
	got, err := x.With(p, some, by, at)
	if err != nil {
		t.Fatalf("%+v with %+v: %v", x, p, err)
	}
	return got
}

func TestFieldsNotGivenAreKept(t *testing.T) {
	before := full()
	if diff := cmp.Diff(full(), with(t, before, assessment.Patch{}, "Ravi", noon.Add(time.Hour))); diff != "" {
		t.Errorf("nothing given (-want +got):\n%s", diff)
	}
	want := full()
	want.Note = "new"
	got := with(t, before, assessment.Patch{Note: new("new")}, "Ravi", noon.Add(time.Hour))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a note given (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(full(), with(t, before, assessment.Patch{Check: new(assessment.CanExplain)}, "Ana", noon)); diff != "" {
		t.Errorf("the same check again (-want +got):\n%s", diff)
	}
	if got := with(t, before, assessment.Patch{Check: new(assessment.CannotYet)}, "Ana", noon).CheckBy; got != "" {
		t.Errorf("another check: still said to be explained by %q", got)
	}
	if diff := cmp.Diff(full(), before); diff != "" {
		t.Errorf("the answer before was changed (-want +got):\n%s", diff)
	}
}

func TestGivenFieldsReplaceAndEvidenceIsAdded(t *testing.T) {
	drill := assessment.Evidence{Kind: assessment.Drill, Date: "2026-11-01", By: "Ravi"}
	got := with(t, full(), assessment.Patch{
		Level: new(assessment.Proven), Note: new(""), Owner: new("Ana"), Due: new(assessment.Date("")),
		Reason: new("r"), Approver: new("a"), AddEvidence: []assessment.Evidence{drill, drill, full().Evidence[0]},
		Check: new(assessment.Partly), CheckBy: new("Ravi"), AIWritten: new(false),
		Votes: []assessment.Vote{}, Parked: new("p"),
	}, "Ravi", noon.Add(time.Hour))
	want := assessment.Answer{
		Level: assessment.Proven, By: "Ravi", At: noon.Add(time.Hour), Since: noon.Add(time.Hour), Owner: "Ana",
		Reason: "r", Approver: "a", Evidence: []assessment.Evidence{full().Evidence[0], drill},
		Check: assessment.Partly, CheckBy: "Ravi", Votes: []assessment.Vote{}, Parked: "p",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("everything given (-want +got):\n%s", diff)
	}
}

func TestAnswersShareNothing(t *testing.T) {
	votes := []assessment.Vote{{Level: assessment.None}}
	evidence := []assessment.Evidence{{Kind: assessment.Drill, Date: today}}
	room := assessment.Answer{Evidence: make([]assessment.Evidence, 0, 4)}
	got := with(t, room, assessment.Patch{Votes: votes, AddEvidence: evidence}, "Ana", noon)
	with(t, room, assessment.Patch{AddEvidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2020-02-02"}}}, "Ana", noon)
	votes[0].Level, evidence[0].Date = assessment.Proven, "2020-01-01"
	if got.Votes[0].Level != assessment.None || got.Evidence[0].Date != today {
		t.Errorf("after the patch changed: got %+v", got)
	}
}

func TestSinceStaysWhileTheLevelStays(t *testing.T) {
	first := with(t, assessment.Answer{}, assessment.Patch{Level: new(assessment.None)}, "Ana", noon)
	again := with(t, first, assessment.Patch{Level: new(assessment.None)}, "Mei", noon.Add(time.Hour))
	if !again.Since.Equal(noon) || !again.At.Equal(noon.Add(time.Hour)) || again.By != "Mei" {
		t.Errorf("the same level again: got %+v, want since noon, given by Mei an hour later", again)
	}
	other := with(t, again, assessment.Patch{Level: new(assessment.Partial)}, "Mei", noon.Add(2*time.Hour))
	if !other.Since.Equal(noon.Add(2 * time.Hour)) {
		t.Errorf("another level: since %v, want now", other.Since)
	}
	noted := with(t, other, assessment.Patch{Note: new("n")}, "Ravi", noon.Add(3*time.Hour))
	if noted.By != "Mei" || !noted.At.Equal(other.At) {
		t.Errorf("a note alone: level by %s at %v, want it untouched", noted.By, noted.At)
	}
}

func TestAnsweringAcceptsASuggestion(t *testing.T) {
	suggested := full()
	suggested.Suggested = "scanner"
	if got := with(t, suggested, assessment.Patch{Note: new("n")}, "Ana", noon); got.Suggested != "scanner" {
		t.Errorf("a note alone: got suggested by %q, want it to stay a suggestion", got.Suggested)
	}
	got := with(t, suggested, assessment.Patch{Level: new(suggested.Level)}, "Mei", noon.Add(time.Hour))
	if got.Suggested != "" || got.By != "Mei" || got.Level != suggested.Level {
		t.Errorf("the same level, said by a person: got %+v", got)
	}
}

func TestEveryFieldCanBeCleared(t *testing.T) {
	for _, f := range assessment.Fields() {
		before := full()
		before.Suggested = "scanner"
		got := with(t, before, assessment.Patch{Clear: []assessment.Field{f}}, "Ana", noon)
		if cmp.Equal(before, got) {
			t.Errorf("clear %s: nothing changed", f)
		}
		want := before
		switch f {
		case assessment.FieldLevel:
			want.Level, want.By, want.At, want.Since, want.Suggested = "", "", time.Time{}, time.Time{}, ""
		case assessment.FieldNote:
			want.Note = ""
		case assessment.FieldOwner:
			want.Owner = ""
		case assessment.FieldDue:
			want.Due = ""
		case assessment.FieldReason:
			want.Reason = ""
		case assessment.FieldApprover:
			want.Approver = ""
		case assessment.FieldEvidence:
			want.Evidence = nil
		case assessment.FieldCheck:
			want.Check, want.CheckBy = "", ""
		case assessment.FieldAI:
			want.AIWritten = false
		case assessment.FieldVotes:
			want.Votes = nil
		case assessment.FieldParked:
			want.Parked = ""
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("clear %s (-want +got):\n%s", f, diff)
		}
	}
	all := with(t, full(), assessment.Patch{Clear: assessment.Fields()}, "Ana", noon)
	if !all.Empty() || full().Empty() {
		t.Errorf("all cleared: got %+v, want empty", all)
	}
	again := with(t, full(), assessment.Patch{
		Clear: []assessment.Field{assessment.FieldLevel, assessment.FieldEvidence}, Level: new(assessment.InPlace),
		AddEvidence: []assessment.Evidence{{Kind: assessment.Drill, Date: today}},
	}, "Ana", noon.Add(time.Hour))
	if !again.Since.Equal(noon.Add(time.Hour)) || len(again.Evidence) != 1 || again.Evidence[0].Kind != assessment.Drill {
		t.Errorf("cleared and given at once: got %+v", again)
	}
}

func TestNotApplicableNeedsAReasonAndSometimesAnApprover(t *testing.T) {
	na := func(reason, approver string) assessment.Patch {
		return assessment.Patch{Level: new(assessment.NotApplicable), Reason: &reason, Approver: &approver}
	}
	for _, c := range []struct {
		name  string
		q     questionnaire.Question
		patch assessment.Patch
		want  error
	}{
		{"no reason", some, na("", ""), assessment.ErrNoReason},
		{"too short", some, na("nothing to do.", ""), assessment.ErrNoReason},
		{"only blanks", some, na(strings.Repeat(" ", 40), ""), assessment.ErrNoReason},
		{"a reason", some, na(reason, ""), nil},
		{"15 runes", some, na("記録を見る人がここにはいません。", ""), nil},
		{"always, no approver", always, na(reason, " "), assessment.ErrNoPerson},
		{"always, no reason", always, na("", "Mei"), assessment.ErrNoReason},
		{"always, both", always, na(reason, "Mei"), nil},
	} {
		if _, err := (assessment.Answer{}).With(c.patch, c.q, "Ana", noon); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	excused := with(t, assessment.Answer{}, na(reason, ""), "Ana", noon)
	if _, err := excused.With(assessment.Patch{Clear: []assessment.Field{assessment.FieldReason}}, some, "Ana", noon); !errors.Is(err, assessment.ErrNoReason) {
		t.Errorf("the reason taken away: got %v, want ErrNoReason", err)
	}
}

func TestImpossibleAnswersAreRefused(t *testing.T) {
	evidence := func(e ...assessment.Evidence) assessment.Patch { return assessment.Patch{AddEvidence: e} }
	long := strings.Repeat("a", assessment.MaxLine+1)
	var many []assessment.Evidence
	for i := range assessment.MaxEvidence + 1 {
		many = append(many, assessment.Evidence{Kind: assessment.Drill, Date: today.Add(-i)})
	}
	lines := make([]assessment.Vote, assessment.MaxVotes)
	for i := range lines {
		lines[i] = assessment.Vote{Name: long[1:], Level: assessment.None}
	}
	for name, p := range map[string]assessment.Patch{
		"level":               {Level: new(assessment.Level("good"))},
		"check":               {Check: new(assessment.Check("no"))},
		"field":               {Clear: []assessment.Field{"colour"}},
		"evidence tomorrow":   evidence(assessment.Evidence{Kind: assessment.Drill, Date: today.Add(1)}),
		"evidence, no date":   evidence(assessment.Evidence{Kind: assessment.Drill}),
		"evidence, odd date":  evidence(assessment.Evidence{Kind: assessment.Drill, Date: "2026-11"}),
		"evidence, odd kind":  evidence(assessment.Evidence{Kind: "hearsay", Date: today, Reference: "x"}),
		"artefact of nothing": evidence(assessment.Evidence{Kind: assessment.Artefact, Date: today, Reference: " "}),
		"too much evidence":   evidence(many...),
		"too many votes":      {Votes: make([]assessment.Vote, assessment.MaxVotes+1)},
		"vote":                {Votes: []assessment.Vote{{Level: "six"}}},
		"vote of no level":    {Votes: []assessment.Vote{{Level: assessment.NotApplicable}}},
		"long note":           {Note: new(strings.Repeat("n", assessment.MaxNote+1))},
		"long owner":          {Owner: &long},
		"long reason":         {Reason: &long},
		"long approver":       {Approver: &long},
		"long parked remark":  {Parked: &long},
		"long explainer":      {CheckBy: &long},
		"long voter":          {Votes: []assessment.Vote{{Name: long, Level: assessment.None}}},
		"long reference":      evidence(assessment.Evidence{Kind: assessment.Artefact, Date: today, Reference: long}),
		"long shower":         evidence(assessment.Evidence{Kind: assessment.Drill, Date: today, By: long}),
		"long in all":         {Note: new(strings.Repeat("n", assessment.MaxNote)), Votes: lines},
	} {
		got, err := full().With(p, some, "Ana", noon)
		if !errors.Is(err, assessment.ErrInvalid) || !cmp.Equal(got, assessment.Answer{}) {
			t.Errorf("%s: got %v, %v, want ErrInvalid and no answer", name, got.Level, err)
		}
	}
	if _, err := full().With(assessment.Patch{Due: new(assessment.Date("soon"))}, some, "Ana", noon); !errors.Is(err, assessment.ErrDate) {
		t.Errorf("due soon: got %v, want ErrDate", err)
	}
	for _, by := range []string{"", " \t"} {
		if _, err := full().With(assessment.Patch{}, some, by, noon); !errors.Is(err, assessment.ErrNoPerson) {
			t.Errorf("by %q: got %v, want ErrNoPerson", by, err)
		}
	}
	if _, err := full().With(assessment.Patch{Level: new(assessment.None)}, some, long, noon); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("a long name: got %v, want ErrInvalid", err)
	}
}

func TestLimitsThemselvesAreAllowed(t *testing.T) {
	line := strings.Repeat("a", assessment.MaxLine)
	p := assessment.Patch{
		Note: new(strings.Repeat("n", assessment.MaxNote)), Owner: &line, Parked: &line, CheckBy: &line,
		Votes: make([]assessment.Vote, assessment.MaxVotes),
	}
	for i := range p.Votes {
		p.Votes[i].Level = assessment.Levels()[i%5]
	}
	for i := range assessment.MaxEvidence {
		p.AddEvidence = append(p.AddEvidence, assessment.Evidence{Kind: assessment.Artefact, Date: today.Add(-i), Reference: line})
	}
	with(t, assessment.Answer{}, p, line, noon)
}

func TestNewestIsTheLatestDay(t *testing.T) {
	x := assessment.Answer{Evidence: []assessment.Evidence{{Date: "2026-01-02"}, {Date: "2026-11-01"}, {Date: "2025-12-31"}}}
	if got := x.Newest(); got != "2026-11-01" {
		t.Errorf("got %s", got)
	}
	if got := (assessment.Answer{}).Newest(); got != "" {
		t.Errorf("no evidence: got %s", got)
	}
}

func TestNamesAreStoredAsWords(t *testing.T) {
	data, err := json.Marshal(full())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"level":"in-place"`, `"check":"yes"`, `"kind":"artefact"`, `"due":"2026-12-01"`, `"level":"partial"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s is missing in %s", want, data)
		}
	}
	if got := assessment.Levels(); len(slices.Compact(slices.Sorted(slices.Values(got)))) != 6 {
		t.Errorf("levels: got %v", got)
	}
}

// anyPatch draws a change that may or may not be possible.
func anyPatch() *rapid.Generator[assessment.Patch] {
	return rapid.Custom(func(t *rapid.T) assessment.Patch {
		var p assessment.Patch
		if rapid.Bool().Draw(t, "level given") {
			p.Level = new(rapid.SampledFrom(assessment.Levels()).Draw(t, "level"))
		}
		if rapid.Bool().Draw(t, "note given") {
			p.Note = new(rapid.String().Draw(t, "note"))
		}
		if rapid.Bool().Draw(t, "reason given") {
			p.Reason = new(rapid.SampledFrom([]string{"", "short", reason}).Draw(t, "reason"))
		}
		if rapid.Bool().Draw(t, "check given") {
			p.Check = new(rapid.SampledFrom(assessment.Checks()).Draw(t, "check"))
		}
		if rapid.Bool().Draw(t, "evidence given") {
			p.AddEvidence = []assessment.Evidence{{Kind: assessment.Drill, Date: today.Add(rapid.IntRange(-9, 1).Draw(t, "day"))}}
		}
		p.Clear = rapid.SliceOfN(rapid.SampledFrom(assessment.Fields()), 0, 2).Draw(t, "clear")
		return p
	})
}

func TestSayingTheSameTwiceChangesNothingMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := assessment.Answer{}
		for _, p := range rapid.SliceOfN(anyPatch(), 1, 6).Draw(t, "patches") {
			next, err := x.With(p, some, "Ana", noon)
			if err != nil {
				continue
			}
			again, err := next.With(p, some, "Ana", noon)
			if err != nil || !cmp.Equal(next, again) {
				t.Fatalf("%+v twice: %v\n%s", p, err, cmp.Diff(next, again))
			}
			data, err := json.Marshal(next)
			if err != nil {
				t.Fatal(err)
			}
			var read assessment.Answer
			if err := json.Unmarshal(data, &read); err != nil || !cmp.Equal(next, read) {
				t.Fatalf("through JSON: %v\n%s", err, cmp.Diff(next, read))
			}
			x = next
		}
	})
}

package app_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/questionnaires"
)

// library returns the shipped questionnaires and those of the user's directory.
func library(dir fs.FS) *app.Library { return &app.Library{Shipped: questionnaires.Files, Own: dir} }

func installed(t testing.TB, l *app.Library) (packs, questionnaire.Problems) {
	t.Helper()
	all, problems, err := l.Installed()
	if err != nil {
		t.Fatal(err)
	}
	var ids packs
	for _, in := range all {
		ids = append(ids, in.ID)
	}
	return ids, problems
}

func TestOwnQuestionnairesStandBesideTheShippedOnes(t *testing.T) {
	shipped, _ := installed(t, library(nil))
	ids, problems := installed(t, library(own("acme.yaml", pack(t, "acme"), "notes.txt", "no questionnaire", "sub/x.yaml", "no")))
	if len(problems) > 0 || len(ids) != len(shipped)+1 || ids[0] != questionnaire.Core || !slices.IsSorted(ids[1:]) {
		t.Errorf("got %v with problems %v, want core and then %v with acme by id", ids, problems, shipped[1:])
	}
	offers, err := (&app.Service{Library: library(own("acme.yaml", pack(t, "acme")))}).Offered(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range offers {
		if o.Own != (o.ID == "acme") {
			t.Errorf("%s is the user's own: %v", o.ID, o.Own)
		}
	}
}

func TestBrokenFilesOfTheUserHideNoOthers(t *testing.T) {
	rows := []struct{ name, content, problem string }{
		{"no YAML", "id: [", "b.yaml"},
		{"empty", "", "the file is empty"},
		{"no id", strings.Replace(pack(t, "broken"), "id: broken\n", "", 1), `"id"`},
		{"binary", "id: x\x00", "control character"},
		{"too large", pack(t, "broken") + strings.Repeat("# padding\n", questionnaire.MaxSize/10), "at most 1048576"},
		{"id of a shipped one", pack(t, "event"), `"event" exists already in event.yaml`},
		{"id of an own one", pack(t, "acme"), `"acme" exists already in acme.yaml`},
	}
	for _, row := range rows {
		dir := own("acme.yaml", pack(t, "acme"), "b.yaml", row.content, "c.yaml", pack(t, "last"))
		ids, problems := installed(t, library(dir))
		if !slices.Contains(ids, "acme") || !slices.Contains(ids, "last") || !slices.Contains(ids, "event") || slices.Contains(ids, "broken") {
			t.Errorf("%s: got %v", row.name, ids)
		}
		if len(problems) == 0 || problems[0].File != "b.yaml" || !strings.Contains(problems.Error(), row.problem) {
			t.Errorf("%s: got problems %v, want one of b.yaml with %q", row.name, problems, row.problem)
		}
	}
}

func TestFileThatIsNoRegularFileIsAProblem(t *testing.T) {
	dir := own("acme.yaml", pack(t, "acme"))
	dir["pipe.yaml"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	ids, problems := installed(t, library(dir))
	if !slices.Contains(ids, "acme") || len(problems) != 1 || !strings.Contains(problems.Error(), "not a regular file") {
		t.Errorf("got %v, problems %v", ids, problems)
	}
}

// badBody returns a questionnaire with a good header and a question that cannot be read.
func badBody(t testing.TB, id string) string {
	t.Helper()
	return strings.Replace(pack(t, id), "severity: blocker", "severity: dreadful", 1)
}

func TestQuestionnaireThatCannotBeReadIsNamedAndCanBeLeftOut(t *testing.T) {
	s := fixture.Service(t, now())
	st := start(facts{"mobile-app": questionnaire.Yes})
	shipped := must(t)(s.Preview(t.Context(), st))
	s.Library = library(own("bad.yaml", badBody(t, "bad")))
	_, err := s.New(t.Context(), st)
	problems, ok := errors.AsType[questionnaire.Problems](err)
	if !ok || problems[0].File != "bad.yaml" || problems[0].Line == 0 {
		t.Errorf("got error %v, want the problems of bad.yaml", err)
	}
	if list, err := s.List(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("an assessment was started: %v, error %v", list, err)
	}
	st.NoPacks = packs{"bad"}
	if v := must(t)(s.New(t.Context(), st)); !slices.Equal(attached(v), attached(shipped)) {
		t.Errorf("without it: got %v, want %v", attached(v), attached(shipped))
	}
}

func TestLintNamesFilesAndLines(t *testing.T) {
	l := library(own("acme.yaml", pack(t, "acme"), "bad.yaml", badBody(t, "bad"), "worse.yaml", "id: ["))
	for range 2 { // the second time from memory
		problems, err := l.Lint()
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]bool{}
		for _, p := range problems {
			files[p.File] = true
			if p.Line == 0 {
				t.Errorf("a problem without a line: %v", p)
			}
		}
		if !files["bad.yaml"] || !files["worse.yaml"] {
			t.Errorf("got problems of %v, want bad.yaml and worse.yaml among them", files)
		}
		only, err := l.Lint("bad")
		if err != nil || len(only) == 0 || slices.ContainsFunc(only, func(p questionnaire.Problem) bool { return p.File != "bad.yaml" }) {
			t.Errorf("only bad: got %v, %v", only, err)
		}
		if _, left := installed(t, l); len(left) != 1 || left[0].File != "worse.yaml" {
			t.Errorf("after linting the library has other problems: %v", left)
		}
	}
	_, err := l.Lint("acne")
	unknown(t, err, "questionnaire", "acne", "acme")
}

func TestAnswersKeepTheQuestionsTheyWereGivenTo(t *testing.T) {
	rows := []struct {
		name   string
		now    fs.FS
		notice string
	}{
		{"the same", own("acme.yaml", pack(t, "acme")), ""},
		{"another file name", own("other.yaml", pack(t, "acme")), ""},
		{"other line ends", own("acme.yaml", strings.ReplaceAll(pack(t, "acme"), "\n", "\r\n")), ""},
		{"a newer version", own("acme.yaml", strings.Replace(pack(t, "acme"), "1.0.0", "1.1.0", 1)), "is installed in version 1.1.0, the answers are for version 1.0.0"},
		{"changed", own("acme.yaml", strings.Replace(pack(t, "acme"), "Phones", "Telephones", 1)), "was changed, and is version 1.0.0 still"},
		{"gone", own(), "is not installed any more"},
		{"no directory", nil, "is not installed any more"},
		{"broken header", own("acme.yaml", "id: ["), "is not installed any more"},
		{"broken", own("acme.yaml", badBody(t, "acme")), "cannot be used as it is installed now"},
	}
	for _, row := range rows {
		s := fixture.Service(t, now())
		s.Library = library(own("acme.yaml", pack(t, "acme")))
		must(t)(s.New(t.Context(), start(facts{"mobile-app": questionnaire.Yes})))
		before := answer(t, s, "acme-store-account", "none")
		s.Library = library(row.now)
		after := must(t)(s.Open(t.Context(), shop))
		if row.notice == "" && len(after.Notices) > 0 || row.notice != "" && (len(after.Notices) != 1 || !strings.Contains(after.Notices[0], "acme "+row.notice)) {
			t.Errorf("%s: got notices %q, want %q", row.name, after.Notices, row.notice)
		}
		f, _ := after.Result.Finding("acme-store-account")
		was, _ := before.Result.Finding("acme-store-account")
		if f.AreaTitle != "Phones" || f.Decision != was.Decision || f.Answer.Level != "none" {
			t.Errorf("%s: got %s in %q, answer %s", row.name, f.Decision, f.AreaTitle, f.Answer.Level)
		}
	}
}

func TestFileEditedMeanwhileIsAttachedAsItWasRead(t *testing.T) {
	s := fixture.Service(t, now())
	dir := own("acme.yaml", pack(t, "acme"))
	s.Library = library(dir)
	if _, err := s.Library.Load("acme"); err != nil {
		t.Fatal(err)
	}
	dir["acme.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(pack(t, "acme"), "Phones", "Telephones", 1))}
	must(t)(s.New(t.Context(), start(facts{"mobile-app": questionnaire.Yes})))
	s.Library = library(nil)
	v := must(t)(s.Open(t.Context(), shop))
	if f, _ := v.Result.Finding("acme-store-account"); f.AreaTitle != "Phones" {
		t.Errorf("got area %q, want that of the file that was read", f.AreaTitle)
	}
}

func TestFileIsWhatWasShipped(t *testing.T) {
	l := library(nil)
	want, err := questionnaires.Files.ReadFile("event.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := l.File("event")
	if diff := cmp.Diff(string(want), string(got)); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	_, err = l.File("evnt")
	unknown(t, err, "questionnaire", "evnt", "event")
}

func TestLintFindsEveryProblemOfABrokenFileAtOnce(t *testing.T) {
	broken := strings.NewReplacer(
		"1.0.0", "one", // the header
		"severity: blocker", "severity: dreadful", // the form of a question
		"Who can publish", "Could you publish", // how it is written
		"needs: []", "needs: [worse-store-account]", // what leads in a circle
		"store-account\n        title", "store-account\n        titel", // a key
	).Replace(pack(t, "worse"))
	dir := own("worse.yaml", broken, "last.yaml", pack(t, "last"))
	problems, err := library(dir).Lint()
	if err != nil {
		t.Fatal(err)
	}
	got := problems.Error()
	for _, want := range []string{
		`"version": want three numbers`, `found "dreadful"`, `begins with "Could"`, "needs lead in a circle", `unknown key "titel": did you mean "title"?`,
		`last.yaml:1:5: warning: questions in a pack: 1, want 10 to 20 (L16)`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
}

func TestQuestionThatNeedsItselfIsNotAttached(t *testing.T) {
	s := fixture.Service(t, now())
	s.Library = library(own("acme.yaml", strings.Replace(pack(t, "acme"), "needs: []", "needs: [acme-store-account]", 1)))
	_, err := s.New(t.Context(), start(facts{"mobile-app": questionnaire.Yes}))
	if problems, ok := errors.AsType[questionnaire.Problems](err); !ok || !strings.Contains(problems.Error(), "needs lead in a circle") {
		t.Errorf("got error %v, want the circle", err)
	}
}

// unreadable returns the shipped files with bodies that cannot be parsed, but for core.
func unreadable(t testing.TB) fstest.MapFS {
	t.Helper()
	files, err := fs.Glob(questionnaires.Files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{}
	for _, file := range files {
		data, err := questionnaires.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if head, _, ok := strings.Cut(string(data), "\nareas:\n"); ok && file != "core.yaml" {
			data = []byte(head + "\nareas:\n  - [never closed\n")
		}
		dir[file] = &fstest.MapFile{Data: data}
	}
	return dir
}

func TestOfferingParsesNoQuestionsAndWalkingOnlyItsOwn(t *testing.T) {
	shipped, _ := installed(t, library(nil))
	l := &app.Library{Shipped: unreadable(t)}
	if ids, problems := installed(t, l); len(problems) > 0 || !slices.Equal(ids, shipped) {
		t.Errorf("got %v with problems %v, want %v", ids, problems, shipped)
	}
	s := fixture.Service(t, now())
	s.Library = l
	if offers, err := s.Offered(facts{"payments": questionnaire.Yes}); err != nil || len(offers) == 0 {
		t.Errorf("got offers %v, error %v", offers, err)
	}
	if v := must(t)(s.New(t.Context(), start(nil))); !slices.Equal(attached(v), packs{"core"}) {
		t.Errorf("got %v attached, want core", attached(v))
	}
	if _, err := l.Load("event"); err == nil {
		t.Error("event was not parsed, or its broken body was not seen")
	}
}

func TestListOfSystemsReadsNoQuestionnaire(t *testing.T) {
	s := started(t)
	if _, err := s.List(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Library = &app.Library{Shipped: fstest.MapFS{}}
	list, err := s.List(t.Context())
	if err != nil || len(list) != 1 || list[0].Summary().Trouble != "" || list[0].Summary().Name != "Ticket shop" {
		t.Errorf("got %+v, error %v", list, err)
	}
}

// switchesOff is a file of the user that asks nothing and switches one question off.
const switchesOff = `id: acme
version: 1.0.0
title: What Acme leaves out
applies: has:mobile-app
switch-off:
  - question: bak-restore-drill
    because: The parent company restores for all and shows the record.
`

func TestOwnFileThatOnlySwitchesQuestionsOffIsAttachedLikeAPack(t *testing.T) {
	s := fixture.Service(t, now())
	s.Library = library(own("acme.yaml", switchesOff))
	v := must(t)(s.New(t.Context(), start(facts{"mobile-app": questionnaire.Yes, "stored-data": questionnaire.Yes})))
	if !slices.Contains(attached(v), "acme") {
		t.Fatalf("got %v attached, want acme among them", attached(v))
	}
	if f, _ := v.Result.Finding("bak-restore-drill"); f.Off == nil || f.Off.Because != "The parent company restores for all and shows the record." {
		t.Errorf("switched off by %+v", f.Off)
	}
	problems, err := s.Library.Lint("acme")
	if err != nil || len(problems) > 0 {
		t.Errorf("lint: %v, error %v", problems, err)
	}
	s.Library = library(own("acme.yaml", strings.Replace(switchesOff, "drill\n", "dril\n", 1)))
	if problems, err := s.Library.Lint("acme"); err != nil || problems.Err() != nil || !strings.Contains(problems.Error(), `did you mean "bak-restore-drill"?`) {
		t.Errorf("lint of an unknown question: %v, error %v", problems, err)
	}
}

func TestLintOfEverythingShippedFindsNothing(t *testing.T) {
	problems, err := library(nil).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("error %v, problems:\n%v", err, problems)
	}
}

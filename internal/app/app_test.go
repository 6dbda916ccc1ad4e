package app_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
)

type (
	facts = map[questionnaire.FactID]questionnaire.Truth
	packs = []questionnaire.ID
)

const shop assessment.ID = "ticket-shop"

// now is a Thursday.
func now() time.Time { return time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC) }

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

func start(f facts) app.Start {
	return app.Start{
		By: "Ana", Facts: f,
		Description: assessment.Description{Name: "Ticket shop", Target: questionnaire.FirstUser, People: []string{"Ana", "Mei"}},
	}
}

// started returns a service with one assessment.
func started(t testing.TB) *app.Service {
	t.Helper()
	s := fixture.Service(t, now())
	must(t)(s.New(t.Context(), start(facts{"payments": questionnaire.Yes, "ai-assisted": questionnaire.Yes})))
	return s
}

// must returns a view, or ends the test.
func must(t testing.TB) func(app.View, error) app.View {
	return func(v app.View, err error) app.View {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func level(l assessment.Level) assessment.Patch { return assessment.Patch{Level: &l} }

// answer answers a question whatever is stored.
func answer(t testing.TB, s *app.Service, q questionnaire.QuestionID, l assessment.Level) app.View {
	t.Helper()
	return must(t)(s.Answer(t.Context(), shop, q, "Ana", app.AnyRevision, level(l)))
}

// pack returns a questionnaire of one's own, with another id in the place of "acme".
func pack(t testing.TB, id string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/pack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "acme", id)
}

// own returns the user's directory with these files, given as name and content in turn.
func own(files ...string) fstest.MapFS {
	dir := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		dir[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return dir
}

// unknown asserts that err names what does not exist, and the nearest.
func unknown(t testing.TB, err error, kind, name, nearest string) {
	t.Helper()
	got, ok := errors.AsType[*app.UnknownError](err)
	if !ok || got.Kind != kind || got.Name != name || got.Nearest != nearest {
		t.Errorf("got error %v, want that there is no %s %q, with %q as the nearest", err, kind, name, nearest)
	}
}

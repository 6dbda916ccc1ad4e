package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
	"prodfirst/internal/testutil/fixture"
)

// listed returns the one summary of a service with one assessment.
func listed(t testing.TB, s *app.Service) app.Summary {
	t.Helper()
	list, err := s.List(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("got %d summaries, error %v, want one", len(list), err)
	}
	return list[0].Summary()
}

// version returns the number of commits.
func version(t testing.TB, s *app.Service) uint64 {
	t.Helper()
	n, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSummarySaysWhatTheViewSays(t *testing.T) {
	s := fixture.Service(t, now())
	v := must(t)(s.Example(t.Context()))
	got := listed(t, s)
	due := v.Result.Verdict(questionnaire.FirstUser).Due
	first := v.Result.NowSteps()[0]
	f, _ := v.Result.Finding(first.Question)
	if f.Answer.Owner == "" || f.Answer.Due == "" {
		t.Fatalf("the first step has no owner or no date, so nothing is said of them: %+v", f.Answer)
	}
	want := app.Summary{
		ID: "ticket-shop", Name: "Ticket shop", Changed: now(), Target: questionnaire.FirstUser, Next: questionnaire.FirstUser,
		Outcome: analysis.NotYet, Stop: 2, Prove: 1, ToAsk: len(v.Result.Verdict(questionnaire.FirstUser).Unasked),
		Asked: due.Of - due.Unasked, Due: due.Of, FirstShown: "2026-09-23", Outside: &assessment.Outside{On: "2026-11-26"},
		Step: f.Title(first.Kind), StepOwner: f.Answer.Owner, StepDue: f.Answer.Due, ValidUntil: v.Result.ValidUntil,
		Gaps: app.SummaryGaps{
			analysis.Stop:  {"event-last-seat", "bak-restore-drill"},
			analysis.Prove: {"id-record-access"}, analysis.ToNext: {"res-failure-modes", "own-unknowns-log"},
		},
		Ends: "sec-secrets: the evidence counts until 2027-02-24",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestListTakesFreshSummariesAndMakesStaleOnesAnew(t *testing.T) {
	s := fixture.Service(t, now())
	v := must(t)(s.Example(t.Context()))
	first := listed(t, s) // anew, because a save leaves the summary as it was
	before := version(t, s)
	if again := listed(t, s); !cmp.Equal(first, again) || version(t, s) != before {
		t.Errorf("a fresh summary was made anew: %+v", again)
	}
	// An event that another program saved without a summary.
	x := v.Assessment.Answers["event-last-seat"]
	x.Level, x.Evidence = assessment.InPlace, []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-26"}}
	_, _, err := s.Store.Append(t.Context(), shop, x.Rev, assessment.Event{
		By: "Mei", Kind: assessment.Answered, Change: assessment.Change{Question: "event-last-seat", Answer: &x},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := listed(t, s); got.Stop != first.Stop-1 {
		t.Errorf("after an answer: got %d STOP, want %d", got.Stop, first.Stop-1)
	}
	last := v.Result.ValidUntil
	for _, row := range []struct {
		day    assessment.Date
		writes bool // it is judged anew, which is kept
		prove  int
	}{
		{last, false, 1},       // nothing has run out: what was judged then still holds
		{last.Add(1), true, 3}, // both pieces of evidence are too old
		{last.Add(2), false, 3},
		{"2026-11-20", true, 1}, // the clock was put back
	} {
		s.Now = at(row.day.Time().Add(12 * time.Hour))
		before := version(t, s)
		got := listed(t, s)
		if wrote := version(t, s) != before; wrote != row.writes || got.Prove != row.prove && row.day > "2026-11-26" {
			t.Errorf("on %s: got %d PROVE, judged anew %t, want %d, %t", row.day, got.Prove, wrote, row.prove, row.writes)
		}
		before = version(t, s)
		if again := listed(t, s); !cmp.Equal(got, again) || version(t, s) != before {
			t.Errorf("on %s: the second list judged again: %+v", row.day, again)
		}
	}
}

func TestSummaryOfAnotherMethodIsMadeAnew(t *testing.T) {
	s := fixture.Service(t, now())
	v := must(t)(s.Example(t.Context()))
	want := listed(t, s)
	for _, m := range []store.Mark{
		{Judged: "2026-11-26", Method: "0"},
		{Judged: "2026-11-27", Method: analysis.Version},
		{Judged: "2026-11-20", Until: "2026-11-25", Method: analysis.Version},
	} {
		m.Seq = v.Assessment.Seq
		if err := s.Store.PutSummary(t.Context(), shop, m, json.RawMessage(`{"stop":99}`)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, listed(t, s)); diff != "" {
			t.Errorf("stored with %+v (-want +got):\n%s", m, diff)
		}
	}
}

func TestBrokenAssessmentIsListedWithItsTroubleAndHidesNoOther(t *testing.T) {
	for _, broken := range []string{"doc/ticket-shop", "answer/ticket-shop/sec-secrets"} {
		db := memkv.New()
		s := fixture.ServiceOn(db, now)
		for _, name := range []string{"Another", "Ticket shop", "Zoo"} {
			st := start(nil)
			st.Description.Name = name
			must(t)(s.New(t.Context(), st))
		}
		answer(t, s, secrets, assessment.None)
		e, err := db.Get(t.Context(), broken)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Commit(t.Context(), kv.Change{Key: broken, Value: []byte("{"), Base: e.Revision}); err != nil {
			t.Fatal(err)
		}
		s = fixture.ServiceOn(db, at(now().AddDate(1, 0, 0))) // nothing is remembered
		s.Now = at(now().AddDate(-1, 0, 0))                   // and no summary holds
		list, err := s.List(t.Context())
		if err != nil || len(list) != 3 {
			t.Fatalf("%s: got %d summaries, error %v, want 3", broken, len(list), err)
		}
		for i, want := range []assessment.ID{"another", "ticket-shop", "zoo"} {
			got := list[i].Summary()
			if got.ID != want || (got.Trouble != "") != (want == shop) {
				t.Errorf("%s: got %+v, want %s", broken, got, want)
			}
		}
		if got := list[1].Summary().Trouble; !strings.Contains(got, "damaged") || !strings.Contains(got, "ticket-shop") {
			t.Errorf("%s: got trouble %q, want that ticket-shop is damaged", broken, got)
		}
	}
}

func TestListEndsWithItsContext(t *testing.T) {
	s := started(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if list, err := s.List(ctx); list != nil || err == nil {
		t.Errorf("got %v, %v, want an error", list, err)
	}
}

// TestListOfADatabaseThatCannotBeWrittenIsComplete has stale summaries that cannot be stored.
func TestListOfADatabaseThatCannotBeWrittenIsComplete(t *testing.T) {
	db := memkv.New()
	must(t)(fixture.ServiceOn(db, now).Example(t.Context()))
	s := fixture.ServiceOn(readOnly{db}, at(now().AddDate(1, 0, 0)))
	if got := listed(t, s); got.Trouble != "" || got.Prove != 2 {
		t.Errorf("got %+v, want it judged in a year, with two to prove", got)
	}
}

// readOnly is a database that takes no commits.
type readOnly struct{ kv.DB }

func (readOnly) Commit(context.Context, ...kv.Change) error { return kv.ErrReadOnly }

// many stores n assessments with fresh summaries in db.
func many(b *testing.B, db kv.DB, n int) *app.Service {
	b.Helper()
	s := fixture.ServiceOn(db, now)
	for i := range n {
		st := start(nil)
		st.Description.Name = fmt.Sprintf("System %05d", i)
		must(b)(s.New(b.Context(), st))
	}
	return s
}

func benchmarkList(b *testing.B, n int) {
	b.Helper()
	for name, db := range map[string]kv.DB{
		"memkv":  memkv.New(),
		"boltkv": boltkv.New(filepath.Join(b.TempDir(), "list.db"), boltkv.Options{NoSync: true}),
	} {
		b.Run(name, func(b *testing.B) {
			s := many(b, db, n)
			b.ReportAllocs()
			for b.Loop() {
				list, err := s.List(b.Context())
				if err != nil || len(list) != n {
					b.Fatalf("got %d summaries, error %v", len(list), err)
				}
			}
		})
	}
}

func BenchmarkList1000(b *testing.B)  { benchmarkList(b, 1000) }
func BenchmarkList10000(b *testing.B) { benchmarkList(b, 10000) }

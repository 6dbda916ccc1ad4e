package app_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/testutil/fixture"
)

const redactShop assessment.ID = "ticket-shop"

// madeUp returns a token: a made-up one, in parts so that scanners do not take it for real.
func madeUp() string { return "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8" }

func redactClock() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }

// leaky returns a shop on db in whose notes, remarks and sign-offs a token was kept, with a milestone in
// between, and the view before the redaction.
func leaky(t *testing.T, db kv.DB) (*app.Service, app.View) {
	t.Helper()
	s := fixture.ServiceOn(db, redactClock)
	fixture.TicketShop(t, s)
	keep := s.With(app.KeepSecrets, nil)
	ctx := t.Context()
	must := func(v app.View, err error) app.View {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	say := func(p assessment.Patch) {
		t.Helper()
		must(keep.Answer(ctx, redactShop, "sec-secrets", "Ana", app.AnyRevision, p))
	}
	say(assessment.Patch{Note: new("CI pushes with " + madeUp() + " since May")})
	must(keep.Milestone(ctx, redactShop, "Ana", "first"))
	say(assessment.Patch{Parked: new("rotate " + madeUp()), Level: new(assessment.Partial)})
	must(keep.SignOff(ctx, redactShop, "Mei", assessment.ReadyNotYet, "not with "+madeUp()+" in the repository"))
	say(assessment.Patch{Note: new("moved to the vault"), Parked: new("")})
	v := must(keep.Milestone(ctx, redactShop, "Ana", "second"))
	return s, v
}

func remove(t *testing.T, s *app.Service, where app.Where) app.Removal {
	t.Helper()
	r, err := s.FindRemoval(t.Context(), redactShop, where)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Remove(t.Context(), r, "Ravi"); err != nil {
		t.Fatal(err)
	}
	return r
}

// inFiles returns the files of a directory that hold a text.
func inFiles(t *testing.T, dir, text string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		t.Fatalf("got %d files, %v", len(entries), err)
	}
	var found []string
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(text)) {
			found = append(found, e.Name())
		}
	}
	return found
}

func TestRemovedTextIsNowhereInTheFile(t *testing.T) {
	dir := t.TempDir()
	s, before := leaky(t, boltkv.New(filepath.Join(dir, "test.db"), boltkv.Options{NoSync: true}))
	other := fixture.ServiceOn(boltkv.New(filepath.Join(dir, "test.db"), boltkv.Options{NoSync: true}), redactClock)
	other.NewID = func() string { return "of another process" }
	if _, err := other.Open(t.Context(), redactShop); err != nil { // another process, which remembers
		t.Fatal(err)
	}
	if len(inFiles(t, dir, madeUp())) != 1 {
		t.Fatalf("got the token in %v before, want it in the database", inFiles(t, dir, madeUp()))
	}
	r := remove(t, s, app.Where{Question: "sec-secrets"})
	if len(r.Texts) != 1 || len(r.Places) != 4 || !cmp.Equal(r.Milestones, []string{"first", "second"}) {
		t.Errorf("got %d texts, %d places, milestones %q, want 1, 4, first and second", len(r.Texts), len(r.Places), r.Milestones)
	}
	if found := inFiles(t, dir, madeUp()); len(found) > 0 {
		t.Errorf("the token is still in %v", found)
	}
	if err := s.Store.Verify(t.Context(), redactShop); err != nil {
		t.Error(err)
	}
	after, err := s.Open(t.Context(), redactShop)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Result.Point(), after.Result.Point()); diff != "" {
		t.Errorf("judged otherwise (-before +after):\n%s", diff)
	}
	// The other process goes on from what is stored now, not from what it remembers.
	v, err := other.Answer(t.Context(), redactShop, "sec-secrets", "Mei", app.AnyRevision, assessment.Patch{Owner: new("Mei")})
	if err != nil || len(inFiles(t, dir, madeUp())) > 0 {
		t.Errorf("after another process: %v, in %v", err, inFiles(t, dir, madeUp()))
	}
	if err := other.Store.Verify(t.Context(), redactShop); err != nil || v.Assessment.Seq <= after.Assessment.Seq {
		t.Errorf("after another process: %v", err)
	}
}

func TestMilestoneOfRemovedTextIsRedactedAndNotDamaged(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	was, err := s.At(t.Context(), redactShop, "first")
	if err != nil {
		t.Fatal(err)
	}
	remove(t, s, app.Where{})
	for _, label := range []string{"first", "second"} {
		v, err := s.At(t.Context(), redactShop, label)
		if err != nil {
			t.Fatalf("%s: %v", label, err)
		}
		if !strings.Contains(strings.Join(v.Notices, "\n"), "is redacted: Ravi took texts out of it on 2026-11-22") {
			t.Errorf("%s: got notices %q, want one that it is redacted", label, v.Notices)
		}
		if label == "first" {
			f, _ := v.Result.Finding("sec-secrets")
			if want := "CI pushes with «redacted GitHub token» since May"; f.Answer.Note != want {
				t.Errorf("got note %q, want %q", f.Answer.Note, want)
			}
			if diff := cmp.Diff(was.Result.Point(), v.Result.Point()); diff != "" {
				t.Errorf("judged otherwise (-before +after):\n%s", diff)
			}
		}
	}
	if _, err := s.Compare(t.Context(), redactShop, "first", "second"); err != nil {
		t.Error(err)
	}
}

func TestUndoNeverBringsRemovedTextBack(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	remove(t, s, app.Where{})
	for range 30 {
		_, _, err := s.Undo(t.Context(), redactShop, "Ana")
		if errors.Is(err, app.ErrNothing) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Store.Verify(t.Context(), redactShop); err != nil {
			t.Fatal(err)
		}
	}
	data, err := s.Export(t.Context(), redactShop)
	if err != nil || bytes.Contains(data, []byte(madeUp())) {
		t.Errorf("got the token, or %v", err)
	}
}

func TestRedactedHistoryIsExportedAndImported(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	old, err := s.Export(t.Context(), redactShop)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := fixture.Service(t, redactClock())
	if _, _, err := elsewhere.Import(t.Context(), old, ""); err != nil {
		t.Fatal(err)
	}
	remove(t, s, app.Where{Question: "sec-secrets"})
	data, err := s.Export(t.Context(), redactShop)
	if err != nil || bytes.Contains(data, []byte(madeUp())) {
		t.Fatalf("got the token, or %v", err)
	}
	fresh := fixture.Service(t, redactClock())
	for name, to := range map[string]*app.Service{"new": fresh, "behind": elsewhere, "itself": s} {
		if _, _, err := to.Import(t.Context(), data, ""); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := to.Store.Verify(t.Context(), redactShop); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		again, err := to.Export(t.Context(), redactShop)
		if err != nil || !bytes.Equal(again, data) {
			t.Errorf("%s: exported again: %v, the same: %v", name, err, bytes.Equal(again, data))
		}
		if _, err := to.At(t.Context(), redactShop, "first"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The old file says nothing that is not there, and brings nothing back.
	if _, done, err := s.Import(t.Context(), old, ""); err != nil || done.Added != 0 {
		t.Errorf("old export: %v, added %d", err, done.Added)
	}
}

func TestTextIsTakenOutOfARedactionToo(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	remove(t, s, app.Where{})
	// What the first redaction left of the note is itself taken out.
	r := remove(t, s, app.Where{Question: "sec-secrets", Field: assessment.TextNote})
	if len(r.Texts) != 2 {
		t.Errorf("got %d texts, want the two notes", len(r.Texts))
	}
	data, err := s.Export(t.Context(), redactShop)
	for _, note := range []string{"CI pushes", "moved to the vault"} {
		if i := bytes.Index(data, []byte(note)); err != nil || i >= 0 {
			t.Errorf("%q is still there, or %v: %s", note, err, data[max(0, i-300):max(0, i)])
		}
	}
	if err := s.Store.Verify(t.Context(), redactShop); err != nil {
		t.Error(err)
	}
	if _, err := s.At(t.Context(), redactShop, "first"); err != nil {
		t.Error(err)
	}
	fresh := fixture.Service(t, redactClock())
	if _, _, err := fresh.Import(t.Context(), data, ""); err != nil {
		t.Error(err)
	}
}

// breaking fails the commits from number n on.
type breaking struct {
	kv.DB
	left int
}

func (b *breaking) Commit(ctx context.Context, c ...kv.Change) error {
	if b.left--; b.left < 0 {
		return kv.ErrFull
	}
	return b.DB.Commit(ctx, c...)
}

func TestBrokenOffRemovalIsCompletedByTheNext(t *testing.T) {
	for n := range 7 {
		db := &breaking{memkv.New(), 1 << 30}
		s, _ := leaky(t, db)
		r, err := s.FindRemoval(t.Context(), redactShop, app.Where{})
		if err != nil {
			t.Fatal(err)
		}
		db.left = n
		_, err = s.Remove(t.Context(), r, "Ravi")
		db.left = 1 << 30
		fresh := fixture.ServiceOn(db, redactClock)
		fresh.NewID = func() string { return "later" }
		if verifyErr := fresh.Store.Verify(t.Context(), redactShop); verifyErr != nil {
			t.Errorf("after %d commits (%v): %v", n, err, verifyErr)
		}
		r, findErr := fresh.FindRemoval(t.Context(), redactShop, app.Where{})
		if findErr == nil {
			_, findErr = fresh.Remove(t.Context(), r, "Ravi")
		}
		if findErr != nil && !errors.Is(findErr, app.ErrNoText) {
			t.Fatalf("after %d commits (%v): %v", n, err, findErr)
		}
		entries, scanErr := db.Scan(t.Context(), "")
		if scanErr != nil {
			t.Fatal(scanErr)
		}
		for _, e := range entries {
			if bytes.Contains(e.Value, []byte(madeUp())) {
				t.Errorf("after %d commits (%v): still in %s", n, err, e.Key)
			}
		}
	}
}

func TestOthersThatHoldTheTextAreNamed(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	keep := s.With(app.KeepSecrets, nil)
	if _, err := keep.New(t.Context(), app.Start{By: madeUp(), Description: assessment.Description{Name: "Copy " + madeUp(), Target: "first-user"}}); err != nil {
		t.Fatal(err)
	}
	r, err := s.FindRemoval(t.Context(), redactShop, app.Where{})
	if err != nil || len(r.Elsewhere) != 1 || !strings.HasPrefix(string(r.Elsewhere[0]), "copy-") {
		t.Errorf("got %v, %v, want the copy", r.Elsewhere, err)
	}
	r, err = s.FindRemoval(t.Context(), r.Elsewhere[0], app.Where{})
	if err != nil || len(r.Names) != 3 {
		t.Errorf("got events %v, %v, want the three whose person is named so", r.Names, err)
	}
}

func TestMaskedExportIsWholeAndHoldsNoSecret(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	data, err := s.ExportMasked(t.Context(), redactShop)
	if err != nil || bytes.Contains(data, []byte(madeUp())) {
		t.Fatalf("got the token, or %v", err)
	}
	again, err := s.ExportMasked(t.Context(), redactShop)
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("got other bytes the second time, or %v", err)
	}
	fresh := fixture.Service(t, redactClock())
	if _, _, err := fresh.Import(t.Context(), data, ""); err != nil {
		t.Fatal(err)
	}
	if err := fresh.Store.Verify(t.Context(), redactShop); err != nil {
		t.Error(err)
	}
	if whole, err := s.Export(t.Context(), redactShop); err != nil || !bytes.Contains(whole, []byte(madeUp())) {
		t.Errorf("an export is not complete any more, or %v", err)
	}
}

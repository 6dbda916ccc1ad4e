//go:build linux && !race

package fault_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

const shop assessment.ID = "shop"

// open returns a store in the file at path.
func open(path string, o boltkv.Options) *store.Store {
	var count atomic.Uint64
	start := time.Now().UnixNano()
	return store.New(boltkv.New(path, o), store.Options{
		Now:       time.Now,
		NewID:     func() string { return fmt.Sprintf("id-%d-%d-%d", os.Getpid(), start, count.Add(1)) },
		WrittenBy: "prodfirst test",
	})
}

// begin starts the assessment unless it is there, with a questionnaire, and returns it.
func begin(ctx context.Context, s *store.Store, id assessment.ID) (assessment.Assessment, error) {
	a, err := s.Load(ctx, id)
	if !errors.Is(err, store.ErrNotFound) {
		return a, err
	}
	text := []byte("id: core\n# " + strings.Repeat("a questionnaire has many words ", 300))
	return s.Create(ctx, id, [][]byte{text}, assessment.Event{
		By: "Ann", Kind: assessment.Described,
		Change: assessment.Change{Description: &assessment.Description{Name: "Shop", Target: questionnaire.FirstUser}},
	})
}

// answer returns the event that answers q and carries its own id as the note.
func answer(id string, q questionnaire.QuestionID) assessment.Event {
	now := time.Now().UTC()
	x := assessment.Answer{Level: assessment.Partial, By: "Ann", At: now, Since: now, Note: id}
	return assessment.Event{
		ID: assessment.EventID(id), By: "Ann", Kind: assessment.Answered,
		Change: assessment.Change{Question: q, Answer: &x},
	}
}

// question returns the n-th of ten questions, that are answered in turn.
func question(n int) questionnaire.QuestionID {
	return questionnaire.QuestionID(fmt.Sprintf("q%d", n%10))
}

// saved returns an error unless the events with the ids in said are in the history, in this order and
// each once, with at most unsaid other answers, and the stored state is what the history adds up to.
func saved(ctx context.Context, s *store.Store, said []string, unsaid int) error {
	events, err := s.History(ctx, shop)
	if errors.Is(err, store.ErrNotFound) && len(said) == 0 {
		_, err = s.List(ctx)
		return err
	}
	if err != nil {
		return fmt.Errorf("%d acknowledged answers: %w", len(said), err)
	}
	want, others := said, 0
	seen := map[assessment.EventID]bool{}
	for _, e := range events {
		switch {
		case seen[e.ID]:
			return fmt.Errorf("event %q is there twice", e.ID)
		case e.Kind != assessment.Answered:
		case len(want) > 0 && string(e.ID) == want[0]:
			want = want[1:]
		default:
			others++
		}
		seen[e.ID] = true
	}
	if len(want) > 0 {
		return fmt.Errorf("LOST: answer %q and maybe others of %d acknowledged", want[0], len(said))
	}
	if others > unsaid {
		return fmt.Errorf("%d answers that nobody was told of, want at most %d", others, unsaid)
	}
	return s.Verify(ctx, shop)
}

// goesOn returns an error unless the database takes another answer.
func goesOn(ctx context.Context, s *store.Store) error {
	if _, err := begin(ctx, s, shop); err != nil {
		return fmt.Errorf("beginning afterwards: %w", err)
	}
	e := answer(fmt.Sprint("after-", time.Now().UnixNano()), "afterwards")
	a, err := s.Load(ctx, shop)
	if err == nil {
		_, _, err = s.Append(ctx, shop, a.Answers["afterwards"].Rev, e)
	}
	if err == nil {
		a, err = s.Load(ctx, shop)
	}
	if err != nil {
		return fmt.Errorf("saving afterwards: %w", err)
	}
	if a.Answers["afterwards"].Note != string(e.ID) {
		return fmt.Errorf("what was saved afterwards is not there: %+v", a.Answers["afterwards"])
	}
	return nil
}

// saveForever saves answers without pause and says the id of each on a line, once it is saved.
// Arguments: path, a prefix of ids, and how many to save (0: no end).
func saveForever(ctx context.Context, args []string) error {
	return saveMany(ctx, args, boltkv.Options{}, false)
}

// acknowledgeEarly is the fault of saying saved before it is true.
func acknowledgeEarly(ctx context.Context, args []string) error {
	return saveMany(ctx, args, boltkv.Options{}, true)
}

func saveMany(ctx context.Context, args []string, o boltkv.Options, early bool) error {
	path, prefix := args[0], args[1]
	var limit int
	if _, err := fmt.Sscan(args[2], &limit); err != nil {
		return err
	}
	o.NoSync = o.NoSync || len(args) > 3 && args[3] == "unsynced"
	s := open(path, o)
	a, err := begin(ctx, s, shop)
	for n := 0; err == nil && (limit == 0 || n < limit); n++ {
		id := fmt.Sprintf("%s-%d", prefix, n)
		if early {
			fmt.Println(id)
		}
		if a, _, err = s.Append(ctx, shop, a.Answers[question(n)].Rev, answer(id, question(n))); err == nil && !early {
			fmt.Println(id)
		}
	}
	return err
}

// remove empties a directory.
func remove(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	return err
}

package tui_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/testutil/soak"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/tuitest"
)

// A hand does things at random at one window, while another process writes to the same database now
// and then. It remembers what the window said is saved.
type hand struct {
	*tuitest.User
	t         *testing.T
	db        *seat.DB
	now       time.Time
	service   *app.Service // of the window
	other     *app.Service // of the other process
	way       []string
	chance    *rand.Rand
	keys      []string                            // of the key table
	questions map[questionnaire.QuestionID]string // what is asked
	asked     questionnaire.QuestionID            // what was seen last
	saved     *regexp.Regexp                      // finds what was answered in the line that says that it is saved
	said      map[saying]bool
	conflict  bool   // the frame before showed one
	last      saying // on the frame before, if there was one
	count     tally
}

// A saying is an answer of which the screen said that it is saved.
type saying struct {
	system   assessment.ID
	question questionnaire.QuestionID
	level    string
}

// A tally counts what a hand did and met.
type tally struct{ keys, said, conflicts, refusals int }

func (c *tally) add(o tally) {
	c.keys += o.keys
	c.said += o.said
	c.conflicts += o.conflicts
	c.refusals += o.refusals
}

func newHand(t *testing.T, seed uint64, way []string, db *memkv.DB) *hand {
	t.Helper()
	h := &hand{
		t: t, chance: rand.New(rand.NewPCG(seed, 0)), said: map[saying]bool{}, way: way, now: at,
		questions: map[questionnaire.QuestionID]string{}, db: &seat.DB{DB: fixture.Copy(t, db)},
		saved: regexp.MustCompile(`✓ saved \d\d:\d\d · [^:\n]+: (don't know|none|partial|in place|proven)`),
	}
	clock := func() time.Time { return h.now }
	h.service, h.other = fixture.Named("window", h.db, clock), fixture.Named("other", h.db, clock)
	for _, k := range theme.Keys() {
		for _, key := range k.Keys {
			if key != "ctrl+z" && key != "ctrl+c" {
				h.keys = append(h.keys, key)
			}
		}
	}
	h.keys = append(h.keys, "漢", "!", "ctrl+w")
	installed, _, err := h.service.Library.Installed()
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range installed {
		qn, err := h.service.Library.Load(in.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range qn.Questions() {
			h.questions[q.ID] = strings.Join(strings.Fields(q.Text), " ")
		}
	}
	h.sit()
	return h
}

// sit goes to the screen of a program that has just been started.
func (h *hand) sit() {
	h.User = tuitest.New(h.t, options(h.service), 80, 24).Press("down").Press(h.way...)
}

// leave ends the program, which finishes its saves; the disk has room again.
func (h *hand) leave() {
	h.db.Refuse = nil
	h.Release()
	h.Quit()
}

// act does one thing at random.
func (h *hand) act() {
	switch n := h.chance.IntN(100); {
	case n < 3:
		h.Resize(20+h.chance.IntN(181), 5+h.chance.IntN(56))
	case n < 6:
		h.Resize(80, 24)
	case n < 7:
		h.Paste(wild)
	case n < 10:
		h.Hold()
	case n < 17:
		h.Release()
	case n < 19:
		d := time.Duration(h.chance.IntN(10)) * time.Second
		h.now = h.now.Add(d)
		h.Tick(d)
	case n < 21:
		h.elsewhere()
	case n < 22:
		h.refuse()
	default:
		h.use()
	}
	if h.Ended() {
		h.leave()
		h.sit()
		return
	}
	h.listen()
}

// use presses the keys of one thing that people do, mostly one key.
func (h *hand) use() {
	pick := func(from ...string) string { return from[h.chance.IntN(len(from))] }
	keys := []string{h.keys[h.chance.IntN(len(h.keys))]}
	switch n := h.chance.IntN(100); {
	case n < 25:
		keys = []string{pick("0", "1", "2", "3", "4")}
	case n < 40:
		keys = []string{pick("enter", "right", "left", "tab", "down", "up")}
	case n < 48:
		keys = []string{pick("u", "u", "ctrl+r")}
	case n < 52:
		keys = []string{"e", "r", "u", "n", "/", "7", "enter", "enter"}
	case n < 55:
		keys = []string{"o", "M", "e", "i", "tab", "+", "7", "enter", "enter"}
	case n < 58:
		keys = []string{pick("t", "f"), "n", "o", "t", "e", pick("ctrl+d", "enter", "esc")}
	case n < 61:
		keys = []string{"v", pick("1", "2"), pick("0", "3"), "4", "enter"}
	case n < 63:
		keys = []string{"x", "n", "o", "tab", "A", "n", "a", "enter", "enter"}
	case n < 69: // wherever this is, back to the questions
		keys = []string{"esc", "ctrl+p", "q", "u", "e", "s", "t", "i", "o", "n", "s", "enter"}
	case n < 77:
		keys = []string{pick("esc", "q", "k", "m")}
	}
	for _, key := range keys {
		if !h.Ended() {
			h.Press(key)
			h.count.keys++
		}
	}
}

// elsewhere answers in the other process, mostly what is asked in this one now.
func (h *hand) elsewhere() {
	id, open := h.Root().Shown()
	if !open || h.db.Refuse != nil {
		return
	}
	q := h.asked
	if q == "" || h.chance.IntN(4) == 0 {
		all := slices.Sorted(maps.Keys(h.questions))
		q = all[h.chance.IntN(len(all))]
	}
	level := assessment.Levels()[h.chance.IntN(5)]
	_, err := h.other.Answer(h.t.Context(), id, q, "Mei", app.AnyRevision, assessment.Patch{Level: &level})
	if _, unknown := errors.AsType[*app.UnknownError](err); err != nil && !unknown {
		h.t.Fatalf("the other process: %v", err)
	}
}

// refuse fills the disk, or makes room on it again.
func (h *hand) refuse() {
	if h.db.Refuse == nil {
		h.db.Refuse = app.ErrFull
		h.count.refusals++
	} else {
		h.db.Refuse = nil
	}
}

// listen remembers what is asked, and what the frame says is saved.
func (h *hand) listen() {
	open := h.Root().Kinds()
	if len(open) == 0 || open[len(open)-1] != nav.Walk || h.Root().Trial() {
		return
	}
	frame := h.Frame()
	if strings.Contains(frame, "Something went wrong") {
		h.t.Fatalf("something went wrong:\n%s", frame)
	}
	conflict := strings.Contains(frame, "keep mine")
	if conflict && !h.conflict {
		h.count.conflicts++
	}
	h.conflict = conflict
	flat := strings.Join(strings.Fields(frame), " ")
	if h.asked == "" || !strings.Contains(flat, h.questions[h.asked]) {
		h.asked = ""
		for q, text := range h.questions {
			if strings.Contains(flat, text) {
				h.asked = q
				break
			}
		}
	}
	id, _ := h.Root().Shown()
	found := h.saved.FindStringSubmatch(frame)
	if found == nil || h.asked == "" {
		h.last = saying{}
		return
	}
	if now := (saying{id, h.asked, found[1]}); now != h.last {
		h.said[now], h.last = true, now
		h.count.said++
	}
}

// check reports what was said to be saved and is in no history, and what does not follow from it.
func (h *hand) check() {
	h.t.Helper()
	ctx := h.t.Context()
	later := fixture.ServiceOn(h.db, func() time.Time { return h.now }) // remembers nothing
	listed, err := later.List(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	kept := map[saying]bool{}
	for _, l := range listed {
		events, err := later.Store.History(ctx, l.ID)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, e := range events {
			if e.Change.Answer != nil {
				kept[saying{l.ID, e.Change.Question, analysis.LevelWords(e.Change.Answer.Level)}] = true
			}
		}
		stored, err := later.Store.Load(ctx, l.ID)
		if err != nil {
			h.t.Fatal(err)
		}
		if diff := cmp.Diff(assessment.Fold(l.ID, events), stored, cmpopts.EquateEmpty()); diff != "" {
			h.t.Errorf("%s: what is stored is not what the events add up to (-events +stored):\n%s", l.ID, diff)
		}
	}
	for s := range h.said {
		if !kept[s] {
			h.t.Errorf("the screen said that this is saved, and it is not: %v", s)
		}
	}
}

func TestRandomKeysFromEveryScreenLoseNothing(t *testing.T) {
	const atOnce = 2
	count, names := soak.Count(40, 10_000), slices.Sorted(maps.Keys(ways()))
	share, turns := soak.Share(t, len(names), atOnce), make(chan struct{}, atOnce)
	db := stored(t, hostile)
	var mu sync.Mutex // guards all and whole
	var all tally
	whole := 0
	t.Run("from", func(t *testing.T) {
		for i, name := range names {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				turns <- struct{}{}
				defer func() { <-turns }()
				h := newHand(t, uint64(i), ways()[name], db)
				h.rush(count, share())
				h.check()
				mu.Lock()
				defer mu.Unlock()
				all.add(h.count)
				if h.count.keys >= count {
					whole++
				}
			})
		}
	})
	if all.said == 0 && whole == len(names) {
		t.Error("no answer was ever said to be saved: this test shows nothing then")
	}
	soak.CoveredOf(t, all.keys, count*len(names), fmt.Sprintf("random keys from %d places, all in %d of them; %d times an answer "+
		"was said to be saved, none lost; %d times another process had changed it, %d times the disk was full",
		len(names), whole, all.said, all.conflicts, all.refusals))
}

// rush does things at random until so many keys were pressed or its time is over, and goes back to
// where it began now and then.
func (h *hand) rush(keys int, over func() bool) {
	for starts := 1; h.count.keys < keys && !over(); {
		if h.count.keys >= starts*500 {
			starts++
			h.leave()
			h.sit()
		}
		h.act()
	}
	h.leave()
}

// A screen that is opened while an answer is under way knows nothing of its save.
func TestAnAnswerThatIsNotSavedIsNotSaidToBeOnAnotherScreen(t *testing.T) {
	db := &seat.DB{DB: memkv.New()}
	s := fixture.ServiceOn(db, func() time.Time { return at })
	begin(t, s, "Duty rota")
	u := tuitest.New(t, options(s), 80, 24).Press("enter", "1", "enter").Hold().Press("3")
	u.Press("g", "enter").Sees("saving …").SeesNot("✓ saved")
	db.Refuse = app.ErrFull
	u.Release().SeesNot("✓ saved", "saving …", "> 3").Sees("Could not save the answer")
	u.Press("esc", "esc").Sees("not saved: the disk is full")
	db.Refuse = nil
	u.Press("3").Sees("✓ saved")
}

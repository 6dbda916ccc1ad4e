//go:build linux && !race

package fault_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

func systems() []assessment.ID { return []assessment.ID{shop, "school", "ship"} }

// A part is something that is read of a database.
type part struct {
	name, text string
	err        error
}

// readImages reads pairs of paths from standard input, of a sound database and a damaged copy, and
// says of each copy: same, reported, or what is wrong.
func readImages(ctx context.Context, args []string) error { return readAll(ctx, args, false) }

// readBlindly takes what it gets, whether there was an error or not.
func readBlindly(ctx context.Context, args []string) error { return readAll(ctx, args, true) }

func readAll(ctx context.Context, _ []string, blind bool) error {
	want := map[string][]part{}
	lines := bufio.NewScanner(os.Stdin)
	for n := 0; lines.Scan(); n++ {
		sound, path, _ := strings.Cut(lines.Text(), "\t")
		if want[sound] == nil {
			want[sound] = parts(ctx, open(sound, boltkv.Options{NoSync: true}))
		}
		said := judge(ctx, want[sound], path, blind, n%3 == 0)
		said = said[:min(len(said), 2000)]
		if _, err := fmt.Println(strings.ReplaceAll(said, "\n", " / ")); err != nil {
			return err
		}
	}
	return lines.Err()
}

// judge compares what is read of a database with what is wanted, and after saving into it too.
func judge(ctx context.Context, want []part, path string, blind, save bool) string {
	s := open(path, boltkv.Options{NoSync: true})
	got := parts(ctx, s)
	var reported error
	for i, p := range got {
		switch {
		case want[i].err != nil:
			return "WRONG: the sound database: " + want[i].err.Error()
		case p.err != nil && !blind:
			if !errors.Is(p.err, kv.ErrDamaged) && !errors.Is(p.err, kv.ErrForeign) {
				return fmt.Sprintf("ODD: %s: %v", p.name, p.err)
			}
			reported = p.err
		case p.text != want[i].text:
			return fmt.Sprintf("WRONG: %s: got %.300q, want %.300q", p.name, p.text, want[i].text)
		}
	}
	if save {
		if spoiled := spoils(ctx, s, path, got); spoiled != "" {
			return spoiled
		}
	}
	if reported != nil {
		return "reported " + reported.Error()
	}
	return "same"
}

// spoils saves into the database and says what could be read before and cannot any more.
func spoils(ctx context.Context, s *store.Store, path string, before []part) string {
	if err := goesOn(ctx, s); err != nil {
		if !errors.Is(err, kv.ErrDamaged) && !errors.Is(err, kv.ErrForeign) {
			return fmt.Sprintf("ODD: %v", err)
		}
		return ""
	}
	after := parts(ctx, open(path, boltkv.Options{NoSync: true}))
	for i, p := range after {
		touched := p.name == "list" || strings.HasSuffix(p.name, string(shop))
		if before[i].err == nil && (p.err != nil || p.text != before[i].text && !touched) {
			return fmt.Sprintf("SPOILED: %s by a save that was acknowledged: %v", p.name, p.err)
		}
	}
	return ""
}

// parts reads all there is, in an order that is always the same.
func parts(ctx context.Context, s *store.Store) []part {
	var all []part
	add := func(name string, v any, err error) {
		text, jsonErr := json.Marshal(v)
		all = append(all, part{name, string(text), errors.Join(err, jsonErr)})
	}
	list, err := s.List(ctx)
	add("list", list, err)
	for _, id := range systems() {
		a, err := s.Load(ctx, id)
		add("load "+string(id), struct {
			assessment.Assessment
			All map[questionnaire.QuestionID]assessment.Answer
		}{a, a.Answers}, err)
		events, err := s.History(ctx, id)
		add("history "+string(id), events, err)
		add("verify "+string(id), nil, s.Verify(ctx, id))
	}
	return all
}

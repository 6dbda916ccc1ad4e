package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// subject is a program and what was measured of it.
type subject struct {
	command []string
	word    string   // that its first frame shows
	walk    []string // the command in which every digit is an answer that is saved
	asks    string   // that the first question shows

	firstFrame, silent, key, saving []float64 // ms
	memory, after                   []float64 // MiB
}

// bench is where subjects are measured.
type bench struct {
	options
	stored    string // the database as it is before each run
	database  string // the one of a run
	env       []string
	questions int // in the walk
}

func newBench(ctx context.Context, dir string, o options) (*bench, error) {
	b := &bench{options: o, stored: filepath.Join(dir, "stored.db"), database: filepath.Join(dir, "prodfirst.db")}
	b.env = []string{ // of a person at an xterm who has nothing set, with a home of their own
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm-256color", "LANG=C.UTF-8",
		"PRODFIRST_NAME=Ana", "PRODFIRST_DB=" + b.database,
	}
	var err error
	if b.questions, err = seed(ctx, b.stored, o.systems); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	return b, nil
}

// measure runs s at home and in the walk and keeps what it measured, unless i is 0.
func (b *bench) measure(ctx context.Context, s *subject, i int) error {
	measured := *s
	for _, step := range []func(context.Context, *subject, int) error{b.silent, b.home, b.walk} {
		if err := restore(b.stored, b.database); err != nil {
			return err
		}
		if err := step(ctx, &measured, i); err != nil {
			return err
		}
	}
	if i > 0 {
		*s = measured
	}
	return nil
}

// silent measures the start in a terminal that answers no queries.
func (b *bench) silent(ctx context.Context, s *subject, _ int) error {
	t, err := start(ctx, b.env, false, s.command)
	if err != nil {
		return err
	}
	defer t.stop()
	first, err := t.firstFrame(s.word)
	s.silent = append(s.silent, milliseconds(first))
	return err
}

// home measures the start, keys, and the memory that both take.
func (b *bench) home(ctx context.Context, s *subject, i int) error {
	t, err := start(ctx, b.env, true, s.command)
	if err != nil {
		return err
	}
	defer t.stop()
	first, err := t.firstFrame(s.word)
	if err != nil {
		return err
	}
	s.firstFrame = append(s.firstFrame, milliseconds(first))
	if s.key, err = t.keys(s.key, "jk", i); err != nil {
		return err
	}
	memory, err := t.resident()
	s.memory = append(s.memory, memory)
	return err
}

// walk measures keys that are answers, so that each frame is drawn while a save is under way, and in
// every fifth run the memory after very many of them. Each answer has to be stored afterwards.
func (b *bench) walk(ctx context.Context, s *subject, i int) error {
	given, err := b.answer(ctx, s, i)
	if err != nil || len(s.walk) == 1 { // the minimal program has nothing to save
		return err
	}
	n, err := answers(ctx, b.database)
	if err == nil && n != given {
		err = fmt.Errorf("%d answers were given and %d saved", given, n)
	}
	return err
}

// answer walks and returns how many answers it gave.
func (b *bench) answer(ctx context.Context, s *subject, i int) (given int, err error) {
	t, err := start(ctx, b.env, true, s.walk)
	if err != nil {
		return 0, err
	}
	defer t.stop()
	if _, err := t.firstFrame(s.asks); err != nil {
		return 0, err
	}
	if s.saving, err = t.keys(s.saving, "12", i); err != nil || i%5 != 1 || b.walked == 0 {
		return keysMeasured, err
	}
	if err := b.walkOn(t); err != nil {
		return 0, err
	}
	t.settle(0)
	memory, err := t.resident()
	s.after = append(s.after, memory)
	return keysMeasured + b.walked, err
}

// walkOn answers a question and goes to the next, to the last one and back and so on.
func (b *bench) walkOn(t *terminal) error {
	at, step, level := 0, 1, 3
	for range b.walked {
		move := "l"
		if at+step == b.questions || at+step < 0 {
			step = -step
			level = 3 + level%2 // another answer than last time here
		}
		if step < 0 {
			move = "h"
		}
		at += step
		for _, key := range []string{move, strconv.Itoa(level % 5)} {
			if _, err := t.press(key); err != nil {
				return err
			}
		}
	}
	return nil
}

// restore makes the database what it was before. What is kept beside it belongs to the one that goes.
func restore(stored, database string) error {
	beside, err := filepath.Glob(database + "*")
	if err != nil {
		return err
	}
	for _, path := range beside {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	from, err := os.Open(stored)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	to, err := os.Create(database)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if closed := to.Close(); err == nil {
		err = closed
	}
	return err
}

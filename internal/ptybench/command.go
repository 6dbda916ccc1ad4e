package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// commands measures commands that end by themselves beside the least that a Go program can be, from start
// to exit. The list is that of the systems stored, and of ten times as many, because it has to be linear.
func (b *bench) commands(ctx context.Context, t *table, hello string) error {
	many := filepath.Join(filepath.Dir(b.stored), "many.db")
	if _, err := seed(ctx, many, 10*b.systems); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	for _, c := range []struct {
		measure, bar, database, arg string
	}{
		{"--version, ms", "≤ 4", b.stored, "--version"},
		{"--help, ms", "≤ 4", b.stored, "--help"},
		{fmt.Sprintf("list of %d systems, ms", b.systems), "", b.stored, "list"},
		{fmt.Sprintf("list of %d systems, ms", 10*b.systems), "≤ 1000 ms", many, "list"},
	} {
		if err := restore(c.database, b.database); err != nil {
			return err
		}
		took, least, err := b.runtimes(ctx, []string{b.binary, c.arg}, hello)
		if err != nil {
			return err
		}
		t.row(c.measure, c.bar, took, "hello", least)
	}
	return nil
}

// runtimes measures two commands in turn, from start to exit, in ms.
func (b *bench) runtimes(ctx context.Context, command []string, hello string) (took, least []float64, err error) {
	once := func(argv ...string) (float64, error) {
		cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
		cmd.Env = b.env
		begin := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("%s: %w\n%s", strings.Join(argv, " "), err, out)
		}
		return milliseconds(time.Since(begin)), nil
	}
	for i := range b.runs + 1 {
		one, err := once(command...)
		other, otherErr := once(hello)
		if err := errors.Join(err, otherErr); err != nil {
			return nil, nil, err
		}
		if i > 0 {
			took, least = append(took, one), append(least, other)
		}
	}
	return took, least, nil
}

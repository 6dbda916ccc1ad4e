// Command ptybench measures the product beside the least that could do the same, in turn and in one run:
// start, keys, memory and size of the built program, through a pseudo-terminal, beside a minimal program;
// saves beside a raw write on the same disk; lists; and the analysis and the report alone. Run it by
//
//	go run ./internal/ptybench
//
// It prints one Markdown table with the bar that is set for each row. Milliseconds belong to a machine; the
// ratios travel. It needs Linux. TMPDIR chooses the disk.
package main

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// options are the flags.
type options struct {
	binary                string
	runs, systems, walked int
}

func main() {
	var o options
	flag.StringVar(&o.binary, "bin", "", "program to measure, built with CGO_ENABLED=0; empty: build ./cmd/prodfirst")
	flag.IntVar(&o.systems, "systems", 1000, "systems stored before")
	flag.IntVar(&o.walked, "walked", 300, "questions answered before the memory of a walk is measured, every fifth run")
	flag.IntVar(&o.runs, "runs", 15, "runs of each program, after one that does not count")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, o options) error {
	if o.runs < 1 || o.systems < 1 || o.walked < 0 {
		return fmt.Errorf("runs is %d, systems %d, walked %d: want at least 1, 1, 0", o.runs, o.systems, o.walked)
	}
	dir, err := os.MkdirTemp("", "ptybench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if o.binary == "" {
		if o.binary, err = build(ctx, dir, "./cmd/prodfirst"); err != nil {
			return err
		}
	}
	minimal, err := build(ctx, dir, "./internal/ptybench/minimal")
	if err != nil {
		return err
	}
	hello, err := build(ctx, dir, "./internal/ptybench/hello")
	if err != nil {
		return err
	}

	b, err := newBench(ctx, dir, o)
	if err != nil {
		return err
	}
	return b.compare(ctx, minimal, hello)
}

// compare measures everything and prints the table.
func (b *bench) compare(ctx context.Context, minimal, hello string) error {
	var t table
	for _, part := range []func(*table) error{
		func(t *table) error { return b.screens(ctx, t, minimal) },
		func(t *table) error { return saves(ctx, t, filepath.Dir(b.database), b.runs) },
		func(t *table) error { return b.commands(ctx, t, hello) },
		func(t *table) error { return judged(ctx, t, b.runs) },
	} {
		if err := part(&t); err != nil {
			return err
		}
	}
	const mega = 1e6
	t.row("stripped binary, MB", "≤ 12 MB", size(b.binary, mega), "minimal", size(minimal, mega))
	fmt.Printf("%d runs each, %d systems stored, 80×24, xterm-256color; median (p10–p90)\n\n%s", b.runs, b.systems, t.String())
	return nil
}

// screens measures the product and the minimal program in turn.
func (b *bench) screens(ctx context.Context, t *table, minimal string) error {
	product := &subject{command: []string{b.binary}, word: "prodfirst", walk: []string{b.binary, "assess", strings.ToLower(walkedName)}, asks: "Don't know"}
	least := &subject{command: []string{minimal}, word: "hello", walk: []string{minimal}, asks: "hello"}
	for i := range b.runs + 1 {
		for _, s := range []*subject{product, least} {
			if err := b.measure(ctx, s, i); err != nil {
				return err
			}
		}
	}
	t.row("first frame, ms", "≤ 1.25", product.firstFrame, "minimal", least.firstFrame)
	t.row("first frame if no query is answered, ms", "≤ 1.25", product.silent, "minimal", least.silent)
	t.row("key to frame, ms", "≤ 1.25", product.key, "minimal", least.key)
	t.row("key to frame, each key a save, ms", "≤ 1.25", product.saving, "minimal", least.saving)
	t.row("resident memory, MiB", "", product.memory, "minimal", least.memory)
	if b.walked > 0 {
		t.row(fmt.Sprintf("resident memory after %d answers, MiB", b.walked), "≤ 3", product.after, "minimal", least.after)
	}
	return nil
}

func build(ctx context.Context, dir, pkg string) (string, error) {
	binary := filepath.Join(dir, filepath.Base(pkg))
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", pkg, err, out)
	}
	return binary, nil
}

func size(file string, unit float64) []float64 {
	info, err := os.Stat(file)
	if err != nil {
		return []float64{math.NaN()}
	}
	return []float64{float64(info.Size()) / unit}
}

// Command ptybench measures the built program through a pseudo-terminal, against the least that a
// program of its kind can be, in the same run: start, keys, memory, size. Run it by
//
//	go run ./internal/ptybench
//
// It prints one Markdown table. Milliseconds belong to a machine; the ratios travel. With PRODFIRST_DB
// in the environment the program opens that database, else one with -systems systems. It needs Linux.
package main

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// options are the flags.
type options struct {
	binary, word, before, keys string
	runs, systems              int
}

// subject is a program and what was measured of it.
type subject struct {
	binary, word, before, keys string
	firstFrame, key, memory    []float64 // ms, ms, MiB
}

func main() {
	var o options
	flag.StringVar(&o.binary, "bin", "", "program to measure, built with CGO_ENABLED=0; empty: build ./cmd/prodfirst")
	flag.StringVar(&o.word, "word", "prodfirst", "word that its first frame shows")
	flag.StringVar(&o.before, "before", "", "keys to press before measuring")
	flag.StringVar(&o.keys, "keys", "jk", "keys to measure, in turn, eight times each run")
	flag.IntVar(&o.systems, "systems", 1000, "systems stored before, unless PRODFIRST_DB names a database")
	flag.IntVar(&o.runs, "runs", 15, "runs of each program, after one that does not count")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, o options) error {
	if o.runs < 1 || o.keys == "" || o.word == "" {
		return fmt.Errorf("runs is %d, keys %q, word %q: want at least one of each", o.runs, o.keys, o.word)
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

	database, err := stored(ctx, dir, o.systems)
	if err != nil {
		return err
	}
	env := environment(dir, database)
	product := &subject{binary: o.binary, word: o.word, before: o.before, keys: o.keys}
	least := &subject{binary: minimal, word: "hello", keys: "j"}
	for i := range o.runs + 1 {
		for _, s := range []*subject{product, least} {
			if err := s.measure(ctx, env, i); err != nil {
				return err
			}
		}
	}
	version, plainVersion, err := runtimes(ctx, env, o.runs, []string{o.binary, "--version"}, hello)
	if err != nil {
		return err
	}
	help, plainHelp, err := runtimes(ctx, env, o.runs, []string{o.binary, "--help"}, hello)
	if err != nil {
		return err
	}

	fmt.Printf("%d runs each, %d systems stored, 80×24, xterm-256color; median (p10–p90)\n\n", o.runs, o.systems)
	fmt.Printf("| Measure | %s | minimal | Ratio |\n|---|---|---|---|\n", filepath.Base(o.binary))
	row("first frame, ms", product.firstFrame, least.firstFrame)
	row("key to frame, ms", product.key, least.key)
	row("resident memory, MiB", product.memory, least.memory)
	row("--version, ms", version, plainVersion)
	row("--help, ms", help, plainHelp)
	row("stripped binary, MiB", size(o.binary), size(minimal))
	return nil
}

// stored returns the database to open: the one in the environment, or a new one with n systems.
func stored(ctx context.Context, dir string, n int) (string, error) {
	if database := os.Getenv("PRODFIRST_DB"); database != "" {
		return database, nil
	}
	database := filepath.Join(dir, "prodfirst.db")
	return database, seed(ctx, database, n)
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

// environment is that of a person at an xterm who has nothing set, with a home of its own.
func environment(dir, database string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm-256color", "LANG=C.UTF-8",
		"PRODFIRST_DB=" + database,
	}
}

// measure runs s once and keeps what it measured, unless i is 0.
func (s *subject) measure(ctx context.Context, env []string, i int) error {
	t, err := start(ctx, env, s.binary)
	if err != nil {
		return err
	}
	defer t.stop()
	first, err := t.firstFrame(s.word)
	if err != nil {
		return err
	}
	for _, key := range s.before {
		t.settle(0)
		if _, err := t.press(string(key)); err != nil {
			return err
		}
	}
	keys := make([]float64, 0, 8)
	for n := range cap(keys) {
		t.settle(i + n)
		took, err := t.press(s.keys[n%len(s.keys) : n%len(s.keys)+1])
		if err != nil {
			return err
		}
		keys = append(keys, milliseconds(took))
	}
	memory, err := t.resident()
	if err != nil {
		return err
	}
	if i > 0 {
		s.firstFrame = append(s.firstFrame, milliseconds(first))
		s.key = append(s.key, keys...)
		s.memory = append(s.memory, memory)
	}
	return nil
}

// runtimes measures two commands in turn, from start to exit, in ms.
func runtimes(ctx context.Context, env []string, runs int, command []string, hello string) (a, b []float64, err error) {
	once := func(argv ...string) (float64, error) {
		cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
		cmd.Env = env
		begin := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("%s: %w\n%s", strings.Join(argv, " "), err, out)
		}
		return milliseconds(time.Since(begin)), nil
	}
	for i := range runs + 1 {
		took, err := once(command...)
		if err != nil {
			return nil, nil, err
		}
		least, err := once(hello)
		if err != nil {
			return nil, nil, err
		}
		if i > 0 {
			a, b = append(a, took), append(b, least)
		}
	}
	return a, b, nil
}

func size(binary string) []float64 {
	info, err := os.Stat(binary)
	if err != nil {
		return []float64{math.NaN()}
	}
	return []float64{float64(info.Size()) / (1 << 20)}
}

func row(measure string, product, least []float64) {
	fmt.Printf("| %s | %s | %s | %.2f |\n", measure, summary(product), summary(least), quantile(product, 0.5)/quantile(least, 0.5))
}

func summary(values []float64) string {
	if len(values) == 1 {
		return fmt.Sprintf("%.1f", values[0])
	}
	return fmt.Sprintf("%.1f (%.1f–%.1f)", quantile(values, 0.5), quantile(values, 0.1), quantile(values, 0.9))
}

func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(math.Round(q*float64(len(sorted)-1)))]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

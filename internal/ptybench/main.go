// Command ptybench measures the built program through a pseudo-terminal, against the least that a
// program of its kind can be, in the same run: start, keys, saves, memory, size. Run it by
//
//	go run ./internal/ptybench
//
// It prints one Markdown table. Milliseconds belong to a machine; the ratios travel. It needs Linux.
package main

import (
	"context"
	"errors"
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

// compare measures the product and the minimal programs in turn, and prints the table.
func (b *bench) compare(ctx context.Context, minimal, hello string) error {
	o := b.options
	product := &subject{command: []string{o.binary}, word: "prodfirst", walk: []string{o.binary, "assess", strings.ToLower(walkedName)}, asks: "Don't know"}
	least := &subject{command: []string{minimal}, word: "hello", walk: []string{minimal}, asks: "hello"}
	for i := range o.runs + 1 {
		for _, s := range []*subject{product, least} {
			if err := b.measure(ctx, s, i); err != nil {
				return err
			}
		}
	}
	version, plainVersion, err := runtimes(ctx, b.env, o.runs, []string{o.binary, "--version"}, hello)
	if err != nil {
		return err
	}
	help, plainHelp, err := runtimes(ctx, b.env, o.runs, []string{o.binary, "--help"}, hello)
	if err != nil {
		return err
	}

	fmt.Printf("%d runs each, %d systems stored, 80×24, xterm-256color; median (p10–p90)\n\n", o.runs, o.systems)
	fmt.Printf("| Measure | %s | minimal | Ratio |\n|---|---|---|---|\n", filepath.Base(o.binary))
	row("first frame, ms", product.firstFrame, least.firstFrame)
	row("first frame if no query is answered, ms", product.silent, least.silent)
	row("key to frame, ms", product.key, least.key)
	row("key to frame, each key a save, ms", product.saving, least.saving)
	row("resident memory, MiB", product.memory, least.memory)
	if o.walked > 0 {
		row(fmt.Sprintf("resident memory after %d answers, MiB", o.walked), product.after, least.after)
	}
	row("--version, ms", version, plainVersion)
	row("--help, ms", help, plainHelp)
	row("stripped binary, MiB", size(o.binary), size(minimal))
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
		least, leastErr := once(hello)
		if err := errors.Join(err, leastErr); err != nil {
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

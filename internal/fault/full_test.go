//go:build linux && !race

package fault_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/store"
	"prodfirst/internal/testutil/soak"
)

// A full disk is one that is small, and a file that takes what is left of it.
func TestFullDiskLosesNoAnswer(t *testing.T) {
	times(t, 1, 1)
	tried := 0
	for _, kind := range []string{"tmpfs", "ext4", "xfs", "btrfs", "limit"} {
		t.Run(kind, func(t *testing.T) {
			dir := t.TempDir()
			if kind != "limit" {
				dir = mountSmall(t, kind)
			}
			out, err := child(t.Context(), "fill", kind, dir).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			t.Logf("%s", out)
			tried++
		})
	}
	covered(t, tried, tried, "kinds of full disk: every acknowledged answer is there, and a later save works")
}

// mountSmall returns a directory on a file system with a few megabytes.
func mountSmall(t *testing.T, kind string) string {
	t.Helper()
	dir, megabytes := t.TempDir(), map[string]int{"tmpfs": 6, "ext4": 24, "xfs": 320, "btrfs": 128}[kind]
	var commands [][]string
	if kind == "tmpfs" {
		commands = [][]string{{"mount", "-t", kind, "-o", fmt.Sprintf("size=%dm", megabytes), kind, dir}}
	} else {
		image := filepath.Join(t.TempDir(), "image")
		if err := errors.Join(os.WriteFile(image, nil, 0o600), os.Truncate(image, int64(megabytes)<<20)); err != nil {
			t.Fatal(err)
		}
		commands = [][]string{{"mkfs." + kind, image}, {"mount", "-o", "loop", image, dir}}
	}
	for _, command := range commands {
		if err := exec.CommandContext(t.Context(), command[0], command[1:]...).Run(); err != nil {
			soak.Skip(t, fmt.Sprintf("%s: %v", command[0], err))
		}
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmounting: %v", err)
		}
	})
	return dir
}

// fillUp saves until the disk is full, and then looks at what is there. Arguments: kind and directory.
func fillUp(ctx context.Context, args []string) error {
	kind, dir := args[0], args[1]
	space := ballast{filepath.Join(dir, "ballast")}
	if kind == "limit" {
		signal.Ignore(syscall.SIGXFSZ)
	}
	path := filepath.Join(dir, "p.db")
	s := open(path, boltkv.Options{})
	a, err := begin(ctx, s, shop)
	if err == nil {
		err = space.fill(kind)
	}
	if err != nil {
		return err
	}
	var said []string
	for n := 0; err == nil && n < 1000; n++ {
		e := answer(fmt.Sprint("save-", n), question(n))
		e.Change.Answer.Note = strings.Repeat("x", 20_000)
		var next assessment.Assessment
		if next, _, err = s.Append(ctx, shop, a.Answers[question(n)].Rev, e); err == nil {
			a, said = next, append(said, string(e.ID))
		}
	}
	if !errors.Is(err, kv.ErrFull) || errors.Is(err, kv.ErrUnknown) {
		return fmt.Errorf("on a full disk, after %d answers: got %w, want %w", len(said), err, kv.ErrFull)
	}
	message := err.Error()
	if err := saved(ctx, open(path, boltkv.Options{}), said, 0); err != nil {
		return fmt.Errorf("on a full disk: %w", err)
	}
	other := filepath.Join(dir, "other", "p.db")
	if err := space.fill(kind); err != nil {
		return err
	}
	if _, err := begin(ctx, open(other, boltkv.Options{}), shop); err == nil {
		message += ", and a new database found room"
	} else if !errors.Is(err, kv.ErrFull) && !errors.Is(err, store.ErrNotSaved) {
		return fmt.Errorf("a new database on a full disk: got %w, want %w", err, kv.ErrFull)
	}
	if err := space.free(kind); err != nil {
		return err
	}
	for _, path := range []string{path, other} {
		if err := goesOn(ctx, open(path, boltkv.Options{})); err != nil {
			return fmt.Errorf("%s with space again: %w", filepath.Base(filepath.Dir(path)), err)
		}
	}
	err = saved(ctx, open(path, boltkv.Options{}), said, 1)
	fmt.Printf("%d answers, then: %s\n", len(said), message)
	return err
}

// ballast is the file that takes all space.
type ballast struct{ file string }

func (b ballast) fill(kind string) error {
	if kind == "limit" {
		return limit(3 << 20)
	}
	f, err := os.OpenFile(b.file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	for size := 1 << 20; size >= 1; size /= 2 {
		for err == nil {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			break
		}
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (b ballast) free(kind string) error {
	if kind == "limit" {
		return limit(1 << 30)
	}
	return os.Remove(b.file)
}

// limit makes the system refuse files of more than size bytes.
func limit(size uint64) error {
	var l syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &l)
	l.Cur = size
	return errors.Join(err, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l))
}

//go:build linux && !race

package fault_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/questionnaire"
)

const (
	page    = 4096
	hangsAt = 5 * time.Second
)

// A damaging changes an image of a database with so many pages. Older is the file as it was a while before.
type damaging func(chance *rand.Rand, image, older []byte, pages int)

func TestDamageIsReportedAndNeverShown(t *testing.T) {
	tries := times(t, 500, 50_000)
	base := sound(t)
	for _, class := range []struct {
		name   string // a bit anywhere, one of a page's header and table, a page spoiled, two swapped
		damage damaging
	}{
		{"bit", func(chance *rand.Rand, image, _ []byte, pages int) {
			image[chance.IntN(pages*page)] ^= 1 << chance.IntN(8)
		}},
		{"header", func(chance *rand.Rand, image, _ []byte, pages int) {
			head := chance.IntN(pages) * page
			count := int(binary.NativeEndian.Uint16(image[head+10:]))
			image[head+chance.IntN(min(page, 16+16*count))] ^= 1 << chance.IntN(8)
		}},
		{"page", spoilPage},
		{"swap", func(chance *rand.Rand, image, _ []byte, pages int) {
			a, b := chance.IntN(pages)*page, chance.IntN(pages)*page
			for i := range page {
				image[a+i], image[b+i] = image[b+i], image[a+i]
			}
		}},
	} {
		t.Run(class.name, func(t *testing.T) {
			done, reported := tryDamage(t, base, "read", tries, func(i int) []byte {
				image := slices.Clone(base.files["p.db"])
				class.damage(rand.New(rand.NewPCG(uint64(i), 4)), image, base.older, base.pages)
				return image
			})
			covered(t, done, tries, "faults, %d reported, %d without an effect; none shown as an answer, no crash, no hang", reported, done-reported)
			if reported < done/4 {
				t.Errorf("of %d faults %d were reported: too few hit anything", done, reported)
			}
		})
	}
}

func TestFileCutShortAnywhereIsReported(t *testing.T) {
	times(t, 1, 1)
	base := sound(t)
	whole := base.files["p.db"]
	cuts := len(whole) / 512
	done, reported := tryDamage(t, base, "read", cuts, func(i int) []byte { return whole[:i*512] })
	covered(t, done, cuts, "sizes from 0 to %d, %d reported", len(whole), reported)
	if want := base.pages * page / 512; reported < want {
		t.Errorf("%d sizes were reported, want the %d below the end of what is used", reported, want)
	}
}

// A reader that goes on after an error must be found out.
func TestDamageThatIsNotReportedIsFound(t *testing.T) {
	times(t, 1, 1)
	base := sound(t)
	r := startReader(t.Context(), "blind")
	defer r.stop()
	found := 0
	for i := range 100 {
		image := slices.Clone(base.files["p.db"])
		clear(image[i%base.pages*page:][:page])
		if got := r.ask(base, t.TempDir(), image); strings.HasPrefix(got, "WRONG") {
			found++
		}
	}
	if found < 30 {
		t.Errorf("of 100 pages that were zeroed %d were found to change what is shown", found)
	}
}

// spoilPage gives a page another content.
func spoilPage(chance *rand.Rand, image, older []byte, pages int) {
	at := chance.IntN(pages) * page
	from := 512 * (1 + chance.IntN(7)) // what is written first is a sector at least
	switch chance.IntN(4) {
	case 0:
		clear(image[at : at+page])
	case 1:
		for i := range page {
			image[at+i] = byte(chance.Uint32())
		}
	case 2: // torn: the end was never written
		copy(image[at+from:at+page], older[min(len(older), at+from):])
	case 3: // the same in a page that was new
		clear(image[at+from : at+page])
	}
}

// A base is a sound database.
type base struct {
	dir   string
	files map[string][]byte // all that is in its directory
	older []byte            // the database some saves before
	pages int               // in use
}

// sound makes a database of three assessments, some pages of which are free.
func sound(t *testing.T) base {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "p.db")
	s := open(path, boltkv.Options{NoSync: true})
	b := base{dir: dir, files: map[string][]byte{}}
	for round := range 3 {
		for _, id := range systems() {
			a, err := begin(t.Context(), s, id)
			for n := 0; err == nil && n < 10; n++ {
				q := questionnaire.QuestionID(fmt.Sprintf("question-%02d", n+round*5))
				e := answer(fmt.Sprint(id, round, n), q)
				e.Change.Answer.Note = strings.Repeat("what was said at length ", 1+n)
				a, _, err = s.Append(t.Context(), id, a.Answers[q].Rev, e)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if round == 1 {
			b.older = readFile(t, path)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b.files[e.Name()] = readFile(t, filepath.Join(dir, e.Name()))
	}
	whole := b.files["p.db"]
	for meta := range 2 {
		b.pages = max(b.pages, int(binary.NativeEndian.Uint64(whole[meta*page+56:])))
	}
	if b.pages*page > len(whole) || b.pages < 20 {
		t.Fatalf("%d pages in %d bytes", b.pages, len(whole))
	}
	return b
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// put writes the database with another image of its file into an empty directory, and returns its path.
func (b base) put(dir string, image []byte) (string, error) {
	if err := remove(dir); err != nil {
		return "", err
	}
	for name, content := range b.files {
		if name == "p.db" {
			content = image
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return "", err
		}
	}
	return filepath.Join(dir, "p.db"), nil
}

// tryDamage has images read by other processes. It returns how many, and how many were reported.
func tryDamage(t *testing.T, b base, role string, n int, image func(i int) []byte) (done, reported int) {
	t.Helper()
	var mu sync.Mutex
	readers := map[int]*reader{}
	dirs := map[int]string{}
	defer func() {
		for _, r := range readers {
			r.stop()
		}
	}()
	done = spread(t, n, func(ctx context.Context, worker, i int) error {
		mu.Lock()
		r, ok := readers[worker]
		if !ok || r.dead {
			r = startReader(ctx, role)
			readers[worker] = r
		}
		if dirs[worker] == "" {
			dirs[worker] = quickDir(t)
		}
		dir := dirs[worker]
		mu.Unlock()
		got := r.ask(b, dir, image(i))
		switch {
		case got == "same":
			return nil
		case strings.HasPrefix(got, "reported "):
			mu.Lock()
			defer mu.Unlock()
			reported++
			return nil
		}
		return errors.New(got)
	})
	return done, reported
}

// A reader is a process that reads one database after the other.
type reader struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	answers chan string
	stderr  *output
	dead    bool
}

func startReader(ctx context.Context, role string) *reader {
	r := &reader{cmd: child(ctx, role), answers: make(chan string, 1), stderr: &output{}}
	r.cmd.Stderr = r.stderr
	in, inErr := r.cmd.StdinPipe()
	out, outErr := r.cmd.StdoutPipe()
	if inErr != nil || outErr != nil || r.cmd.Start() != nil {
		r.dead = true
		return r
	}
	r.in = in
	go func() {
		defer close(r.answers)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			r.answers <- lines.Text()
		}
	}()
	return r
}

// ask returns what the reader says of an image, or that it crashed or hung.
func (r *reader) ask(b base, dir string, image []byte) string {
	path, err := b.put(dir, image)
	if err == nil {
		_, err = fmt.Fprintf(r.in, "%s\t%s\n", filepath.Join(b.dir, "p.db"), path)
	}
	if err != nil {
		r.stop()
		return "not asked: " + err.Error()
	}
	timer := time.NewTimer(hangsAt)
	defer timer.Stop()
	select {
	case got, ok := <-r.answers:
		if !ok {
			r.stop()
			return "CRASHED: " + tail(r.stderr.String())
		}
		return got
	case <-timer.C:
		r.stop()
		return "HANGS"
	}
}

func (r *reader) stop() {
	if !r.dead {
		r.dead = true
		_ = r.cmd.Process.Kill()
		_ = r.cmd.Wait() // killed
	}
}

func tail(s string) string { return s[:min(len(s), 1500)] }

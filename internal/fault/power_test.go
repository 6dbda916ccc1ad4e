//go:build linux && !race

package fault_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"prodfirst/internal/kv/boltkv"
)

const recordedSaves = "30"

func TestPowerCutLosesNoAnswer(t *testing.T) {
	images := times(t, 10_000, 1_000_000)
	root := filepath.Join(t.TempDir(), "disk")
	ops := recordSaves(t, root, "")
	said, beforeFirst, done := cutAll(t, ops, root, images)
	covered(t, done, images, "power-cut images after each of %d calls of %d saves, %d of them during the first creation", len(ops), said, beforeFirst)
	if said < 30 || beforeFirst == 0 {
		t.Errorf("%d saves and %d images of the first creation: too little happened", said, beforeFirst)
	}
}

// Without waiting for the disk, answers must be lost: else the images show nothing.
func TestPowerCutWithoutSyncIsFound(t *testing.T) {
	times(t, 1, 1)
	root := filepath.Join(t.TempDir(), "disk")
	ops := recordSaves(t, root, "unsynced")
	lost := 0
	for i := range 300 {
		if err := cutAt(t.Context(), ops, root, quickDir(t), len(ops), uint64(i)); err != nil {
			lost++
		}
	}
	if lost < 100 {
		t.Errorf("of 300 images of a process that never waits for the disk, %d were found to have lost something", lost)
	}
}

// No sync is superfluous: without one of them, answers are lost in power cuts before the next.
func TestPowerCutWithoutOneSyncIsFound(t *testing.T) {
	times(t, 1, 1)
	root := filepath.Join(t.TempDir(), "disk")
	ops := recordSaves(t, root, "")
	var syncs []int
	for i, o := range ops {
		if o.call == "sync" && strings.HasSuffix(o.path, ".db") && i > len(ops)/4 {
			syncs = append(syncs, i)
		}
	}
	dir, missed := quickDir(t), 0
	for n := range 8 {
		at := syncs[n*len(syncs)/8]
		without := slices.Delete(slices.Clone(ops), at, at+1)
		if !cutsLose(t.Context(), without, root, dir, at, min(at+12, len(without))) {
			missed++
			t.Logf("no power cut after call %d without its sync of %s lost anything", at, ops[at].path)
		}
	}
	if missed > 1 {
		t.Errorf("without one of 8 syncs, nothing was lost in %d cases", missed)
	}
}

// cutsLose tells whether any of some images of power cuts after these ops has lost something.
func cutsLose(ctx context.Context, ops []op, root, dir string, from, to int) bool {
	for n := from; n <= to; n++ {
		for seed := range 30 {
			if cutAt(ctx, ops, root, dir, n, uint64(n*30+seed)) != nil {
				return true
			}
		}
	}
	return false
}

func recordSaves(t *testing.T, root, mode string) []op {
	t.Helper()
	if err := os.Mkdir(root, 0o700); err != nil {
		t.Fatal(err)
	}
	return record(t, root, "save", filepath.Join(root, "data", "p.db"), "cut", recordedSaves, mode)
}

// cutAll tries images of power cuts, as many after each op as after any other, in rounds that come to all.
func cutAll(t *testing.T, ops []op, root string, images int) (said, beforeFirst, done int) {
	t.Helper()
	places := len(ops) + 1
	each := min((images+places-1)/places, 100)
	rounds := (images + each*places - 1) / (each * places)
	dirs := []string{}
	for range 64 {
		dirs = append(dirs, quickDir(t))
	}
	var creating, tries atomic.Int64
	spread(t, rounds*places, func(ctx context.Context, worker, i int) error {
		d, err := replay(ops[:i%places], root)
		for n := 0; err == nil && n < each && (n == 0 || timeLeft(t)); n++ {
			err = d.check(ctx, dirs[worker], uint64(i*each+n))
			tries.Add(1)
			if len(d.said) == 0 {
				creating.Add(1)
			}
		}
		return err
	})
	d, err := replay(ops, root)
	if err != nil {
		t.Fatal(err)
	}
	return len(d.said), int(creating.Load()), int(tries.Load())
}

func replay(ops []op, root string) (*disk, error) {
	d := newDisk(root)
	for _, o := range ops {
		if err := d.do(o); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func cutAt(ctx context.Context, ops []op, root, dir string, n int, seed uint64) error {
	d, err := replay(ops[:n], root)
	if err != nil {
		return err
	}
	return d.check(ctx, dir, seed)
}

// check returns an error if an image of a power cut has lost what was acknowledged, or cannot be used.
func (d *disk) check(ctx context.Context, dir string, seed uint64) error {
	chance := rand.New(rand.NewPCG(seed, 3))
	if err := remove(dir); err != nil {
		return err
	}
	if err := d.cut(chance, dir); err != nil {
		return err
	}
	path := filepath.Join(dir, "data", "p.db")
	s := open(path, boltkv.Options{NoSync: true})
	err := saved(ctx, s, d.said, 1)
	if err == nil && seed%8 == 0 {
		err = goesOn(ctx, s)
	}
	if err != nil {
		return fmt.Errorf("image %d, %d answers acknowledged: %w\n%s", seed, len(d.said), err, listing(dir))
	}
	return nil
}

func listing(dir string) string {
	var all strings.Builder
	_ = filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			fmt.Fprintf(&all, "%s %d bytes\n", strings.TrimPrefix(path, dir+"/"), info.Size())
		}
		return err
	})
	return all.String()
}

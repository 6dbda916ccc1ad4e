package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/store"
)

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// noise returns n bytes that are all different from chunk to chunk.
func noise(n int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "line %d \x00\xff\n", i)
	}
	return b.Bytes()[:n]
}

func TestQuestionnaireOfAnySizeIsKeptInChunks(t *testing.T) {
	for size, chunks := range map[int]int{0: 1, 1: 1, 512 << 10: 1, 512<<10 + 1: 2, 1 << 20: 2, 3<<20 + 7: 7} {
		db := memkv.New()
		s := store.New(db, options())
		data := noise(size)
		if err := s.PutQuestionnaire(t.Context(), data); err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		got, err := s.Questionnaire(t.Context(), digest(data))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: got %d, %v", size, len(got), err)
		}
		if keys := len(dump(t, db)); keys != chunks {
			t.Errorf("%d bytes: got %d keys, want %d", size, keys, chunks)
		}
	}
}

func TestLineEndsDoNotMatter(t *testing.T) {
	s := started(t, memkv.New())
	before, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.PutQuestionnaire(t.Context(), file(strings.ReplaceAll(core, "\n", "\r\n"))); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Version(t.Context()); err != nil || after != before {
		t.Errorf("got version %d, %v, want %d: it was kept already", after, err, before)
	}
	if got, err := s.Questionnaire(t.Context(), coreDigest); err != nil || string(got) != core {
		t.Errorf("got %q, %v, want %q", got, err, core)
	}
}

func TestUnfinishedQuestionnaireIsNotThereAndCanBeFinished(t *testing.T) {
	db := memkv.New()
	data := noise(1 << 20)
	p := &proxy{DB: db, before: func(c []kv.Change) error {
		if strings.HasSuffix(c[0].Key, "/0000") {
			return kv.ErrFull
		}
		return nil
	}}
	s := store.New(p, options())
	wantError(t, "put", s.PutQuestionnaire(t.Context(), data), kv.ErrFull)
	if keys := len(dump(t, db)); keys != 1 {
		t.Fatalf("got %d keys, want the last chunk alone", keys)
	}
	_, err := s.Questionnaire(t.Context(), digest(data))
	wantError(t, "unfinished", err, store.ErrNotFound)
	p.before = nil
	if err := s.PutQuestionnaire(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Questionnaire(t.Context(), digest(data)); err != nil || !bytes.Equal(got, data) {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
}

func TestDamagedQuestionnaireIsReported(t *testing.T) {
	db := memkv.New()
	data := noise(1 << 20)
	if err := store.New(db, options()).PutQuestionnaire(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	good := dump(t, db)
	keys := slices.Sorted(maps.Keys(good))
	for name, tamper := range map[string]func(map[string]string){
		"chunk missing": missing(keys[1]),
		"chunk changed": func(all map[string]string) { all[keys[1]] = all[keys[0]] },
		"count":         replaced(keys[0], `"chunks":2`, `"chunks":1`),
		"no JSON":       func(all map[string]string) { all[keys[0]] = "id: core" },
	} {
		all := maps.Clone(good)
		tamper(all)
		_, err := store.New(filled(t, all), options()).Questionnaire(t.Context(), digest(data))
		wantError(t, name, err, kv.ErrDamaged)
	}
}

func TestWhatIsNoDigestIsNotFound(t *testing.T) {
	s := started(t, memkv.New())
	for _, d := range []string{"", "sha256:", "sha256:00", coreDigest[7:], strings.ToUpper(coreDigest), coreDigest + "/"} {
		_, err := s.Questionnaire(t.Context(), d)
		wantError(t, d, err, store.ErrNotFound)
	}
}

package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/fixture"
)

// Whatever an event of a file says that is taken, the file can be judged, reported, imported, and
// exported again as it was.
func FuzzImport(f *testing.F) {
	s := fixture.Service(f, now())
	s.Library = small(f, oldPack(f))
	if _, err := s.New(f.Context(), start(nil)); err != nil {
		f.Fatal(err)
	}
	records, err := s.Store.Records(f.Context(), shop)
	if err != nil {
		f.Fatal(err)
	}
	core, err := s.Library.File("core")
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range records {
		f.Add(string(r.Kind), string(r.Body))
	}
	for kind, body := range map[assessment.Kind]string{
		assessment.Answered:  `{"question":"core-store-account","answer":{"level":"proven","by":"A","suggested":"x","evidence":[{"kind":"drill","date":"2026-11-20"}],"votes":[{"level":"none"}],"rev":4}}`,
		assessment.Accepted:  `{"acceptance":{"questions":["core-store-account"],"by":"A","at":"2026-11-20T00:00:00Z","until":"2026-12-20","reason":"x"}}`,
		assessment.Shipped:   `{"shipment":{"kind":"users","on":"2026-11-20","people":3,"by":"A","at":"2026-11-20T00:00:00Z"},"withdrawn":true}`,
		assessment.SessionIs: `{"session":{"kind":"quick","questions":["core-store-account","gone"],"started":"2026-11-20T00:00:00Z"}}`,
		assessment.Decided:   `{"call":{"call":"no-go","stage":"scale","by":"A","at":"2026-11-20T00:00:00Z","reason":""}}`,
		assessment.Marked:    `{"milestone":{"label":"x","by":"A","at":"2026-11-20T00:00:00Z","seq":0,"digest":"no"}}`,
		assessment.Signed:    `{"sign_off":{"by":"A","at":"2026-11-20T00:00:00Z","ready":"yes"}}`,
	} {
		f.Add(string(kind), body)
	}
	f.Fuzz(func(t *testing.T, kind, body string) {
		if !json.Valid([]byte(body)) {
			return
		}
		sum := sha256.Sum256([]byte(body))
		r, err := assessment.Seal(assessment.Event{ID: "fuzz", Seq: 4, At: now(), By: "Ana", Kind: assessment.Kind(kind)}, records[2].Hash())
		if err != nil {
			t.Fatal(err)
		}
		r.Body, r.BodyHash = json.RawMessage(body), "sha256:"+hex.EncodeToString(sum[:])
		file, err := exchange.New(shop, append(records[:3:3], r), func(string) ([]byte, error) { return core, nil })
		if err != nil {
			return
		}
		data, err := file.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		v, err := s.OpenFile(data)
		if err != nil {
			return
		}
		_ = report.Markdown(v.Report())
		copied := fixture.Service(t, now())
		copied.Library = s.Library
		if _, done, err := copied.Import(t.Context(), data, ""); err != nil || done.Added != 4 {
			t.Fatalf("import: %+v, %v", done, err)
		}
		if again := exported(t, copied); !bytes.Equal(again, data) {
			t.Errorf("exported again:\n%s\nwant\n%s", again, data)
		}
	})
}

// Whatever a file with answers says, all of it is taken or nothing, and a dry run tells beforehand.
func FuzzApply(f *testing.F) {
	f.Add([]byte("schema: 1\nanswers:\n- {question: core-store-account, level: proven, drill: -2, explained: yes}\n"), false)
	f.Add([]byte("schema: 1\nanswers:\n- {question: core-store-account, level: in-place, evidence: [a, b], note: x}\n"), true)
	f.Add([]byte("schema: 1\nanswers:\n- {question: core-store-account, level: not-applicable, reason: we have no store account at all, approver: A}\n"), false)
	f.Add([]byte(`{"schema":1,"answers":[{"question":"core-store-account","due":"+9","owner":"\ud83d\ude00"}]}`), false)
	library := small(f, oldPack(f))
	var s *app.Service // a new one after every file that was taken: most are refused and change nothing
	var before app.View
	f.Fuzz(func(t *testing.T, data []byte, suggest bool) {
		if s == nil {
			s = fixture.Service(t, now())
			s.Library = library
			before = must(t)(s.New(t.Context(), start(nil)))
		}
		o := app.Apply{Data: data, By: "Ana", DryRun: true}
		if suggest {
			o.Suggest = "tool"
		}
		_, would, wouldErr := s.Apply(t.Context(), shop, o)
		o.DryRun = false
		v, done, err := s.Apply(t.Context(), shop, o)
		switch {
		case (err == nil) != (wouldErr == nil) || len(would.Changed) != len(done.Changed):
			t.Errorf("would change %d, %v; changed %d, %v", len(would.Changed), wouldErr, len(done.Changed), err)
		case err != nil && must(t)(s.Open(t.Context(), shop)).Assessment.Seq != before.Assessment.Seq:
			t.Errorf("refused with %v, and something was saved", err)
		case err == nil && v.Assessment.Seq != before.Assessment.Seq+uint64(len(done.Changed)):
			t.Errorf("got %d events, %d answers", v.Assessment.Seq, len(done.Changed))
		}
		if err == nil {
			if again := exported(t, importedBy(t, library, exported(t, s))); !bytes.Equal(again, exported(t, s)) {
				t.Error("exported again, it is not the same")
			}
			s = nil
		}
	})
}

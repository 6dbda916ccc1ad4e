package exchange_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
)

func hashOf(body string) string {
	sum := sha256.Sum256([]byte(body))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Whatever bytes a file has, it is refused, or written again as what it was read as.
func FuzzRead(f *testing.F) {
	data := exported(f, sealed(f, story()...))
	f.Add(data)
	f.Add(bytes.ReplaceAll(data, []byte("\n"), nil))
	f.Add([]byte(`{"format":"prodfirst export","schema":1,"events":[{"seq":1}]}`))
	f.Add([]byte(`{"format":"prodfirst export","schema":2}`))
	f.Add([]byte(`[[[[{"a":1,"A":2}]]]]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := exchange.Read(data)
		if err != nil {
			return
		}
		written, err := file.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		again, err := exchange.Read(written)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if twice, err := again.Bytes(); err != nil || !bytes.Equal(twice, written) {
			t.Errorf("written twice: %v\n%s\n%s", err, written, twice)
		}
	})
}

// Whatever an event says, as long as it is hashed and chained, the file is refused, or written again
// as it was.
func FuzzReadBody(f *testing.F) {
	records := sealed(f, story()...)
	for _, r := range records {
		f.Add(string(r.Kind), string(r.Body))
	}
	f.Add("of-a-later-version", `{"answer":5}`)
	f.Add("shipped", `{"shipment":{"kind":"demo","on":"2026-01-01","by":"x","at":"2026-01-01T00:00:00Z"}}`)
	f.Add("milestone", `{"milestone":{"label":"x","by":"y","at":"2026-01-01T00:00:00+00:00","seq":1,"digest":""}}`)
	f.Fuzz(func(t *testing.T, kind, body string) {
		if !json.Valid([]byte(body)) {
			return
		}
		r, err := assessment.Seal(assessment.Event{ID: "e-5", Seq: 5, At: minute(5), By: "Ann", Kind: assessment.Kind(kind)}, records[3].Hash())
		if err != nil {
			t.Fatal(err)
		}
		r.Body, r.BodyHash = json.RawMessage(body), hashOf(body)
		export, err := exchange.New("ticket-shop", append(records[:4:4], r), texts)
		if err != nil {
			return
		}
		data, err := export.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		file, err := exchange.Read(data)
		if err != nil {
			return
		}
		if again, err := file.Bytes(); err != nil || !bytes.Equal(again, data) {
			t.Errorf("written again: %v\n%s\nwant\n%s", err, again, data)
		}
	})
}

// Whatever bytes a file with answers has, there are answers or problems with places in the file.
func FuzzReadAnswers(f *testing.F) {
	f.Add([]byte("schema: 1\nanswers:\n- {question: q, level: none, evidence: [a, {reference: b, date: -2}], drill: today}\n"))
	f.Add([]byte("{\"schema\": 1, \"answers\": [{\"question\": \"q\", \"note\": \"\\ud83d\\ude00 \\\\u\"}]}"))
	f.Add([]byte("schema: 1\nanswers:\n- question: &a q\n  note: *a\n- 5\n- question: [x]\n  due: {}\n"))
	f.Add([]byte("schema: !!int 1\nanswers: !x []\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, problems := exchange.ReadAnswers("f", data, "Ana", today)
		for _, p := range problems {
			if p.Line < 1 || p.Line > bytes.Count(data, []byte("\n"))+1 || p.Message == "" {
				t.Errorf("no place in the file: %v", p)
			}
		}
		for _, e := range entries {
			if len(problems) == 0 && (e.Question == "" || e.At.Of("").Line < 1) {
				t.Errorf("no question or no place: %+v", e)
			}
		}
	})
}

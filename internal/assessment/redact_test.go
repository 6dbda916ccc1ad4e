package assessment_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"prodfirst/internal/assessment"
)

func TestRedactionLeavesTheChainProvable(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		events := anyHistory().Draw(t, "history")
		var records []assessment.Record
		prev := ""
		seal := func(e assessment.Event) {
			e.Seq = uint64(len(records)) + 1
			r, err := assessment.Seal(e, prev)
			if err != nil {
				t.Fatal(err)
			}
			records, prev = append(records, r), r.Hash()
		}
		for _, e := range events {
			seal(e)
		}
		events, err := assessment.Events(records)
		if err != nil {
			t.Fatal(err)
		}
		secret := rapid.SampledFrom([]string{"words 1", "reason 2", "label 3", "name 4"}).Draw(t, "secret")
		parts, err := assessment.Redact("shop", events, []assessment.Removal{{Text: secret, Kind: "text", Mask: "«redacted text»"}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range parts {
			taken++
			seal(assessment.Event{ID: "redaction", At: noon, By: "Mei", Kind: assessment.Redacting, Change: assessment.Change{Redaction: &parts[i]}})
		}
		bare, err := assessment.Bare(records)
		if err != nil {
			t.Fatal(err)
		}
		prev = ""
		for i, r := range bare {
			if why := r.Misfit(uint64(i)+1, prev, uint64(len(bare))); why != "" {
				t.Fatalf("event %d %s", i+1, why)
			}
			prev = r.Hash()
		}
		data, err := json.Marshal(bare)
		if err != nil || strings.Contains(string(data), secret) {
			t.Fatalf("%q is still there, or %v", secret, err)
		}
		left, err := assessment.Events(bare)
		if err != nil {
			t.Fatal(err)
		}
		before, err := assessment.Events(records) // with the bodies still there
		if err != nil || cmp.Diff(before, left) != "" {
			t.Fatalf("it depends on whether the bodies are gone, or %v", err)
		}
		was, is := assessment.Fold("shop", events), assessment.Fold("shop", left)
		if len(was.Answers) != len(is.Answers) || len(was.SignOffs) != len(is.SignOffs) || len(was.Calls) != len(is.Calls) || len(was.Acceptances) != len(is.Acceptances) {
			t.Fatalf("something else is gone: was %+v, is %+v", was, is)
		}
	})
	if taken == 0 {
		t.Error("nothing was ever taken out")
	}
}

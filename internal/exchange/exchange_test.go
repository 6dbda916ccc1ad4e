package exchange_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
	"prodfirst/internal/questionnaire"
)

const (
	text   = "id: core\nversion: 1.0.0\n"
	digest = "sha256:d99d563f3f8632b370d3ff04c4c300160e9fe639e5dbeb7ef1ff051c00f0947a"
)

// minute returns a time that many minutes after the first event.
func minute(n int) time.Time { return time.Date(2026, 11, 22, 9, n, 0, 0, time.UTC) }

// story returns the events of a small assessment.
func story() []assessment.Event {
	x := assessment.Answer{
		Level: assessment.InPlace, By: "Ann", At: minute(3), Since: minute(3), Note: "a <b> & \u009b c", Due: "2026-12-01",
		Evidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-20", By: "Ben"}},
	}
	return []assessment.Event{
		{Kind: assessment.Described, Change: assessment.Change{Description: &assessment.Description{
			Name: "Ticket shop", Target: questionnaire.FirstUser, FirstShown: "2026-10-01",
		}}},
		{Kind: assessment.FactsSaid, Change: assessment.Change{Facts: map[questionnaire.FactID]questionnaire.Truth{"payments": questionnaire.Yes}}},
		{Kind: assessment.Attaching, Change: assessment.Change{Questionnaires: []assessment.Attached{{ID: "core", Version: "1.0.0", Digest: digest}}}},
		{Kind: assessment.Answered, Change: assessment.Change{Question: "bak-drill", Answer: &x}},
	}
}

// sealed chains events.
func sealed(t testing.TB, events ...assessment.Event) []assessment.Record {
	t.Helper()
	records := make([]assessment.Record, len(events))
	prev := ""
	for i, e := range events {
		e.ID, e.Seq, e.At, e.By = assessment.EventID(fmt.Sprint("e-", i+1)), uint64(i+1), minute(i), "Ann"
		r, err := assessment.Seal(e, prev)
		if err != nil {
			t.Fatal(err)
		}
		records[i], prev = r, r.Hash()
	}
	return records
}

func texts(string) ([]byte, error) { return []byte(text), nil }

// exported returns the export of some events.
func exported(t testing.TB, records []assessment.Record) []byte {
	t.Helper()
	f, err := exchange.New("ticket-shop", records, texts)
	if err != nil {
		t.Fatal(err)
	}
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReadReturnsWhatWasWritten(t *testing.T) {
	data := exported(t, sealed(t, story()...))
	f, err := exchange.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.Bytes()
	if err != nil || !bytes.Equal(again, data) {
		t.Errorf("written again: %v\n%s\nwant\n%s", err, again, data)
	}
	if x := f.Assessment().Answers["bak-drill"]; x.Note != "a <b> & \u009b c" || x.Rev != 4 {
		t.Errorf("got %+v", x)
	}
	if got, ok := f.Text(digest); !ok || string(got) != text {
		t.Errorf("got questionnaire %q", got)
	}
}

// replaced returns the export with a text in the place of another one.
func replaced(t *testing.T, from, to string) []byte {
	t.Helper()
	data := exported(t, sealed(t, story()...))
	if !bytes.Contains(data, []byte(from)) {
		t.Fatalf("the export has no %q", from)
	}
	return bytes.Replace(data, []byte(from), []byte(to), 1)
}

func TestWhatIsNoExportOrWasChangedIsRefusedWithTheReason(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	for name, row := range map[string]struct {
		data []byte
		want string
	}{
		"empty":                   {nil, "it is empty"},
		"no JSON":                 {[]byte("id: core\n"), "line 1, column 2: invalid character 'i'"},
		"another JSON":            {[]byte(`{"schema": 1}`), `it does not say that it is a "prodfirst export"`},
		"cut off":                 {replaced(t, "", "")[:900], "it ends in the middle"},
		"something after it":      {append(replaced(t, "", ""), "{}"...), "something follows after the end"},
		"a depth bomb":            {[]byte(deep), "nested deeper than 32 levels"},
		"a key twice":             {replaced(t, `"name": "Ticket shop",`, `"name": "Ticket shop", "NAME": "x",`), `the key "name" is there twice`},
		"a key twice in a body":   {replaced(t, `"payments": "yes"`, `"payments": "yes", "payments": "no"`), `the key "payments" is there twice`},
		"not UTF-8":               {replaced(t, "Ticket shop", "Ticket \xff"), "line 5, column 18: not UTF-8"},
		"too large":               {bytes.Repeat([]byte(" "), exchange.MaxSize+1), "at most 16777216 (16 MiB) are read"},
		"an unknown field":        {replaced(t, `"name"`, `"color": 1, "name"`), `unknown field "color"`},
		"a wrong type":            {replaced(t, `"seq": 4`, `"seq": "four"`), "head.seq cannot be a string"},
		"another name":            {replaced(t, `"name": "Ticket shop",`, `"name": "Other",`), "its name is not the one in the events"},
		"another id":              {replaced(t, `"system": "ticket-shop"`, `"system": "../shop"`), `system "../shop" is no id`},
		"another digest":          {replaced(t, `"digest": "sha256:`, `"digest": "sha256:00`), "the events do not add up to its digest"},
		"another head":            {replaced(t, `"seq": 4`, `"seq": 3`), "its head is not event 4"},
		"a changed answer":        {replaced(t, `"level": "in-place"`, `"level": "proven"`), "event 4 has another body than its hash says"},
		"another person":          {replaced(t, `"by": "Ann"`, `"by": "Eve"`), "event 2 does not follow the one before"},
		"a changed questionnaire": {replaced(t, `id: core\n`, `id: other\n`), `questionnaire "core" is not the one of its digest`},
		"no questionnaire":        {replaced(t, `"questionnaires": [`, `"questionnaires": [], "x": [`), `unknown field "x"`},
	} {
		_, err := exchange.Read(row.data)
		if !errors.Is(err, exchange.ErrFile) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: got error %v, want %q", name, err, row.want)
		}
	}
	_, err := exchange.Read(replaced(t, `"schema": 1`, `"schema": 2`))
	if !errors.Is(err, exchange.ErrNewer) {
		t.Errorf("a newer one: got error %v", err)
	}
}

// What is chained and hashed as it should, and still cannot be.
func TestEventsThatCannotBeAreRefused(t *testing.T) {
	for name, change := range map[string]func(events []assessment.Event){
		"no answer":   func(e []assessment.Event) { e[3].Change.Answer = nil },
		"no level":    func(e []assessment.Event) { e[3].Change.Answer.Level = "excellent" },
		"no date":     func(e []assessment.Event) { e[3].Change.Answer.Evidence[0].Date = "soon" },
		"no question": func(e []assessment.Event) { e[3].Change.Question = "../../etc" },
		"a long note": func(e []assessment.Event) { e[3].Change.Answer.Note = strings.Repeat("x", 1<<16) },
		"no stage":    func(e []assessment.Event) { e[0].Change.Description.Target = "mars" },
		"no moment":   func(e []assessment.Event) { e[0].Change.Description.FirstShown = "yesterday" },
		"no truth":    func(e []assessment.Event) { e[1].Change.Facts["payments"] = "perhaps" },
		"no session":  func(e []assessment.Event) { e[1] = assessment.Event{Kind: assessment.SessionIs} },
		"no name":     func(e []assessment.Event) { e[0].Change.Description.Name = "" },
		"no call": func(e []assessment.Event) {
			e[1] = assessment.Event{Kind: assessment.Decided, Change: assessment.Change{Call: &assessment.Call{}}}
		},
		"no acceptance": func(e []assessment.Event) {
			e[1] = assessment.Event{Kind: assessment.Accepted, Change: assessment.Change{Acceptance: &assessment.Acceptance{Until: "x"}}}
		},
		"no shipment": func(e []assessment.Event) {
			e[1] = assessment.Event{Kind: assessment.Shipped, Change: assessment.Change{Shipment: &assessment.Shipment{Kind: "sunk"}}}
		},
		"no sign-off": func(e []assessment.Event) {
			e[1] = assessment.Event{Kind: assessment.Signed, Change: assessment.Change{SignOff: &assessment.SignOff{}}}
		},
		"a milestone of what comes": func(e []assessment.Event) {
			e[1] = assessment.Event{Kind: assessment.Marked, Change: assessment.Change{Milestone: &assessment.Milestone{Label: "x", At: minute(1), Seq: 9}}}
		},
	} {
		events := story()
		change(events)
		f, err := exchange.New("ticket-shop", sealed(t, events...), texts)
		if err != nil {
			t.Fatal(err)
		}
		data, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := exchange.Read(data); !errors.Is(err, exchange.ErrFile) {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

func TestUnknownKindsAndFieldsAreKept(t *testing.T) {
	records := sealed(t, append(story(), assessment.Event{Kind: "of-a-later-version"})...)
	data := exported(t, records)
	if f, err := exchange.Read(data); err != nil || f.Events[4].Kind != "of-a-later-version" {
		t.Errorf("got %v", err)
	}
	body := strings.Replace(string(records[3].Body), `{"question"`, `{"mood":["fine"],"question"`, 1)
	later, err := assessment.Seal(assessment.Event{ID: "e-4", Seq: 4, At: minute(3), By: "Ann", Kind: assessment.Answered}, records[2].Hash())
	if err != nil {
		t.Fatal(err)
	}
	later.Body, later.BodyHash = json.RawMessage(body), hashOf(body)
	f, err := exchange.Read(exported(t, append(records[:3:3], later)))
	if err != nil || string(f.Events[3].Body) != body {
		t.Errorf("got %v, body %s", err, f.Events[3].Body)
	}
}

// The published form names exactly the fields there are.
func TestSchemasNameEveryField(t *testing.T) {
	var export struct {
		Properties map[string]struct {
			Items struct{ Properties map[string]any }
		}
		Defs struct {
			Change struct {
				Properties map[string]struct{ Properties map[string]any }
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(exchange.ExportSchema(), &export); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		of  any
		got []string
	}{
		"export":        {exchange.File{}, slices.Collect(maps.Keys(export.Properties))},
		"questionnaire": {exchange.Questionnaire{}, slices.Collect(maps.Keys(export.Properties["questionnaires"].Items.Properties))},
		"event":         {assessment.Record{}, slices.Collect(maps.Keys(export.Properties["events"].Items.Properties))},
		"change":        {assessment.Change{}, slices.Collect(maps.Keys(export.Defs.Change.Properties))},
		"answer":        {assessment.Answer{}, slices.Collect(maps.Keys(export.Defs.Change.Properties["answer"].Properties))},
	} {
		want := fields(row.of)
		slices.Sort(row.got)
		if !slices.Equal(row.got, want) {
			t.Errorf("%s: the schema names %q, want %q", name, row.got, want)
		}
	}
}

// fields returns how the fields of a struct are called in JSON, sorted.
func fields(of any) []string {
	var names []string
	for field := range reflect.TypeOf(of).Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
)

// A Record is an event as it is stored and sent: a header, which is chained, and the body that the
// header has the hash of. The body may be taken away by a later event; the header stays, and with
// it the chain.
type Record struct {
	ID       EventID         `json:"id"`
	Seq      uint64          `json:"seq"`
	At       time.Time       `json:"at"`
	By       string          `json:"by"`
	Kind     Kind            `json:"kind"`
	Undoes   EventID         `json:"undoes,omitempty"`
	Prev     string          `json:"prev,omitempty"` // hash of the event before; none for the first
	BodyHash string          `json:"body_hash"`
	Body     json.RawMessage `json:"body,omitempty"`     // a Change
	Redacted uint64          `json:"redacted,omitempty"` // the event that took the body away
}

// Seal returns the record of e, which follows the event with hash prev.
func Seal(e Event, prev string) (Record, error) {
	if e.Change.Answer != nil {
		x := *e.Change.Answer
		x.Rev = e.Seq
		e.Change.Answer = &x
	}
	body, err := json.Marshal(e.Change)
	if err != nil {
		return Record{}, fmt.Errorf("event %q: %w", e.ID, err)
	}
	return Record{
		ID: e.ID, Seq: e.Seq, At: e.At, By: e.By, Kind: e.Kind,
		Undoes: e.Undoes, Prev: prev, BodyHash: sum(body), Body: body,
	}, nil
}

// Event returns the event; without its change, if the body was taken away, or cannot be read and is
// of a kind that this version does not know.
func (r Record) Event() (Event, error) {
	e := Event{ID: r.ID, Seq: r.Seq, At: r.At, By: r.By, Kind: r.Kind, Undoes: r.Undoes}
	if r.Body == nil {
		return e, nil
	}
	err := json.Unmarshal(r.Body, &e.Change)
	if err != nil && !r.Kind.Known() {
		e.Change, err = Change{}, nil
	}
	return e, err
}

// Hash returns the SHA-256 of the header: its fields in this order, each as its length in bytes,
// a colon, its text and a line feed. Numbers are decimal, times are RFC 3339 in UTC.
func (r Record) Hash() string {
	h := sha256.New()
	for _, field := range []string{
		"prodfirst event 1", string(r.ID), strconv.FormatUint(r.Seq, 10), r.At.UTC().Format(time.RFC3339Nano),
		r.By, string(r.Kind), string(r.Undoes), r.Prev, r.BodyHash,
	} {
		_, _ = io.WriteString(h, strconv.Itoa(len(field))+":"+field+"\n") // a hash takes everything
	}
	return digestPrefix + hex.EncodeToString(h.Sum(nil))
}

// Misfit says why the record cannot be event seq of an assessment with that many events, after the
// one with hash prev; it is empty if it can.
func (r Record) Misfit(seq uint64, prev string, events uint64) string {
	switch {
	case r.Seq != seq:
		return fmt.Sprintf("says that it is event %d", r.Seq)
	case r.Prev != prev:
		return "does not follow the one before"
	case r.Body != nil && sum(r.Body) != r.BodyHash:
		return "has another body than its hash says"
	case r.Body == nil && (r.Redacted <= seq || r.Redacted > events):
		return "has no body, and no later event that took it away"
	}
	return ""
}

// Known tells whether this version knows what an event of that kind changes.
func (k Kind) Known() bool {
	return slices.Contains([]Kind{
		Described, FactsSaid, Attaching, Answered, SessionIs, Signed, Accepted, Decided, Shipped, Marked, Redacting,
	}, k)
}

const digestPrefix = "sha256:"

func sum(data []byte) string {
	sum := sha256.Sum256(data)
	return digestPrefix + hex.EncodeToString(sum[:])
}

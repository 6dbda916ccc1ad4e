package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
)

// schema is the version of the database and of all values in it that this program writes.
const schema = 1

const digestPrefix = "sha256:"

// versioned is the start of every stored value.
type versioned struct {
	V int `json:"v"`
}

func (r versioned) version() int { return r.V }

type metaRecord struct {
	versioned
	Schema    int       `json:"schema"`
	MinReader int       `json:"min_reader"` // the oldest schema whose programs may read
	Store     string    `json:"store"`
	Created   time.Time `json:"created"`
	WrittenBy string    `json:"written_by"`
}

type headRecord struct {
	versioned
	Seq  uint64    `json:"seq"`
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
}

type docRecord struct {
	versioned
	assessment.Assessment
}

type answerRecord struct {
	versioned
	assessment.Answer
}

type idemRecord struct {
	versioned
	Assessment assessment.ID `json:"assessment"`
	Seq        uint64        `json:"seq"`
}

type chunkRecord struct {
	versioned
	Chunks int    `json:"chunks,omitempty"` // how many there are; in the first only
	Data   []byte `json:"data"`
}

// An eventRecord is a header with the body it speaks of. The body may be taken away by a later
// event; the header stays, and with it the chain.
type eventRecord struct {
	versioned
	ID       assessment.EventID `json:"id"`
	Seq      uint64             `json:"seq"`
	At       time.Time          `json:"at"`
	By       string             `json:"by"`
	Kind     assessment.Kind    `json:"kind"`
	Undoes   assessment.EventID `json:"undoes,omitempty"`
	Prev     string             `json:"prev,omitempty"` // hash of the event before; none for the first
	BodyHash string             `json:"body_hash"`
	Body     json.RawMessage    `json:"body,omitempty"`     // an assessment.Change
	Redacted uint64             `json:"redacted,omitempty"` // the event that took the body away
}

// seal returns the record of e, which follows the event with hash prev, and e as it will be read.
func seal(e assessment.Event, prev string) (eventRecord, assessment.Event, error) {
	if e.Change.Answer != nil {
		x := *e.Change.Answer
		x.Rev = e.Seq
		e.Change.Answer = &x
	}
	body, err := json.Marshal(e.Change)
	if err != nil {
		return eventRecord{}, assessment.Event{}, fmt.Errorf("event %q: %w", e.ID, err)
	}
	r := eventRecord{
		versioned: versioned{schema}, ID: e.ID, Seq: e.Seq, At: e.At, By: e.By, Kind: e.Kind,
		Undoes: e.Undoes, Prev: prev, BodyHash: digest(body), Body: body,
	}
	e, err = r.event()
	return r, e, err
}

// event returns the event; without its change, if the body was taken away.
func (r eventRecord) event() (assessment.Event, error) {
	e := assessment.Event{ID: r.ID, Seq: r.Seq, At: r.At, By: r.By, Kind: r.Kind, Undoes: r.Undoes}
	if r.Body == nil {
		return e, nil
	}
	return e, json.Unmarshal(r.Body, &e.Change)
}

// hash returns the SHA-256 of the header: its fields in this order, each as its length in bytes,
// a colon, its text and a line feed. Numbers are decimal, times are RFC 3339 in UTC.
func (r eventRecord) hash() string {
	h := sha256.New()
	for _, field := range []string{
		"prodfirst event 1", string(r.ID), strconv.FormatUint(r.Seq, 10), r.At.UTC().Format(time.RFC3339Nano),
		r.By, string(r.Kind), string(r.Undoes), r.Prev, r.BodyHash,
	} {
		_, _ = io.WriteString(h, strconv.Itoa(len(field))+":"+field+"\n") // a hash takes everything
	}
	return digestPrefix + hex.EncodeToString(h.Sum(nil))
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return digestPrefix + hex.EncodeToString(sum[:])
}

// decode returns the record in e, kv.ErrNewer if its version is above ours, or kv.ErrDamaged.
func decode[R interface{ version() int }](e kv.Entry) (R, error) {
	var r R
	err := json.Unmarshal(e.Value, &r)
	switch {
	case r.version() > schema: // also if the rest could not be read
		return r, fmt.Errorf("key %q: version %d: %w", e.Key, r.version(), kv.ErrNewer)
	case err != nil:
		return r, damaged(e.Key, err.Error())
	case r.version() < 1:
		return r, damaged(e.Key, "no version")
	}
	return r, nil
}

func damaged(key, why string) error {
	return fmt.Errorf("key %q: %s: %w", key, why, kv.ErrDamaged)
}

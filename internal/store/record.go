package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
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
	Seq     uint64    `json:"seq"`
	Hash    string    `json:"hash"`
	At      time.Time `json:"at"`
	Lagging bool      `json:"lagging,omitempty"` // what is derived from the events may be behind them
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

type eventRecord struct {
	versioned
	assessment.Record
}

// seal returns the record of e, which follows the event with hash prev, and e as it will be read.
func seal(e assessment.Event, prev string) (assessment.Record, assessment.Event, error) {
	r, err := assessment.Seal(e, prev)
	if err != nil {
		return assessment.Record{}, assessment.Event{}, err
	}
	e, err = r.Event()
	return r, e, err
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

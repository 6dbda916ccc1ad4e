package assessment

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"prodfirst/internal/questionnaire"
)

// A Milestone names a state of an assessment for ever: what its events up to Seq fold to.
type Milestone struct {
	Label  string    `json:"label"` // no other milestone of the assessment has it
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Seq    uint64    `json:"seq"`    // the last event that is in it
	Digest string    `json:"digest"` // Assessment.Digest of that state
	// Redacted is the event that took texts out of that state; Digest is the one without them.
	Redacted uint64 `json:"redacted,omitempty"`
}

// Milestone returns the milestone that names a as it is. It returns ErrInvalid if the label is
// empty, too long or taken.
func (a Assessment) Milestone(label, by string, at time.Time) (Milestone, error) {
	switch {
	case strings.TrimSpace(label) == "":
		return Milestone{}, fmt.Errorf("a milestone needs a label: %w", ErrInvalid)
	case len(label) > MaxLine:
		return Milestone{}, fmt.Errorf("the label has more than %d bytes: %w", MaxLine, ErrInvalid)
	case a.named(label):
		return Milestone{}, fmt.Errorf("there is a milestone %q already: %w", label, ErrInvalid)
	}
	sum, err := a.Digest()
	return Milestone{Label: label, By: by, At: at, Seq: a.Seq, Digest: sum}, err
}

func (a Assessment) named(label string) bool {
	return slices.ContainsFunc(a.Milestones, func(m Milestone) bool { return m.Label == label })
}

// Digest returns "sha256:" and 64 hex digits of the assessment with its answers, written as JSON
// with sorted keys. It is the same under another id, because an import may give it one.
func (a Assessment) Digest() (string, error) {
	a.ID = ""
	data, err := json.Marshal(struct {
		Assessment
		Answers map[questionnaire.QuestionID]Answer `json:"answers,omitempty"`
	}{a, a.Answers})
	if err != nil {
		return "", err
	}
	var sorted any // so that the order of the fields in the code does not count
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&sorted); err != nil {
		return "", err
	}
	if data, err = json.Marshal(sorted); err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

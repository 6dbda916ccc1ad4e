package store

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
)

const (
	metaKey       = "meta"
	headPrefix    = "head/"
	summaryPrefix = "summary/"
	eventPrefix   = "event/"
)

// maxName is the longest id in bytes, so that two of them fit into a key.
const maxName = 200

func headKey(id assessment.ID) string    { return headPrefix + string(id) }
func summaryKey(id assessment.ID) string { return summaryPrefix + string(id) }
func docKey(id assessment.ID) string     { return "doc/" + string(id) }

func answersPrefix(id assessment.ID) string { return "answer/" + string(id) + "/" }

func answerKey(id assessment.ID, q questionnaire.QuestionID) string {
	return answersPrefix(id) + string(q)
}

func eventsPrefix(id assessment.ID) string { return eventPrefix + string(id) + "/" }

func eventKey(id assessment.ID, seq uint64) string {
	return fmt.Sprintf("%s%016x", eventsPrefix(id), seq)
}

func idemKey(e assessment.EventID) string { return "idem/" + string(e) }

func chunksPrefix(digest string) string {
	return "quest/" + strings.TrimPrefix(digest, digestPrefix) + "/"
}

func chunkKey(digest string, n int) string { return fmt.Sprintf("%s%04x", chunksPrefix(digest), n) }

// checkName returns assessment.ErrInvalid if name cannot be part of a key.
func checkName(noun, name string) error {
	unfit := func(r rune) bool { return r == '/' || unicode.IsControl(r) }
	if name == "" || len(name) > maxName || !utf8.ValidString(name) || strings.ContainsFunc(name, unfit) {
		return fmt.Errorf("%s %q: %w as an id", noun, name, assessment.ErrInvalid)
	}
	return nil
}

// nameIn returns what follows prefix in the key of e.
func nameIn(e kv.Entry, prefix string) (string, error) {
	name := strings.TrimPrefix(e.Key, prefix)
	if checkName("", name) != nil {
		return "", damaged(e.Key, "not a key of ours")
	}
	return name, nil
}

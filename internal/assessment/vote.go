package assessment

import (
	"fmt"
	"slices"
	"strings"
)

// ParseVotes reads how many fingers people held up: one digit from 0 to 4 for each, with the name
// before it if it was said: "0 2 3 3", "0233", "Ana 3, Mei 0". 0 is don't know.
func ParseVotes(line string) ([]Vote, error) {
	var votes []Vote
	var name []string
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t,;:=", r) }) {
		if strings.Trim(word, "0123456789") != "" {
			name = append(name, word)
			continue
		}
		for _, digit := range word {
			if digit > '4' {
				return nil, fmt.Errorf("%q holds up more than 4 fingers: %w", word, ErrInvalid)
			}
			votes = append(votes, Vote{Name: strings.Join(name, " "), Level: fingers()[digit-'0']})
			name = nil
		}
	}
	switch {
	case len(name) > 0:
		return nil, fmt.Errorf("no number from 0 to 4 after %q: %w", strings.Join(name, " "), ErrInvalid)
	case len(votes) == 0:
		return nil, fmt.Errorf("no vote: one number from 0 to 4 for each person, such as 0 2 3 3: %w", ErrInvalid)
	case len(votes) > MaxVotes:
		return nil, fmt.Errorf("more than %d votes: %w", MaxVotes, ErrInvalid)
	}
	return votes, nil
}

// fingers are the levels by the number of fingers.
func fingers() []Level { return []Level{DontKnow, None, Partial, InPlace, Proven} }

// Fingers returns the number that a person holds up for the level, and 0 for what is none.
func (l Level) Fingers() int { return max(0, slices.Index(fingers(), l)) }

// Lowest returns the vote that counts, and whether people differ. None is the lowest: who knows that
// nothing is there knows more than who does not know, and must not be outvoted by it.
func Lowest(votes []Vote) (lowest Level, differ bool) {
	order := []Level{None, DontKnow, Partial, InPlace, Proven}
	for i, v := range votes {
		if i == 0 || slices.Index(order, v.Level) < slices.Index(order, lowest) {
			lowest = v.Level
		}
		differ = differ || v.Level != votes[0].Level
	}
	return lowest, differ
}

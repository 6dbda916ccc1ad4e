package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// A choice is the value of a flag that has to be one of some words.
type choice[T ~string] struct {
	kind  string
	value *T
	known []T
}

// Set takes the word, or returns an error that names the nearest one.
func (c choice[T]) Set(word string) error {
	if !slices.Contains(c.known, T(word)) {
		return unknown(c.kind, word, c.known)
	}
	*c.value = T(word)
	return nil
}

// String returns the present word.
func (c choice[T]) String() string {
	if c.value == nil {
		return ""
	}
	return string(*c.value)
}

// Type returns what help calls the value.
func (c choice[T]) Type() string { return strings.ToUpper(c.kind) }

// choose adds a flag that takes one of the known words and completes them.
func choose[T ~string](cmd *cobra.Command, value *T, flag, kind string, known []T, usage string) {
	cmd.Flags().Var(choice[T]{kind, value, known}, flag, usage+": "+listed(known))
	complete := cobra.FixedCompletions(texts(known), cobra.ShellCompDirectiveNoFileComp)
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // the flag was added two lines above
	}
}

// listed returns words as they stand in a help text: "a, b or c".
func listed[T ~string](words []T) string {
	s := texts(words)
	last := len(s) - 1
	if last < 1 {
		return strings.Join(s, "")
	}
	return strings.Join(s[:last], ", ") + " or " + s[last]
}

func texts[T ~string](words []T) []string {
	s := make([]string, len(words))
	for i, w := range words {
		s[i] = string(w)
	}
	return s
}

// format is how a result is written.
type format string

const (
	asText     format = "text"
	asJSON     format = "json"
	asMarkdown format = "markdown"
)

// formatFlag adds --format text|json.
func formatFlag(cmd *cobra.Command, value *format) {
	*value = asText
	choose(cmd, value, "format", "format", []format{asText, asJSON}, "how to write the result")
}

// byFlag adds --by.
func byFlag(cmd *cobra.Command, value *string) {
	cmd.Flags().StringVar(value, "by", "", "the `NAME` of who says so; default PRODFIRST_NAME, or as given in the UI")
}

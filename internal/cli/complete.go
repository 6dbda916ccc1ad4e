package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
)

// completionTime is how long completion may look into the database while a person waits at a key.
const completionTime = 300 * time.Millisecond

// candidates returns what can stand at a place of a command line, given the arguments before it.
type candidates func(cmd *cobra.Command, args []string) []string

// complete completes arguments, the last candidates for all that follow.
func (p *program) complete(places ...candidates) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		at := min(len(args), len(places)-1)
		if len(args) > at && len(args) >= len(places) && cmd.Args(cmd, append(args, "")) != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return places[at](cmd, args), cobra.ShellCompDirectiveNoFileComp
	}
}

func (p *program) completeFlag(cmd *cobra.Command, flag string, values candidates) {
	complete := func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		return values(cmd, args), cobra.ShellCompDirectiveNoFileComp
	}
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // a flag that the same command has just added
	}
}

func fixed(words []string) candidates {
	return func(*cobra.Command, []string) []string { return words }
}

// The candidates below are empty where something is wrong: completion cannot tell anybody.

func (p *program) systemIDs(cmd *cobra.Command, _ []string) []string {
	s, err := p.quiet()
	if err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), completionTime)
	defer cancel()
	systems, err := s.List(ctx)
	if err != nil {
		return nil
	}
	var words []string
	for _, system := range systems {
		words = append(words, string(system.ID)+"\t"+textsafe.Line(system.Summary().Name))
	}
	return words
}

// named returns the system that was typed before, nothing if there is none.
func (p *program) named(cmd *cobra.Command, args []string) app.View {
	s, err := p.quiet()
	if err != nil || len(args) == 0 {
		return app.View{}
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), completionTime)
	defer cancel()
	v, err := s.Open(ctx, assessment.ID(args[0]))
	if err != nil {
		return app.View{}
	}
	return v
}

func (p *program) questionIDs(cmd *cobra.Command, args []string) []string {
	var words []string
	for _, f := range p.named(cmd, args).Result.Findings {
		words = append(words, string(f.Question.ID)+"\t"+textsafe.Line(f.Question.Title))
	}
	return words
}

func (p *program) peopleNames(cmd *cobra.Command, args []string) []string {
	people := p.named(cmd, args).Assessment.KnownPeople()
	for i, name := range people {
		people[i] = textsafe.Line(name)
	}
	return people
}

func (p *program) factIDs(*cobra.Command, []string) []string {
	s, err := p.quiet()
	if err != nil {
		return nil
	}
	v, err := s.Library.Vocabulary()
	if err != nil {
		return nil
	}
	var words []string
	for _, f := range v.Facts() {
		words = append(words, string(f.ID)+"\t"+f.Is)
	}
	return words
}

func (p *program) questionnaireIDs(*cobra.Command, []string) []string {
	s, err := p.quiet()
	if err != nil {
		return nil
	}
	all, _, err := s.Library.Installed()
	if err != nil {
		return nil
	}
	var words []string
	for _, in := range all {
		words = append(words, string(in.ID)+"\t"+textsafe.Line(in.Title))
	}
	return words
}

package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
)

func (p *program) questionnaireTopics() *cobra.Command {
	return &cobra.Command{
		Use:   "topics",
		Short: "List what can be read up on, in two minutes each",
		Long: `Lists the topics that questions rest on, each with what its text answers. "topic"
prints one of the texts.`,
		Example:           "  prodfirst questionnaire topics",
		Args:              takes(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			topics, err := s.Library.Topics()
			if err != nil {
				return err
			}
			for _, t := range topics {
				p.print("%s", wrapped(fmt.Sprintf("%-25s ", t.ID), t.Answers))
			}
			return nil
		},
	}
}

func (p *program) questionnaireTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "topic ID",
		Short: "Explain one topic in two minutes",
		Long: `Prints the text of a topic: what it is, how it goes wrong, and what can be tried
today.`,
		Example:           "  prodfirst questionnaire topic backup-and-recovery",
		Args:              takes(1, 1),
		ValidArgsFunction: p.complete(p.topicIDs),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			t, err := s.Library.Topic(questionnaire.TopicID(args[0]))
			if err != nil {
				return hinted(err, "prodfirst questionnaire topics")
			}
			p.print("%s", wrapped("", t.Title))
			for _, paragraph := range t.Paragraphs {
				p.print("")
				p.print("%s", wrapped("", paragraph))
			}
			return nil
		},
	}
}

func (p *program) topicIDs(*cobra.Command, []string) []string {
	s, err := p.quiet()
	if err != nil {
		return nil
	}
	topics, err := s.Library.Topics()
	if err != nil {
		return nil
	}
	words := make([]string, len(topics))
	for i, t := range topics {
		words[i] = string(t.ID) + "\t" + t.Title
	}
	return words
}

// topicWords returns the topics of a question, each as its title with the command that explains it.
// One that is in no file stays as it is.
func topicWords(l *app.Library, q questionnaire.Question) ([]string, error) {
	if len(q.Topics) == 0 {
		return nil, nil
	}
	topics, err := l.Topics()
	if err != nil {
		return nil, err
	}
	words := slices.Clone(q.Topics)
	for i, id := range words {
		for _, t := range topics {
			if string(t.ID) == id {
				words[i] = fmt.Sprintf("%s (prodfirst questionnaire topic %s)", t.Title, id)
			}
		}
	}
	return words, nil
}

package app

import (
	"io/fs"
	"slices"

	"prodfirst/internal/questionnaire"
)

// Topics returns what a team can read up on, in the order of the file. It reads the file each time:
// few ask for it, and who does keeps what it returned.
func (l *Library) Topics() ([]questionnaire.Topic, error) {
	data, err := fs.ReadFile(l.Shipped, topicsFile)
	if err != nil {
		return nil, err
	}
	topics, problems := questionnaire.ParseTopics(topicsFile, data)
	return topics, problems.Err()
}

// Topic returns the topic with that id.
func (l *Library) Topic(id questionnaire.TopicID) (questionnaire.Topic, error) {
	topics, err := l.Topics()
	if err != nil {
		return questionnaire.Topic{}, err
	}
	i := slices.IndexFunc(topics, func(t questionnaire.Topic) bool { return t.ID == id })
	if i < 0 {
		ids := make([]questionnaire.TopicID, len(topics))
		for n, t := range topics {
			ids[n] = t.ID
		}
		return questionnaire.Topic{}, unknown("topic", id, ids)
	}
	return topics[i], nil
}

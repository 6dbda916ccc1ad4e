// Package questionnaires holds the questionnaires that come with the program. It is data: reading it
// is the work of others.
package questionnaires

import "embed"

// Files holds one YAML file for each questionnaire, and facts.yaml, topics.yaml and trace.yaml.
//
//go:embed *.yaml
var Files embed.FS

// Package questionnaires holds the questionnaires that come with the program. It is data: reading it
// is the work of others.
package questionnaires

import "embed"

// Files holds one YAML file for each questionnaire; facts.yaml, topics.yaml and trace.yaml; and the
// schema of a questionnaire for editors.
//
//go:embed *.yaml questionnaire.schema.json
var Files embed.FS

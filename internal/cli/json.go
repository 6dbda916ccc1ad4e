package cli

import (
	"encoding/json"

	"prodfirst/internal/textsafe"
)

// schemaNumber is the number of the form of all JSON that commands write. It is raised when a field
// changes its meaning or goes away; new fields do not raise it.
const schemaNumber = 1

// json writes a result as JSON.
func (p *program) json(result any) error {
	data, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		return err
	}
	_, err = p.Out.Write(append(harmless(data), '\n'))
	return err
}

// harmless returns JSON in which nothing can steer a terminal.
func harmless(data []byte) []byte { return textsafe.JSON(data) }

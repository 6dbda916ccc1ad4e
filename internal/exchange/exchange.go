// Package exchange is the form in which assessments leave and enter the program as files: the whole
// history as an export, and many answers at once.
//
// It turns bytes into values and values into bytes, and believes nothing that it reads: size, depth,
// hashes and words are checked before anything is returned. It must not know a clock, a database or a
// file system, and it does not judge.
package exchange

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
)

const (
	// MaxSize is the size in bytes above which no export is read.
	MaxSize = 16 << 20
	// Schema is the number of the form of an export. It is raised with any change of it.
	Schema = 1

	format = "prodfirst export"
)

// Errors of reading an export. The texts around them say what is wrong where.
var (
	ErrFile  = errors.New("not an export that can be used")
	ErrNewer = errors.New("written by a newer prodfirst")
)

// A File is an export: everything that is needed to rebuild an assessment.
type File struct {
	Format         string              `json:"format"`
	Schema         int                 `json:"schema"`
	System         assessment.ID       `json:"system"`
	Name           string              `json:"name"`
	Head           Head                `json:"head"`
	Digest         string              `json:"digest"` // assessment.Assessment.Digest of what the events add up to
	Questionnaires []Questionnaire     `json:"questionnaires"`
	Events         []assessment.Record `json:"events"`

	assessment assessment.Assessment
}

// Head is the last event.
type Head struct {
	Seq  uint64    `json:"seq"`
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
}

// Questionnaire is a questionnaire file that was attached at some time.
type Questionnaire struct {
	ID      questionnaire.ID `json:"id"`
	Version string           `json:"version"`
	Digest  string           `json:"digest"` // of Text
	Text    string           `json:"text"`   // of the YAML file, with LF
}

//go:embed export.schema.json
var exportSchema []byte

// ExportSchema returns the JSON Schema of an export.
func ExportSchema() []byte { return bytes.Clone(exportSchema) }

// New returns the export of an assessment with these records. text returns a questionnaire file by
// its digest.
func New(id assessment.ID, records []assessment.Record, text func(digest string) ([]byte, error)) (File, error) {
	events, err := assessment.Events(records)
	if err != nil {
		return File{}, err
	}
	f := File{Format: format, Schema: Schema, System: id, Events: records, assessment: assessment.Fold(id, events)}
	f.Name = f.assessment.Description.Name
	if last := len(records) - 1; last >= 0 {
		f.Head = Head{records[last].Seq, records[last].Hash(), records[last].At}
	}
	if f.Digest, err = f.assessment.Digest(); err != nil {
		return File{}, err
	}
	for _, att := range attached(events) {
		data, err := text(att.Digest)
		if err != nil {
			return File{}, fmt.Errorf("questionnaire %q: %w", att.ID, err)
		}
		f.Questionnaires = append(f.Questionnaires, Questionnaire{att.ID, att.Version, att.Digest, string(data)})
	}
	return f, nil
}

// attached returns every questionnaire that the events name, each file once, in the order in which
// they were attached.
func attached(events []assessment.Event) []assessment.Attached {
	var all []assessment.Attached
	for _, e := range events {
		for _, att := range e.Change.Questionnaires {
			if !slices.ContainsFunc(all, func(a assessment.Attached) bool { return a.Digest == att.Digest }) {
				all = append(all, att)
			}
		}
	}
	return all
}

// Bytes returns the export as JSON: the same bytes for the same export, and nothing in them that can
// steer a terminal. It returns ErrFile if they would be too many to be read again.
func (f *File) Bytes() ([]byte, error) {
	data, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return nil, err
	}
	data = append(textsafe.JSON(data), '\n')
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%d bytes, more than %d: %w", len(data), MaxSize, ErrFile)
	}
	return data, nil
}

// Assessment returns what the events add up to.
func (f *File) Assessment() assessment.Assessment { return f.assessment }

// Text returns the questionnaire file with that digest.
func (f *File) Text(digest string) ([]byte, bool) {
	i := slices.IndexFunc(f.Questionnaires, func(q Questionnaire) bool { return q.Digest == digest })
	if i < 0 {
		return nil, false
	}
	return []byte(f.Questionnaires[i].Text), true
}

// Read returns the export in data, or ErrFile or ErrNewer with the first thing that is wrong with it.
func Read(data []byte) (File, error) {
	if err := strict(data); err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrFile, err)
	}
	var form struct {
		Format string `json:"format"`
		Schema int    `json:"schema"`
	}
	if err := json.Unmarshal(data, &form); err != nil || form.Format != format || form.Schema < 1 {
		return File{}, fmt.Errorf("%w: it does not say that it is a %q with a schema number", ErrFile, format)
	}
	if form.Schema > Schema {
		return File{}, fmt.Errorf("%w: the export has schema %d, this program knows %d", ErrNewer, form.Schema, Schema)
	}
	var f File
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return File{}, fmt.Errorf("%w: %s", ErrFile, plain(err))
	}
	if err := f.check(); err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrFile, err)
	}
	return f, nil
}

// plain returns an error of the JSON decoder without the names of Go types.
func plain(err error) string {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("%s cannot be a %s", wrong.Field, wrong.Value)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// check returns what does not fit together, and fills in what the events add up to.
func (f *File) check() error {
	if assessment.Slug(string(f.System)) != f.System || f.System == "" {
		return fmt.Errorf("system %q is no id", f.System)
	}
	if err := f.chained(); err != nil {
		return err
	}
	events, err := assessment.Events(f.Events)
	if err != nil {
		return err
	}
	for i, e := range events {
		if r := f.Events[i]; r.Body == nil && !empty(e.Change) { // left by a redaction
			if err := e.Sound(); err != nil {
				return fmt.Errorf("event %d, as event %d left it: %s", r.Seq, r.Redacted, plain(err))
			}
		}
	}
	f.assessment = assessment.Fold(f.System, events)
	digest, err := f.assessment.Digest()
	switch {
	case err != nil:
		return err
	case strings.TrimSpace(f.assessment.Description.Name) == "":
		return errors.New("no event describes the system")
	case f.Name != f.assessment.Description.Name:
		return errors.New("its name is not the one in the events")
	case digest != f.Digest && ours(f.Events, events):
		return errors.New("the events do not add up to its digest")
	}
	return f.complete(events)
}

// empty tells whether a change says nothing.
func empty(c assessment.Change) bool {
	data, err := json.Marshal(c)
	return err == nil && string(data) == "{}"
}

// chained checks the events one by one, each after the one before, up to the head.
func (f *File) chained() error {
	if len(f.Events) == 0 {
		return errors.New("it has no events")
	}
	prev := ""
	ids := map[assessment.EventID]bool{}
	for i := range f.Events {
		r := &f.Events[i]
		n := uint64(i) + 1
		if r.Body != nil {
			body, err := canonical(r.Body)
			if err != nil {
				return fmt.Errorf("event %d: %w", n, err)
			}
			r.Body = body
		}
		if why := r.Misfit(n, prev, uint64(len(f.Events))); why != "" {
			return fmt.Errorf("event %d %s", n, why)
		}
		if err := r.Sound(); err != nil {
			return fmt.Errorf("event %d: %s", n, plain(err))
		}
		if ids[r.ID] {
			return fmt.Errorf("event %d has the id of another one", n)
		}
		ids[r.ID], prev = true, r.Hash()
	}
	last := f.Events[len(f.Events)-1]
	if f.Head != (Head{last.Seq, prev, last.At}) {
		return fmt.Errorf("its head is not event %d, with that event's hash and time", last.Seq)
	}
	return nil
}

// canonical returns the body of an event as it was hashed, out of an indented file.
func canonical(body []byte) ([]byte, error) {
	var compact, escaped bytes.Buffer
	if err := json.Compact(&compact, textsafe.PlainJSON(body)); err != nil {
		return nil, err
	}
	json.HTMLEscape(&escaped, compact.Bytes())
	return escaped.Bytes(), nil
}

// ours tells whether this version knows everything that is in the events. If not, a newer version
// may have added them up to something else.
func ours(records []assessment.Record, events []assessment.Event) bool {
	for i, r := range records {
		body, err := json.Marshal(events[i].Change)
		if !r.Kind.Known() || err != nil || r.Body != nil && !bytes.Equal(body, r.Body) {
			return false
		}
	}
	return true
}

// complete checks that exactly the questionnaires are there that the events name, unchanged.
func (f *File) complete(events []assessment.Event) error {
	wanted := attached(events)
	for _, q := range f.Questionnaires {
		sum := sha256.Sum256([]byte(q.Text))
		switch {
		case "sha256:"+hex.EncodeToString(sum[:]) != q.Digest:
			return fmt.Errorf("questionnaire %q is not the one of its digest", q.ID)
		case !slices.Contains(wanted, assessment.Attached{ID: q.ID, Version: q.Version, Digest: q.Digest}):
			return fmt.Errorf("questionnaire %q in version %q was never attached", q.ID, q.Version)
		}
	}
	for _, att := range wanted {
		if _, ok := f.Text(att.Digest); !ok {
			return fmt.Errorf("questionnaire %q in version %q is not in it", att.ID, att.Version)
		}
	}
	if len(f.Questionnaires) != len(wanted) {
		return errors.New("a questionnaire is in it twice")
	}
	return nil
}

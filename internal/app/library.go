package app

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Of the YAML files these are no questionnaires.
const (
	vocabularyFile = "facts.yaml"  // the facts and shapes
	topicsFile     = "topics.yaml" // what a team can read up on
	traceFile      = "trace.yaml"  // what the questions have to answer for
)

// Library finds questionnaires: the shipped ones and those of the user. Nothing is read before it
// is needed, and a questionnaire is parsed only when its questions are.
type Library struct {
	Shipped fs.FS
	Own     fs.FS // the user's directory; nil if there is none

	mu         sync.Mutex // guards what was parsed
	vocabulary *questionnaire.Vocabulary
	headers    []Installed
	problems   questionnaire.Problems
	unusable   []Installed // what problems is about
	parsed     map[questionnaire.ID]loaded
}

// loaded is a questionnaire, and where it was parsed from.
type loaded struct {
	questionnaire.Questionnaire
	in   Installed
	data []byte // of the user's, whatever the file holds by now; those that are shipped do not change
}

// bytes returns what the questionnaire was parsed from.
func (q loaded) bytes() ([]byte, error) {
	if q.in.Own {
		return q.data, nil
	}
	return readLimited(q.in.from, q.in.file)
}

// Installed is a questionnaire that can be attached.
type Installed struct {
	questionnaire.Header
	Own bool // from the user's directory

	file string
	from fs.FS
}

// Vocabulary returns the facts and shapes.
func (l *Library) Vocabulary() (questionnaire.Vocabulary, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.vocab()
}

func (l *Library) vocab() (questionnaire.Vocabulary, error) {
	if l.vocabulary != nil {
		return *l.vocabulary, nil
	}
	data, err := fs.ReadFile(l.Shipped, vocabularyFile)
	if err != nil {
		return questionnaire.Vocabulary{}, err
	}
	v, problems := questionnaire.ParseVocabulary(vocabularyFile, data)
	if err := problems.Err(); err != nil {
		return questionnaire.Vocabulary{}, err
	}
	l.vocabulary = &v
	return v, nil
}

// Installed returns every questionnaire there is, core first, then by id, and what is wrong with
// the files that cannot be used. Broken files of the user do not hide the others.
func (l *Library) Installed() ([]Installed, questionnaire.Problems, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.installed()
}

func (l *Library) installed() ([]Installed, questionnaire.Problems, error) {
	if l.headers != nil {
		return l.headers, l.problems, nil
	}
	var found, unusable []Installed
	var problems questionnaire.Problems
	for i, from := range []fs.FS{l.Shipped, l.Own} {
		if from == nil {
			continue
		}
		files, err := fs.Glob(from, "*.yaml")
		if err != nil {
			return nil, nil, err
		}
		for _, file := range files {
			if file == vocabularyFile || i == 0 && (file == topicsFile || file == traceFile) {
				continue
			}
			in, ps := readHeader(from, file)
			in.Own = i == 1
			if ps.Err() == nil {
				ps = append(ps, clash(found, in)...)
			}
			problems = append(problems, ps...)
			if ps.Err() == nil {
				found = append(found, in)
			} else {
				unusable = append(unusable, in)
			}
		}
	}
	core := func(in Installed) int {
		if in.ID == questionnaire.Core {
			return 0
		}
		return 1
	}
	slices.SortFunc(found, func(a, b Installed) int {
		return cmp.Or(cmp.Compare(core(a), core(b)), cmp.Compare(a.ID, b.ID))
	})
	l.headers, l.problems, l.unusable = found, problems, unusable
	return found, problems, nil
}

func readHeader(from fs.FS, file string) (Installed, questionnaire.Problems) {
	data, err := readLimited(from, file)
	if err != nil {
		return Installed{file: file, from: from}, questionnaire.Problems{unreadable(file, err)}
	}
	h, problems := questionnaire.ParseHeader(file, data)
	return Installed{Header: h, file: file, from: from}, problems
}

func unreadable(file string, err error) questionnaire.Problem {
	return questionnaire.Problem{File: file, Severity: questionnaire.LevelError, Message: err.Error()}
}

// readLimited reads a file unless it is larger than a questionnaire may be.
func readLimited(from fs.FS, file string) ([]byte, error) {
	info, err := fs.Stat(from, file)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a regular file")
	case info.Size() > questionnaire.MaxSize:
		return nil, fmt.Errorf("%d bytes: a questionnaire has at most %d", info.Size(), questionnaire.MaxSize)
	}
	return fs.ReadFile(from, file)
}

// clash returns a problem if a questionnaire with that id is there already.
func clash(found []Installed, in Installed) questionnaire.Problems {
	i := slices.IndexFunc(found, func(o Installed) bool { return o.ID == in.ID })
	if i < 0 {
		return nil
	}
	return questionnaire.Problems{{
		File: in.file, Line: 1, Column: 1, Severity: questionnaire.LevelError,
		Message: fmt.Sprintf("questionnaire %q exists already in %s: choose another id", in.ID, found[i].file),
	}}
}

// Load returns the questionnaire with that id.
func (l *Library) Load(id questionnaire.ID) (questionnaire.Questionnaire, error) {
	q, err := l.load(id)
	return q.Questionnaire, err
}

// File returns the bytes that Load parses.
func (l *Library) File(id questionnaire.ID) ([]byte, error) {
	q, err := l.load(id)
	if err != nil {
		return nil, err
	}
	return q.bytes()
}

// attach returns what an assessment keeps of a questionnaire, and its file.
func (l *Library) attach(id questionnaire.ID) (assessment.Attached, []byte, error) {
	q, err := l.load(id)
	if err != nil {
		return assessment.Attached{}, nil, err
	}
	data, err := q.bytes()
	return assessment.Attached{ID: q.ID, Version: q.Version, Digest: q.Digest}, data, err
}

func (l *Library) load(id questionnaire.ID) (loaded, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if q, ok := l.parsed[id]; ok {
		return q, nil
	}
	in, err := l.find(id)
	if err != nil {
		return loaded{}, err
	}
	data, err := readLimited(in.from, in.file)
	if err != nil {
		return loaded{}, fmt.Errorf("questionnaire %q: %w", id, err)
	}
	v, err := l.vocab()
	if err != nil {
		return loaded{}, err
	}
	q, problems := questionnaire.Parse(in.file, data, v)
	problems = append(problems, questionnaire.Check(q)...)
	if err := problems.Err(); err != nil {
		return loaded{}, fmt.Errorf("questionnaire %q: %w", id, err)
	}
	if l.parsed == nil {
		l.parsed = map[questionnaire.ID]loaded{}
	}
	if !in.Own {
		data = nil
	}
	l.parsed[id] = loaded{unplaced(q), in, data}
	return l.parsed[id], nil
}

// unplaced forgets where everything was written, which only Lint has to know.
func unplaced(q questionnaire.Questionnaire) questionnaire.Questionnaire {
	q.At = nil
	for a := range q.Areas {
		q.Areas[a].At = nil
		for i := range q.Areas[a].Questions {
			q.Areas[a].Questions[i].At = nil
		}
	}
	return q
}

func (l *Library) find(id questionnaire.ID) (Installed, error) {
	all, _, err := l.installed()
	if err != nil {
		return Installed{}, err
	}
	i := slices.IndexFunc(all, func(in Installed) bool { return in.ID == id })
	if i < 0 {
		ids := make([]questionnaire.ID, len(all))
		for n, in := range all {
			ids[n] = in.ID
		}
		return Installed{}, unknown("questionnaire", id, ids)
	}
	return all[i], nil
}

// Lint checks every file as it is now, by itself and against the others, and returns all that is
// wrong with them, or with the questionnaires named. What can be read of a broken file is checked too.
func (l *Library) Lint(only ...questionnaire.ID) (questionnaire.Problems, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, _, err := l.installed(); err != nil {
		return nil, err
	}
	v, err := l.vocab()
	if err != nil {
		return nil, err
	}
	var problems questionnaire.Problems
	var shipped, own []questionnaire.Questionnaire
	for _, in := range slices.Concat(l.headers, l.unusable) {
		data, err := readLimited(in.from, in.file)
		if err != nil {
			problems = append(problems, unreadable(in.file, err))
			continue
		}
		q, ps := questionnaire.Parse(in.file, data, v)
		problems = append(problems, ps...)
		if in.Own {
			own = append(own, q)
		} else {
			shipped = append(shipped, q)
		}
	}
	all := slices.Concat(shipped, own)
	problems = slices.Concat(problems, questionnaire.Check(all...), questionnaire.Lint(all...))
	if len(only) == 0 {
		return problems, nil
	}
	files := map[string]bool{}
	for _, id := range only {
		in, err := l.find(id)
		if err != nil {
			return nil, err
		}
		files[in.file] = true
	}
	return slices.DeleteFunc(problems, func(p questionnaire.Problem) bool { return !files[p.File] }), nil
}

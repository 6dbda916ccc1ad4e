package app_test

import (
	"errors"
	"io/fs"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/questionnaires"
)

// guarded lets nobody open two of the files.
type guarded struct {
	fs.FS
	t *testing.T
}

func (g guarded) Open(name string) (fs.File, error) {
	if name == "topics.yaml" || name == "trace.yaml" {
		g.t.Errorf("%s is read, though nobody asked for it", name)
	}
	return g.FS.Open(name)
}

func TestTopicsAndTraceAreReadOnlyWhenAskedFor(t *testing.T) {
	l := &app.Library{Shipped: guarded{questionnaires.Files, t}}
	if _, err := l.Vocabulary(); err != nil {
		t.Fatal(err)
	}
	if _, problems, err := l.Installed(); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if _, err := l.Load("core"); err != nil {
		t.Fatal(err)
	}
}

func TestATopicIsFoundByItsIDOrTheNearestIsNamed(t *testing.T) {
	l := &app.Library{Shipped: questionnaires.Files}
	topic, err := l.Topic("load-balancing")
	if err != nil || topic.Title != "Load balancing" {
		t.Errorf("Topic: got %q, %v", topic.Title, err)
	}
	_, err = l.Topic("load-balancin")
	unknown, ok := errors.AsType[*app.UnknownError](err)
	if !ok || unknown.Kind != "topic" || unknown.Nearest != "load-balancing" {
		t.Errorf("Topic of a slip: got %v, want the nearest topic", err)
	}
}

func TestTraceHoldsTheClaimsInTheirOrder(t *testing.T) {
	claims, err := (&app.Library{Shipped: questionnaires.Files}).Trace()
	if err != nil || len(claims) < 2 || claims[0].ID != "E1" || claims[1].ID != "E2" {
		t.Errorf("Trace: got %d claims, %v", len(claims), err)
	}
}

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
	"prodfirst/questionnaires"
)

// walkedName is the system that is walked through: every fact is true of it, so every pack applies.
const walkedName = "Everything"

func open(database string) *app.Service {
	return serviceOn(boltkv.New(database, boltkv.Options{NoSync: true}))
}

func serviceOn(db kv.DB) *app.Service {
	return &app.Service{
		Store:   store.New(db, store.Options{Now: time.Now, NewID: rand.Text, WrittenBy: "ptybench"}),
		Library: &app.Library{Shipped: questionnaires.Files},
		Now:     time.Now,
		NewID:   rand.Text,
	}
}

// seed stores n systems with an answer each, as a team that has used the program for long has them,
// and one with a session of every question, of which it returns the number.
func seed(ctx context.Context, database string, n int) (questions int, err error) {
	if err := seedMany(ctx, database, n-1); err != nil {
		return 0, err
	}
	service := open(database)
	if questions, err = seedWalked(ctx, service); err != nil {
		return 0, err
	}
	_, err = service.List(ctx) // keeps the summaries, as the first look at them does
	return questions, err
}

// seedMany stores n systems with an answer and a summary each. They are made in memory, a few hundred at
// a time, because thousands of commits to a file take minutes.
func seedMany(ctx context.Context, database string, n int) error {
	const batch = 500
	file, there := boltkv.New(database, boltkv.Options{NoSync: true}), map[string]bool{}
	for first := 0; first < n; first += batch {
		db := memkv.New()
		service := serviceOn(db)
		for i := first; i < min(first+batch, n); i++ {
			if err := seedOne(ctx, service, fmt.Sprintf("System %05d", i)); err != nil {
				return err
			}
		}
		if _, err := service.List(ctx); err != nil {
			return err
		}
		if err := pour(ctx, db, file, there); err != nil {
			return err
		}
	}
	return nil
}

func seedOne(ctx context.Context, service *app.Service, name string) error {
	v, err := service.New(ctx, app.Start{
		By: "Ana", Description: assessment.Description{Name: name, Target: questionnaire.FirstUser},
	})
	if err != nil {
		return err
	}
	level := assessment.None
	_, err = service.Answer(ctx, v.Assessment.ID, v.Result.Findings[0].Question.ID, "Ana", app.AnyRevision, assessment.Patch{Level: &level})
	return err
}

// pour copies to a database what is not there yet: all systems share their questionnaires.
func pour(ctx context.Context, from, to kv.DB, there map[string]bool) error {
	entries, err := from.Scan(ctx, "")
	if err != nil {
		return err
	}
	var changes []kv.Change
	for _, e := range entries {
		if !there[e.Key] {
			there[e.Key] = true
			changes = append(changes, kv.Change{Key: e.Key, Value: e.Value})
		}
	}
	for some := range slices.Chunk(changes, kv.MaxChanges) {
		if err := to.Commit(ctx, some...); err != nil {
			return err
		}
	}
	return nil
}

func seedWalked(ctx context.Context, service *app.Service) (questions int, err error) {
	v, err := everything(ctx, service)
	if err != nil {
		return 0, err
	}
	v, err = service.StartSession(ctx, v.Assessment.ID, "Ana", assessment.Deep)
	if err != nil {
		return 0, err
	}
	return len(v.Assessment.Session.Questions), nil
}

// everything starts the system that is walked through.
func everything(ctx context.Context, service *app.Service) (app.View, error) {
	vocabulary, err := service.Library.Vocabulary()
	if err != nil {
		return app.View{}, err
	}
	facts := map[questionnaire.FactID]questionnaire.Truth{}
	for _, f := range vocabulary.Facts() {
		facts[f.ID] = questionnaire.Yes
	}
	return service.New(ctx, app.Start{
		By: "Ana", Facts: facts,
		Description: assessment.Description{Name: walkedName, Target: questionnaire.Scale, People: []string{"Ana"}},
	})
}

// answerAll answers every question that has no answer yet, with each level in turn.
func answerAll(ctx context.Context, service *app.Service, v app.View) (app.View, error) {
	levels := assessment.Levels()[:5] // the others need a reason
	for i, f := range v.Result.Findings {
		if f.Answer.Rev != 0 {
			continue
		}
		var err error
		patch := assessment.Patch{Level: &levels[i%len(levels)]}
		if v, err = service.Answer(ctx, v.Assessment.ID, f.Question.ID, "Ana", 0, patch); err != nil {
			return app.View{}, fmt.Errorf("answer %s: %w", f.Question.ID, err)
		}
	}
	return v, nil
}

// answers counts the answers that were ever given to the system that is walked through.
func answers(ctx context.Context, database string) (int, error) {
	entries, err := open(database).History(ctx, assessment.Slug(walkedName))
	n := 0
	for _, e := range entries {
		if e.Kind == assessment.Answered {
			n++
		}
	}
	return n, err
}

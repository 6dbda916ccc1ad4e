package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
	"prodfirst/questionnaires"
)

// walkedName is the system that is walked through: every fact is true of it, so every pack applies.
const walkedName = "Everything"

func open(database string) *app.Service {
	db := boltkv.New(database, boltkv.Options{NoSync: true})
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
	service := open(database)
	level := assessment.None
	for i := range n - 1 {
		v, err := service.New(ctx, app.Start{
			By:          "Ana",
			Description: assessment.Description{Name: fmt.Sprintf("System %04d", i), Target: questionnaire.FirstUser},
		})
		if err != nil {
			return 0, err
		}
		first := v.Result.Findings[0].Question.ID
		if _, err = service.Answer(ctx, v.Assessment.ID, first, "Ana", app.AnyRevision, assessment.Patch{Level: &level}); err != nil {
			return 0, err
		}
	}
	if questions, err = seedWalked(ctx, service); err != nil {
		return 0, err
	}
	_, err = service.List(ctx) // keeps the summaries, as the first look at them does
	return questions, err
}

func seedWalked(ctx context.Context, service *app.Service) (questions int, err error) {
	vocabulary, err := service.Library.Vocabulary()
	if err != nil {
		return 0, err
	}
	facts := map[questionnaire.FactID]questionnaire.Truth{}
	for _, f := range vocabulary.Facts() {
		facts[f.ID] = questionnaire.Yes
	}
	v, err := service.New(ctx, app.Start{
		By: "Ana", Facts: facts,
		Description: assessment.Description{Name: walkedName, Target: questionnaire.Scale, People: []string{"Ana"}},
	})
	if err != nil {
		return 0, err
	}
	v, err = service.StartSession(ctx, v.Assessment.ID, "Ana", assessment.Deep)
	if err != nil {
		return 0, err
	}
	return len(v.Assessment.Session.Questions), nil
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

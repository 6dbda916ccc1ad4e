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

// seed stores n systems with an answer each, as a team that has used the program for long has them.
func seed(ctx context.Context, database string, n int) error {
	db := boltkv.New(database, boltkv.Options{NoSync: true})
	defer func() { _ = db.Close() }()
	service := &app.Service{
		Store:   store.New(db, store.Options{Now: time.Now, NewID: rand.Text, WrittenBy: "ptybench"}),
		Library: &app.Library{Shipped: questionnaires.Files},
		Now:     time.Now,
		NewID:   rand.Text,
	}
	level := assessment.None
	for i := range n {
		v, err := service.New(ctx, app.Start{
			By:          "Ana",
			Description: assessment.Description{Name: fmt.Sprintf("System %04d", i), Target: questionnaire.FirstUser},
		})
		if err != nil {
			return err
		}
		first := v.Result.Findings[0].Question.ID
		if _, err = service.Answer(ctx, v.Assessment.ID, first, "Ana", app.AnyRevision, assessment.Patch{Level: &level}); err != nil {
			return err
		}
	}
	_, err := service.List(ctx) // keeps the summaries, as the first look at them does
	return err
}

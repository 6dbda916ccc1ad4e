package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/boltkv"
)

// timed keeps how long the turns of saves took, in ms: to lock the file and look at it, to encode what is
// saved, to write and sync, and to unlock.
type timed struct {
	*boltkv.DB

	took []float64
}

// Alone is that of the database.
func (d *timed) Alone(ctx context.Context, fn func(context.Context) error) error {
	begin := time.Now()
	err := d.DB.Alone(ctx, fn)
	d.took = append(d.took, milliseconds(time.Since(begin)))
	return err
}

// saves measures answers to the worked example when all its questions are answered: the whole save as a
// screen makes it, with the judgement afterwards, and in it what makes it durable (event, state, head, with
// their checksums). After each, as a disk has moods, one raw write of a page to a file beside the database.
func saves(ctx context.Context, t *table, dir string, runs int) error {
	db := &timed{DB: boltkv.New(filepath.Join(dir, "saves.db"), boltkv.Options{})}
	service := serviceOn(db)
	v, err := service.Example(ctx)
	if err != nil {
		return err
	}
	if v, err = answerAll(ctx, service, v); err != nil {
		return err
	}
	raw, err := os.Create(filepath.Join(dir, "raw"))
	if err != nil {
		return err
	}
	defer func() { _ = raw.Close() }()
	db.took = nil
	var whole, writes []float64
	for i := range 20 * runs {
		var took time.Duration
		if v, took, err = saveOne(ctx, service, v, i); err != nil {
			return err
		}
		whole = append(whole, milliseconds(took))
		if took, err = rawWrite(raw); err != nil {
			return err
		}
		writes = append(writes, milliseconds(took))
	}
	if len(db.took) != len(whole) {
		return fmt.Errorf("%d saves took %d turns, want one each", len(whole), len(db.took))
	}
	t.row("commit of an answer, ms", "≤ 3", db.took, "raw write", writes)
	t.row(fmt.Sprintf("answer saved and judged, %d answers, ms", len(v.Assessment.Answers)), "", whole, "raw write", writes)
	return nil
}

// saveOne gives another answer to the next question.
func saveOne(ctx context.Context, service *app.Service, v app.View, i int) (app.View, time.Duration, error) {
	f := v.Result.Findings[i%len(v.Result.Findings)]
	level := assessment.Levels()[i%4]
	begin := time.Now()
	v, err := service.Answer(ctx, v.Assessment.ID, f.Question.ID, "Ana", f.Answer.Rev, assessment.Patch{Level: &level})
	return v, time.Since(begin), err
}

// rawWrite is what a disk needs at least: one page, synced.
func rawWrite(f *os.File) (time.Duration, error) {
	page := make([]byte, 4096)
	begin := time.Now()
	if _, err := f.WriteAt(page, 0); err != nil {
		return 0, err
	}
	err := syncData(f)
	return time.Since(begin), err
}

package app

import (
	"context"
	"errors"
)

// Advice returns what happened in a sentence that a person understands, and what is safe and what
// to do, a sentence each. It returns false for errors that speak for themselves.
func Advice(err error) (what string, todo []string, ok bool) {
	for _, a := range advice() {
		if errors.Is(err, a.err) {
			return a.what, a.todo, true
		}
	}
	return "", nil, false
}

type advised struct {
	err  error
	what string
	todo []string
}

func advice() []advised {
	return []advised{
		{ErrSaved, "it is saved, but it could not be read back", []string{
			"Nothing has to be done again, and nothing is lost.",
			"prodfirst db check says whether all of it can be read.",
		}},
		{ErrBusy, "another process is using the database and did not let go of it", []string{
			"Nothing was written, and nothing is lost.",
			"Close the other program, or try again in a moment.",
		}},
		{ErrReadOnly, "the database cannot be written to", []string{
			"Nothing was written; what is stored can still be read.",
			"Check the rights of the file and its folder, or name another one with --db PATH.",
		}},
		{ErrFull, "there is no space left on the disk", []string{
			"This was not saved; everything saved before is intact.",
			"Free some space and do it again.",
		}},
		{ErrDamaged, "the database is damaged", []string{
			"Nothing was written to it. Make a copy of the file before you do anything else.",
			"prodfirst db check says what is intact and how to get it out; prodfirst db restore FILE puts a backup in its place.",
		}},
		{ErrForeign, "the file is no prodfirst database", []string{
			"It was not touched.",
			"Name another file with --db PATH; prodfirst db path prints the one in use.",
		}},
		{ErrNewer, "the database was written by a newer prodfirst", []string{
			"It was not touched.",
			"Install the newer version, or name another database with --db PATH.",
		}},
		{ErrOutcome, "it could not be found out whether this was saved", []string{
			"Everything saved before is intact.",
			"Look at it again; saving it once more does no harm.",
		}},
		{ErrNotSaved, "this was not saved", []string{
			"Everything saved before is intact.",
			"Do it again.",
		}},
		{ErrSecret, "what was typed looks like a secret, and was not saved", []string{
			"Nothing was saved, and everything saved before is intact.",
			"Take it out and say where it is kept instead. If others may have seen it, change it.",
		}},
		{ErrUncompact, "the text is taken out, but unused parts of the database file may hold it still", []string{
			"Everything else is done, and nothing else is lost.",
			"prodfirst db compact rewrites the file without them.",
		}},
		{ErrChanged, "somebody else answered this question meanwhile", []string{
			"Their answer is stored, and yours was not written over it.",
			"Look at theirs, then answer again.",
		}},
		{context.DeadlineExceeded, "it took too long", []string{
			"Nothing that was saved before is lost.",
			"Try again.",
		}},
	}
}

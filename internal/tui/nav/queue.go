package nav

import (
	"context"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// Queue carries out saves one at a time, in the order in which they were added. Bubble Tea runs
// commands in any order and drops them on quit; so the command of a save carries out every save
// before it too, and whoever ends the program calls Drain, which carries out the rest.
type Queue struct {
	// Pause is waited for before a save is begun, so that the frame of its key is drawn first; nil: not
	// at all. Drain does not wait.
	Pause func()

	ctx context.Context //nolint:containedctx // the program's: saves outlive the screen that added them

	mu      sync.Mutex // guards jobs
	jobs    []*job
	running sync.Mutex // held while saves are carried out
}

type job struct {
	save func(ctx context.Context) tea.Msg
	msg  tea.Msg
	done bool
}

// NewQueue returns an empty queue whose saves get ctx.
func NewQueue(ctx context.Context) *Queue { return &Queue{ctx: ctx} }

// Add puts a save at the end of the queue. It has to be called from Update, so that saves are in
// the order of the keys. The command returns the message of the save.
func (q *Queue) Add(save func(ctx context.Context) tea.Msg) tea.Cmd {
	j := &job{save: save}
	q.mu.Lock()
	q.jobs = append(q.jobs, j)
	q.mu.Unlock()
	return func() tea.Msg {
		if q.Pause != nil {
			q.Pause()
		}
		q.through(j)
		return j.msg
	}
}

// Pending counts the saves that were not carried out yet.
func (q *Queue) Pending() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.jobs)
}

// Drain carries out everything that is waiting and returns the messages of what was left.
func (q *Queue) Drain() []tea.Msg {
	q.running.Lock()
	defer q.running.Unlock()
	var msgs []tea.Msg
	for {
		j := q.first()
		if j == nil {
			return msgs
		}
		q.run(j)
		msgs = append(msgs, j.msg)
	}
}

// through carries out the queue up to and including last.
func (q *Queue) through(last *job) {
	q.running.Lock()
	defer q.running.Unlock()
	for !last.done {
		q.run(q.first())
	}
}

func (q *Queue) first() *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.jobs) == 0 {
		return nil
	}
	return q.jobs[0]
}

func (q *Queue) run(j *job) {
	j.msg = j.save(q.ctx)
	j.done = true
	q.mu.Lock()
	q.jobs = q.jobs[1:]
	q.mu.Unlock()
}

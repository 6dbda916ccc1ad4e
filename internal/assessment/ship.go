package assessment

import (
	"fmt"
	"strings"
	"time"
)

// A Shipment is an entry of the ship log: the system was shown, deployed for its users, or used.
type Shipment struct {
	Kind   ShipKind  `json:"kind"`
	On     Date      `json:"on"`
	People int       `json:"people,omitempty"` // who used it in the week up to On
	By     string    `json:"by"`               // who says so
	At     time.Time `json:"at"`
	Note   string    `json:"note,omitempty"`
}

// ShipKind is what happened.
type ShipKind string

// What can happen.
const (
	ShipDemo   ShipKind = "demo"   // shown to someone
	ShipDeploy ShipKind = "deploy" // put live for its users
	ShipUsers  ShipKind = "users"  // used by people outside the team
)

// ShipKinds returns everything that can happen.
func ShipKinds() []ShipKind { return []ShipKind{ShipDemo, ShipDeploy, ShipUsers} }

// MaxPeople is the largest number of users that can be counted.
const MaxPeople = 1_000_000_000

// Valid returns what is missing from an entry, or is not possible, on the day it is made.
func (s Shipment) Valid(today Date) error {
	switch {
	case strings.TrimSpace(s.By) == "":
		return ErrNoPerson
	case s.Kind != ShipDemo && s.Kind != ShipDeploy && s.Kind != ShipUsers:
		return fmt.Errorf("%q is nothing that ships: %w", s.Kind, ErrInvalid)
	case s.On.Time().IsZero():
		return fmt.Errorf("on %q: %w", s.On, ErrDate)
	case s.On > today:
		return fmt.Errorf("%s is in the future: %w", s.On, ErrInvalid)
	case s.People < 0 || s.People > MaxPeople || s.People > 0 && s.Kind != ShipUsers:
		return fmt.Errorf("%d people: %w", s.People, ErrInvalid)
	case len(s.Note) > MaxLine:
		return fmt.Errorf("the note has more than %d bytes: %w", MaxLine, ErrInvalid)
	}
	return nil
}

// ship adds an entry to the log and carries what is news into the description: the first demo, the
// first deployment, the latest count of users. What is taken back brings its description along.
func ship(a *Assessment, c Change) {
	said(&a.Shipments, c.Shipment, c.Withdrawn)
	d := &a.Description
	switch s := c.Shipment; {
	case c.Description != nil:
		*d = *c.Description
	case s == nil || c.Withdrawn:
	case s.Kind == ShipDemo:
		earlier(&d.FirstShown, s.On)
	case s.Kind == ShipDeploy:
		earlier(&d.FirstLive, s.On)
	case d.Outside == nil || d.Outside.On <= s.On:
		d.Outside = &Outside{People: s.People, On: s.On}
	}
}

func earlier(m *Moment, on Date) {
	if said, ok := m.Date(); !ok || on < said {
		*m = Moment(on)
	}
}

// ShipLog is what the description and the ship log say of a system's way to its users.
type ShipLog struct {
	Demos, Deployments int
	FirstDemo          Date // empty: none that is known
	FirstDeploy        Date
	FirstUser          Date // the first day on which anyone outside the team is counted
	Users              int  // the latest count
	UsersOn            Date // when it was counted; empty: never
}

// ShipLog returns the log in numbers. What only the description says counts as one demo or one
// deployment.
func (a Assessment) ShipLog() ShipLog {
	var l ShipLog
	first := func(into *Date, on Date) {
		if *into == "" || on < *into {
			*into = on
		}
	}
	for _, s := range a.Shipments {
		switch {
		case s.Kind == ShipDemo:
			l.Demos++
			first(&l.FirstDemo, s.On)
		case s.Kind == ShipDeploy:
			l.Deployments++
			first(&l.FirstDeploy, s.On)
		case s.People > 0:
			first(&l.FirstUser, s.On)
		}
	}
	l = l.described(a.Description)
	if o := a.Description.Outside; o != nil && !o.Unknown {
		l.Users, l.UsersOn = o.People, o.On
		if o.People > 0 {
			first(&l.FirstUser, o.On)
		}
	}
	return l
}

// described returns the log with what only the description says: it is older.
func (l ShipLog) described(d Description) ShipLog {
	if on, ok := d.FirstShown.Date(); ok && (l.FirstDemo == "" || on < l.FirstDemo) {
		l.Demos, l.FirstDemo = l.Demos+1, on
	}
	if on, ok := d.FirstLive.Date(); ok && (l.FirstDeploy == "" || on < l.FirstDeploy) {
		l.Deployments, l.FirstDeploy = l.Deployments+1, on
	}
	return l
}

// DemoToUser returns how many days passed from the first demo to the first real user, if both are
// known and in that order.
func (l ShipLog) DemoToUser() (days int, ok bool) {
	if l.FirstDemo == "" || l.FirstUser == "" || l.FirstUser < l.FirstDemo {
		return 0, false
	}
	return l.FirstDemo.Days(l.FirstUser), true
}

package app

import (
	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
)

// Agenda returns what a session of that kind will ask, and what to bring, before any format. Without
// a kind it is the latest session, or a quick one. The session under way keeps its list.
func (v View) Agenda(kind assessment.SessionKind) report.Document {
	session := v.Assessment.Session
	if kind == "" {
		kind = assessment.Quick
		if session != nil {
			kind = session.Kind
		}
	}
	list := v.Result.Select(kind)
	if session != nil && session.Kind == kind && session.Ended.IsZero() {
		list, _ = v.Position()
	}
	return report.Agenda(v.Input(), v.Result, kind, list)
}

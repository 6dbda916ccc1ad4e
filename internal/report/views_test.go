package report_test

import (
	"strings"
	"testing"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/golden"
)

// eventful is reached, with a life: demos and deployments, decisions, acceptances in every state.
func eventful(t testing.TB) analysis.Input {
	t.Helper()
	in := reached(t)
	a := &in.Assessment
	a.Description.FirstShown, a.Description.FirstLive = "2026-09-23", "2026-11-20"
	a.Answers["users-first-ten"] = said(assessment.None)
	parked := said(assessment.Partial)
	parked.Parked, parked.Owner = "Who pays for the second region?", "Ravi"
	a.Answers["data-slow-queries"] = parked
	old := proven("2026-08-30")
	old.Since = now().AddDate(0, 0, -80)
	a.Answers["bak-restore-drill"] = old
	a.Shipments = []assessment.Shipment{
		{Kind: assessment.ShipDemo, On: "2026-09-23", By: "Ana", At: now(), Note: "for the board"},
		{Kind: assessment.ShipDemo, On: today, By: "Ana", At: now(), Note: "for the press"},
		{Kind: assessment.ShipDeploy, On: "2026-11-20", By: "Mei", At: now()},
		{Kind: assessment.ShipDeploy, On: today, By: "Mei", At: now(), Note: "the waiting list"},
		{Kind: assessment.ShipUsers, On: "2026-11-24", People: 12, By: "Ana", At: now()},
	}
	a.SignOffs = []assessment.SignOff{
		{By: "Ana", At: now().AddDate(0, 0, -20), Ready: assessment.ReadyNotYet, Words: "Not before the drill."},
		{By: "Ana", At: now(), Ready: assessment.ReadyYes},
	}
	a.Calls = []assessment.Call{
		{Word: assessment.NoGo, Stage: questionnaire.FirstUser, By: "Ana", At: now().AddDate(0, 0, -20), Reason: "Nobody has restored a backup."},
		{Word: assessment.Conditional, Stage: questionnaire.FirstUser, By: "Ana", At: now(), Reason: "Only the choir, until January."},
	}
	accept := func(until assessment.Date, ids ...questionnaire.QuestionID) assessment.Acceptance {
		return assessment.Acceptance{Questions: ids, By: "Ana", At: now(), Until: until, Reason: "The choir of the town is the only user."}
	}
	a.Acceptances = []assessment.Acceptance{
		accept("2026-11-01", "users-first-ten", "data-slow-queries", "id-record-access"), accept("2026-12-10", "users-first-ten"),
		accept("2027-01-15", "sec-secrets"), accept("2027-01-15", "not-there"),
	}
	return in
}

func trend() []analysis.Point {
	return []analysis.Point{
		{On: "2026-11-06", Label: "before the pilot", Due: 4, OpenBlockers: 2, Unasked: 1, Blockers: 3},
		{On: today, Proven: 2, Held: 1, Due: 4, Blockers: 3},
	}
}

func TestAnEventfulLifeReadsAsReviewed(t *testing.T) {
	in := eventful(t)
	golden.Check(t, "eventful.md", string(report.Markdown(report.Build(in, analysis.Judge(in), report.Options{
		Trend: trend(), Digest: "sha256:0123456789abcdef0123", Topics: []questionnaire.Topic{{ID: "access-rights", Title: "Who may do what"}},
	}))))
}

func TestADeploymentLeadsAndADemoNeverDoes(t *testing.T) {
	in := reached(t)
	x := in.Assessment.Answers["id-record-access"]
	x.Since = now().AddDate(0, -1, 0)
	in.Assessment.Answers["id-record-access"], in.Assessment.Answers["bak-restore-drill"] = x, x
	first := func(kind assessment.ShipKind, on assessment.Date) report.Block {
		in.Assessment.Shipments = []assessment.Shipment{{Kind: kind, On: on, By: "Mei", At: now()}}
		return report.Build(in, analysis.Judge(in), report.Options{}).Blocks[0]
	}
	if b := first(assessment.ShipDeploy, today); b.Kind != report.Lead || b.Spans[0].Text != "Deployed today" {
		t.Errorf("deployed today: the report begins with %+v", b)
	}
	if b := first(assessment.ShipDeploy, "2026-11-25"); b.Kind == report.Lead {
		t.Errorf("deployed yesterday: the report begins with %+v", b)
	}
	if b := first(assessment.ShipDemo, today); b.Kind == report.Lead {
		t.Errorf("shown today: the report begins with %+v", b)
	}
}

// TestEverySectionHasAnAnchorOfItsOwn also holds what writers rely on: every chart has the parts its
// kind promises, and a table that says the same.
func TestEverySectionHasAnAnchorOfItsOwn(t *testing.T) {
	in := eventful(t)
	d := report.Build(in, analysis.Judge(in), report.Options{Extent: report.Full, Trend: trend()})
	seen, charts := map[string]bool{}, map[report.ChartKind]bool{}
	for _, b := range d.Blocks {
		if b.Kind == report.Heading {
			if b.Anchor == "" || seen[b.Anchor] || strings.Trim(b.Anchor, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
				t.Errorf("heading %q: anchor %q", b.Spans[0].Text, b.Anchor)
			}
			seen[b.Anchor] = true
		}
		if b.Chart == nil {
			continue
		}
		charts[b.Chart.Kind] = true
		if len(b.Rows) < len(b.Chart.Points) {
			t.Errorf("%s: %d rows for %d points", b.Chart.Kind, len(b.Rows), len(b.Chart.Points))
		}
		for _, p := range b.Chart.Points {
			sum := 0
			for _, part := range p.Parts {
				sum += part.N
			}
			if len(p.Parts) != len(b.Chart.Series) || b.Chart.Kind == report.AreaChart && sum != p.Parts[0].Of {
				t.Errorf("%s: point %+v for series %q", b.Chart.Kind, p, b.Chart.Series)
			}
		}
	}
	for _, kind := range []report.ChartKind{report.AreaChart, report.DecisionChart, report.TrendChart, report.EvidenceChart} {
		if !charts[kind] {
			t.Errorf("no chart of %s", kind)
		}
	}
	for _, anchor := range []string{
		"rules", "owner", "accepted", "decided", "signed", "blind-spots", "knowledge", "views", "tools", "evidence", "parked",
		"shipped", "counts", "trend", "cards", "answers", "method", "about",
	} {
		if !seen[anchor] {
			t.Errorf("no section %s", anchor)
		}
	}
}

func TestASummaryIsTheFirstPage(t *testing.T) {
	v := example(t)
	summary := string(report.Markdown(report.Build(v.Input(), v.Result, report.Options{Extent: report.Summary})))
	page, _, _ := strings.Cut(markdown(v.Input()), "\n## After that")
	first, _, _ := strings.Cut(summary, "\n## About this report")
	if first != page {
		t.Errorf("the summary is not the first page:\n%s", summary)
	}
	// Two minutes at 240 words a minute.
	if n := len(strings.Fields(summary)); n > 480 {
		t.Errorf("the summary has %d words", n)
	}
}

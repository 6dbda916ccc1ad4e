package report_test

import (
	"strings"
	"testing"

	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/fixture"
)

func TestCardsAreThoseOfTheReport(t *testing.T) {
	s := fixture.Service(t, now())
	v := fixture.TicketShop(t, s)
	var ids []questionnaire.QuestionID
	for _, step := range v.Result.NowSteps() {
		ids = append(ids, step.Question)
	}
	whole := string(report.Markdown(report.Build(v.Input(), v.Result, report.Options{})))
	for _, id := range ids {
		card := string(report.Markdown(report.Cards(v.Input(), v.Result, id, "no-such-question")))
		f, _ := v.Result.Finding(id)
		if !strings.HasPrefix(card, "# Ticket shop: ") || !strings.Contains(card, "**Decision:** "+string(f.Decision)) {
			t.Errorf("%s: no title or decision in\n%s", id, card)
		}
		_, shared, found := strings.Cut(card, "**Owner:**")
		if !found || !strings.Contains(whole, "**Owner:**"+strings.TrimRight(shared, "\n")) {
			t.Errorf("%s: the report says something else than\n%s", id, card)
		}
	}
	if many := string(report.Markdown(report.Cards(v.Input(), v.Result, ids...))); strings.Count(many, "\n## ") != len(ids) ||
		!strings.HasPrefix(many, "# Ticket shop: 3 steps\n") {
		t.Errorf("not a card for each:\n%s", many)
	}
	if none := report.Cards(v.Input(), v.Result); len(none.Blocks) != 0 {
		t.Errorf("a card of nothing: %+v", none)
	}
}

package seat

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
)

// Now is when the worked example is looked at.
func Now() time.Time { return time.Date(2026, time.November, 26, 14, 13, 0, 0, time.UTC) }

// Example returns the worked example and the service that stores it.
func Example(t testing.TB) (*app.Service, app.View) {
	t.Helper()
	s := fixture.Service(t, Now())
	v, err := s.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

// With returns the view judged again after its answers were changed.
func With(v app.View, change func(a *assessment.Assessment)) app.View {
	v.Assessment.Answers = maps.Clone(v.Assessment.Answers)
	change(&v.Assessment)
	v.Result = analysis.Judge(v.Input())
	return v
}

// All returns the view with every question answered.
func All(v app.View, x assessment.Answer) app.View {
	return With(v, func(a *assessment.Assessment) {
		for _, f := range v.Result.Findings {
			a.Answers[f.Question.ID] = x
		}
	})
}

// Large returns the view with every question ten times.
func Large(v app.View) app.View {
	core := v.Questionnaires[0]
	areas := core.Areas
	for n := range 9 {
		for _, a := range areas {
			a.ID = questionnaire.AreaID(fmt.Sprintf("%s-%d", a.ID, n))
			a.Questions = slices.Clone(a.Questions)
			for i := range a.Questions {
				a.Questions[i].ID = questionnaire.QuestionID(fmt.Sprintf("%s-%d", a.Questions[i].ID, n))
			}
			core.Areas = append(slices.Clip(core.Areas), a)
		}
	}
	v.Questionnaires = append([]questionnaire.Questionnaire{core}, v.Questionnaires[1:]...)
	v.Result = analysis.Judge(v.Input())
	return v
}

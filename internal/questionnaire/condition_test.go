package questionnaire_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"prodfirst/internal/questionnaire"
)

func mustCondition(t testing.TB, s string) questionnaire.Condition {
	t.Helper()
	c, err := questionnaire.ParseCondition(s)
	if err != nil {
		t.Fatalf("ParseCondition(%q): %v", s, err)
	}
	return c
}

func TestParseConditionReadsTheWholeLanguage(t *testing.T) {
	for s, want := range map[string]string{
		"always":                             "always",
		"  always ":                          "always",
		"has:payments":                       "has:payments",
		"has:b2b-sales":                      "has:b2b-sales",
		"any(has:a)":                         "any(has:a)",
		"any(has:a,has:b)":                   "any(has:a, has:b)",
		"all( has:a , not( has:b ) )":        "all(has:a, not(has:b))",
		"not(any(has:a, all(has:b, has:c)))": "not(any(has:a, all(has:b, has:c)))",
		"any (always, has:any)":              "any(always, has:any)",
		strings.Repeat("not(", 16) + "has:a" + strings.Repeat(")", 16): strings.Repeat("not(", 16) + "has:a" + strings.Repeat(")", 16),
	} {
		if got := mustCondition(t, s).String(); got != want {
			t.Errorf("ParseCondition(%q): got %q, want %q", s, got, want)
		}
	}
}

func TestParseConditionSaysColumnAndWhatItExpected(t *testing.T) {
	const start = "always, has:fact, any(…), all(…) or not(…)"
	for s, want := range map[string]string{
		"":                               "condition: column 1: want " + start + ", found the end",
		"payments":                       "condition: column 1: want " + start + `, found "payments"`,
		"Always":                         "condition: column 1: want " + start + `, found "Always"`,
		"has":                            `condition: column 4: want ":" and a fact, as in has:payments, found the end`,
		"has:":                           `condition: column 5: want a fact right after "has:", as in has:payments, found the end`,
		"has: a":                         `condition: column 5: want a fact right after "has:", as in has:payments, found " "`,
		"has:Payments":                   `condition: column 5: want a fact right after "has:", as in has:payments, found "Payments"`,
		"has:a-":                         `condition: column 5: want a fact right after "has:", as in has:payments, found "a-"`,
		"has:a has:b":                    `condition: column 7: want the end of the condition, or any(…, …) or all(…, …) around several, found "has:b"`,
		"any has:a":                      `condition: column 5: want "(", found "has:a"`,
		"any()":                          "condition: column 5: want " + start + `, found ")"`,
		"any(has:a":                      `condition: column 10: want "," or ")", found the end`,
		"any(has:a,)":                    "condition: column 11: want " + start + `, found ")"`,
		"any(has:a;has:b)":               `condition: column 10: want "," or ")", found ";has:b"`,
		"any(has:a))":                    `condition: column 11: want the end of the condition, or any(…, …) or all(…, …) around several, found ")"`,
		"not(has:a, has:b)":              "condition: column 1: not(…) takes one condition, found 2",
		"any(not(has:a,has:b), é":        "condition: column 5: not(…) takes one condition, found 2",
		"any(has:a, é)":                  "condition: column 12: want " + start + `, found "é"`,
		strings.Repeat("not(", 17):       "condition: column 69: nested deeper than 16 levels",
		strings.Repeat(" ", 1001):        "condition: column 1: 1001 bytes long: at most 1000 are read",
		"any(has:a, \x1b[2Jhas:payments": "condition: column 12: want " + start + `, found "\x1b[2Jhas:payments"`,
	} {
		if _, err := questionnaire.ParseCondition(s); err == nil || err.Error() != want {
			t.Errorf("ParseCondition(%q):\ngot  %v\nwant %v", s, err, want)
		}
	}
}

func TestConditionTruthTables(t *testing.T) {
	const y, n, u = questionnaire.Yes, questionnaire.No, questionnaire.Unsure
	for _, row := range []struct{ a, b, any, all, not questionnaire.Truth }{
		{y, y, y, y, n},
		{y, n, y, n, n},
		{y, u, y, u, n},
		{n, y, y, n, y},
		{n, n, n, n, y},
		{n, u, u, n, y},
		{u, y, y, u, u},
		{u, n, u, n, u},
		{u, u, u, u, u},
	} {
		facts := map[questionnaire.FactID]questionnaire.Truth{"a": row.a, "b": row.b}
		for s, want := range map[string]questionnaire.Truth{
			"any(has:a, has:b)": row.any, "all(has:a, has:b)": row.all, "not(has:a)": row.not, "always": y,
			"not(any(has:a, has:b))": negated(row.any), "not(all(has:a, has:b))": negated(row.all), "has:unsaid": u,
		} {
			if got := mustCondition(t, s).Eval(facts); got != want {
				t.Errorf("%s with a %s, b %s: got %s, want %s", s, row.a, row.b, got, want)
			}
		}
	}
}

func negated(t questionnaire.Truth) questionnaire.Truth {
	return map[questionnaire.Truth]questionnaire.Truth{
		questionnaire.Yes: questionnaire.No, questionnaire.No: questionnaire.Yes, questionnaire.Unsure: questionnaire.Unsure,
	}[t]
}

func TestConditionNamesItsFactsOnceInOrder(t *testing.T) {
	got := mustCondition(t, "any(has:b, all(has:a, has:b), not(has:c))").Facts()
	if diff := cmp.Diff([]questionnaire.FactID{"b", "a", "c"}, got); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

func drawCondition(t *rapid.T, depth int) questionnaire.Condition {
	ops := []questionnaire.Op{questionnaire.Always, questionnaire.Has}
	if depth > 0 {
		ops = append(ops, questionnaire.Any, questionnaire.All, questionnaire.Not)
	}
	c := questionnaire.Condition{Op: rapid.SampledFrom(ops).Draw(t, "op")}
	most := 3
	switch c.Op {
	case questionnaire.Always:
		return c
	case questionnaire.Has:
		c.Fact = rapid.SampledFrom([]questionnaire.FactID{"a", "b", "payments", "always", "not"}).Draw(t, "fact")
		return c
	case questionnaire.Not:
		most = 1
	case questionnaire.Any, questionnaire.All:
	}
	for range rapid.IntRange(1, most).Draw(t, "arguments") {
		c.Args = append(c.Args, drawCondition(t, depth-1))
	}
	return c
}

func TestConditionIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawCondition(t, 4)
		got, err := questionnaire.ParseCondition(want.String())
		if len(want.String()) > 1000 {
			t.Skip("too long to be read")
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("ParseCondition(%q): %v (-want +got):\n%s", want, err, diff)
		}
	})
}

func TestKnowingMoreNeverTurnsAnAnswerAround(t *testing.T) {
	truths := []questionnaire.Truth{questionnaire.Yes, questionnaire.No, questionnaire.Unsure}
	rapid.Check(t, func(t *rapid.T) {
		c := drawCondition(t, 4)
		before, after := map[questionnaire.FactID]questionnaire.Truth{}, map[questionnaire.FactID]questionnaire.Truth{}
		for _, f := range c.Facts() {
			before[f] = rapid.SampledFrom(truths).Draw(t, string(f))
			after[f] = before[f]
			if before[f] == questionnaire.Unsure {
				after[f] = rapid.SampledFrom(truths).Draw(t, string(f)+" later")
			}
		}
		if was, is := c.Eval(before), c.Eval(after); was != questionnaire.Unsure && was != is {
			t.Fatalf("%s: %s with %v, but %s with %v", c, was, before, is, after)
		}
	})
}

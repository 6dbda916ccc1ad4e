package cli_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"prodfirst/internal/app"
	"prodfirst/internal/cli"
	"prodfirst/internal/config"
	"prodfirst/questionnaires"
)

func TestUpgradeAtATerminalAsksFirst(t *testing.T) {
	event, err := questionnaires.Files.ReadFile("event.yaml")
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.NewReplacer("event-capacity", "event-capacity", "id: event\n", "id: mine\n", "event-", "mine-").Replace(string(event))
	install := func(d desk, text string) {
		d.service.Library = &app.Library{Shipped: questionnaires.Files, Own: fstest.MapFS{"mine.yaml": {Data: []byte(text)}}}
	}
	for typed, want := range map[string]struct {
		exit int
		says string
	}{
		"yes\n": {0, "Upgraded to mine 99.0.0."},
		"Y\n":   {0, "Upgraded to mine 99.0.0."},
		"no\n":  {2, "error: nothing was changed"},
		"\n":    {2, "error: nothing was changed"},
		"":      {2, "error: nothing was changed"},
	} {
		d := newDesk()
		install(d, mine)
		d.must(t, "new", "Shop", "--pack", "mine")
		_, rest, _ := strings.Cut(mine, "\nversion: ")
		version, _, _ := strings.Cut(rest, "\n")
		install(d, strings.Replace(mine, "version: "+version, "version: 99.0.0", 1))
		var out, errs strings.Builder
		exit := cli.Run(t.Context(), cli.Process{
			Args: []string{"questionnaire", "upgrade", "shop"}, In: strings.NewReader(typed), Out: &out, Err: &errs,
			Terminal: true, OS: "linux",
			Env: func(name string) (string, bool) {
				value, ok := map[string]string{"HOME": "/nowhere", "PRODFIRST_NAME": "Ana"}[name]
				return value, ok
			},
			Service: func(config.Settings, func()) *app.Service { return d.service },
		})
		if text := out.String() + errs.String(); exit != want.exit || !strings.Contains(text, want.says) {
			t.Errorf("typed %q: exit %d\n%s", typed, exit, text)
		}
		if got := strings.Contains(d.must(t, "history", "shop"), "milestone"); got != (want.exit == 0) {
			t.Errorf("typed %q: a milestone was made: %v", typed, got)
		}
	}
}

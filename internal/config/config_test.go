package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"prodfirst/internal/config"
)

type env map[string]string

func (e env) lookup(name string) (string, bool) {
	value, ok := e[name]
	return value, ok
}

func TestDatabaseComesFromFlagThenEnvironmentThenPlatform(t *testing.T) {
	rows := []struct {
		goos string
		flag string
		env  env
		want string
	}{
		{"linux", "f.db", env{"PRODFIRST_DB": "e.db", "HOME": "/h"}, "f.db"},
		{"linux", "", env{"PRODFIRST_DB": "e.db", "HOME": "/h"}, "e.db"},
		{"linux", "", env{"HOME": "/h"}, "/h/.local/share/prodfirst/prodfirst.db"},
		{"linux", "", env{"HOME": "/h", "XDG_DATA_HOME": "/data"}, "/data/prodfirst/prodfirst.db"},
		{"linux", "", env{"HOME": "/h", "XDG_DATA_HOME": "relative"}, "/h/.local/share/prodfirst/prodfirst.db"},
		{"freebsd", "", env{"HOME": "/h"}, "/h/.local/share/prodfirst/prodfirst.db"},
		{"darwin", "", env{"HOME": "/h"}, "/h/Library/Application Support/prodfirst/prodfirst.db"},
		{"windows", "", env{"LocalAppData": "/c/local"}, "/c/local/prodfirst/prodfirst.db"},
	}
	for _, row := range rows {
		got, err := config.Resolve(config.Flags{Database: row.flag}, row.env.lookup, row.goos)
		if err != nil || filepath.ToSlash(got.Database) != row.want {
			t.Errorf("%s, flag %q, %v: database %q, %v, want %q", row.goos, row.flag, row.env, got.Database, err, row.want)
		}
	}
}

func TestTheDatabaseIsShownBelowTheHomeDirectory(t *testing.T) {
	for database, want := range map[string]string{
		"/h/.local/x.db": "~/.local/x.db",
		"/hh/x.db":       "/hh/x.db",
		"x.db":           "x.db",
	} {
		s, err := config.Resolve(config.Flags{Database: database}, env{"HOME": "/h"}.lookup, "linux")
		if got := filepath.ToSlash(s.ShownDatabase()); err != nil || got != want {
			t.Errorf("database %q: shown as %q, %v, want %q", database, got, err, want)
		}
	}
}

func TestWithoutAHomeTheDatabaseHasToBeNamed(t *testing.T) {
	if _, err := config.Resolve(config.Flags{}, env{}.lookup, "linux"); !errors.Is(err, config.ErrNoHome) {
		t.Errorf("no home: got error %v, want ErrNoHome", err)
	}
	got, err := config.Resolve(config.Flags{Database: "x.db"}, env{}.lookup, "linux")
	if err != nil || got.Database != "x.db" || got.Questionnaires != "" {
		t.Errorf("no home, database named: got %+v, %v", got, err)
	}
}

func TestQuestionnairesLieInTheConfigurationDirectory(t *testing.T) {
	rows := []struct {
		goos, flag string
		env        env
		want       string
		asked      bool
	}{
		{"linux", "", env{"HOME": "/h"}, "/h/.config/prodfirst/questionnaires", false},
		{"linux", "", env{"HOME": "/h", "XDG_CONFIG_HOME": "/c"}, "/c/prodfirst/questionnaires", false},
		{"linux", "mine", env{"HOME": "/h"}, "mine", true},
		{"darwin", "", env{"HOME": "/h"}, "/h/Library/Application Support/prodfirst/questionnaires", false},
	}
	for _, row := range rows {
		got, err := config.Resolve(config.Flags{Questionnaires: row.flag}, row.env.lookup, row.goos)
		if err != nil || filepath.ToSlash(got.Questionnaires) != row.want || got.QuestionnairesAsked != row.asked {
			t.Errorf("%s, flag %q, %v: got %q, asked %v, %v, want %q, %v",
				row.goos, row.flag, row.env, got.Questionnaires, got.QuestionnairesAsked, err, row.want, row.asked)
		}
	}
}

func TestTheFirstLocaleThatIsSetDecidesOnASCII(t *testing.T) {
	rows := []struct {
		env  env
		flag bool
		want bool
	}{
		{env{}, false, false},
		{env{}, true, true},
		{env{"LANG": "en_US.UTF-8"}, false, false},
		{env{"LANG": "en_US.UTF-8"}, true, true},
		{env{"LANG": "C.utf8"}, false, false},
		{env{"LANG": "C"}, false, true},
		{env{"LANG": "de_DE.ISO-8859-1"}, false, true},
		{env{"LC_ALL": "C", "LANG": "en_US.UTF-8"}, false, true},
		{env{"LC_ALL": "", "LC_CTYPE": "en_US.UTF-8", "LANG": "C"}, false, false},
	}
	for _, row := range rows {
		row.env["HOME"] = "/h"
		got, err := config.Resolve(config.Flags{ASCII: row.flag}, row.env.lookup, "linux")
		if err != nil || got.ASCII != row.want {
			t.Errorf("flag %v, %v: ASCII %v, %v, want %v", row.flag, row.env, got.ASCII, err, row.want)
		}
	}
}

func TestHowToDrawComesFromTheEnvironment(t *testing.T) {
	plain, err := config.Resolve(config.Flags{}, env{"HOME": "/h", "NO_COLOR": "", "TERM": "xterm"}.lookup, "linux")
	if err != nil || plain.Mono || plain.Dumb || plain.Accessible {
		t.Errorf("nothing asked for: got %+v, %v", plain, err)
	}
	asked, err := config.Resolve(config.Flags{},
		env{"HOME": "/h", "NO_COLOR": "0", "TERM": "dumb", "ACCESSIBLE": "1"}.lookup, "linux")
	if err != nil || !asked.Mono || !asked.Dumb || !asked.Accessible {
		t.Errorf("all asked for: got %+v, %v", asked, err)
	}
}

func TestAKeptNameIsUsedUnlessTheEnvironmentNamesOne(t *testing.T) {
	e := env{"HOME": t.TempDir()}
	resolve := func() config.Settings {
		t.Helper()
		s, err := config.Resolve(config.Flags{}, e.lookup, "linux")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got := resolve().Name(); got != "" {
		t.Errorf("nobody gave a name: got %q", got)
	}
	for _, name := range []string{"Ana", " Zoë Müller \nsecond line", ""} {
		if err := resolve().KeepName(name); err != nil {
			t.Fatalf("keep %q: %v", name, err)
		}
	}
	if got, want := resolve().Name(), "Zoë Müller"; got != want {
		t.Errorf("kept name: got %q, want %q", got, want)
	}
	e["PRODFIRST_NAME"] = " Mei "
	if got := resolve().Name(); got != "Mei" {
		t.Errorf("PRODFIRST_NAME: got %q, want %q", got, "Mei")
	}
	entries, err := os.ReadDir(resolve().Directory)
	if err != nil || len(entries) != 1 {
		t.Errorf("the directory holds %v, %v, want the name file alone", entries, err)
	}
}

func TestAHugeNameFileIsNotReadWhole(t *testing.T) {
	e := env{"HOME": t.TempDir()}
	s, err := config.Resolve(config.Flags{}, e.lookup, "linux")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.KeepName(strings.Repeat("x", 1<<20)); err != nil {
		t.Fatal(err)
	}
	if got := len(s.Name()); got > 1<<10 {
		t.Errorf("a name of 1 MiB came back with %d bytes, want 1 KiB at most", got)
	}
}

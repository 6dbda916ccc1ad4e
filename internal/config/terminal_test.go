package config_test

import (
	"errors"
	"strings"
	"testing"

	"prodfirst/internal/config"
)

func TestThemeComesFromFlagThenEnvironmentThenTerminal(t *testing.T) {
	for _, row := range []struct {
		flag string
		env  env
		want config.Theme
	}{
		{"", env{}, config.Auto},
		{"", env{"PRODFIRST_THEME": "light"}, config.Light},
		{"dark", env{"PRODFIRST_THEME": "light"}, config.Dark},
		{"auto", env{"PRODFIRST_THEME": "pink"}, config.Auto},
		{"", env{"TERM": "linux"}, config.Dark},
		{"light", env{"TERM": "linux"}, config.Light},
	} {
		row.env["HOME"] = "/h"
		got, err := config.Resolve(config.Flags{Theme: row.flag}, row.env.lookup, "linux")
		if err != nil || got.Theme != row.want {
			t.Errorf("flag %q, %v: %q, %v, want %q", row.flag, row.env, got.Theme, err, row.want)
		}
	}
}

func TestUnknownValuesAreNamed(t *testing.T) {
	for _, row := range []struct {
		flag string
		env  env
		want string
	}{
		{"pink", env{}, `--theme is auto, light or dark, not "pink"`},
		{"", env{"PRODFIRST_THEME": "Dark"}, `PRODFIRST_THEME is auto, light or dark, not "Dark"`},
		{"", env{"PRODFIRST_MOUSE": "0"}, `PRODFIRST_MOUSE is yes or no, not "0"`},
	} {
		row.env["HOME"] = "/h"
		_, err := config.Resolve(config.Flags{Theme: row.flag}, row.env.lookup, "linux")
		if !errors.Is(err, config.ErrSetting) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("flag %q, %v: %v, want %q", row.flag, row.env, err, row.want)
		}
	}
}

func TestTheMouseIsOnUnlessSomebodySaysNo(t *testing.T) {
	for _, row := range []struct {
		flag bool
		env  env
		want bool
	}{
		{false, env{}, false},
		{true, env{}, true},
		{true, env{"PRODFIRST_MOUSE": "yes"}, true},
		{false, env{"PRODFIRST_MOUSE": "yes"}, false},
		{false, env{"PRODFIRST_MOUSE": "no"}, true},
	} {
		row.env["HOME"] = "/h"
		got, err := config.Resolve(config.Flags{NoMouse: row.flag}, row.env.lookup, "linux")
		if err != nil || got.NoMouse != row.want {
			t.Errorf("flag %v, %v: %v, %v, want %v", row.flag, row.env, got.NoMouse, err, row.want)
		}
	}
}

func TestOnlyTerminalsThatAreKnownToHaveOneGetAProgressBar(t *testing.T) {
	for _, row := range []struct {
		env  env
		want bool
	}{
		{env{"TERM": "xterm-256color"}, false},
		{env{"TERM_PROGRAM": "iTerm.app"}, false},
		{env{"VTE_VERSION": "7800"}, false},
		{env{"VTE_VERSION": "8001"}, true},
		{env{"WT_SESSION": "0f"}, true},
		{env{"ConEmuANSI": "ON"}, true},
		{env{"TERM_PROGRAM": "ghostty"}, true},
		{env{"TERM_PROGRAM": "ghostty", "TMUX": "/tmp/x"}, false},
		{env{"WT_SESSION": "0f", "STY": "1.x"}, false},
	} {
		row.env["HOME"] = "/h"
		got, err := config.Resolve(config.Flags{}, row.env.lookup, "linux")
		if err != nil || got.Gauge != row.want {
			t.Errorf("%v: %v, %v, want %v", row.env, got.Gauge, err, row.want)
		}
	}
}

// Package config resolves the settings of the program once: a flag goes before the environment, the
// environment before a file, a file before the default.
//
// It reads the environment only through the function it is given, and it must not know what the
// settings are for.
package config

import (
	"errors"
	"path/filepath"
	"strings"
)

// ErrNoHome says that the environment names no home directory, and nothing else says where the
// database is.
var ErrNoHome = errors.New("no home directory")

// ErrSetting says that a setting has a value that it cannot have.
var ErrSetting = errors.New("no such value")

// Theme says which background the colours are for.
type Theme string

// The themes.
const (
	Auto  Theme = "auto" // as the terminal says
	Light Theme = "light"
	Dark  Theme = "dark"
)

// A Lookup finds a variable of the environment, as os.LookupEnv does.
type Lookup func(name string) (value string, found bool)

// Flags are the settings that were given on the command line. Empty ones were not.
type Flags struct {
	Database       string
	Questionnaires string
	ASCII          bool
	NoMouse        bool
	Theme          string
}

// Settings say where things are and how to draw.
type Settings struct {
	Database            string // path of the database file
	Questionnaires      string // directory of the user's own questionnaires; need not exist unless asked for
	QuestionnairesAsked bool   // that directory was named by a flag
	Directory           string // the program's configuration directory; empty if there is no home
	Mono                bool   // no colours: NO_COLOR
	Dumb                bool   // the terminal cannot move its cursor: TERM=dumb
	Accessible          bool   // someone asked for text in order: ACCESSIBLE
	ASCII               bool   // only ASCII glyphs: --ascii, or a locale that is not UTF-8
	Theme               Theme  // --theme or PRODFIRST_THEME
	NoMouse             bool   // the mouse is left to the terminal: --no-mouse, or PRODFIRST_MOUSE=no
	Gauge               bool   // the terminal is one that draws a progress bar of its own

	home string // HOME
	name string // PRODFIRST_NAME
}

// Resolve returns the settings on an operating system, named as runtime.GOOS does. It returns an
// ErrSetting if a setting has a value that it cannot have, and ErrNoHome if nothing says where the
// database is.
func Resolve(f Flags, env Lookup, goos string) (Settings, error) {
	get := func(name string) string {
		value, _ := env(name)
		return value
	}
	s := Settings{
		Database:            f.Database,
		Questionnaires:      f.Questionnaires,
		QuestionnairesAsked: f.Questionnaires != "",
		Mono:                get("NO_COLOR") != "",
		Dumb:                get("TERM") == "dumb",
		Accessible:          get("ACCESSIBLE") != "",
		ASCII:               f.ASCII || !utf8Locale(get),
		Gauge:               gauge(get),
		home:                get("HOME"),
		name:                clean(get("PRODFIRST_NAME")),
	}
	var err error
	if s.Theme, err = themeOf(f, get); err != nil {
		return s, err
	}
	if s.NoMouse, err = noMouse(f, get); err != nil {
		return s, err
	}
	if dir := configHome(get, goos); dir != "" {
		s.Directory = filepath.Join(dir, "prodfirst")
	}
	if s.Questionnaires == "" && s.Directory != "" {
		s.Questionnaires = filepath.Join(s.Directory, "questionnaires")
	}
	if s.Database == "" {
		s.Database = get("PRODFIRST_DB")
	}
	if s.Database == "" {
		dir := dataHome(get, goos)
		if dir == "" {
			return s, ErrNoHome
		}
		s.Database = filepath.Join(dir, "prodfirst", "prodfirst.db")
	}
	return s, nil
}

// ShownDatabase returns the path of the database as people read it: ~ is the home directory.
func (s Settings) ShownDatabase() string {
	if rest, ok := strings.CutPrefix(s.Database, s.home+string(filepath.Separator)); ok && s.home != "" {
		return filepath.Join("~", rest)
	}
	return s.Database
}

// utf8Locale tells whether the locale is UTF-8. One that nobody set is taken for it.
func utf8Locale(get func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(get(name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return true
}

// dataHome returns where the platform keeps a user's data, or nothing.
func dataHome(get func(string) string, goos string) string {
	switch goos {
	case "windows":
		return get("LocalAppData")
	case "darwin":
		return under(get("HOME"), "Library", "Application Support")
	}
	return base(get, "XDG_DATA_HOME", ".local", "share")
}

// configHome returns where the platform keeps a user's configuration, or nothing.
func configHome(get func(string) string, goos string) string {
	switch goos {
	case "windows":
		return get("AppData")
	case "darwin":
		return under(get("HOME"), "Library", "Application Support")
	}
	return base(get, "XDG_CONFIG_HOME", ".config")
}

// base returns a directory of the XDG specification, which says to ignore a relative one.
func base(get func(string) string, name string, usual ...string) string {
	if dir := get(name); filepath.IsAbs(dir) {
		return dir
	}
	return under(get("HOME"), usual...)
}

func under(home string, path ...string) string {
	if home == "" {
		return ""
	}
	return filepath.Join(append([]string{home}, path...)...)
}

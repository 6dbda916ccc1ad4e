package config

import (
	"cmp"
	"fmt"
	"strconv"
)

func themeOf(f Flags, get func(string) string) (Theme, error) {
	from, value := "--theme", f.Theme
	if value == "" {
		from, value = "PRODFIRST_THEME", get("PRODFIRST_THEME")
	}
	switch t := Theme(cmp.Or(value, string(Auto))); t {
	case Light, Dark:
		return t, nil
	case Auto:
		if get("TERM") == "linux" { // the console is black, and says nothing when asked
			return Dark, nil
		}
		return t, nil
	}
	return "", fmt.Errorf("%s is auto, light or dark, not %q: %w", from, value, ErrSetting)
}

func noMouse(f Flags, get func(string) string) (bool, error) {
	switch value := get("PRODFIRST_MOUSE"); value {
	case "", "yes":
		return f.NoMouse, nil
	case "no":
		return true, nil
	default:
		return false, fmt.Errorf("PRODFIRST_MOUSE is yes or no, not %q: %w", value, ErrSetting)
	}
}

// gauge tells whether the terminal is known to draw a progress bar for OSC 9;4. Others take OSC 9
// for a notification, and a terminal inside another one keeps it to itself.
func gauge(get func(string) string) bool {
	const vte = 8000 // 0.80
	if get("TMUX") != "" || get("STY") != "" {
		return false
	}
	version, _ := strconv.Atoi(get("VTE_VERSION")) // none is no VTE
	return get("WT_SESSION") != "" || get("ConEmuANSI") == "ON" || get("TERM_PROGRAM") == "ghostty" || version >= vte
}

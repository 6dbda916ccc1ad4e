package tui_test

import "testing"

func TestThePaletteRecordsADecisionFromAnyScreenOfASystem(t *testing.T) {
	for _, to := range []string{"enter", "g", "s", "r"} {
		u, s := shop(t)
		u.Press("down", to, ":").Type("go or no-go").Sees("record go or no-go").Press("enter").Sees("Go or no-go for")
		u.Press("left", "enter", "enter").Type("nobody has restored a backup yet").Press("enter").Sees("Recorded.", "NO GO for")
		v, err := s.Open(t.Context(), "ticket-shop")
		if err != nil || len(v.Assessment.Calls) != 1 {
			t.Errorf("%s: decision log %+v, %v", to, v.Assessment.Calls, err)
		}
		u.Press("esc").SeesNot("NO GO for")
	}
}

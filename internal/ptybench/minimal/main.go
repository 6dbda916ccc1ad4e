// Command minimal is the least that a Bubble Tea program with a screen can be: what ptybench compares
// the product with.
package main

import (
	"fmt"
	"os"

	tea "charm.land/bubbletea/v2"
)

type counter int

func (c counter) Init() tea.Cmd { return nil }

func (c counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "ctrl+c", "q":
			return c, tea.Quit
		default:
			return c + 1, nil
		}
	}
	return c, nil
}

func (c counter) View() tea.View {
	view := tea.NewView(fmt.Sprintf("hello %d", int(c)))
	view.AltScreen = true
	return view
}

func main() {
	if len(os.Args) > 1 { // so that ptybench can measure this program as if it were the product
		fmt.Println("minimal")
		return
	}
	if _, err := tea.NewProgram(counter(0), tea.WithFPS(120)).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

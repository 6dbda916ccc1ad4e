package cli

import (
	"context"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
)

// home opens the terminal UI, or what can take its place.
func (p *program) home(ctx context.Context) error {
	if !p.Terminal {
		return hinted(errNoTerminal,
			"prodfirst list shows the systems",
			"prodfirst assess ID --plain asks the questions line by line",
			"prodfirst --help")
	}
	s, err := p.config()
	if err != nil {
		return err
	}
	if s.Dumb || s.Accessible {
		return p.plainHome(ctx)
	}
	service, err := p.app()
	if err != nil {
		return err
	}
	return p.screens(ctx, service, "")
}

// screens runs the terminal UI, on a system's walk or at home.
func (p *program) screens(ctx context.Context, service *app.Service, system assessment.ID) error {
	s, err := p.config()
	if err != nil {
		return err
	}
	p.quietly = true
	return p.UI(ctx, UI{Service: service, Settings: s, System: system})
}

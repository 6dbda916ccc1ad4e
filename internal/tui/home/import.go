package home

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

// The fields of the form.
const (
	fileField = "file"
	asField   = "as"
)

// imported is what became of an export.
type imported struct {
	view app.View
	said string
	err  error
}

// unreadable says why no export can be opened here; empty if one can.
func (s screen) unreadable() string {
	if s.env.Read == nil {
		return "No file can be read here."
	}
	return ""
}

// ask opens the form for the path of an export.
func (s screen) ask() screen {
	s.form = widget.Form{Eager: true, Entries: []widget.Entry{
		widget.Line(fileField, "file", "", "such as ~/Downloads/ticket-shop.json").Read(),
		widget.Line(asField, "as", "", "another name, if that one is taken here").Read(),
	}}
	return s
}

func (s screen) typed(msg tea.Msg) (nav.Screen, tea.Cmd) {
	var sign widget.Sign
	s.form, sign = s.form.Update(msg)
	switch sign {
	case widget.Left:
		s.form = widget.Form{}
	case widget.Sent:
		return s.submit()
	case widget.Typed:
	}
	return s, nil
}

// submit reads the file and takes in what is in it.
func (s screen) submit() (nav.Screen, tea.Cmd) {
	path, name := s.form.Text(fileField), s.form.Text(asField)
	switch {
	case path == "":
		s.form = s.form.Refuse(fileField, "the path of a file that prodfirst export wrote")
		return s, nil
	case name != "" && assessment.Slug(name) == "":
		s.form = s.form.Refuse(asField, "a letter or a digit is needed")
		return s, nil
	case widget.Secret(name) != "":
		s.form = s.form.Refuse(asField, "this looks like a secret, and would be seen everywhere: another name")
		return s, nil
	}
	s.importing = true
	service, read := s.env.App, s.env.Read
	run := s.env.Saves.Add(func(ctx context.Context) tea.Msg {
		data, err := read(path)
		if err != nil {
			return imported{err: err}
		}
		v, done, err := service.Import(ctx, data, name)
		return imported{view: v, said: said(v.Assessment.ID, done), err: err}
	})
	return s, func() tea.Msg {
		msg := run()
		if done, ok := msg.(imported); ok && done.err == nil {
			return tea.BatchMsg{nav.Send(done), nav.Send(nav.Say{Text: done.said})}
		}
		return msg
	}
}

// said says what an import did, and what looks like a secret since.
func said(id assessment.ID, done app.Imported) string {
	text := fmt.Sprintf("Imported: %d changes.", done.Added)
	switch {
	case done.Added == 0:
		text = "Nothing new: everything in the file is here already."
	case !done.New:
		text = fmt.Sprintf("Brought up to date: %d of %d changes were new.", done.Added, done.Events)
	}
	if warning := done.Warning(); warning != "" {
		text += fmt.Sprintf(" %s: prodfirst redact %s takes them out.", warning, id)
	}
	return text
}

// imported opens what was taken in, or says beside the field what is wrong; what was typed stays.
func (s screen) imported(msg imported) (nav.Screen, tea.Cmd) {
	if !s.importing {
		return s, nil
	}
	s.importing = false
	if msg.err != nil {
		field, problem := refusal(msg.err)
		s.form = s.form.Refuse(field, problem)
		return s, nil
	}
	s.form = widget.Form{}
	return s, nav.Send(nav.Open{Kind: nav.Agenda, View: msg.view})
}

// refusal says what is wrong with an export, and which field can change that.
func refusal(err error) (field, problem string) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fileField, "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return fileField, "this file may not be read"
	case errors.Is(err, app.ErrExists):
		return asField, err.Error() + ": another name keeps both"
	}
	if happened, todo, ok := app.Advice(err); ok {
		return fileField, happened + ". " + strings.Join(todo, " ")
	}
	return fileField, err.Error()
}

// importFrame draws what is asked for.
func (s screen) importFrame(f nav.Frame, area nav.Area) nav.Frame {
	const label = 7
	th, width := area.Theme, min(area.Width-2*indent, measure)
	f.Crumbs, f.Status = append(f.Crumbs, "open an export"), ""
	lines := append([]string{""}, widget.Style(widget.Wrap("Open someone's export", width), th.Strong)...)
	about := widget.Wrap("A file that \"prodfirst export\" wrote. It is checked as a whole before anything is saved. "+
		"If the system is here already, what happened since is added.", width)
	if area.Height > len(lines)+len(about)+6 {
		lines = append(append(lines, widget.Style(about, th.Dim)...), "")
	}
	lines = widget.Indent(lines, indent)
	typed, x, y := s.form.Draw(widget.FormArea{Indent: indent, Labels: label, Width: max(1, width-label), Theme: th})
	y += len(lines)
	lines = append(lines, typed...)
	if s.importing {
		lines = append(lines, "", strings.Repeat(" ", indent)+th.Dim.Render("Opening "+th.Glyphs.Ellipsis))
	}
	first := 0
	if len(lines) > area.Height {
		first = widget.Offset(len(lines), y, y+1, area.Height)
	}
	f.Body = strings.Join(widget.Crop(lines[first:], area.Width, area.Height), "\n")
	f.Cursor = tea.NewCursor(min(x, max(0, area.Width-1)), y-first)
	return f
}

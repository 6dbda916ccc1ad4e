package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpWidth is the width of all help texts.
const helpWidth = 80

// A group is a heading in the help of the program, and the commands under it.
type group struct {
	title    string
	commands []*cobra.Command
}

// help prints what a command does. Cobra's own templates would cost start-up time.
func help(groups []group) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, _ []string) {
		var b strings.Builder
		for paragraph := range strings.SplitSeq(longest(cmd), "\n\n") {
			b.WriteString(string(wrapped("", paragraph)) + "\n\n")
		}
		b.WriteString("Usage:\n")
		if cmd.Runnable() {
			b.WriteString("  " + cmd.UseLine() + "\n")
		}
		if cmd.HasAvailableSubCommands() {
			b.WriteString("  " + cmd.CommandPath() + " COMMAND\n")
		}
		if cmd.HasParent() {
			section(&b, "Commands", cmd.Commands())
		} else {
			for _, g := range groups {
				section(&b, g.title, g.commands)
			}
		}
		if cmd.HasExample() {
			b.WriteString("\nExamples:\n" + cmd.Example + "\n")
		}
		flags(&b, "Flags", cmd.LocalFlags())
		flags(&b, "Flags of every command", cmd.InheritedFlags())
		_, _ = fmt.Fprint(cmd.OutOrStdout(), b.String())
	}
}

func longest(cmd *cobra.Command) string {
	if cmd.Long != "" {
		return cmd.Long
	}
	return cmd.Short + "."
}

func section(b *strings.Builder, title string, commands []*cobra.Command) {
	if len(commands) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", title)
	for _, c := range commands {
		if c.IsAvailableCommand() {
			fmt.Fprintf(b, "  %-14s %s\n", c.Name(), c.Short)
		}
	}
}

func flags(b *strings.Builder, title string, set *pflag.FlagSet) {
	if set.HasAvailableFlags() {
		fmt.Fprintf(b, "\n%s:\n%s", title, set.FlagUsagesWrapped(helpWidth))
	}
}

func (p *program) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Say what a command does",
		Example: "  prodfirst help gate",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd := root
			for _, name := range args {
				next, err := subcommand(cmd, name)
				if err != nil {
					return err
				}
				cmd = next
			}
			return cmd.Help()
		},
	}
}

// subcommand returns the command below cmd with that name, or an error that names the nearest.
func subcommand(cmd *cobra.Command, name string) (*cobra.Command, error) {
	var names []string
	for _, c := range cmd.Commands() {
		if c.Name() == name {
			return c, nil
		}
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	err := unknown("command", name, names)
	err.Name = strings.TrimPrefix(cmd.CommandPath()+" "+name, "prodfirst ")
	return nil, err
}

// parent makes a command that only has others below it.
func parent(cmd *cobra.Command, below ...*cobra.Command) *cobra.Command {
	cmd.AddCommand(below...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		_, err := subcommand(cmd, args[0])
		return err
	}
	return cmd
}

// takes checks the number of arguments: those named in the usage, from least to most, or any number
// from least if most is negative.
func takes(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		_, usage, _ := strings.Cut(cmd.Use, " ")
		switch {
		case len(args) < least:
			return hinted(fmt.Errorf("%s needs %s", cmd.CommandPath(), usage), example(cmd))
		case most >= 0 && len(args) > most:
			return hinted(fmt.Errorf("%s takes %s, not %q as well", cmd.CommandPath(), usageOr(usage), args[most]), example(cmd))
		}
		return nil
	}
}

func usageOr(usage string) string {
	if usage == "" {
		return "no argument"
	}
	return usage
}

// example returns the first example of a command.
func example(cmd *cobra.Command) string {
	first, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
	return first
}

// flagError names the flag that may be meant.
func flagError(cmd *cobra.Command, err error) error {
	absent, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok || len(absent.GetSpecifiedName()) == 1 {
		return hinted(err, cmd.CommandPath()+" --help")
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return hinted(unknown("flag", "--"+absent.GetSpecifiedName(), names), cmd.CommandPath()+" --help")
}

package cli

import "github.com/spf13/cobra"

// shell is a command interpreter that can complete.
type shell string

const (
	bash       shell = "bash"
	zsh        shell = "zsh"
	fish       shell = "fish"
	powershell shell = "powershell"
)

func (p *program) completionCommand() *cobra.Command {
	shells := []shell{bash, zsh, fish, powershell}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a script that completes commands in your shell",
		Long: `Prints a script that lets a shell complete commands, systems and questions. SHELL is
bash, zsh, fish or powershell.`,
		Example: `  source <(prodfirst completion bash)
  prodfirst completion fish > ~/.config/fish/completions/prodfirst.fish`,
		Args:              takes(1, 1),
		ValidArgsFunction: cobra.FixedCompletions(texts(shells), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch shell(args[0]) {
			case bash:
				return root.GenBashCompletionV2(p.Out, true)
			case zsh:
				return root.GenZshCompletion(p.Out)
			case fish:
				return root.GenFishCompletion(p.Out, true)
			case powershell:
				return root.GenPowerShellCompletionWithDesc(p.Out)
			}
			return unknown("shell", args[0], shells)
		},
	}
}

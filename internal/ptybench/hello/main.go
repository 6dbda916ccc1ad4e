// Command hello is the least that a Go program can be: what ptybench compares --version and --help with.
package main

import "os"

func main() {
	if _, err := os.Stdout.WriteString("hello\n"); err != nil {
		os.Exit(2)
	}
}

//go:build !linux

package boltkv

// networkKind knows no kinds of file systems here.
func networkKind(string) string { return "" }

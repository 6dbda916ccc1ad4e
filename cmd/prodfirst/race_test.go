//go:build race

package main

// The race detector makes every process several times as slow, and most of a process is reading
// questionnaires.
const raced = true

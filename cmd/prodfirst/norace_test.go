//go:build !race

package main

// kills is how many processes are killed.
const kills = 100

//go:build race

package main

// kills is how many processes are killed; the race detector makes each several times as slow.
const kills = 10

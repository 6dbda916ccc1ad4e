//go:build !race

package main

const (
	raced = false
	kills = 100 // how many processes are killed
)

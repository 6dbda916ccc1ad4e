// Package fault has only tests: that what was acknowledged survives kills, power cuts, failing system
// calls, full disks, damage, and other processes. They take long and are skipped unless
// PRODFIRST_FAULTS says how often to try: short, or a number; .ci/faults runs them.
package fault

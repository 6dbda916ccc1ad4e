package boltkv //nolint:testpackage // it gives tests what only they need

// KindOf is for tests: no machine has all of these file systems.
func KindOf(magic int64) string { return kindOf(magic) }

// Package secret finds in a text what looks like a password, a key or a token, so that it can be
// noticed before it is stored and masked where it is shown.
//
// It takes a text and returns places in it. It must not decide what happens to them, and prefers to
// be silent: commit hashes, ids, digests and paths are what people paste most.
package secret

import (
	"cmp"
	"slices"
	"strings"
)

// A Match is a part of a text that looks like a secret: text[Start:End], in bytes.
type Match struct {
	Start, End int
	Kind       string // in words: "GitHub token"
}

// Find returns what looks like a secret in text, from left to right, no two of them overlapping.
func Find(text string) []Match {
	if len(text) < 8 {
		return nil
	}
	lower := lowered(text)
	var all []Match
	for _, find := range []func(text, lower string) []Match{keyBlocks, tokens, urls, assigned, nearby} {
		all = append(all, find(text, lower)...)
	}
	slices.SortStableFunc(all, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var found []Match
	for _, m := range all {
		last := len(found) - 1
		switch {
		case last < 0 || m.Start >= found[last].End:
			found = append(found, m)
		case m.End > found[last].End:
			found[last].End = m.End
		}
	}
	return found
}

// Mask returns text with a mask in place of all that looks like a secret: «redacted GitHub token».
func Mask(text string) string {
	for { // what is left beside a mask may look like one now
		found := Find(text)
		if len(found) == 0 {
			return text
		}
		var b strings.Builder
		end := 0
		for _, m := range found {
			b.WriteString(text[end:m.Start])
			b.WriteString(Redacted(m.Kind))
			end = m.End
		}
		b.WriteString(text[end:])
		text = b.String()
	}
}

// Redacted returns what stands in place of a secret of that kind.
func Redacted(kind string) string { return "«redacted " + kind + "»" }

// lowered is text with ASCII letters in lower case: the same length in bytes, whatever else is in it.
func lowered(text string) string {
	b := []byte(text)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// keyBlocks finds private keys in PEM, with or without their end.
func keyBlocks(text, _ string) []Match {
	const begin, private, end = "-----BEGIN ", "PRIVATE KEY", "-----"
	var found []Match
	for at := 0; ; {
		i := strings.Index(text[at:], begin)
		if i < 0 {
			return found
		}
		start := at + i
		at = start + len(begin)
		head, rest, ok := strings.Cut(text[at:], end)
		if !ok || !strings.Contains(head, private) || len(head) > 40 {
			continue
		}
		body := len(text) - len(rest)
		stop := len(text)
		if j := strings.Index(rest, "-----END "); j >= 0 {
			stop = body + j + len("-----END ")
			if k := strings.Index(text[stop:], end); k >= 0 {
				stop += k + len(end)
			}
		}
		if len(strings.TrimSpace(text[body:stop])) < 40 { // a heading with nothing below it
			continue
		}
		found = append(found, Match{start, stop, "private key"})
		at = stop
	}
}

// urls finds passwords in addresses: scheme://user:password@host.
func urls(text, _ string) []Match {
	var found []Match
	for at := 0; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			return found
		}
		at += i + len("://")
		end := strings.IndexAny(text[at:], "/ \t\r\n\"'<>`")
		if end < 0 {
			end = len(text) - at
		}
		host := strings.LastIndexByte(text[at:at+end], '@')
		if host < 0 {
			continue
		}
		user, password, ok := strings.Cut(text[at:at+host], ":")
		if ok && len(password) >= 4 && !placeholder(password) {
			start := at + len(user) + 1
			found = append(found, Match{start, start + len(password), "password in an address"})
		}
	}
}

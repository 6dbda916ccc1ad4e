package secret

import "strings"

// A label is a word that says that what follows is a secret.
type label struct{ name, kind string }

func labels() []label {
	return []label{
		{"accountkey", "Azure key"},
		{"sharedaccesskey", "Azure key"},
		{"aws_secret_access_key", "AWS secret key"},
		{"secretaccesskey", "AWS secret key"},
		{"secret_access_key", "AWS secret key"},
		{"client_secret", "client secret"},
		{"client-secret", "client secret"},
		{"clientsecret", "client secret"},
		{"passphrase", "passphrase"},
		{"password", "password"},
		{"passwort", "password"},
		{"passwd", "password"},
		{"pwd", "password"},
		{"pass", "password"},
		{"api_key", "API key"},
		{"api-key", "API key"},
		{"apikey", "API key"},
		{"api key", "API key"},
		{"private_key", "private key"},
		{"access_key", "access key"},
		{"encryption_key", "key"},
		{"signing_key", "key"},
		{"secret_key", "key"},
		{"auth_token", "token"},
		{"access_token", "token"},
		{"bearer", "token"},
		{"token", "token"},
		{"credential", "secret"},
		{"secret", "secret"},
	}
}

// assigned finds values given to a name that says what they are: password=…, "api_key": "…".
func assigned(text, lower string) []Match {
	var found []Match
	for _, l := range labels() {
		for at := 0; ; {
			i := strings.Index(lower[at:], l.name)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(l.name)
			if start > 0 && strings.IndexByte(lowerAZ, lower[start-1]) >= 0 && len(l.name) < 6 { // the end of another word
				continue
			}
			from, tight, ok := value(text, at)
			if !ok {
				continue
			}
			end := from + valueLen(text[from:], from > 0 && strings.IndexByte("\"'`", text[from-1]) >= 0)
			if v := text[from:end]; secretive(v, tight) {
				found = append(found, Match{from, end, l.kind})
			}
		}
	}
	return found
}

// value returns where the value of an assignment starts whose name ended at that place, and whether
// it is a program's: a colon and a space are prose as well.
func value(text string, at int) (start int, tight, ok bool) {
	rest := text[at:]
	trimmed := strings.TrimLeft(rest, "\"'` ")
	switch {
	case strings.HasPrefix(trimmed, ":="), strings.HasPrefix(trimmed, "=>"):
		trimmed, tight = trimmed[2:], true
	case strings.HasPrefix(trimmed, "="):
		trimmed, tight = trimmed[1:], true
	case strings.HasPrefix(trimmed, ":"):
		trimmed = trimmed[1:]
		tight = !strings.HasPrefix(trimmed, " ") || len(rest) > 0 && strings.IndexByte("\"'", rest[0]) >= 0
	case strings.HasPrefix(trimmed, "is "):
		trimmed = trimmed[3:]
	default:
		return 0, false, false
	}
	trimmed = strings.TrimLeft(trimmed, " ")
	if n := len("bearer "); len(trimmed) > n && lowered(trimmed[:n]) == "bearer " {
		trimmed = trimmed[n:]
	}
	bare := strings.TrimLeft(trimmed, "\"'`")
	tight = tight || bare != trimmed
	return len(text) - len(bare), tight, bare != ""
}

// valueLen returns how long the value at the start of text is: up to a space, or to the quote.
func valueLen(text string, quoted bool) int {
	stop := " \t\r\n\"'`;<>"
	if quoted {
		stop = "\r\n\"'`"
	}
	end := strings.IndexAny(text, stop)
	if end < 0 {
		end = len(text)
	}
	if next, form := strings.IndexByte(text[:end], '&'), strings.LastIndexByte(text[:end], '='); !quoted && next >= 0 && form > next {
		end = next // of a form: client_secret=…&grant_type=…
	}
	return len(strings.TrimRight(text[:end], ".,;:)]} "))
}

// secretive tells whether a value assigned to a secret's name is one. In prose it has to be less like
// a word than in an assignment.
func secretive(v string, tight bool) bool {
	if len(v) < 8 || len(v) > 500 || placeholder(v) || reference(v) {
		return false
	}
	if !tight {
		return inProse(v)
	}
	if uuid(v) {
		return true
	}
	if classes(v) < 2 || entropy(v) < 2.5 || !strings.ContainsAny(v, digits+"!@#$%^&*") {
		return false
	}
	short := classes(v) >= 3 && len(v) < 20 && !strings.ContainsAny(v, "-_./")
	return short || !written(v)
}

func inProse(v string) bool {
	return classes(v) >= 3 && entropy(v) >= 2.7 && !written(v) && !strings.Contains(v, "/") && strings.ContainsAny(v, digits)
}

// reference tells whether v names where a secret is, or calls for it: env.TOKEN, secrets/db, getenv("X").
func reference(v string) bool {
	switch {
	case strings.ContainsAny(v, " \t"), strings.Contains(v, "://"), v[0] == '.', v[0] == '/' && !lotlike(v):
		return true
	case strings.Contains(v, "(") && strings.HasSuffix(v, ")"):
		return true
	}
	lower := lowered(v)
	for _, start := range []string{"env.", "os.", "process.", "vault:", "vault/", "secrets.", "secrets/", "var.", "config.", "arn:", "op:", "file:", "sha256:", "sha512:"} {
		if strings.HasPrefix(lower, start) {
			return true
		}
	}
	return false
}

// nearby finds what looks drawn by lot within a few words after a word for a secret.
func nearby(text, lower string) []Match {
	const reach = 48
	var found []Match
	for at := 0; at < len(text); {
		n := span(text[at:], base64+"_-")
		if n == 0 {
			at++
			continue
		}
		v := strings.TrimRight(text[at:at+n], "-_")
		if lotlike(v) {
			from := max(0, at-reach)
			if nl := strings.LastIndexByte(text[from:at], '\n'); nl >= 0 {
				from += nl + 1
			}
			if kind := kindBefore(lower[from:at]); kind != "" && (at == 0 || strings.IndexByte("/.#", text[at-1]) < 0) {
				found = append(found, Match{at, at + len(v), kind})
			}
		}
		at += n
	}
	return found
}

// lotlike tells whether a word looks drawn by lot, and is no hash, id, path or name.
func lotlike(v string) bool {
	if len(v) < 20 || len(v) > 500 || placeholder(v) || written(v) || uuid(v) {
		return false
	}
	if span(v, hex) == len(v) {
		return len(v) == 32 && strings.ContainsAny(v, digits) // 40 and 64 are what git and sha256sum print
	}
	slashes := strings.Count(v, "/")
	return classes(v) >= 3 && entropy(v) >= 3.7 && switches(v) >= 4 && slashes <= len(v)/12
}

// kindBefore returns what the words before a value say that it is, "" if they say nothing, or that it
// is no secret.
func kindBefore(before string) string {
	best, kind := -1, ""
	for _, l := range append(labels(), label{"aws", "AWS secret key"}, label{"twilio", "Twilio token"}, label{"key", "key"}) {
		if i := strings.LastIndex(before, l.name); i > best {
			best, kind = i, l.kind
		}
	}
	switch {
	case best < 0:
		return ""
	case kind == "key" && strings.Contains(before, "aws"):
		kind = "AWS secret key"
	}
	for _, no := range []string{
		"sha", "commit", "digest", "checksum", "hash", "fingerprint", "uuid", "trace", "public", "version", "image", "build", "revision", "integrity",
		"key id", "key-id", "keyid", "key_id", "path", "etag", "nonce", "primary key", "partition key", "cache key", "idempotency", "foreign key", "object",
	} {
		if strings.Contains(before, no) {
			return ""
		}
	}
	return kind
}

// uuid tells whether v has the shape of one.
func uuid(v string) bool {
	if len(v) != 36 {
		return false
	}
	for i := range len(v) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (v[i] == '-') || !dash && strings.IndexByte(hex, v[i]) < 0 {
			return false
		}
	}
	return true
}

package secret

import "strings"

// A shape is what tokens of one kind look like: a prefix, and then so many characters of an alphabet.
type shape struct {
	kind     string
	prefix   string
	min, max int // characters after the prefix; max 0: no limit
	of       string
}

const (
	digits  = "0123456789"
	lowerAZ = "abcdefghijklmnopqrstuvwxyz"
	upperAZ = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	hex     = digits + "abcdefABCDEF"
	base32  = upperAZ + digits
	alnum   = digits + lowerAZ + upperAZ
	word    = alnum + "_"
	url64   = alnum + "_-"
	dotted  = url64 + "."
	base64  = alnum + "+/="
)

func shapes() []shape {
	return []shape{
		{"AWS access key id", "AKIA", 16, 16, base32},
		{"AWS access key id", "ASIA", 16, 16, base32},
		{"GitHub token", "ghp_", 36, 255, alnum},
		{"GitHub token", "gho_", 36, 255, alnum},
		{"GitHub token", "ghu_", 36, 255, alnum},
		{"GitHub token", "ghs_", 36, 255, alnum},
		{"GitHub token", "ghr_", 36, 255, alnum},
		{"GitHub token", "github_pat_", 60, 100, word},
		{"GitLab token", "glpat-", 20, 64, dotted},
		{"GitLab token", "gldt-", 20, 64, dotted},
		{"GitLab token", "glrt-", 20, 64, dotted},
		{"GitLab token", "glptt-", 40, 64, dotted},
		{"GitLab token", "glcbt-", 20, 64, dotted},
		{"Slack token", "xoxb-", 20, 200, alnum + "-"},
		{"Slack token", "xoxp-", 20, 200, alnum + "-"},
		{"Slack token", "xoxa-", 20, 200, alnum + "-"},
		{"Slack token", "xoxr-", 20, 200, alnum + "-"},
		{"Slack token", "xoxs-", 20, 200, alnum + "-"},
		{"Slack token", "xapp-", 20, 200, alnum + "-"},
		{"Slack webhook", "hooks.slack.com/services/T", 30, 90, alnum + "/"},
		{"Stripe key", "sk_live_", 16, 250, alnum},
		{"Stripe key", "sk_test_", 16, 250, alnum},
		{"Stripe key", "rk_live_", 16, 250, alnum},
		{"Stripe key", "rk_test_", 16, 250, alnum},
		{"Stripe webhook secret", "whsec_", 24, 100, base64},
		{"Google API key", "AIza", 35, 35, url64},
		{"Google OAuth secret", "GOCSPX-", 24, 40, url64},
		{"Google OAuth token", "ya29.", 30, 0, dotted},
		{"npm token", "npm_", 36, 36, alnum},
		{"PyPI token", "pypi-Ag", 50, 0, url64},
		{"SendGrid key", "SG.", 60, 72, dotted},
		{"Twilio key", "SK", 32, 32, digits + "abcdef"},
		{"OpenAI key", "sk-proj-", 40, 250, url64},
		{"Anthropic key", "sk-ant-", 40, 250, url64},
		{"OpenAI key", "sk-", 40, 60, alnum},
		{"Hugging Face token", "hf_", 34, 40, alnum},
		{"DigitalOcean token", "dop_v1_", 64, 64, hex},
		{"Shopify token", "shpat_", 32, 32, hex},
		{"Vault token", "hvs.", 24, 200, url64},
		{"Databricks token", "dapi", 32, 34, hex},
		{"Mailgun key", "key-", 32, 32, digits + "abcdef"},
		{"Linear key", "lin_api_", 32, 48, alnum},
		{"age secret key", "AGE-SECRET-KEY-1", 58, 58, base32},
	}
}

// tokens finds what has a shape of its own.
func tokens(text, _ string) []Match {
	var found []Match
	for _, s := range shapes() {
		for at := 0; ; {
			i := strings.Index(text[at:], s.prefix)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(s.prefix)
			if start > 0 && strings.IndexByte(word, text[start-1]) >= 0 {
				continue
			}
			n := span(text[at:], s.of)
			for n > 0 && strings.IndexByte(".-", text[at+n-1]) >= 0 { // the end of a sentence
				n--
			}
			end := at + n
			if n < s.min || s.max > 0 && n > s.max || placeholder(text[at:end]) || !random(text[at:end]) {
				continue
			}
			found = append(found, Match{start, end, s.kind})
			at = end
		}
	}
	return append(append(found, jwts(text)...), azure(text)...)
}

// span returns how many bytes at the start of text are of an alphabet.
func span(text, of string) int {
	n := 0
	for n < len(text) && strings.IndexByte(of, text[n]) >= 0 {
		n++
	}
	return n
}

// jwts finds JSON web tokens: a header and a payload, which start with {" in base64, and a signature.
func jwts(text string) []Match {
	var found []Match
	for at := 0; ; {
		i := strings.Index(text[at:], "eyJ")
		if i < 0 {
			return found
		}
		start := at + i
		n := span(text[start:], dotted)
		at = start + n
		parts := strings.Split(strings.TrimRight(text[start:at], "."), ".")
		if len(parts) == 3 && strings.HasPrefix(parts[1], "eyJ") && len(parts[0]) >= 10 && len(parts[1]) >= 10 && len(parts[2]) >= 20 {
			found = append(found, Match{start, start + len(strings.Join(parts, ".")), "JSON web token"})
		}
	}
}

// azure finds client secrets of Entra ID: three characters, a digit and Q~, and 31 to 34 more.
func azure(text string) []Match {
	const before = 4
	var found []Match
	for at := 0; ; {
		i := strings.Index(text[at:], "Q~")
		if i < 0 {
			return found
		}
		mark := at + i
		at = mark + len("Q~")
		n := span(text[at:], dotted+"~")
		for n > 0 && text[at+n-1] == '.' {
			n--
		}
		start := mark - before
		if start < 0 || n < 31 || n > 34 || strings.IndexByte(digits, text[mark-1]) < 0 || span(text[start:], dotted) < before {
			continue
		}
		found = append(found, Match{start, at + n, "Azure client secret"})
	}
}

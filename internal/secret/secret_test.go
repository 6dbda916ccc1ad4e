package secret_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"prodfirst/internal/secret"
	"prodfirst/questionnaires"
)

const (
	lower = "abcdefghijklmnopqrstuvwxyz"
	upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digit = "0123456789"
	hex   = digit + "abcdef"
	alnum = lower + upper + digit
)

// lot draws characters: always the same ones, and no token stands in the source.
type lot struct{ state uint64 }

func (l *lot) draw(n int, of string) string {
	b := make([]byte, n)
	for i := range b {
		l.state = l.state*6364136223846793005 + 1442695040888963407
		b[i] = of[int(l.state>>33)%len(of)]
	}
	return string(b)
}

func (l *lot) uuid() string {
	return l.draw(8, hex) + "-" + l.draw(4, hex) + "-4" + l.draw(3, hex) + "-a" + l.draw(3, hex) + "-" + l.draw(12, hex)
}

// A planted is a secret in a text as somebody may paste it.
type planted struct{ before, secret, after, kind string }

func truths() []planted {
	l := &lot{1}
	b64 := alnum + "+/"
	jwt := "ey" + "J" + l.draw(33, alnum) + ".ey" + "J" + l.draw(60, alnum) + "." + l.draw(43, alnum+"-_")
	pem := "-----BEGIN RSA PRI" + "VATE KEY-----\n" + l.draw(64, b64) + "\n" + l.draw(64, b64) + "\n-----END RSA PRI" + "VATE KEY-----"
	return []planted{
		{"", "AKI" + "A" + l.draw(16, upper+"234567"), "", "AWS access key id"},
		{"the deploy user is ", "AKI" + "A" + l.draw(16, upper+"234567"), ", rotate it", "AWS access key id"},
		{"sts: ", "ASI" + "A" + l.draw(16, upper+"234567"), " until noon", "AWS access key id"},
		{"aws_secret_access_key = ", l.draw(40, b64), "\nregion=eu", "AWS secret key"},
		{"AWS_SECRET_ACCESS_KEY=", l.draw(40, b64), "", "AWS secret key"},
		{"the aws key for the bucket is ", l.draw(40, alnum), " for now", "AWS secret key"},
		{"\"SecretAccessKey\": \"", l.draw(40, b64), "\",", "AWS secret key"},
		{"CI uses ", "gh" + "p_" + l.draw(36, alnum), " since May", "GitHub token"},
		{"", "gh" + "o_" + l.draw(36, alnum), "", "GitHub token"},
		{"(", "gh" + "s_" + l.draw(36, alnum), ")", "GitHub token"},
		{"clone with ", "github" + "_pat_" + l.draw(22, alnum) + "_" + l.draw(59, alnum), ".", "GitHub token"},
		{"git remote: https://oauth2:", "gl" + "pat-" + l.draw(20, alnum), "@gitlab.example/x.git", "GitLab token"},
		{"runner ", "gl" + "rt-" + l.draw(20, alnum), ".", "GitLab token"},
		{"bot ", "xox" + "b-" + l.draw(12, digit) + "-" + l.draw(13, digit) + "-" + l.draw(24, alnum), "", "Slack token"},
		{"", "xox" + "p-" + l.draw(12, digit) + "-" + l.draw(12, digit) + "-" + l.draw(32, hex), " is Mei's", "Slack token"},
		{"socket mode ", "xap" + "p-1-A" + l.draw(10, upper+digit) + "-" + l.draw(13, digit) + "-" + l.draw(64, hex), "", "Slack token"},
		{"curl https://", "hooks.slack" + ".com/services/T" + l.draw(8, upper+digit) + "/B" + l.draw(8, upper+digit) + "/" + l.draw(24, alnum), "", "Slack webhook"},
		{"payments: ", "sk_" + "live_" + l.draw(24, alnum), "", "Stripe key"},
		{"", "sk_" + "test_" + l.draw(99, alnum), " in .env", "Stripe key"},
		{"restricted ", "rk_" + "live_" + l.draw(24, alnum), "", "Stripe key"},
		{"hook ", "whs" + "ec_" + l.draw(32, alnum), "", "Stripe webhook secret"},
		{"maps: ", "AIz" + "a" + l.draw(35, alnum+"-_"), " has no limits", "Google API key"},
		{"", "GOC" + "SPX-" + l.draw(28, alnum), "", "Google OAuth secret"},
		{"", "ya2" + "9.a0" + l.draw(80, alnum), "", "Google OAuth token"},
		{"publish with ", "np" + "m_" + l.draw(36, alnum), "", "npm token"},
		{"//registry.npmjs.org/:_authToken=", "np" + "m_" + l.draw(36, alnum), "", "npm token"},
		{"twine: ", "py" + "pi-Ag" + "EIcHlwaS5vcmc" + l.draw(120, alnum+"-_"), "", "PyPI token"},
		{"mail ", "S" + "G." + l.draw(22, alnum) + "." + l.draw(43, alnum+"-_"), "", "SendGrid key"},
		{"sms ", "S" + "K" + l.draw(32, hex), "", "Twilio key"},
		{"twilio auth ", l.draw(32, hex), " works", "Twilio token"},
		{"DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=", l.draw(86, b64) + "==", ";EndpointSuffix=core.windows.net", "Azure key"},
		{"app registration ", l.draw(3, alnum) + "8Q~" + l.draw(34, alnum), "", "Azure client secret"},
		{"Endpoint=sb://x/;SharedAccessKeyName=root;SharedAccessKey=", l.draw(43, b64) + "=", "", "Azure key"},
		{"", jwt, "", "JSON web token"},
		{"curl -H 'Authorization: Bearer ", jwt, "'", "JSON web token"},
		{"the key:\n", pem, "\n", "private key"},
		{"", strings.ReplaceAll(pem, "RSA ", "OPENSSH "), "", "private key"},
		{"", strings.ReplaceAll(pem[:120], "RSA ", ""), "", "private key"},
		{"postgres://shop:", l.draw(14, alnum), "@db.internal:5432/shop", "password in an address"},
		{"DATABASE_URL=mysql://root:", "hun" + "ter2", "@10.0.0.4/shop?ssl=1", "password in an address"},
		{"redis://:", l.draw(20, alnum), "@cache:6379", "password in an address"},
		{"https://ana:", "Som" + "mer2026", "@wiki.example/x", "password in an address"},
		{"amqp://guest:", "s3cr" + "3t!", "@mq", "password in an address"},
		{"password=", "Tr0" + "ub4dor&3", "", "password"},
		{"password: ", "C0rrect" + "-Horse!9x", " (admin)", "password"},
		{"DB_PASSWORD='", l.draw(16, alnum), "'", "password"},
		{"root pwd=", "Kf7$" + "qLp2!z", ";", "password"},
		{"{\"password\":\"", "W1nter" + "Is#Here", "\"}", "password"},
		{"MYSQL_PWD=", l.draw(12, alnum) + "7", "", "password"},
		{"the admin password is ", "Zx9!" + "mKq2vB", " for now", "password"},
		{"passphrase: \"", "9f!" + "Kd8s0Wq", "\"", "passphrase"},
		{"api_key=", l.draw(32, hex), "", "API key"},
		{"API_KEY: '", l.draw(40, alnum), "'", "API key"},
		{"apiKey = \"", l.draw(24, alnum), "\"", "API key"},
		{"x-api-key: ", l.draw(32, alnum), "", "API key"},
		{"client_secret=", l.draw(32, alnum+"-_"), "&grant_type=x", "client secret"},
		{"CLIENT_SECRET: ", l.draw(40, alnum), "", "client secret"},
		{"SECRET_KEY = '", l.draw(50, alnum+"!#%^*"), "'", "key"},
		{"access_token=", l.draw(40, alnum), "", "token"},
		{"Authorization: Bearer ", l.draw(40, alnum), "", "token"},
		{"heroku api key: ", l.uuid(), "", "API key"},
		{"token = ", l.draw(64, hex), "", "token"},
		{"JWT_SECRET=", l.draw(44, b64), "", "secret"},
		{"secret: ", l.draw(28, alnum), "", "secret"},
		{"the signing secret was ", l.draw(32, alnum), " last year", "secret"},
		{"", "sk-" + "proj-" + l.draw(64, alnum), "", "OpenAI key"},
		{"", "sk-" + "ant-api03-" + l.draw(90, alnum), "", "Anthropic key"},
		{"", "h" + "f_" + l.draw(34, alnum), "", "Hugging Face token"},
		{"", "do" + "p_v1_" + l.draw(64, hex), "", "DigitalOcean token"},
		{"", "shp" + "at_" + l.draw(32, hex), "", "Shopify token"},
		{"vault login ", "hv" + "s." + l.draw(24, alnum), "", "Vault token"},
		{"", "da" + "pi" + l.draw(32, hex), "", "Databricks token"},
	}
}

// lookalikes are texts without a secret in them.
func lookalikes() []string {
	l := &lot{7}
	var all []string
	add := func(texts ...string) { all = append(all, texts...) }
	for range 12 {
		sha, sum := l.draw(40, hex), l.draw(64, hex)
		add("fixed in "+sha, "commit "+sha+" rotates the token", "git show "+sha[:12],
			"https://github.com/org/repo/commit/"+sha, "sha256:"+sum, "the secret scanner's checksum is "+sum,
			"image: registry.example/shop@sha256:"+sum, l.uuid(), "trace id "+l.uuid(), "request "+l.uuid()+" failed at the token endpoint")
	}
	add(strings.Split(strings.TrimSpace(sentences), "\n")...)
	return all
}

const sentences = `
Passwords are hashed with argon2id and a salt per user.
password: see the team's vault
password: stored in 1Password, item "shop production"
The password is rotated every 90 days.
the password is required on every login
password=required
password=${DB_PASSWORD}
password=$DB_PASSWORD
password={{ .Values.db.password }}
password=<your password>
password=********
password=changeme-example
DB_PASSWORD comes from the secret manager
secret: vault/shop/prod
secret: none
secret=true
secrets: docs/secrets.md
token: expires after 15 minutes
token = os.Getenv("TOKEN")
token=process.env.API_TOKEN
token: rotated on 2026-10-01
token lifetime: 3600s
token=null
api_key: in the environment
API key: one for each service, owner Mei
api key is limited to 100 requests
api_key=YOUR_API_KEY
apiKey: config.apiKey
access_key: AWS Secrets Manager, path /prod/shop/access-key
AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
ghp_ is the prefix of GitHub tokens
sk_live_ keys are only in the vault
xoxb-your-token-here
-----BEGIN PUBLIC KEY-----
-----BEGIN CERTIFICATE-----
We look for "-----BEGIN PRIVATE KEY-----" in every push.
postgres://shop:${DB_PASSWORD}@db/shop
postgres://shop@db.internal/shop
https://user:password-placeholder@host/
https://example.org:8443/path@2x.png
http://localhost:8080/login?next=/admin
mailto:ana@example.org
see https://wiki.example/pages/viewpage.action?pageId=123456789
docs/runbooks/restore-2026-11.md
s3://backups/shop/2026/11/22/full.tar.zst
arn:aws:iam::123456789012:role/deploy-production
arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/shop/db-AbCdEf
projects/shop-prod/secrets/stripe-key/versions/3
/etc/ssl/private/shop.key
secrets/scan-2026-11-22.txt
scans/secrets.txt
bak-restore-drill
sec-secrets
id-record-access
own-unknowns-log
event-last-seat
id-break-glass
auth-password-reset
core 1.0.0 and event 1.2.3-beta.4
go1.26.1 linux/amd64
charm.land/bubbletea/v2 v2.1.1-0.20260102030405-abcdef123456
h1:kPmsH2Rrt9NpFG4sEJnG1rNKzYJ0aD6VYkdVV0JHt9c=
integrity sha512-Qn0y0c7y5wZ8w5wC1q3m5r1V9mL5eZ4v6X0mJm3h8eF2Zr3w5K1l7o9qQ2d4s6u8y0A1c3E5g7I9k1M3o5Q7==
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGx5dGhpc2lzYXB1YmxpY2tleWFuZG5vc2VjcmV0 ana@laptop
fingerprint SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8
ETag "33a64df551425fcc55e4d42a148795d9f25f89d4"
md5 d41d8cd98f00b204e9800998ecf8427e
the cache key is d41d8cd98f00b204e9800998ecf8427e
primary key: order_id, created_at
partition key customer-2026
idempotency key 7f9c24e8b1d34c1f9a3e5d7c2b4a6f80 is stored for a day
foreign key fk_orders_customers_2026
public key AgB1Yx9k2LmQ3RsT4uVw5XyZ6a7b8c9d0e1f2g3h4
key id 1234ABCD-12ab-34cd-56ef-1234567890ab
key=value pairs in the log
keyboard: US-International-2026
monkey patching in test_2026
The keynote is at 10:30.
Restored in 42 min on 2026-11-01 by Ravi, logs in CI run 1234567890.
Ticket OPS-4711 has the token rotation plan.
JIRA-1234: replace basic auth by OAuth 2.0
p99 < 200 ms at 1,000 rps, 0.01 % errors
IBAN DE89370400440532013000
phone +49 30 901820
order number 4111-2026-000123
2026-11-22T23:59:59.123456789Z
192.168.0.1:5432 and 2001:0db8:85a3:0000:0000:8a2e:0370:7334
MAC 00:1B:44:11:3A:B7
#a1b2c3 on #ffffff
U+202E and \u2066
eyJ is how a JWT starts
Bearer tokens are checked in the gateway.
Authorization: Bearer <token>
Authorization: Bearer $TOKEN
curl -H "Authorization: Bearer ${ACCESS_TOKEN}"
client_secret: ask Mei
client_secret=env.CLIENT_SECRET
credentials: short-lived, from OIDC
credential helper: osxkeychain
passphrase: four words or more
pass: 12 of 14 tests
pass=true
pass/fail: 212/3
compass=north-by-northwest
bypass: emergency-access-2026
pwd: /srv/shop/releases/20261122
secretary: Ana Müller
tokenizer: cl100k_base
token bucket with 100 tokens, refill 10/s
The token bucket limiter is in internal/ratelimit/bucket.go:42
MAX_TOKENS=4096
token_ttl=900s
secret_name=shop-prod-db-2026
secret_id: prod/stripe
passwordPolicy: minimum-12-characters
password_reset_url=https://shop.example/reset
password_min_length=12
password-hash: bcrypt
password manager: Bitwarden, 14 users
Who knows the root password? Mei and Ravi, sealed envelope in the safe, opened 0 times.
The password of the break-glass account is split between two people.
We scan for secrets with gitleaks 8.18.2 on each push.
TestPasswordIsNeverLogged passes since v2.3.0
KubernetesSecretsEncryptionAtRestProvider
AuthenticationTokenRefreshInterceptor2
VeryLongCamelCaseClassNameForSecretsHandlerFactoryBean
docs/how-we-store-secrets/and-rotate-them/2026-11-22-minutes.md
`

// TestSecretsAreFoundAndOthersLeftAlone prints precision and recall.
func TestSecretsAreFoundAndOthersLeftAlone(t *testing.T) {
	found, missed, wrong := 0, 0, 0
	for _, p := range truths() {
		text := p.before + p.secret + p.after
		got := secret.Find(text)
		masked := secret.Mask(text)
		switch {
		case len(got) != 1 || got[0] != secret.Match{Start: len(p.before), End: len(p.before) + len(p.secret), Kind: p.kind} || masked == text:
			missed++
			t.Logf("missed, or not as a whole: want %s at %d to %d, got %v in %q", p.kind, len(p.before), len(p.before)+len(p.secret), got, text)
		default:
			found++
		}
	}
	others := lookalikes()
	for _, text := range others {
		if got := secret.Find(text); len(got) > 0 {
			wrong++
			t.Logf("no secret: got %v in %q", got, text)
		}
	}
	precision, recall := float64(found)/float64(found+wrong), float64(found)/float64(found+missed)
	t.Logf("%d secrets, %d lookalikes: precision %.3f, recall %.3f", found+missed, len(others), precision, recall)
	if found+missed < 50 || len(others) < 200 || precision < 0.95 || recall < 0.95 {
		t.Errorf("got precision %.3f, recall %.3f on %d and %d texts, want 0.95 and 0.95 on 50 and 200",
			precision, recall, found+missed, len(others))
	}
}

func TestQuestionnairesHoldNoSecrets(t *testing.T) {
	files, err := fs.Glob(questionnaires.Files, "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files, %v", len(files), err)
	}
	lines := 0
	for _, name := range files {
		data, err := fs.ReadFile(questionnaires.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			lines++
			if got := secret.Find(string(line)); len(got) > 0 {
				t.Errorf("%s: got %v in %q", name, got, line)
			}
		}
	}
	t.Logf("%d lines", lines)
}

func TestMaskNamesTheKindAndKeepsTheRest(t *testing.T) {
	l := &lot{3}
	token := "gh" + "p_" + l.draw(36, alnum)
	got := secret.Mask("CI uses " + token + " since May, and " + token + ".")
	if want := "CI uses «redacted GitHub token» since May, and «redacted GitHub token»."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if plain := "nothing to see"; secret.Mask(plain) != plain {
		t.Errorf("got %q, want %q", secret.Mask(plain), plain)
	}
}

func FuzzFind(f *testing.F) {
	for _, p := range truths() {
		f.Add(p.before + p.secret + p.after)
	}
	for _, text := range lookalikes() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range secret.Find(text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) || m.Kind == "" {
				t.Fatalf("Find(%q): got %v after %d, of %d bytes", text, m, end, len(text))
			}
			end = m.End
		}
		masked := secret.Mask(text)
		if utf8.ValidString(text) && !utf8.ValidString(masked) {
			t.Errorf("Mask(%q): got %q, which is no UTF-8", text, masked)
		}
		if again := secret.Mask(masked); again != masked {
			t.Errorf("Mask(%q): got %q, then %q", text, masked, again)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat(sentences, 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		secret.Find(text)
	}
}

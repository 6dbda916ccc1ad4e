package questionnaire

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A lexicon holds the words that the rules look for, in small letters; a blank stands inside phrases.
type lexicon struct {
	openers, yesOrNo, vague, excluding, products, artefacts, done, notYet, absence, verbs, explaining, figures []string
}

func newLexicon() lexicon {
	list := func(s string) []string { return strings.Split(s, ", ") }
	return lexicon{
		openers: list("who, whose, what, which, when, where, how, at what, in which, under which, for which, from where"),
		yesOrNo: list("do, does, did, is, are, was, were, have, has, had, can, could, should, will, would, may, must"),
		vague: list("appropriate, appropriately, adequate, adequately, proper, properly, robust, robustly, " +
			"sufficient, sufficiently, regularly, best practice, best practices, reasonable, reasonably, as needed, " +
			"as necessary, where possible, if possible, care about, state of the art, industry standard, and so on, etc"),
		excluding: list("kill switch, kill switches, bus factor, whitelist, whitelists, whitelisted, blacklist, blacklists, " +
			"blacklisted, master, masters, slave, slaves, sanity check, sanity checks, sanity-check, war room, war rooms, " +
			"guys, manpower, man-hours, man-days, grandfathered, crazy, insane, dummy, crippled"),
		products: list("airtable, akamai, algolia, amazon, android studio, ansible, anthropic, asana, atlassian, auth0, aws, azure, " +
			"bigquery, bitbucket, braintree, chatgpt, circleci, claude code, clickhouse, cloudflare, cloudfront, cloudwatch, codex, cognito, " +
			"confluence, copilot, databricks, datadog, deepseek, digitalocean, django, docker, dropbox, dynamodb, ebay, " +
			"elasticsearch, etcd, facebook, fargate, fastly, figma, firebase, firestore, gcp, gemini, github, gitlab, gmail, google, " +
			"grafana, heroku, hetzner, hubspot, hugging face, instagram, intercom, jenkins, jira, kafka, keycloak, kibana, kubernetes, " +
			"langchain, laravel, launchdarkly, linkedin, llama, looker, mailchimp, mailgun, mariadb, microsoft, mistral, mixpanel, " +
			"mollie, mongodb, mysql, netlify, new relic, nginx, node js, okta, onedrive, openai, opensearch, openshift, opsgenie, " +
			"ovh, pagerduty, paypal, perplexity, pinecone, planetscale, postgres, postgresql, posthog, postmark, power bi, prometheus, " +
			"rabbitmq, redis, rds, redshift, route 53, salesforce, sendgrid, servicenow, sharepoint, shopify, snowflake, sonarqube, " +
			"splunk, sqlite, sqs, stack overflow, stripe, supabase, tableau, terraform, trello, twilio, vercel, whatsapp, wordpress, " +
			"zapier, zendesk"),
		artefacts: list("log, report, list, table, export, screenshot, recording, record, test, diagram, runbook, policy, " +
			"inventory, note, minutes, ticket, document, page, link, file, configuration, setting, settings, schema, script, " +
			"pipeline, dashboard, chart, graph, trace, query, plan, calendar, rota, roster, contract, agreement, certificate, " +
			"scan, result, output, message, alert, mail, invoice, bill, register, matrix, map, decision, protocol, review, " +
			"history, sheet, card, checklist, catalogue, index, commit, rule, drill, video, sample, figure, measurement, " +
			"statement, entry, budget, backlog, board, form, definition, name, names, template, survey, audit, evidence, " +
			"interview, profile, repository, comparison, demonstration, walkthrough, timeline, limit, threshold, manifest, model, process, copy, written, writing"),
		done: list("drill, drills, drilled, test, tests, tested, log, logs, logged, rehearsed, rehearsal, exercise, exercised, " +
			"day, days, week, weeks, month, months, quarter, quarters, year, years, hour, hours, minute, minutes, " +
			"daily, weekly, monthly, quarterly, yearly, nightly, today, yesterday"),
		notYet: list("planned, plans to, soon, should, will be, to be done"),
		absence: list("nobody, no, never, nothing, none, not, nowhere, neither, nor, without, no one, cannot, unknown, " +
			"missing, absent, zero, at least one, only, any, anyone, everyone, everybody, everything, the same"),
		verbs: list("add, agree, alert, allow, answer, apply, archive, ask, assign, attach, automate, block, book, break, build, call, " +
			"cap, cause, change, check, choose, close, collect, compare, configure, connect, copy, correct, count, create, cut, decide, " +
			"define, delete, deliver, deploy, derive, describe, disable, do, document, draft, draw, encrypt, enable, end, enforce, ensure, " +
			"enter, estimate, explain, export, extend, fail, feed, fetch, fill, find, fix, follow, forbid, freeze, generate, get, give, " +
			"grant, group, have, hand, hide, hold, import, include, install, invite, issue, keep, label, learn, let, limit, link, " +
			"list, load, lock, log, look, make, map, mark, measure, mention, merge, migrate, mirror, mount, move, name, narrow, note, " +
			"notify, number, offer, open, order, pay, pick, pin, place, plan, play, point, post, practise, prepare, print, proceed, " +
			"protect, publish, pull, push, put, read, record, reduce, refuse, register, rehearse, reject, release, remove, rename, " +
			"repeat, replace, replay, reply, report, request, require, reserve, reset, restore, restrict, retire, return, review, " +
			"revoke, rotate, route, run, save, scan, schedule, script, search, select, send, separate, serve, set, shorten, show, " +
			"sign, simulate, sit, sort, split, start, state, stop, store, strip, subscribe, switch, take, talk, tell, test, throw, " +
			"time, trace, track, train, translate, trigger, try, turn, type, unplug, update, upload, use, validate, verify, walk, " +
			"watch, weigh, wire, withdraw, wrap, write"),
		explaining: list("explain, draw, show, describe, name, walk, point, read"),
		figures: list("one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, fifteen, twenty, thirty, forty, " +
			"fifty, sixty, ninety, hundred, hundreds, thousand, thousands, million, millions, dozen, dozens, half, quarter, " +
			"twice, first, second, third, every, each, monday, tuesday, wednesday, thursday, friday, saturday, sunday"),
	}
}

func (w lexicon) opener(l *linter, q Question) {
	if q.Text != "" && !beginsWith(q.Text, w.openers) && !beginsWith(q.Text, w.yesOrNo) {
		l.report("question", "the question begins with %s: begin with Who, Whose, What, Which, When, Where or How", quote(firstWord(q.Text)))
	}
}

func (w lexicon) noYesOrNo(l *linter, q Question) {
	if beginsWith(q.Text, w.yesOrNo) {
		l.report("question", "the question begins with %s, which asks for yes or no: ask for a thing, a name, a number or a date", quote(firstWord(q.Text)))
	}
}

func (w lexicon) noVague(l *linter, q Question) {
	q.eachText(func(field, text string) {
		if word := phraseIn(text, w.vague); word != "" && (field == "question" || field == "why" || field == "verify" ||
			strings.HasPrefix(field, "levels.") || strings.HasPrefix(field, "steps.")) {
			l.report(field, "%q is vague: say what can be seen", word)
		}
	})
}

func (w lexicon) noExcluding(l *linter, q Question) {
	q.eachText(func(field, text string) {
		if word := phraseIn(text, w.excluding); word != "" {
			l.report(field, "%q shuts people out: use another word", word)
		}
	})
}

func (w lexicon) noProduct(l *linter, q Question) {
	for _, s := range append(q.Levels.written(), statement{"question", q.Text}) {
		text := strings.ReplaceAll(s.text, "'s", "")
		if name := phraseIn(text, w.products); name != "" {
			field := s.key
			if field != "question" {
				field = "levels." + field
			}
			l.report(field, "%q is a product or a vendor: say what kind of thing it is", name)
		}
	}
}

func (w lexicon) artefact(l *linter, q Question) {
	nouns := tokens(q.Verify)
	for i, noun := range nouns {
		nouns[i] = strings.TrimSuffix(noun, "s")
		if stem, ok := strings.CutSuffix(noun, "ies"); ok {
			nouns[i] = stem + "y"
		}
	}
	if q.Verify != "" && phraseIn(strings.Join(nouns, " ")+" "+q.Verify, w.artefacts) == "" {
		l.report("verify", "verify names no artefact: name what to look at, such as a log, a list or a recording")
	}
}

func (w lexicon) provenIsDone(l *linter, q Question) {
	s := q.Levels.Proven
	if s != "" && phraseIn(s, w.done) == "" && !strings.ContainsFunc(s, unicode.IsDigit) {
		l.report("levels.proven", "the level proven says neither what was exercised nor how recently")
	}
}

func (w lexicon) inPlaceIsNow(l *linter, q Question) {
	if word := phraseIn(q.Levels.InPlace, w.notYet); word != "" {
		l.report("levels.in-place", "the level in-place says %q: describe what is there today", word)
	}
}

func (w lexicon) noneIsAbsent(l *linter, q Question) {
	if s := q.Levels.None; s != "" && phraseIn(s, w.absence) == "" {
		l.report("levels.none", "the level none describes no absence: say what is not there, or who does not know")
	}
}

func (w lexicon) imperative(l *linter, q Question) {
	for i, s := range q.Steps {
		if s.Do != "" && !beginsWith(s.Do, w.verbs) {
			l.report("steps."+strconv.Itoa(i), "step %d begins with %s: begin with what to do, a verb", i+1, quote(firstWord(s.Do)))
		}
	}
}

func (w lexicon) contrast(l *linter, q Question) {
	for _, s := range []statement{{"prototype", q.Prototype}, {"production", q.Production}} {
		if n := utf8.RuneCountInString(s.text); n > 140 {
			l.report(s.key, "%s has %d characters: want at most 140", s.key, n)
		}
	}
	p := q.Production
	if p != "" && phraseIn(p, w.figures) == "" && !strings.ContainsFunc(p, unicode.IsDigit) && !hasName(p) {
		l.report("production", "production has no number, weekday or name: make it one situation")
	}
}

func (w lexicon) knowledgeCheck(l *linter, q Question) {
	if q.Explain != "" && (!beginsWith(q.Explain, []string{"can"}) || phraseIn(q.Explain, w.explaining) == "") {
		l.report("explain", "the knowledge check has to begin with \"Can\" and contain one of %s", strings.Join(w.explaining, ", "))
	}
}

// eachText calls f for every text of q that people read.
func (q Question) eachText(f func(field, text string)) {
	f("title", q.Title)
	f("question", q.Text)
	f("why", q.Why)
	for _, s := range q.Levels.written() {
		f("levels."+s.key, s.text)
	}
	f("verify", q.Verify)
	f("explain", q.Explain)
	f("listen-for", q.ListenFor)
	f("prototype", q.Prototype)
	f("production", q.Production)
	f("ai-failure", q.AIFailure)
	for i, s := range q.Steps {
		f("steps."+strconv.Itoa(i), s.Do)
	}
}

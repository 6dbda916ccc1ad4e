// Package internal is the map of this program; it holds no code.
//
// Data flows one way: questionnaires/*.yaml, questionnaire, assessment, analysis, report. Imports point
// the other way and never back; imports_test.go holds them as a table and fails on any other.
//
//	cmd/prodfirst ──► cli ──► tui          boltkv   memkv           drivers; cmd picks one
//	                  │       │              │       │
//	                  ▼       ▼              ▼       ▼
//	                 app (use cases) ──► store ──► kv (interface)
//	                  │                    │
//	                  ▼                    ▼
//	                report ──► analysis ──► assessment ──► questionnaire
//
// The core takes values and returns values: no context, clock, chance, file, log or goroutine.
//
//   - questionnaire: what may be asked: types, strict decoding, conditions, validation, lint
//   - assessment: what was answered, and the changes that are allowed
//   - analysis: what it means: states, gaps, decisions, verdicts, steps, comparison
//   - report: how it is written down: one document, then Markdown, a page, JSON, CSV, a team's template
//   - exchange: the files that go in and out: an export with its history, and answers to apply
//   - secret: finds what looks like a password or a token in a text
//
// Storage keeps bytes and knows no words of the core above store.
//
//   - kv: the database interface of four methods; kv/memkv and kv/boltkv implement it, kv/kvtest is
//     the contract that both pass
//   - store: assessments and milestones in any kv.DB: keys, encoding, schema numbers, migrations
//
// The faces call use cases and add nothing.
//
//   - app: the use cases, one method each
//   - config: settings, resolved once: flag, environment, file, default
//   - cli: the command line, one file for each command
//   - tui: the terminal UI: the root and its stack of screens; one package for each screen, which know
//     only tui/nav (how to ask for another screen), tui/widget (parts to draw), tui/theme (colours, glyphs,
//     keys) and what several screens share: tui/edit (own answers on their way to the disk), tui/risk (how
//     a risk is accepted, blind spots), tui/gloss (decision words and dates)
//
// Everywhere, and for tests:
//
//   - textsafe: makes foreign text harmless for a terminal, Markdown, HTML, a spreadsheet
//   - testutil: golden (golden files), fixture (builders), seat (a person at one screen), soak (how often);
//     tui/tuitest is a person at the whole terminal UI
//   - fault: what a kill, a power cut, a full disk or a damaged page do to saved answers
//   - ptybench: measures the built program through a pseudo-terminal
package internal

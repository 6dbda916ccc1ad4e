package theme

import "charm.land/bubbles/v2/key"

// ActionID names something a person can do with a key.
type ActionID string

// Actions everywhere. A screen lists those it has in Actions and gets them as a Do.
const (
	ActUp       ActionID = "up"
	ActDown     ActionID = "down"
	ActPageUp   ActionID = "page-up"
	ActPageDown ActionID = "page-down"
	ActTop      ActionID = "top"
	ActBottom   ActionID = "bottom"
	ActEnter    ActionID = "enter"
	ActTab      ActionID = "tab"
	ActBackTab  ActionID = "back-tab"
	ActBack     ActionID = "back"
	ActHelp     ActionID = "help"
	ActUndo     ActionID = "undo"
	ActRedo     ActionID = "redo"
	ActGaps     ActionID = "gaps"
	ActPlan     ActionID = "plan"
	ActReport   ActionID = "report"
	ActQuit     ActionID = "quit"
	ActSuspend  ActionID = "suspend"
	ActStop     ActionID = "stop"
	ActPalette  ActionID = "palette"
	ActFind     ActionID = "find"
	ActHome     ActionID = "home"
	ActWalk     ActionID = "walk"
	ActTheme    ActionID = "theme"
	ActEditor   ActionID = "editor"
)

// Actions on home.
const (
	ActNew      ActionID = "new"
	ActExample  ActionID = "example"
	ActDescribe ActionID = "describe"
	ActFacts    ActionID = "facts"
	ActImport   ActionID = "import"
)

// Actions on describe and facts.
const (
	ActToggle  ActionID = "toggle"
	ActRestNo  ActionID = "rest-no"
	ActShape   ActionID = "shape"
	ActUnshape ActionID = "unshape"
)

// Actions on the agenda.
const (
	ActQuick    ActionID = "quick"
	ActStandard ActionID = "standard"
	ActDeep     ActionID = "deep"
	ActRecheck  ActionID = "recheck"
	ActUpgrade  ActionID = "upgrade"
)

// Actions in the walk.
const (
	ActDontKnow  ActionID = "dont-know"
	ActNone      ActionID = "none"
	ActPartial   ActionID = "partial"
	ActInPlace   ActionID = "in-place"
	ActProven    ActionID = "proven"
	ActNotApply  ActionID = "not-applicable"
	ActNext      ActionID = "next"
	ActPrevious  ActionID = "previous"
	ActUnasked   ActionID = "next-unasked"
	ActEvidence  ActionID = "evidence"
	ActOwner     ActionID = "owner"
	ActNote      ActionID = "note"
	ActCheck     ActionID = "check"
	ActPark      ActionID = "park"
	ActTeach     ActionID = "teach"
	ActAIWritten ActionID = "ai-written"
	ActVotes     ActionID = "votes"
	ActPresent   ActionID = "present"
	ActTopic     ActionID = "topic"

	ActAcceptSuggestion ActionID = "accept-suggestion"
	ActKeepTheirs       ActionID = "keep-theirs"
	ActKeepMine         ActionID = "keep-mine"
	ActMask             ActionID = "mask-secret"
	ActKeepSecret       ActionID = "keep-secret"
)

// Actions at the end of a session.
const (
	ActReadyYes     ActionID = "ready-yes"
	ActReadyNotYet  ActionID = "ready-not-yet"
	ActReadyUnknown ActionID = "ready-unknown"
	ActShip         ActionID = "ship"
	ActDecide       ActionID = "decide"
)

// Actions on gaps, plan and report.
const (
	ActFilter ActionID = "filter"
	ActSort   ActionID = "sort"
	ActWhy    ActionID = "why"
	ActWhatIf ActionID = "what-if"
	ActWrite  ActionID = "write"
	ActCopy   ActionID = "copy"
	ActAgenda ActionID = "agenda"
	ActMatrix ActionID = "matrix"
	ActAccept ActionID = "accept"

	ActNarrow  ActionID = "narrow"
	ActShowAll ActionID = "show-all"
	ActMark    ActionID = "mark"
	ActSpots   ActionID = "blind-spots"
)

// Actions on the knowledge map and the history.
const (
	ActKnowledge ActionID = "knowledge"
	ActHistory   ActionID = "history"
	ActMilestone ActionID = "milestone"
	ActCompare   ActionID = "compare"
	ActMarkFrom  ActionID = "mark-from"
)

// Key says which keys do an action, and how footer and help name it.
type Key struct {
	ID    ActionID
	Keys  []string // as Bubble Tea names them; the first is shown
	Show  string   // in the footer in place of the first key: "0-4", "up down"
	Short string   // in the footer: "show it"; empty: not in the footer
	Long  string   // in help: "show it: add a link, a path or a drill"
	Group string   // in help
}

// Binding returns the key as the library's matcher wants it.
func (k Key) Binding() key.Binding { return key.NewBinding(key.WithKeys(k.Keys...)) }

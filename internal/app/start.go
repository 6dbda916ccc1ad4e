package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

// Start describes a system that is to be assessed.
type Start struct {
	By           string // who describes it; may be empty
	Description  assessment.Description
	Facts        map[questionnaire.FactID]questionnaire.Truth
	NoOtherFacts bool               // facts that were not said, and are not implied, are no
	Packs        []questionnaire.ID // attached besides core and the packs that certainly apply
	NoPacks      []questionnaire.ID // not attached although they apply
}

// New starts an assessment and returns it. It returns an ErrExists that names the id if there is
// one for that name already, and an UnknownError for facts and packs that do not exist.
func (s *Service) New(ctx context.Context, st Start) (View, error) {
	screened, err := s.screen(ctx, "", assessment.Event{By: st.By, Change: assessment.Change{Description: &st.Description}}, assessment.Change{})
	if err != nil {
		return View{}, err
	}
	d := *screened.Change.Description
	st.By = screened.By
	id := assessment.Slug(d.Name)
	if id == "" {
		return View{}, fmt.Errorf("a system needs a name with a letter or a digit in it: %w", assessment.ErrInvalid)
	}
	if err := d.Valid(); err != nil {
		return View{}, err
	}
	facts, err := s.facts(st.Facts, st.NoOtherFacts)
	if err != nil {
		return View{}, err
	}
	attached, files, err := s.choose(facts, st.Packs, st.NoPacks)
	if err != nil {
		return View{}, err
	}
	changes := []assessment.Change{{Description: &d}, {Facts: facts}, {Questionnaires: attached}}
	kinds := []assessment.Kind{assessment.Described, assessment.FactsSaid, assessment.Attaching}
	events := make([]assessment.Event, len(changes))
	at := s.Now().UTC()
	for i, c := range changes {
		events[i] = assessment.Event{
			ID: assessment.EventID(s.NewID()), At: at, By: st.By, Kind: kinds[i], Change: c,
		}
	}
	a, err := s.Store.Create(ctx, id, files, events...)
	if errors.Is(err, store.ErrExists) {
		return View{}, fmt.Errorf("a system with the id %q %w", id, ErrExists)
	}
	if err != nil {
		return View{}, err
	}
	v, err := s.view(ctx, a)
	if err != nil {
		return View{}, err
	}
	s.summarise(ctx, v)
	return v, nil
}

// facts checks that the facts exist and completes them if no others hold.
func (s *Service) facts(said map[questionnaire.FactID]questionnaire.Truth, noOthers bool) (map[questionnaire.FactID]questionnaire.Truth, error) {
	v, err := s.Library.Vocabulary()
	if err != nil {
		return nil, err
	}
	all := v.Facts()
	ids := make([]questionnaire.FactID, len(all))
	for i, f := range all {
		ids[i] = f.ID
	}
	facts := map[questionnaire.FactID]questionnaire.Truth{}
	for id, t := range said {
		if !slices.Contains(ids, id) {
			return nil, unknown("fact", id, ids)
		}
		if t != questionnaire.Yes && t != questionnaire.No && t != questionnaire.Unsure {
			return nil, fmt.Errorf("fact %q: %q: %w", id, t, assessment.ErrInvalid)
		}
		facts[id] = t
	}
	if noOthers {
		for id, k := range v.Resolve(said) {
			if _, ok := said[id]; !ok && k.Truth == questionnaire.Unsure {
				facts[id] = questionnaire.No
			}
		}
	}
	return facts, nil
}

// choose returns the questionnaires to attach and their files: core, the packs that certainly
// apply, and what was asked for.
func (s *Service) choose(facts map[questionnaire.FactID]questionnaire.Truth, with, without []questionnaire.ID) ([]assessment.Attached, [][]byte, error) {
	offered, err := s.Offered(facts)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]questionnaire.ID, len(offered))
	for i, o := range offered {
		ids[i] = o.ID
	}
	for _, id := range slices.Concat(with, without) {
		if !slices.Contains(ids, id) {
			return nil, nil, unknown("questionnaire", id, ids)
		}
	}
	var attached []assessment.Attached
	var files [][]byte
	for _, o := range offered {
		wanted := (o.Applies || slices.Contains(with, o.ID)) && !slices.Contains(without, o.ID)
		if !wanted {
			continue
		}
		// A questionnaire that cannot be loaded must not start an assessment that cannot be opened.
		att, data, err := s.Library.attach(o.ID)
		if err != nil {
			return nil, nil, err
		}
		attached = append(attached, att)
		files = append(files, data)
	}
	return attached, files, nil
}

// Offer is a questionnaire and whether it certainly applies to a system.
type Offer struct {
	Installed
	Applies bool
}

// Offered returns all installed questionnaires for a system with these facts, core first.
func (s *Service) Offered(said map[questionnaire.FactID]questionnaire.Truth) ([]Offer, error) {
	voc, err := s.Library.Vocabulary()
	if err != nil {
		return nil, err
	}
	facts := map[questionnaire.FactID]questionnaire.Truth{}
	for id, k := range voc.Resolve(said) {
		facts[id] = k.Truth
	}
	all, _, err := s.Library.Installed()
	if err != nil {
		return nil, err
	}
	offers := make([]Offer, len(all))
	for i, in := range all {
		offers[i] = Offer{Installed: in, Applies: in.Applies.Eval(facts) == questionnaire.Yes}
	}
	return offers, nil
}

// Preview judges a system that is not stored yet: what its facts would mean.
func (s *Service) Preview(ctx context.Context, st Start) (View, error) {
	facts, err := s.facts(st.Facts, st.NoOtherFacts)
	if err != nil {
		return View{}, err
	}
	attached, _, err := s.choose(facts, st.Packs, st.NoPacks)
	if err != nil {
		return View{}, err
	}
	a := assessment.Assessment{
		ID: assessment.Slug(st.Description.Name), Description: st.Description,
		Facts: facts, Questionnaires: attached,
	}
	return s.view(ctx, a)
}

// Describe replaces the description of a system. The id stays.
func (s *Service) Describe(ctx context.Context, id assessment.ID, by string, d assessment.Description) (View, error) {
	if err := d.Valid(); err != nil {
		return View{}, err
	}
	before, err := s.Store.Load(ctx, id)
	if err != nil {
		return View{}, s.named(ctx, id, err)
	}
	e, err := s.screen(ctx, id, assessment.Event{
		By: by, Kind: assessment.Described, Change: assessment.Change{Description: &d},
	}, assessment.Change{Description: &before.Description})
	if err != nil {
		return View{}, err
	}
	return s.append(ctx, id, 0, e)
}

// SayFacts sets facts; Unsure takes one back. Packs that certainly apply now and did not before
// are attached in the same event, and returned; nothing is ever detached, because answers would
// disappear from sight.
func (s *Service) SayFacts(ctx context.Context, id assessment.ID, by string, said map[questionnaire.FactID]questionnaire.Truth) (View, []questionnaire.ID, error) {
	facts, err := s.facts(said, false)
	if err != nil {
		return View{}, nil, err
	}
	before, err := s.Store.Load(ctx, id)
	if err != nil {
		return View{}, nil, s.named(ctx, id, err)
	}
	e := assessment.Event{By: by, Kind: assessment.FactsSaid, Change: assessment.Change{Facts: facts}}
	added, err := s.called(before, assessment.Apply(before, e))
	if err != nil {
		return View{}, nil, err
	}
	if len(added) > 0 {
		if e.Change.Questionnaires, err = s.attach(ctx, before, added); err != nil {
			return View{}, nil, err
		}
	}
	v, err := s.append(ctx, id, 0, e)
	return v, added, err
}

// called returns the packs that certainly apply after and did not before, and are not attached.
func (s *Service) called(before, after assessment.Assessment) ([]questionnaire.ID, error) {
	was, err := s.Offered(before.Facts)
	if err != nil {
		return nil, err
	}
	is, err := s.Offered(after.Facts)
	if err != nil {
		return nil, err
	}
	var added []questionnaire.ID
	for i, o := range is {
		if _, there := before.Attachment(o.ID); o.Applies && !was[i].Applies && !there {
			added = append(added, o.ID)
		}
	}
	return added, nil
}

// Attach adds questionnaires to an assessment, as they are installed now. Those that are attached
// already stay as they are.
func (s *Service) Attach(ctx context.Context, id assessment.ID, by string, packs ...questionnaire.ID) (View, error) {
	v, err := s.Open(ctx, id)
	if err != nil {
		return View{}, err
	}
	attached, err := s.attach(ctx, v.Assessment, packs)
	if err != nil || len(attached) == len(v.Assessment.Questionnaires) {
		return v, err
	}
	return s.append(ctx, id, 0, assessment.Event{
		By: by, Kind: assessment.Attaching, Change: assessment.Change{Questionnaires: attached},
	})
}

// attach stores questionnaires as they are installed now, and returns the attached ones with them.
func (s *Service) attach(ctx context.Context, a assessment.Assessment, packs []questionnaire.ID) ([]assessment.Attached, error) {
	attached := slices.Clone(a.Questionnaires)
	for _, p := range packs {
		if slices.ContainsFunc(attached, func(a assessment.Attached) bool { return a.ID == p }) {
			continue
		}
		att, data, err := s.Library.attach(p)
		if err != nil {
			return nil, err
		}
		if err := s.Store.PutQuestionnaire(ctx, data); err != nil {
			return nil, err
		}
		attached = append(attached, att)
	}
	return attached, nil
}

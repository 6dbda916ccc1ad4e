package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"prodfirst/internal/textsafe"
)

// function returns what a function makes of its arguments. and, or stop at the first that decides.
func (r *templateRun) function(s *scope, fn *parse.IdentifierNode, args []parse.Node, last []any) any {
	var values []any
	for _, arg := range args {
		value := r.argument(s, arg)
		if r.err != nil {
			return nil
		}
		values = append(values, value)
		if fn.Ident == "and" && !truth(value) || fn.Ident == "or" && truth(value) {
			return value
		}
	}
	values = append(values, last...)
	if fn.Ident == "and" || fn.Ident == "or" {
		if len(values) == 0 {
			r.fail(*s, fn, "%s needs a value", fn.Ident)
			return nil
		}
		return values[len(values)-1]
	}
	result, err := r.functions[fn.Ident](values)
	if err != nil {
		r.fail(*s, fn, "%s: %v", fn.Ident, err)
	}
	return result
}

// templateFunctions returns the functions of templates but and, or.
func templateFunctions() map[string]func([]any) (any, error) {
	text := func(change func(string) string) func([]any) (any, error) {
		return func(args []any) (any, error) {
			if len(args) != 1 {
				return nil, fmt.Errorf("takes one value, not %d", len(args))
			}
			return change(printed(args[0])), nil
		}
	}
	ordered := func(holds func(int) bool) func([]any) (any, error) {
		return func(args []any) (any, error) {
			if len(args) != 2 {
				return nil, fmt.Errorf("takes two values, not %d", len(args))
			}
			order, err := compared(args[0], args[1])
			return holds(order), err
		}
	}
	return map[string]func([]any) (any, error){
		"markdown": text(inert), "html": text(safeHTML), "line": text(textsafe.Line), "upper": text(strings.ToUpper),
		"lt": ordered(func(o int) bool { return o < 0 }), "le": ordered(func(o int) bool { return o <= 0 }),
		"gt": ordered(func(o int) bool { return o > 0 }), "ge": ordered(func(o int) bool { return o >= 0 }),
		"not": func(args []any) (any, error) { return len(args) == 1 && !truth(args[0]), nil },
		"eq":  equal,
		"ne": func(args []any) (any, error) {
			same, err := equal(args)
			return same != true, err
		},
		"len":   length,
		"index": index,
		"join":  joined,
		"print": func(args []any) (any, error) {
			texts := make([]string, len(args))
			for i, arg := range args {
				texts[i] = printed(arg)
			}
			return strings.Join(texts, ""), nil
		},
		"printf": formatted,
	}
}

// printed returns a value as a template writes it.
func printed(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(data)
}

// truth tells whether a value counts as true: it is not empty, zero or false.
func truth(value any) bool {
	switch v := value.(type) {
	case bool:
		return v
	case string:
		return v != ""
	case json.Number:
		f, err := v.Float64()
		return err != nil || f != 0
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return false
}

// elements returns what range goes through: the entries of a list with their numbers, those of an
// object with their names in order; nothing is an empty list.
func elements(value any) (keys, values []any, ok bool) {
	switch v := value.(type) {
	case nil:
		return nil, nil, true
	case []any:
		for i := range v {
			keys = append(keys, json.Number(strconv.Itoa(i)))
		}
		return keys, v, true
	case map[string]any:
		for _, name := range keysOf(v) {
			keys, values = append(keys, name), append(values, v[name])
		}
		return keys, values, true
	}
	return nil, nil, false
}

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// described names the kind of a value for an error.
func described(value any) string {
	switch v := value.(type) {
	case nil:
		return "nothing"
	case string:
		return fmt.Sprintf("the text %.40q", v)
	case json.Number:
		return "the number " + v.String()
	case bool:
		return "a yes or no"
	case []any:
		return "a list"
	}
	return "an object"
}

func equal(args []any) (any, error) {
	if len(args) < 2 {
		return false, fmt.Errorf("takes two values or more, not %d", len(args))
	}
	for _, other := range args[1:] {
		if printed(args[0]) == printed(other) {
			return true, nil
		}
	}
	return false, nil
}

// compared orders two numbers, or two texts, of which dates are some.
func compared(a, b any) (int, error) {
	x, isNumber := a.(json.Number)
	y, too := b.(json.Number)
	if isNumber && too {
		p, errX := x.Float64()
		q, errY := y.Float64()
		if errX != nil || errY != nil {
			return 0, fmt.Errorf("%s and %s are not both numbers", x, y)
		}
		switch {
		case p < q:
			return -1, nil
		case p > q:
			return 1, nil
		}
		return 0, nil
	}
	if isNumber != too {
		return 0, fmt.Errorf("%s and %s cannot be compared", described(a), described(b))
	}
	return strings.Compare(printed(a), printed(b)), nil
}

func length(args []any) (any, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("takes one value, not %d", len(args))
	}
	if text, ok := args[0].(string); ok {
		return json.Number(strconv.Itoa(len([]rune(text)))), nil
	}
	_, values, ok := elements(args[0])
	if !ok {
		return nil, fmt.Errorf("%s has no length", described(args[0]))
	}
	return json.Number(strconv.Itoa(len(values))), nil
}

// index returns an entry of a list by its number, or of an object by its name; nothing if there is
// no such name.
func index(args []any) (any, error) {
	if len(args) != 2 {
		return nil, fmt.Errorf("takes a list or an object and a place, not %d values", len(args))
	}
	switch v := args[0].(type) {
	case map[string]any:
		return v[printed(args[1])], nil
	case []any:
		number, ok := args[1].(json.Number)
		i, err := number.Int64()
		if !ok || err != nil || i < 0 || i >= int64(len(v)) {
			return nil, fmt.Errorf("no place %s in a list of %d", printed(args[1]), len(v))
		}
		return v[i], nil
	case nil:
		return nil, nil //nolint:nilnil // nothing in nothing
	}
	return nil, fmt.Errorf("%s has no places", described(args[0]))
}

func joined(args []any) (any, error) {
	if len(args) != 2 {
		return nil, fmt.Errorf("takes a list and what stands between, not %d values", len(args))
	}
	_, values, ok := elements(args[0])
	if !ok {
		return nil, fmt.Errorf("%s is no list", described(args[0]))
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = printed(v)
	}
	return strings.Join(texts, printed(args[1])), nil
}

// formatted is fmt.Sprintf: numbers without a point are integers.
func formatted(args []any) (any, error) {
	if len(args) == 0 {
		return nil, errors.New("needs a format")
	}
	format, ok := args[0].(string)
	if !ok {
		return nil, fmt.Errorf("%s is no format", described(args[0]))
	}
	values := make([]any, len(args)-1)
	for i, arg := range args[1:] {
		values[i] = arg
		if number, ok := arg.(json.Number); ok {
			if n, err := number.Int64(); err == nil {
				values[i] = n
			} else if f, err := number.Float64(); err == nil {
				values[i] = f
			}
		}
	}
	const widest = 4096
	if text := fmt.Sprintf(format, values...); len(text) <= len(format)+widest*len(args) {
		return text, nil
	}
	return nil, fmt.Errorf("the format %.40q makes too much", format)
}

package textsafe_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"prodfirst/internal/textsafe"
)

func TestJSONIsHarmlessAndMeansTheSame(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("\u009b\u202e\x1b\x7f\ufeff\U000e0041\\u009bdD{\"\n\u2028"))))
	rapid.Check(t, func(t *rapid.T) {
		value := map[string]string{text.Draw(t, "key"): text.Draw(t, "value")}
		data, err := json.MarshalIndent(value, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		safe := textsafe.JSON(data)
		if i := strings.IndexFunc(string(safe), func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) }); i >= 0 {
			t.Errorf("%q still steers a terminal", safe)
		}
		if plain := textsafe.PlainJSON(safe); !bytes.Equal(plain, data) {
			t.Errorf("taken back: got %q, want %q", plain, data)
		}
		var before, after any
		if err := json.Unmarshal(data, &before); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(safe, &after); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(before, after) {
			t.Errorf("got %q, want %q", after, before)
		}
	})
}

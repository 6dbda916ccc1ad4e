//go:build linux && !race

package fault_test

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"prodfirst/internal/testutil/soak"
)

// An op is one call of a process that changes what is on disk, or a line that it said.
type op struct {
	call string // pwrite64, write, sync, ftruncate, create, mkdir, link, rename, unlink, said
	path string
	to   string // of link and rename
	data []byte // of pwrite64, write and said
	at   int    // offset, or size of ftruncate
}

// needStrace skips the test where no process can be traced.
func needStrace(t *testing.T) string {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		refuse(t, "strace is not installed")
	}
	if out, err := exec.CommandContext(t.Context(), strace, "-qq", "-e", "trace=none", "true").CombinedOutput(); err != nil {
		refuse(t, fmt.Sprintf("tracing is refused here: %v: %s", err, out))
	}
	return strace
}

// refuse skips the test, and says so where it says what was covered.
func refuse(t *testing.T, why string) {
	t.Helper()
	soak.Skip(t, why)
}

// record runs a process that plays a role in directory root, and returns what it did there.
func record(t *testing.T, root, role string, args ...string) []op {
	t.Helper()
	log := filepath.Join(t.TempDir(), "trace")
	c := traced(t.Context(), needStrace(t), []string{
		"-y", "-xx", "-s", "16777216", "-o", log, "-e", "trace=/^(pwrite|write|fdatasync|fsync|ftruncate|fallocate|" +
			"open|creat|mkdir|rename|link|unlink|sync_file_range|msync|sync|copy_file_range|sendfile)",
	}, role, args...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("recording %s: %v\n%s", role, err, out)
	}
	ops, err := parseTrace(log, root)
	if err != nil {
		t.Fatal(err)
	}
	return ops
}

// traced prepares a process that plays a role, under strace with these options.
func traced(ctx context.Context, strace string, options []string, role string, args ...string) *exec.Cmd {
	c := child(ctx, role)
	c.Path = strace
	c.Args = append(append([]string{strace, "-f", "--seccomp-bpf", "-qq", "-e", "signal=none"}, options...), os.Args[0])
	c.Args = append(c.Args, args...)
	return c
}

func parseTrace(log, root string) ([]op, error) {
	f, err := os.Open(log)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var ops []op
	began := map[string]string{}
	resumed := regexp.MustCompile(`^<\.\.\. \w+ resumed>`)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<28)
	for lines.Scan() {
		pid, line, _ := strings.Cut(lines.Text(), " ")
		line = strings.TrimSpace(line)
		if start, ok := strings.CutSuffix(line, "<unfinished ...>"); ok {
			began[pid] = strings.TrimSpace(start)
			continue
		}
		if line == "???( <detached ...>" { // a thread that ended with its process, in no call
			continue
		}
		if found := resumed.FindString(line); found != "" {
			line = began[pid] + line[len(found):]
		}
		o, err := parseCall(line)
		if err != nil {
			return nil, fmt.Errorf("%w: %.200s", err, line)
		}
		if o.call == "said" || o.call != "" && (o.path == root || strings.HasPrefix(o.path, root+"/")) {
			ops = append(ops, o)
		}
	}
	return ops, lines.Err()
}

var errTrace = errors.New("not understood in the trace")

// parseCall returns an op without a call for what changes nothing.
func parseCall(line string) (op, error) {
	name, rest, ok := strings.Cut(line, "(")
	inside, result := cutLast(rest, " = ")
	inside, closed := strings.CutSuffix(strings.TrimSpace(inside), ")")
	if !ok || !closed {
		if strings.HasPrefix(line, "+++") || strings.HasPrefix(line, "---") {
			return op{}, nil
		}
		return op{}, errTrace
	}
	if strings.HasPrefix(result, "-1 ") || strings.HasPrefix(result, "?") {
		return op{}, nil
	}
	args := strings.Split(inside, ", ")
	for i := range args {
		args[i] = unhex(args[i])
	}
	at := func(i int) int {
		n, _ := strconv.Atoi(args[i]) // arguments of these calls are numbers
		return n
	}
	switch name {
	case "write":
		if strings.HasPrefix(args[0], "1<") {
			return op{call: "said", data: []byte(args[1])}, nil
		}
		if strings.HasPrefix(args[0], "2<") || strings.Contains(args[0], "anon_inode") || strings.Contains(args[0], "eventfd") {
			return op{}, nil
		}
		return op{call: name, path: pathOf(args[0]), data: []byte(args[1])}, nil
	case "pwrite64":
		return op{call: name, path: pathOf(args[0]), data: []byte(args[1]), at: at(3)}, nil
	case "fdatasync", "fsync":
		return op{call: "sync", path: pathOf(args[0])}, nil
	case "ftruncate":
		return op{call: name, path: pathOf(args[0]), at: at(1)}, nil
	case "openat":
		if strings.Contains(args[2], "O_TRUNC") {
			break
		}
		if strings.Contains(args[2], "O_CREAT") {
			return op{call: "create", path: pathOf(result)}, nil
		}
		return op{}, nil
	case "mkdirat":
		return op{call: "mkdir", path: join(args[0], args[1])}, nil
	case "linkat", "renameat", "renameat2":
		return op{call: name[:4], path: join(args[0], args[1]), to: join(args[2], args[3])}, nil
	case "unlinkat":
		return op{call: "unlink", path: join(args[0], args[1])}, nil
	}
	return op{}, errTrace
}

func cutLast(s, sep string) (before, after string) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i+len(sep):]
}

// unhex decodes what strace escapes, in a string or in the path of a file descriptor.
func unhex(arg string) string {
	arg = strings.TrimSuffix(strings.TrimPrefix(arg, `"`), `"`)
	if len(arg) > 64 && strings.Count(arg, `\x`)*4 == len(arg) {
		b, err := hex.DecodeString(strings.ReplaceAll(arg, `\x`, ""))
		if err == nil {
			return string(b)
		}
	}
	var b strings.Builder
	for i := 0; i < len(arg); i++ {
		if arg[i] == '\\' && i+3 < len(arg) && arg[i+1] == 'x' {
			if v, err := strconv.ParseUint(arg[i+2:i+4], 16, 8); err == nil {
				b.WriteByte(byte(v))
				i += 3
				continue
			}
		}
		b.WriteByte(arg[i])
	}
	return b.String()
}

// pathOf returns the path in "7</path>".
func pathOf(fd string) string {
	_, path, _ := strings.Cut(unhex(fd), "<")
	return strings.TrimSuffix(path, ">")
}

func join(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(pathOf(dir), name)
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"os"

	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"seminar/kernelext/build"
)

// A course is a copy of notebooks/assignments with one set, in which nbgrader works.
type course struct {
	t     testing.TB
	s     *site
	root  string
	set   string
	grade map[string]map[string]grade // by student and cell
	took  map[string]time.Duration    // for grading a student's submission
}

// A grade is what nbgrader's gradebook has for a student's cell.
type grade struct {
	Score, Points float64
	ByHand        bool `json:"by_hand"` // a person must look at it
}

func newCourse(t testing.TB, set string) *course {
	t.Helper()
	s := builtRace(t)
	c := &course{t: t, s: s, root: t.TempDir(), set: set}
	from := os.DirFS(filepath.Join(s.root, "notebooks", "assignments"))
	for _, name := range []string{"nbgrader_config.py", "template/feedback/mathjax.html.j2", "source/" + set + "/" + set + ".ipynb"} {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(c.root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// builtRace is the site with the worker that has the race detector, as install --classroom makes
// it.
func builtRace(t testing.TB) *site {
	t.Helper()
	s := builtSite(t)
	if err := s.installRace(t.Context(), newProgress(t.Output()), build.Host); err != nil {
		t.Fatal(err)
	}
	return s
}

// python runs a Python program where nbgrader is, in the course's folder, and returns what
// it prints. Settings of the tester's own do not reach it.
func (c *course) python(args ...string) string {
	c.t.Helper()
	cmd := c.s.client(c.t, "python", args...)
	cmd.Dir = c.root
	programs := []string{filepath.Join(c.s.root, clientsFolder, "bin"), c.s.program(""), os.Getenv("PATH")}
	cmd.Env = append(cmd.Env, "PATH="+strings.Join(programs, string(os.PathListSeparator)), // nbgrader calls alembic
		"JUPYTER_CONFIG_DIR="+c.root, "JUPYTER_CONFIG_PATH=", "JUPYTER_DATA_DIR="+c.root, "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return string(out)
}

func (c *course) nbgrader(args ...string) string {
	c.t.Helper()
	return c.python(append([]string{"-m", "nbgrader"}, args...)...)
}

// file is the set's file of a step of nbgrader's: source, release, submitted, …
func (c *course) file(step, student, ending string) string {
	return filepath.Join(c.root, step, student, c.set, c.set+ending)
}

// release has nbgrader make what students get.
func (c *course) release() paper {
	c.t.Helper()
	c.nbgrader("generate_assignment", c.set)
	return readPaper(c.t, c.file("release", "", ".ipynb"))
}

// autograde grades every submission in one go, as a teacher does.
func (c *course) autograde() {
	c.t.Helper()
	started := time.Now()
	c.nbgrader("autograde", c.set)
	out := c.python(filepath.Join(c.s.root, "kernelext", "cmd", "seminar", "testdata", "grades.py"),
		"sqlite:///"+filepath.Join(c.root, "gradebook.db"), c.set)
	if err := json.Unmarshal([]byte(out), &c.grade); err != nil {
		c.t.Fatal(err)
	}
	c.took = c.times(started)
}

// times are the distances between the graded notebooks, which nbgrader writes in the order
// of the students' names. The first includes nbgrader's start.
func (c *course) times(started time.Time) map[string]time.Duration {
	took := map[string]time.Duration{}
	for _, student := range slices.Sorted(maps.Keys(c.grade)) {
		info, err := os.Stat(c.file("autograded", student, ".ipynb"))
		if err != nil {
			c.t.Fatal(err)
		}
		took[student] = info.ModTime().Sub(started)
		started = info.ModTime()
	}
	return took
}

const (
	model     = "model"
	untouched = "untouched"
	meddled   = "meddled"
)

// submissions are the notebooks that are handed in: the model solution, the release as it
// is and with its metadata changed, and the wrong solutions, in the company of right ones where nothing is wrong.
func submissions(release, source paper, proof map[string]*wrong) map[string]paper {
	right := release.with(source.solutions())
	all := map[string]paper{model: right, untouched: release, meddled: release.meddledWith()}
	for student, w := range proof {
		all[student] = right.with(w.cells).with(w.edits)
	}
	return all
}

// meddledWith is the paper with a test cell pasted again, which in JupyterLab copies what nbgrader knows it by, and with
// the tag on each test cell that has it left out.
func (p paper) meddledWith() paper {
	p.Cells = slices.Clone(p.Cells)
	var pasted paperCell
	for i, c := range p.Cells {
		if !c.grading().tests() || !c.code() {
			continue
		}
		metadata := maps.Clone(c["metadata"].(map[string]any))
		metadata["tags"] = []string{"skip-execution"}
		p.Cells[i] = maps.Clone(c)
		p.Cells[i]["metadata"] = metadata
		if c.grading().Grade {
			pasted = maps.Clone(p.Cells[i])
		}
	}
	pasted["id"] = "pasted"
	p.Cells = append(p.Cells, pasted)
	return p
}

// The proof by the negative: nbgrader itself releases each set, grades the model solution,
// the release, untouched and with its metadata changed, and the wrong solutions, one of each exercise together, and gives
// feedback.
func TestAssignmentsAreGraded(t *testing.T) {
	builtRace(t)
	assignments(t, func(t *testing.T, name string, source paper, proof map[string]*wrong) {
		c := newCourse(t, name)
		release := c.release()
		proof = together(proof)
		handedIn := submissions(release, source, proof)
		for student, p := range handedIn {
			p.write(t, c.file("submitted", student, ".ipynb"))
		}
		c.autograde()
		proof[model], proof[untouched], proof[meddled] = &wrong{}, &wrong{points: nothing(source)}, &wrong{points: nothing(source)}
		for student := range handedIn {
			t.Run(student, func(t *testing.T) { c.student(t, student, source, proof[student]) })
		}
		t.Run("the release runs", func(t *testing.T) { c.releaseRuns(t, release) })
		t.Run("nothing leaks", func(t *testing.T) { c.nothingLeaks(t, source, handedIn) })
		t.Run("feedback stands alone", func(t *testing.T) { c.feedbackStandsAlone(t) })
		t.Log(c.figures())
	})
}

// nothing are the points of the untouched release.
func nothing(source paper) map[string]float64 {
	points, _ := source.graded()
	for cell := range points {
		points[cell] = 0
	}
	return points
}

// student asserts one student's grades.
func (c *course) student(t *testing.T, student string, source paper, w *wrong) {
	graded := readPaper(t, c.file("autograded", student, ".ipynb"))
	points, words := source.graded()
	for cell, all := range points {
		want := all
		if less, costs := w.points[cell]; costs {
			want = less
		}
		if got := c.grade[student][cell]; got.Score != want || got.Points != all || got.ByHand {
			t.Errorf("%s\ncell %s: %g of %g points (by hand: %v), want %g of %g; it printed:\n%s", w.about, cell, got.Score, got.Points, got.ByHand, want, all, graded.printed(cell))
		}
	}
	for _, cell := range words {
		if got := c.grade[student][cell]; got.Score != 0 || got.ByHand != (student != untouched && student != meddled) {
			t.Errorf("cell %s, in words: %g points, by hand: %v; a person must look at an answer, and only at one", cell, got.Score, got.ByHand)
		}
	}
	for _, cell := range graded.Cells {
		g := cell.grading()
		switch printed := cell.printed(); {
		case g.Grade && strings.Contains(printed, "[stderr] "):
			t.Errorf("cell %s wrote to standard error, which costs its points:\n%s", cell.id(), printed)
		case g.Solution && strings.Contains(printed, "[error] compile error"):
			t.Errorf("cell %s does not compile, which proves nothing:\n%s", cell.id(), printed)
		}
	}
	switch student {
	case model:
		graded.quiet(t, func(grading) bool { return false })
		c.validates(t)
	case untouched:
		graded.quiet(t, grading.tests)
	}
}

// tests tells whether a cell tests a solution: graded, or a self-check.
func (g grading) tests() bool { return g.Locked && !g.Solution }

// quiet asserts that nothing goes to standard error, and that errors come in just the code cells of
// that kind: from a stub (nbgrader_config.py), or from a check.
func (p paper) quiet(t *testing.T, but func(grading) bool) {
	t.Helper()
	for _, cell := range p.Cells {
		printed := cell.printed()
		_, failed, _ := strings.Cut(printed, "[error] ")
		expected := strings.Contains(failed, "not written yet") || strings.HasPrefix(failed, "check failed: ")
		if strings.Contains(printed, "[stderr] ") || cell.code() && but(cell.grading()) != expected || failed != "" && !expected {
			t.Errorf("cell %s of a notebook as it should be prints:\n%s", cell.id(), printed)
		}
	}
}

// printed is what a cell printed, with the kind of each output before it.
func (c paperCell) printed() string {
	var b strings.Builder
	outputs, _ := c["outputs"].([]any)
	for _, one := range outputs {
		output, _ := one.(map[string]any)
		switch output["output_type"] {
		case "error":
			fmt.Fprintf(&b, "[error] %v: %v\n", output["ename"], output["evalue"])
		case "stream":
			fmt.Fprintf(&b, "[%v] %s\n", output["name"], joined(output["text"]))
		default:
			fmt.Fprintf(&b, "[%v] %v\n", output["output_type"], output["data"])
		}
	}
	return b.String()
}

func (p paper) printed(cell string) string {
	for _, c := range p.Cells {
		if c.grading().ID == cell {
			return c.printed()
		}
	}
	return "the cell is gone\n"
}

// validates: the visible part of the tests is what nbgrader's Validate button runs. Its exit
// status is 0 in any case.
func (c *course) validates(t *testing.T) {
	out := c.nbgrader("validate", c.file("submitted", model, ".ipynb"))
	if !strings.Contains(out, "Success! Your notebook passes all the tests.") {
		t.Errorf("the model solution does not validate:\n%s", out)
	}
}

// releaseRuns: a student who opens the release and runs all of it meets nothing but the
// exercises that are not written yet.
func (c *course) releaseRuns(t *testing.T, release paper) {
	c.python("-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--output", "run.ipynb", c.file("release", "", ".ipynb"))
	readPaper(t, filepath.Join(c.root, "release", c.set, "run.ipynb")).quiet(t, grading.tests)
}

// nothingLeaks looks for the lines that are not for students in all that they receive. In a
// student's own feedback stands that student's own code, of course.
func (c *course) nothingLeaks(t *testing.T, source paper, handedIn map[string]paper) {
	c.nbgrader("generate_feedback", c.set)
	c.python("-m", "nbconvert", "--to", "html", c.file("release", "", ".ipynb"))
	secrets := source.secrets(handedIn[untouched])
	if len(secrets) < 20 {
		t.Errorf("only %d lines are looked for", len(secrets))
	}
	for _, path := range []string{c.file("release", "", ".ipynb"), c.file("release", "", ".html")} {
		c.holdsNone(t, path, secrets)
	}
	for student, p := range handedIn {
		c.holdsNone(t, c.file("feedback", student, ".html"), source.secrets(p))
	}
}

// fetched finds what a browser asks another host for before it shows a page.
var fetched = regexp.MustCompile(`<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["']?(?:https?:)?//[^>]*>`)

// feedbackStandsAlone: a student reads it without a network, and no other host learns of that.
func (c *course) feedbackStandsAlone(t *testing.T) {
	page, err := os.ReadFile(c.file("feedback", model, ".html"))
	if err != nil {
		t.Fatal(err)
	}
	if all := fetched.FindAll(page, -1); all != nil {
		t.Errorf("feedback fetches %q", all)
	}
}

// secrets are the lines between markers, without white space, that somebody who has a notebook does
// not know from it.
func (p paper) secrets(known paper) (all []string) {
	var open strings.Builder
	for _, c := range known.Cells {
		open.WriteString(dense(c.source()))
	}
	for _, c := range p.Cells {
		for _, mark := range []string{solutionMark, hiddenMark, schemeMark} {
			within, _, _ := regions(c.source(), mark)
			for _, line := range within {
				if line = dense(line); len(line) > 12 && !strings.Contains(open.String(), line) {
					all = append(all, line)
				}
			}
		}
	}
	return all
}

// dense is a text without its white space and asterisks, which HTML has otherwise.
func dense(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("*`_", r) {
			return -1
		}
		return r
	}, text)
}

var tags = regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>|<[^>]*>`)

// holdsNone asserts that a file that students get has none of the lines, as text.
func (c *course) holdsNone(t *testing.T, path string, secrets []string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
		return
	}
	text := string(data)
	if filepath.Ext(path) == ".html" {
		text = html.UnescapeString(tags.ReplaceAllString(text, ""))
	} else {
		text = ""
		for _, cell := range readPaper(t, path).Cells {
			text += cell.source() + cell.printed()
		}
	}
	text = dense(text)
	for _, line := range secrets {
		if strings.Contains(text, line) {
			t.Errorf("%s holds %q", strings.TrimPrefix(path, c.root), line)
		}
	}
}

// figures say how long grading took.
func (c *course) figures() string {
	var total time.Duration
	slowest := ""
	for student, took := range c.took {
		total += took
		if took > c.took[slowest] {
			slowest = student
		}
	}
	return fmt.Sprintf("%d submissions of %s graded in %.1f s, %.1f s each; the slowest, %s, in %.1f s", len(c.took), c.set, total.Seconds(), total.Seconds()/float64(len(c.took)), slowest, c.took[slowest].Seconds())
}

// A class hands in ps2, right, wrong and untouched in turn, and is graded while nobody looks:
//
//	SEMINAR_PREFIX=$PWD/.venv go test ./kernelext/cmd/seminar -run '^$' -bench Grading -benchtime 1x -timeout 30m
func BenchmarkGrading(b *testing.B) {
	const class, most = 30, 10 * time.Minute
	source, proof := readSet(b, "ps2")
	for b.Loop() {
		c := newCourse(b, "ps2")
		handedIn := submissions(c.release(), source, proof)
		kinds := slices.Sorted(maps.Keys(handedIn))
		for i := range class {
			kind := kinds[i%len(kinds)]
			handedIn[kind].write(b, c.file("submitted", fmt.Sprintf("%02d-%s", i+1, kind), ".ipynb"))
		}
		started := time.Now()
		c.autograde()
		if took := time.Since(started); took > most || len(c.grade) != class {
			b.Errorf("%d submissions in %v, want %d in at most %v", len(c.grade), took, class, most)
		}
		b.Log(c.figures())
	}
}

// The race detector reports a race once in a process, and a bubble of testing/synctest cannot
// begin after one: a test cell that called the student's function before it asked NoRace died
// of a nil pointer, or would have found nothing.
func TestNoRaceCountsWhatTheCellMetBefore(t *testing.T) {
	s := builtRace(t)
	path := notebook(t, "a.ipynb", "gophernotes", "import \"sync\"\n"+`
func count() (n int) {
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() { n++ })
	}
	all.Wait()
	return n
}`, "import \"seminar/kernelext/check\"\n"+`
check.Equal("whether it counts", count() > 0, true)
check.NoRace(func() { count() })`)
	outcomes, err := s.execute(t.Context(), newProgress(t.Output()), []job{{path, ""}}, executeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := outcomes[0].err; got == nil || !strings.Contains(got.Error(), "NoRace: a data race") {
		t.Errorf("the cell ended with %v", got)
	}
}

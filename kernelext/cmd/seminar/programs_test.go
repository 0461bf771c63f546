package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The cells that each Jupyter program runs.
var programCells = []string{
	"import (\n\"fmt\"\n\"os\"\n)\nfunc double(n int) int { return 2 * n }\nfmt.Println(\"hello,\", os.Getenv(\"READER\"))",
	`display.HTML(fmt.Sprintf("<b>%d</b>", double(21)))`,
}

const (
	crashingCell = "go func() { panic(\"no\") }()\nselect {}"
	endlessCell  = "n := 0\nfmt.Println(\"without end\")\nfor { n++ }"
)

// writeNotebook makes a notebook of the cells.
func writeNotebook(t *testing.T, folder string, cells ...string) (path string) {
	t.Helper()
	var all []map[string]any
	for i, source := range cells {
		all = append(all, map[string]any{"cell_type": "code", "id": fmt.Sprint("c", i), "metadata": map[string]any{}, "source": source, "outputs": []any{}, "execution_count": nil})
	}
	text, err := json.Marshal(map[string]any{"cells": all, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": "gophernotes", "display_name": "Go", "language": "go"}}})
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(folder, "x.ipynb")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// shown is what a notebook's cells have shown, a line for each output.
func shown(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var notebook struct {
		Cells []struct {
			Outputs []struct {
				Type  string `json:"output_type"`
				EName string
				Text  lines
				Data  map[string]lines
			}
		}
	}
	if err := json.Unmarshal(text, &notebook); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, cell := range notebook.Cells {
		for _, o := range cell.Outputs {
			fmt.Fprintln(&b, o.Type, o.EName+string(o.Text)+string(cmp.Or(o.Data["text/html"], o.Data["text/plain"])))
		}
	}
	return b.String()
}

// lines is a text that a notebook has in one string or in a list of them.
type lines string

func (l *lines) UnmarshalJSON(text []byte) error {
	var list []string
	if err := json.Unmarshal(text, &list); err == nil {
		*l = lines(strings.TrimSpace(strings.Join(list, "")))
		return nil
	}
	return json.Unmarshal(text, (*string)(l))
}

// Programs that execute a notebook from its first cell to its last.
func TestProgramsThatExecuteNotebooks(t *testing.T) {
	s := builtSite(t)
	hello := "stream hello, reader\nexecute_result <b>42</b>\n"
	crash := "error panic\nexecute_result <b>42</b>\n"
	for name, c := range map[string]struct {
		cmd   func(t *testing.T) *exec.Cmd
		cells []string
		want  string
	}{
		"nbconvert": {func(t *testing.T) *exec.Cmd {
			return s.command(t.Context(), "jupyter", "nbconvert", "--to", "notebook", "--inplace", "--execute", "x.ipynb")
		}, programCells, hello},
		"nbconvert, with errors": {func(t *testing.T) *exec.Cmd {
			return s.command(t.Context(), "jupyter", "nbconvert", "--to", "notebook", "--inplace", "--execute", "--allow-errors", "x.ipynb")
		}, []string{programCells[0], crashingCell, programCells[1]}, "stream hello, reader\n" + crash},
		"nbclient": {func(t *testing.T) *exec.Cmd {
			return s.command(t.Context(), "jupyter", "execute", "--inplace", "x.ipynb")
		}, programCells, hello},
		"nbclient, with errors": {func(t *testing.T) *exec.Cmd {
			return s.command(t.Context(), "jupyter", "execute", "--inplace", "--allow-errors", "x.ipynb")
		}, []string{programCells[0], crashingCell, programCells[1]}, "stream hello, reader\n" + crash},
		"papermill": {func(t *testing.T) *exec.Cmd {
			return s.client(t, "papermill", "--no-progress-bar", "x.ipynb", "x.ipynb")
		}, programCells, hello},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := writeNotebook(t, t.TempDir(), c.cells...)
			cmd := c.cmd(t)
			cmd.Dir, cmd.Env = filepath.Dir(path), append(cmd.Env, "READER=reader")
			if told, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, told)
			}
			if got := shown(t, path); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// What changes while a cell runs is saved as it last was, in one place: the line of long
// work, what a handle shows, and what a cell has drawn again and again.
func TestSavedNotebookHoldsTheLastState(t *testing.T) {
	t.Parallel()
	s := builtSite(t)
	path := writeNotebook(t, t.TempDir(),
		"import (\"fmt\"; \"time\"; \"seminar/kernelext\")\nkernelext.Sequential(6, func(i int) { time.Sleep(250 * time.Millisecond) })",
		"h := display.Show(\"first\")\nfor i := 0; i < 100; i++ { h.Update(i) }\nfmt.Println(\"below\")",
		"h.Update(\"later\")",
		"for i := 0; i < 100; i++ { display.Clear(true); fmt.Println(i) }")
	cmd := s.command(t.Context(), "jupyter", "execute", "--inplace", path)
	if told, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, told)
	}
	want := regexp.MustCompile(`^display_data Sequential: 6 tasks in 1\.\d\d s\ndisplay_data later\nstream below\nstream 99\n$`)
	if got := shown(t, path); !want.MatchString(got) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	page, err := s.command(t.Context(), "jupyter", "nbconvert", "--to", "html", "--stdout", path).Output()
	if line := []byte("<pre>Sequential: 6 tasks in 1."); err != nil || !bytes.Contains(page, line) {
		t.Errorf("the page does not hold the line as plain text: %v", err)
	}
}

// A chart that filled while it measured is saved as the one picture that it became.
func TestSavedChartThatFilled(t *testing.T) {
	t.Parallel()
	path := writeNotebook(t, t.TempDir(),
		"import (\"time\"; \"seminar/charts\"; \"seminar/kernelext\")\nnap := func(ms int) func() { return func() { time.Sleep(time.Duration(ms) * time.Millisecond) } }\n"+
			"table := charts.Live(kernelext.Case{Name: \"long\", Run: nap(400)}, kernelext.Case{Name: \"short\", Run: nap(200)})")
	cmd := builtSite(t).command(t.Context(), "jupyter", "execute", "--inplace", path)
	if told, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, told)
	}
	want := regexp.MustCompile(`^display_data <div class="seminar-chart [^>]*><img alt="short: (1\.9|2\.0)\dx as fast as long\.`)
	if got := shown(t, path); !want.MatchString(got) || strings.Count(got, "\n") != 1 {
		t.Errorf("the notebook holds\n%.500s", got)
	}
	if text, err := os.ReadFile(path); err != nil || bytes.Count(text, []byte(`"image/svg+xml"`)) != 1 {
		t.Errorf("the notebook does not hold one picture: %v", err)
	}
}

// What is typed into a console, line by line; the pager of `?` is its own output.
func TestConsole(t *testing.T) {
	t.Parallel()
	s := builtSite(t)
	cmd := s.client(t, "jupyter-console", "--kernel", "gophernotes", "--simple-prompt")
	cmd.Stdin = strings.NewReader(strings.Join([]string{
		"x := 20", "x + 1", `import "fmt"; fmt.Println("hello,", x)`, "fmt.Println?", "y", `panic("no")`, "x + 2",
		"var name string; fmt.Scanln(&name); fmt.Println(\"I am\", name)", "Gopher", ""}, "\n"))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Errorf("%v", err)
	}
	rest := colours.ReplaceAllString(out.String(), "")
	for _, want := range []string{"Out[2]: 21", "hello, 20", "func Println(a ...any) (n int, err error)", "undefined: y", "panic: no", "cell[6]:1", "Out[7]: 22", "I am Gopher"} {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("no %q in\n%s", want, out.String())
		}
		rest = after
	}
}

// colours are those of a terminal.
var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// A front is a program that shows a notebook in a browser: what it calls its parts.
type front struct {
	server  []string // the command, without its options
	path    string   // of the notebook
	ready   string   // condition: the page says that the kernel is idle
	run     func(b *tab)
	stop    func(b *tab)
	restart func(b *tab)
	text    string // expression: what is shown as outputs
}

// The two classic ones; JupyterLab has tests of its own.
func TestNotebookInABrowser(t *testing.T) {
	chromium(t)
	click := func(element string) func(*tab) {
		return func(b *tab) {
			b.until(element, `(e => e ? (e.click(), true) : false)(document.querySelector('`+element+`'))`)
		}
	}
	for name, p := range map[string]front{
		"Notebook 7": {
			server: []string{"jupyter-notebook"}, path: "/notebooks/x.ipynb",
			ready: kernelIs("idle"),
			run:   func(b *tab) { b.menu("Run", "Run All Cells") },
			stop:  func(b *tab) { b.menu("Kernel", "Interrupt Kernel") },
			restart: func(b *tab) {
				b.menu("Kernel", "Restart Kernel and Clear Outputs of All Cells…")
				b.press("accept", `document.querySelector('.jp-Dialog .jp-mod-accept')`)
			},
			text: `[...document.querySelectorAll('.jp-OutputArea-output')].map(e => e.textContent).join('\n')`,
		},
		"nbclassic": {
			server: []string{"jupyter-nbclassic"}, path: "/nbclassic/notebooks/x.ipynb",
			ready: `document.querySelector('#kernel_indicator_icon.kernel_idle_icon') !== null`,
			run:   click("#run_all_cells a"),
			stop:  click("#int_kernel a"),
			restart: func(b *tab) {
				click("#restart_clear_output a")(b)
				click(".modal-dialog .btn-danger")(b)
			},
			text: `[...document.querySelectorAll('.output_subarea')].map(e => e.textContent).join('\n')`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			writeNotebook(t, folder, append(programCells, endlessCell)...)
			b := browse(t)
			base := serveNotebooks(t, folder, p.server)
			b.do("open the notebook", chromedp.Navigate(base+p.path))
			awaitKernel(t, base)
			b.until("its kernel is ready", p.ready)
			for range 2 {
				p.run(b)
				b.until("the first cells have run", "("+p.text+").includes('hello, reader') && ("+p.text+").includes('42')")
				b.until("the endless one has begun", "("+p.text+").includes('without end')") // an interrupt before that is the cell's before
				p.stop(b)
				b.until("the endless one is interrupted", "("+p.text+").includes('interrupted')")
				b.until("the kernel is ready again", p.ready)
				p.restart(b)
				b.until("nothing is shown", "!("+p.text+").includes('hello')")
				awaitKernel(t, base)
				b.until("the new kernel is ready", p.ready)
			}
			b.shot("notebook-" + strings.ReplaceAll(strings.ToLower(name), " ", "-"))
		})
	}
}

// serveNotebooks starts a server of notebooks on the folder, and ends it with the test.
func serveNotebooks(t *testing.T, folder string, command []string) (base string) {
	t.Helper()
	s := builtSite(t)
	program := s.client
	if _, err := os.Stat(s.program(command[0])); err == nil {
		program = func(t testing.TB, name string, args ...string) *exec.Cmd {
			return s.command(t.Context(), name, args...)
		}
	}
	return s.serveBy(t, program(t, command[0], command[1:]...), folder)
}

// serveBy starts a server of notebooks by this command, which gets the arguments that all
// of them take.
func (s *site) serveBy(t *testing.T, cmd *exec.Cmd, folder string) (base string) {
	t.Helper()
	port, err := anyPort()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Args = append(cmd.Args, "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port="+strconv.Itoa(port),
		"--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.root_dir="+folder)
	var told bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = folder, &told, &told
	cmd.Env = append(cmd.Env, "READER=reader", "JUPYTER_CONFIG_DIR="+filepath.Join(folder, "settings"), "JUPYTER_DATA_DIR="+filepath.Join(folder, "data"),
		"JUPYTERLAB_DIR="+filepath.Join(s.prefix, "share", "jupyter", "lab")) // Notebook 7 is made of JupyterLab's parts
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		end(cmd.Process.Pid, grace)
		<-ended
		if t.Failed() {
			t.Log(&told)
		}
	})
	base = "http://" + loopback(port)
	if err := answers(t.Context(), loopback(port), "/api/status", ended); err != nil {
		t.Fatalf("%v\n%s", err, &told)
	}
	return base
}

// awaitKernel waits until the server has one kernel, which is idle and shown in a page.
// Notebook 7 starts two when it opens, and gives up the first one, whose page says
// that it is ready.
func awaitKernel(t *testing.T, base string) {
	t.Helper()
	for eventually(t, func() bool {
		response, err := http.Get(base + "/api/kernels")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var kernels []struct {
			State       string `json:"execution_state"`
			Connections int
		}
		err = json.NewDecoder(response.Body).Decode(&kernels)
		return err == nil && len(kernels) == 1 && kernels[0].State == "idle" && kernels[0].Connections == 1
	}) {
	}
}

// anyPort returns a port that is free now.
func anyPort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

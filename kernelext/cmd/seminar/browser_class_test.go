package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A teacher opens JupyterLab, finds the course in nbgrader's menu, and generates and releases a
// set with two clicks; a student fetches it from the list, validates it unsolved, is told
// what fails, and hands it in; and the author of a set sees what each cell is to nbgrader.
func TestClassInABrowser(t *testing.T) {
	chromium(t)
	base := openClass(t)
	b := browse(t)
	b.paint("light", "")
	b.do("open JupyterLab", chromedp.Navigate(base+"/lab"))
	b.within(time.Minute, "the curtain is up", `document.querySelector('.jp-Launcher') && !document.getElementById('jupyterlab-splash')`)
	b.menu("Nbgrader", "Formgrader")
	b.within(time.Minute, "the formgrader lists the set", inFrame(`d.body.innerText.includes('ps2')`))
	b.formgrader("generate the students' version", "assign")
	b.formgrader("release it", "release")
	b.until("it is released", inFrame(`(r => r && (r.scrollIntoView(), r.innerText.includes('released')))([...d.querySelectorAll('tr')].find(e => e.innerText.includes('ps2')))`))
	b.shot("class-formgrader")

	b.menu("Nbgrader", "Assignment List")
	b.press("fetch the set", button("Fetch"))
	b.within(time.Minute, "it is fetched", button("Submit"))
	b.shot("class-list")
	b.press("hand it in", button("Submit"))
	b.within(time.Minute, "it is handed in", `document.querySelector('#submitted_assignments_list')?.innerText.includes('ps2')`)

	b.do("open what was fetched", chromedp.Navigate(base+"/lab/tree/ps2/ps2.ipynb"))
	b.within(time.Minute, "the notebook is open", `document.querySelectorAll('.jp-Notebook .jp-Cell').length > 3`)
	b.press("validate it", `document.querySelector('.validate-button')`)
	b.within(5*time.Minute, "it says what fails", `document.querySelector('.jp-Dialog')?.innerText.includes('not written yet')`)
	b.shot("class-validate")

	b = browse(t) // in the other tab JupyterLab would ask whether the notebook is to be left
	b.do("open the source", chromedp.Navigate(base+"/lab/tree/assignments/source/ps2/ps2.ipynb"))
	b.within(time.Minute, "the source is open", `document.querySelectorAll('.jp-Notebook .jp-Cell').length > 3`)
	b.press("look at how it is graded", `[...document.querySelectorAll('.lm-TabBar-tab')].find(e => e.textContent === 'Create Assignment')`)
	b.until("it adds up the points", `document.querySelector('.nbgrader-CreateAssignmentWidget input[type=number]')?.value === '20'`)
	b.until("a test cell has its points", `(e => e && (e.scrollIntoView(), e.closest('.nbgrader-CellWidget').querySelector('.nbgrader-CellPoints input').value === '2'))(
		[...document.querySelectorAll('.nbgrader-CellId input')].find(e => e.value === 'pool-limit'))`)
	b.shot("class-create")
}

func button(text string) string {
	return `[...document.querySelectorAll('button')].find(e => e.innerText === '` + text + `')`
}

// formgrader clicks in the row of the set, and sends the message away that says it went well.
func (b *tab) formgrader(step, column string) {
	b.t.Helper()
	b.until(step, inFrame(`(a => a && (a.click(), true))([...d.querySelectorAll('tr')].find(e => e.innerText.includes('ps2'))?.querySelector('.`+column+` a'))`))
	b.within(time.Minute, step+" goes well", inFrame(`(m => m && m.innerText.includes('Success') && (m.querySelector('button').click(), true))(d.querySelector('.modal.in, .modal.show'))`))
	b.until("the message is gone", inFrame(`!d.querySelector('.modal.in, .modal.show')`))
}

// inFrame is a condition on the document d of the formgrader, which is a page in the page.
func inFrame(condition string) string {
	return `[...document.querySelectorAll('iframe')].some(f => { const d = f.contentDocument; return d?.body && (` + condition + `) })`
}

// openClass starts JupyterLab with nbgrader on a folder that has the course, as the command
// lab does, with an exchange of its own.
func openClass(t *testing.T) (base string) {
	t.Helper()
	s := builtSite(t)
	folder := t.TempDir()
	if err := os.CopyFS(filepath.Join(folder, "assignments"), os.DirFS(filepath.Join(s.root, "notebooks", "assignments"))); err != nil {
		t.Fatal(err)
	}
	for _, made := range []string{"settings", "exchange"} {
		if err := os.Mkdir(filepath.Join(folder, made), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	exchange := "c = get_config()\nc.Exchange.root = '" + filepath.Join(folder, "exchange") + "'\n"
	if err := os.WriteFile(filepath.Join(folder, "settings", "nbgrader_config.py"), []byte(exchange), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := s.client(t, "python", "-m", "jupyterlab")
	above := filepath.Join(s.root, clientsFolder, "bin")
	cmd.Env = append(cmd.Env, "PATH="+strings.Join([]string{above, s.program(""), os.Getenv("PATH")}, string(os.PathListSeparator)),
		"JUPYTER_CONFIG_PATH="+strings.Join([]string{filepath.Join(folder, "assignments"),
			filepath.Join(s.root, "kernelext", "cmd", "seminar", "jupyter"), filepath.Join(s.prefix, "etc", "jupyter")}, string(os.PathListSeparator)))
	return s.serveBy(t, cmd, folder)
}

"""jupyter_kernel_test on the Go kernel, for conformance_test.go.

By hand, after `go tool seminar install --tests`:

    JUPYTER_PATH=.venv/share/jupyter .venv-tests/bin/python kernelext/cmd/seminar/testdata/conformance.py

Standard output is one JSON object a test: {"test": NAME, "outcome": "passed",
"failed" or "skipped", "why": TEXT}. Every sample that the package has a place for is
filled in.
"""

import json
import unittest

import jupyter_kernel_test as jkt


class Go(jkt.KernelTests):
    kernel_name = "gophernotes"
    language_name = "go"
    file_extension = ".go"

    code_hello_world = 'import "fmt"\nfmt.Println("hello, world")'
    code_stderr = 'import ("fmt"; "os")\nfmt.Fprintln(os.Stderr, "oh")'

    completion_samples = [
        {"text": "fmt.Pri", "matches": {"Print", "Printf", "Println"}},
        {"text": "kernelext.Po", "matches": {"Pool"}},
        {"text": "func f() { strings.TrimS", "matches": {"TrimSpace", "TrimSuffix"}},
        {"text": "type pair struct{ left, right int }\nvar p pair\np.le", "matches": {"left"}},
        {"text": 'import "encoding/js', "matches": {"encoding/json"}},
        {"text": "%tim", "matches": {"%timeit"}},
    ]
    complete_code_samples = ["1", "x := 1", 'fmt.Println("{")', "func f(n int) int {\n\treturn n\n}", "for i := range 3 {\n}", "type Pair[T any] struct{ a, b T }", "// a remark"]
    incomplete_code_samples = ["func f() {", "x := []int{1,", "`raw", "/* a remark", 'fmt.Println("a"', "1 +", "if x {\n} else {"]
    invalid_code_samples = ["}", "x := := 1", "func 1() {}", 'fmt.Println("a)']

    code_generate_error = 'panic("no")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[]int{1, 2}", "result": "[1 2]"},
        {"code": 'display.HTML("<b>a</b>")', "mime": "text/html", "result": "<b>a</b>"},
    ]
    code_display_data = [
        {"code": 'display.Display(display.Markdown("**a**"))', "mime": "text/markdown"},
        {"code": 'for range 2 { display.Display(display.SVG("<svg/>")) }', "mime": "image/svg+xml"},
    ]
    code_inspect_sample = "fmt.Println"
    code_clear_output = "display.Clear(false)"
    code_page_something = "fmt.Println?"

    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 ? 7"


class Welcome(jkt.IopubWelcomeTests):
    kernel_name = "gophernotes"
    support_iopub_welcome = True


class Told(unittest.TestResult):
    """Tells of each test when it has ended, and of each part of one that fails."""

    def tell(self, test, outcome, why=""):
        test = getattr(test, "test_case", test)  # of a part of it
        print(json.dumps({"test": test._testMethodName, "outcome": outcome, "why": why}), flush=True)

    def addSuccess(self, test):
        self.tell(test, "passed")

    def addSkip(self, test, reason):
        self.tell(test, "skipped", reason)

    def addFailure(self, test, error):
        self.tell(test, "failed", self._exc_info_to_string(error, test))

    addError = addFailure

    def addSubTest(self, test, subtest, error):
        if error:
            self.tell(test, "failed", f"{subtest.params}: " + self._exc_info_to_string(error, test))


if __name__ == "__main__":
    unittest.defaultTestLoader.loadTestsFromModule(__import__("__main__")).run(Told())

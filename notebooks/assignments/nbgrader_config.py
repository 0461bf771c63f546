"""The course, for nbgrader: `cd notebooks/assignments && nbgrader generate_assignment ps1`.

JupyterLab's menus read it, too, wherever the server was started: `go tool seminar lab` says
to Jupyter that settings are here.
"""

from pathlib import Path

import nbgrader
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_locked

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "concurrency"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# What stands where a solution stood. It compiles in a function of any result, and fails.
c.ClearSolutions.code_stub = {"go": 'panic("not written yet: write it here")'}
c.ClearSolutions.text_stub = "*Your answer here, in place of this line.*"

# The marking scheme stands in the question, a locked cell, so the grader sees it above each
# answer. nbgrader wants it in a "manually graded task", which has no place for the answer and
# never gives an untouched one its 0.
c.ClearMarkScheme.enforce_metadata = False

# A check ends by itself within half a minute, whatever it runs. What a minute is for is
# a solution cell that never ends; the kernel ends that and goes on with the next cell.
c.Execute.timeout = 60
c.Execute.interrupt_on_timeout = True
c.Execute.iopub_timeout = 30  # on a busy machine 4 s, the default, can be too few, and cost a whole submission


class HideTests(NbGraderPreprocessor):
    """Takes hidden tests and marking schemes out of feedback, which is made from what was
    graded: there nbgrader has put them back, and errors quote their lines. nbgrader's own
    ClearHiddenTests leaves the errors, and fails at a student who writes its markers."""

    def preprocess_cell(self, cell, resources, index):
        if not is_locked(cell):
            return cell, resources
        kept, hidden, inside = [], set(), False
        for line in cell.source.split("\n"):
            if "### BEGIN " in line or "### END " in line:
                inside = "### BEGIN " in line
            elif inside:
                hidden.add(line.strip())
            else:
                kept.append(line)
        cell.source = "\n".join(kept)
        for output in cell.get("outputs", []):
            for key in "text", "evalue", "traceback":
                if key in output:
                    output[key] = without(hidden, output[key])
        return cell, resources


def without(hidden, text):
    """The text, or the list of texts, without these lines. Short ones quote nobody."""
    if isinstance(text, list):
        return [without(hidden, one) for one in text]
    return "\n".join(line for line in text.split("\n") if len(line) < 5 or line.strip() not in hidden)


c.GenerateFeedback.preprocessors = [GetGrades, HideTests, CSSHTMLHeaderPreprocessor]

# Feedback is nbgrader's own page, but for what template/ has instead: it asks no other host for anything.
c.HTMLExporter.extra_template_basedirs = [
    str(Path(__file__).with_name("template")),
    str(Path(nbgrader.__file__).with_name("server_extensions") / "formgrader" / "templates"),
]

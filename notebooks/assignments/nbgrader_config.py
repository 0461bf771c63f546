"""The course, for nbgrader: `cd notebooks/assignments && nbgrader generate_assignment ps1`.

JupyterLab's menus read it, too, wherever the server was started: `go tool seminar lab` says
to Jupyter that settings are here.
"""

from pathlib import Path

import nbgrader
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
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


class AsReleased(NbGraderPreprocessor):
    """Gives each cell of a submission the metadata with which it was released, and the others none.

    Copy and paste copies nbgrader's metadata, too. nbgrader leaves {} of that, takes it for that of an
    older version, and ends: a student's copy of a test cell costs all who come after in the alphabet
    their grading. And a test cell with the tag skip-execution is not run, which is worth all its points."""

    def preprocess(self, nb, resources):
        here = resources["nbgrader"]
        with Gradebook(here["db_url"]) as gradebook:
            released = self.released(gradebook.find_notebook(here["notebook"], here["assignment"]))
        for cell in reversed(nb.cells):  # of copies the last one counts, as in DeduplicateIds
            cell.metadata.pop("tags", None)
            own = cell.metadata.pop("nbgrader", None) or {}
            metadata = released.pop(own.get("grade_id"), None)
            if metadata:
                cell.metadata["nbgrader"] = NotebookNode(metadata)
        return nb, resources

    def released(self, notebook):
        """The metadata of a notebook's cells, by their ids."""
        points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
        graded, tasks = {cell.name for cell in notebook.grade_cells}, {cell.name for cell in notebook.task_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        all = {}
        for cell in notebook.source_cells:
            all[cell.name] = {"grade_id": cell.name, "grade": cell.name in graded, "solution": cell.name in solutions,
                              "task": cell.name in tasks, "locked": cell.locked, "cell_type": cell.cell_type,
                              "checksum": cell.checksum, "schema_version": 3}
            if cell.name in points:
                all[cell.name]["points"] = points[cell.name]
        return all


c.Autograde.sanitize_preprocessors = [AsReleased, *Autograde.sanitize_preprocessors.default()]
c.Execute.skip_cells_with_tag = ","  # which is no tag


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

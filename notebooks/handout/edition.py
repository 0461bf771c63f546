"""For whom a handout is, and what of a notebook they receive.

A student receives neither a cell with the tag `solution` or `instructor` nor what
nbgrader would take out of an assignment: between `### BEGIN SOLUTION` and `### END
SOLUTION` stands the stub instead, and HIDDEN TESTS and MARK SCHEME are gone. The
edition `solution` shows the solutions, the edition `instructor` everything.

nbgrader's own preprocessors would do the student's part, but readers of the seminar
have no nbgrader; what they take out is written down in few lines.
"""

import ast
import re
from pathlib import Path

from nbconvert.preprocessors import Preprocessor

# The tags of the cells that an edition leaves out.
LEFT_OUT = {"student": {"solution", "instructor"}, "solution": {"instructor"}, "instructor": set()}

# The regions that an edition shows.
SHOWN = {"student": set(), "solution": {"SOLUTION"}, "instructor": {"SOLUTION", "HIDDEN TESTS", "MARK SCHEME"}}

MARK = re.compile(r"\b(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b")

# A line of code that is a mark and nothing else. One that says more, such as the beginning
# of a comment, is needed where what is around it is shown.
ONLY = re.compile(r"\s*(//|#)[\s#]*(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\s*")

# What a region of text is called where it is shown; the mark itself would be a heading.
CALLED = {"SOLUTION": "Model answer.", "HIDDEN TESTS": "Hidden tests.", "MARK SCHEME": "Marking scheme."}


def edition_of(nb):
    """The edition that the command asked for. Without the command it is the one that
    gives nothing away."""
    return nb.metadata.get("seminar", {}).get("edition", "student")


class Edition(Preprocessor):
    """Takes out what an edition's readers do not receive."""

    def preprocess(self, nb, resources):
        told, edition = nb.metadata.get("seminar", {}), edition_of(nb)
        folder = told.get("folder", resources["metadata"].get("path", ""))
        stubs = Stubs(folder, nb.metadata.get("kernelspec", {}).get("language", "go"))
        assignment = any("nbgrader" in cell.metadata for cell in nb.cells)
        nb.cells = [cell for cell in nb.cells if not LEFT_OUT[edition].intersection(cell.metadata.get("tags", []))]
        for cell in nb.cells:
            cell.source = cut(cell, edition, stubs)
            if cell.cell_type == "code" and assignment and edition == "student":
                cell.outputs, cell.execution_count = [], None  # they are the solution's
        nb.cells = [cell for cell in nb.cells if cell.source.strip()]
        title = told.get("title", resources["metadata"].get("name", ""))
        nb.metadata["title"] = f"{title} · {edition.capitalize()} edition"
        return nb, resources


class Stubs:
    """What stands in the place of a solution: what the course's nbgrader puts there."""

    def __init__(self, folder, language):
        self.code, self.text = 'panic("not written yet: write it here")', "YOUR ANSWER HERE"
        for above in list(Path(folder).resolve().parents)[:2]:
            if (above / "nbgrader_config.py").is_file():
                clear = settings(above / "nbgrader_config.py")
                self.code = clear.get("code_stub", {}).get(language, self.code)
                self.text = clear.get("text_stub", self.text)

    def of(self, cell):
        return self.code if cell.cell_type == "code" else self.text


def settings(path):
    """What a configuration sets of nbgrader's ClearSolutions. It is read and not run: it
    may import nbgrader, which is not here."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and (name := ast.unparse(node.targets[0])).startswith("c.ClearSolutions."):
            found[name.rpartition(".")[2]] = ast.literal_eval(node.value)
    return found


def cut(cell, edition, stubs):
    """The source without the regions that the edition does not show. A solution cell
    without a region is a solution as a whole, as it is for nbgrader."""
    if edition == "student" and not MARK.search(cell.source) and cell.metadata.get("nbgrader", {}).get("solution"):
        return stubs.of(cell)
    lines, region = [], None
    for line in cell.source.split("\n"):
        mark = MARK.search(line)
        if not mark:
            if region is None or region in SHOWN[edition]:
                lines.append(line)
            continue
        if (mark[1] == "BEGIN") == (region is not None) or mark[1] == "END" and mark[2] != region:
            raise unclosed(mark[0], cell)
        region = mark[2] if mark[1] == "BEGIN" else None
        lines += marked(line, mark, cell, edition, stubs)
    if region:
        raise unclosed(f"BEGIN {region}", cell)
    return "\n".join(lines)


def marked(line, mark, cell, edition, stubs):
    """The lines that stand where a mark stood."""
    begins, region = mark[1] == "BEGIN", mark[2]
    if edition == "student" and region == "SOLUTION" and begins:
        indent = re.match(r"\s*", line)[0]
        return [indent + stub for stub in stubs.of(cell).split("\n")]
    if region not in SHOWN[edition]:
        return []
    if cell.cell_type == "code":
        return [] if ONLY.fullmatch(line) and region == "SOLUTION" else [line]
    return ["", f"**{CALLED[region]}**", ""] if begins and not said(line, region) else [""]


def said(line, region):
    """Tells whether the author says below what the region is: a mark in a comment of HTML
    is not seen."""
    return "<!--" in line and region != "SOLUTION"


def unclosed(mark, cell):
    return ValueError(f"the cell {cell.get('id', '')} has {mark} where it opens or closes nothing, so nobody can tell what students may see: mend its marks")

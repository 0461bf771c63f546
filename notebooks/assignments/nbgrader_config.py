"""The course, for nbgrader: `cd notebooks/assignments && nbgrader generate_assignment ps1`.

JupyterLab's menus read it, too, wherever the server was started: `go tool seminar lab` says
to Jupyter that settings are here.
"""

from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, GetGrades

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

# Feedback is made from what was graded, in which nbgrader has put the tests back: take
# them out again, or next year's students have them.
c.GenerateFeedback.preprocessors = [GetGrades, ClearHiddenTests, ClearMarkScheme, CSSHTMLHeaderPreprocessor]

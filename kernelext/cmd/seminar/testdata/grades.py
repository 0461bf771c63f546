"""Prints what nbgrader's gradebook says about one assignment, as JSON.

    python grades.py URL-OF-THE-GRADEBOOK ASSIGNMENT

gives {student: {cell: {"score": 1.0, "points": 2.0, "by_hand": false}}}.
"""

import json
import sys

from nbgrader.api import Gradebook

url, assignment = sys.argv[1:]
with Gradebook(url) as gradebook:
    grades = {
        submission.student.id: {
            grade.name: {"score": grade.score, "points": grade.max_score, "by_hand": bool(grade.needs_manual_grade)}
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
        for submission in gradebook.assignment_submissions(assignment)
    }
print(json.dumps(grades))

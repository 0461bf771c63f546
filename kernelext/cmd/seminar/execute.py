"""Executes one notebook in a fresh kernel, for `go tool seminar run`.

By hand:

    .venv/bin/python kernelext/cmd/seminar/execute.py notebooks/00-start-here.ipynb

Standard output is one JSON object a line: {"cell": 3, "of": 12} when a code cell
begins, and {"failure": TEXT}, the last line, when the notebook did not run to its end.
It writes nothing else, and the notebook only with --save. An interrupt or
SIGTERM ends the kernel (nbclient does that) and then this program.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path

sys.modules["rfc3987_syntax"] = None  # a second of importing that jupyter/lab.py explains

import nbformat  # noqa: E402
from jupyter_client.kernelspec import NoSuchKernel  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: E402

# A cell with this tag shows an error on purpose, and must.
RAISES = "raises-exception"


class Failure(Exception):
    """What went wrong, in words for the reader."""


def main():
    arguments = argparse.ArgumentParser(description="Execute one notebook.")
    arguments.add_argument("notebook", type=Path)
    arguments.add_argument("--timeout", type=int, default=0, help="seconds for one cell; 0: no limit")
    arguments.add_argument("--save", default="", help="where the executed notebook goes")
    options = arguments.parse_args()
    try:
        notebook = read(options.notebook)
        execute(notebook, options.notebook.parent, options.timeout)
        if options.save:
            save(notebook, Path(options.save))
    except Failure as failure:
        tell(failure=str(failure))
        raise SystemExit(1) from None


def tell(**event):
    print(json.dumps(event), flush=True)


def read(path):
    """Reads a notebook. nbformat would upgrade an old or repair a doubtful one
    silently; here a broken one is an error."""
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(notebook)
    except Exception as error:
        reason = str(error).strip().split("\n")[0]
        raise Failure(f"{path.name} is not a valid notebook ({reason}): restore it with `git checkout {path}`, or mend it") from None
    return notebook


def execute(notebook, folder, timeout):
    """Runs every cell and replaces their outputs."""
    metadata = dict(notebook.metadata)
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    begun = []

    def begin(cell, cell_index):
        if cell.cell_type == "code" and cell_index not in begun:
            begun.append(cell_index)
            tell(cell=len(begun), of=total)

    client = NotebookClient(
        notebook,
        timeout=timeout or None,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,  # stored times would make each save a change
        coalesce_streams=True,
        on_cell_start=begin,
    )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    where = lambda: f"code cell {len(begun)} of {total}"  # noqa: E731
    try:
        client.execute()
    except CellExecutionError as error:
        raise Failure(f"{where()} failed: {first_lines(message(error))}") from None
    except CellTimeoutError:
        raise Failure(f"{where()} took longer than {timeout} s: raise --timeout, or look for a loop that never ends") from None
    except DeadKernelError:
        raise Failure(f"{where()}: the kernel ended while the cell ran") from None
    except NoSuchKernel as error:
        raise Failure(f"its kernel {error.name!r} is not installed: `go tool seminar install` installs gophernotes") from None
    except RuntimeError as error:
        raise Failure(f"the kernel did not start: {first_lines(str(error))}") from None
    check(notebook)
    # The kernel describes itself down to Go's patch release; the notebook's own
    # description keeps a save from changing what nobody changed.
    notebook.metadata.update(metadata)


def check(notebook):
    """An error that nbclient let pass is one that the cell asked for."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        failed = any(output.output_type == "error" for output in cell.outputs)
        wanted = RAISES in cell.metadata.get("tags", [])
        if failed and not wanted:
            raise Failure(f"code cell {number} of {len(code)} holds an error")
        if wanted and not failed:
            raise Failure(f"code cell {number} of {len(code)} has the tag {RAISES} but raised none")


def message(error):
    """The error's own words: gophernotes sends them as the value, where Python's
    kernel sends a name and a traceback."""
    return f"{error.ename}: {error.evalue}" if error.ename and error.ename not in error.evalue else error.evalue


def first_lines(text, most=4):
    text = re.sub(r"\x1b\[[0-9;]*m", "", text).strip()
    return "\n".join(text.split("\n")[:most])


def save(notebook, path):
    """Writes the notebook in one step, in the form that JupyterLab writes. Each
    cell keeps the hash of the code that its outputs came from."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            ran = hashlib.sha256(cell.source.encode()).hexdigest()[:16]
            cell.metadata.setdefault("seminar", {})["ran"] = ran
    text = nbformat.writes(notebook)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".ipynb.tmp")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text.rstrip("\n") + "\n")
        os.chmod(draft, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


if __name__ == "__main__":
    main()

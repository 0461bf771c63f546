"""Starts JupyterLab, for `go tool seminar lab`, a second or two sooner.

jsonschema builds a parser of international URLs when it is imported, which is half of
JupyterLab's start. Without that module it leaves the formats iri and
iri-reference unchecked, which no schema of Jupyter's uses.
"""

import sys

sys.modules["rfc3987_syntax"] = None

from jupyterlab.labapp import main  # noqa: E402

sys.exit(main())

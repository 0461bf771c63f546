"""Formulas: TeX between dollars made into MathML, which browsers show by themselves.

JupyterLab brings MathJax; a page that brought it along would have a megabyte of script
for a line of text, and nothing where scripts do not run. math-core was preferred to
latex2mathml, which passes what it does not know on as text, and HTML as HTML.
"""

from jinja2 import pass_context
from math_core import LatexError, LatexToMathML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

converter = LatexToMathML(fancy_error=False)


def formula(tex, displaystyle):
    """One formula. What cannot be shown is an error: a page with half a formula in it
    would tell something else than its author."""
    try:
        return converter.convert_with_local_state(tex, displaystyle=displaystyle)
    except LatexError as error:
        tex, why = " ".join(tex.split()), str(error).partition(": ")[2]  # behind the place
        raise ValueError(f"the formula {tex} cannot be shown: {why}") from None


class Renderer(IPythonRenderer):
    """nbconvert's Markdown, with formulas."""

    def inline_math(self, body):
        return formula(body, False)

    def block_math(self, body):
        return formula(body, True)

    def latex_environment(self, name, body):
        return formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", True)


@pass_context
def markdown2html(context, source):
    """nbconvert's filter of this name, with our renderer."""
    attachments = context.get("cell", {}).get("attachments", {})
    return MarkdownWithMath(renderer=Renderer(escape=False, attachments=attachments, anchor_link_text="#")).render(source)


def latex2html(source):
    """An output of the kind text/latex, which has its dollars about it."""
    return formula(source.strip().strip("$"), True)

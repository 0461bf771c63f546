"""How a notebook becomes a handout: the configuration of nbconvert.

`go tool seminar handouts` runs it for all notebooks. By hand, one at a time:

    jupyter nbconvert --to html --config notebooks/handout/handout.py NOTEBOOK

A handout is one HTML file from which no request leaves. The look is in the
template `seminar` beside this file. Here is what a template cannot do: the
contents list, links from notebook to notebook, and the pictures inside the
file; edition.py takes out what is not for students, formulas.py makes MathML
and figures.py numbers. Nothing here executes a cell.
"""

import base64
import mimetypes
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parent))
sys.dont_write_bytecode = True  # the folder is the reader's, too

import edition  # noqa: E402
import figures  # noqa: E402
import formulas  # noqa: E402

# nbconvert loads this file with c, its configuration, among the names.
c = get_config()  # noqa: F821
c.TemplateExporter.extra_template_basedirs = [str(Path(__file__).parent)]
c.TemplateExporter.template_name = "seminar"
c.HTMLExporter.anchor_link_text = "#"
c.Exporter.preprocessors = [edition.Edition]


def handout(html, nb, resources):
    """The parts of a handout's body, ready to be placed: html is the rendered
    cells."""
    page = BeautifulSoup(html, "html.parser")
    told = nb.metadata.get("seminar", {})  # by the command, about the course
    embed(page, told.get("folder", resources["metadata"].get("path", "")))
    drop_navigation(page)
    link(page, told.get("handouts"))
    figures.describe(page)
    figures.number(page)
    scroll(page)
    if edition.edition_of(nb) != "student":
        for folded in page.find_all("details"):
            folded["open"] = ""
    title = title_of(page, told.get("title", resources["metadata"].get("name", "")))
    contents = headings(page)
    return {
        "title": str(title),
        "html": str(page),
        "contents": contents,
        "charts": charts_script() if page.select_one(".seminar-chart") else "",
    }


def embed(page, folder):
    """Puts the pictures into the page. nbconvert's own embed_images parses each
    piece of HTML alone and so closes every <details> before its text, which
    would show the answers; and it leaves a picture that it does not find to
    the network."""
    for img in page.find_all("img"):
        url = urlsplit(img.get("src", ""))
        if url.scheme == "data":
            continue
        path = Path(folder, unquote(url.path))
        kind, _ = mimetypes.guess_type(path.name)
        if url.scheme or url.netloc or not kind or not path.is_file():
            raise ValueError(f"the picture {img.get('src')} is not a file beside the notebook, so the handout cannot hold it")
        img["src"] = f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def drop_navigation(page):
    """Removes a last cell that only leads to other notebooks: the page has
    links of its own, in a place that does not depend on the author."""
    cells = page.select(".jp-Cell")
    if not cells or not cells[-1].find("hr"):
        return
    text = "".join(s for s in cells[-1].find_all(string=True) if not s.find_parent("a"))
    if not text.strip(" ·|\n\t\u00a0"):
        cells[-1].decompose()


def link(page, handouts):
    """Points links to notebooks at their handouts. A link to any other file of
    the project would lead nowhere from here, so its words stay and it goes."""
    for a in page.find_all("a", href=True):
        url = urlsplit(a["href"])
        if url.scheme or url.netloc or not url.path:
            continue
        name = unquote(url.path)
        if name.endswith(".ipynb") and (handouts is None or name[:-6] in handouts):
            a["href"] = url._replace(path=url.path[:-6] + ".html").geturl()
        else:
            a.unwrap()


def title_of(page, name):
    """The page's one heading of the first level: the notebook's, else its name."""
    if page.h1:
        return page.h1.extract()
    title = page.new_tag("h1")
    title.string = name
    return title


def levels(page):
    """Puts the headings in order for those who go through a page by them: below the
    title, and none more than one level under the one before it."""
    above = 1
    for h in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        above = min(max(int(h.name[1]), 2), above + 1)
        h.name = f"h{above}"


# From how many characters on a line may be wider than its box on a screen; on a
# narrow one all lines wrap.
WIDE = 80


def scroll(page):
    """Lets people without a mouse come to what may have to be scrolled. Each stop costs
    them a key, so code and outputs of ordinary width get none."""
    for table in page.find_all("table"):
        table.wrap(page.new_tag("div", attrs={"class": "scroll", "tabindex": "0", "role": "group", "aria-label": "Table"}))
    for pre in page.find_all("pre"):
        if any(len(line.expandtabs(4)) > WIDE for line in pre.get_text().split("\n")):
            output = pre.find_parent(class_="jp-OutputArea-output")
            pre.attrs |= {"tabindex": "0", "role": "group", "aria-label": "Output" if output else "Code"}


def headings(page):
    """The sections for the contents list. Two headings with the same words get
    different ids, which nbconvert does not do."""
    levels(page)
    seen, sections = {}, []
    for h in page.select(".jp-RenderedMarkdown :is(h2, h3)[id]"):
        count = seen[h["id"]] = seen.get(h["id"], 0) + 1
        if count > 1:
            h["id"] += f"-{count}"
        mark = h.select_one("a.anchor-link")
        if mark:
            mark["href"] = "#" + h["id"]
            mark["aria-label"] = "Link to this section"
            mark.extract()
        sections.append({"id": h["id"], "text": h.get_text(), "level": h.name})
        if mark:
            h.append(mark)
    return sections


def charts_script():
    """What makes charts interactive, from where `seminar install` put it. In
    an environment without it the charts stay pictures."""
    path = Path(sys.prefix, "share", "jupyter", "kernels", "gophernotes", "charts.js")
    return path.read_text(encoding="utf-8") if path.exists() else ""


def css_string(text):
    """A text as CSS writes it, safe inside <style>."""
    return '"' + "".join(t if t.isalnum() or t in " .,:-" else f"\\{ord(t):x} " for t in text) + '"'


c.TemplateExporter.filters = {
    "handout": handout,
    "edition": edition.edition_of,
    "css_string": css_string,
    "markdown2html": formulas.markdown2html,
    "latex2html": formulas.latex2html,
}

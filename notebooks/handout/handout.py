"""How a notebook becomes a handout: the configuration of nbconvert.

`go tool seminar handouts` runs it for all notebooks. By hand, one at a time:

    jupyter nbconvert --to html --config notebooks/handout/handout.py NOTEBOOK

A handout is one HTML file from which no request leaves. The look is in the
template `seminar` beside this file. Here is what a template cannot do: the
contents list, links from notebook to notebook, and the pictures inside the
file. It does not execute anything.
"""

import base64
import mimetypes
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

# nbconvert loads this file with c, its configuration, among the names.
c = get_config()  # noqa: F821
c.TemplateExporter.extra_template_basedirs = [str(Path(__file__).parent)]
c.TemplateExporter.template_name = "seminar"
c.HTMLExporter.anchor_link_text = "#"
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = ["solution", "instructor"]


def handout(html, nb, resources):
    """The parts of a handout's body, ready to be placed: html is the rendered
    cells."""
    page = BeautifulSoup(html, "html.parser")
    told = nb.metadata.get("seminar", {})  # by the command, about the course
    embed(page, told.get("folder", resources["metadata"].get("path", "")))
    drop_navigation(page)
    link(page, told.get("handouts"))
    contents = headings(page)
    title = page.h1.extract() if page.h1 else ""
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


def headings(page):
    """The sections for the contents list. Two headings with the same words get
    different ids, which nbconvert does not do."""
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


c.TemplateExporter.filters = {"handout": handout}

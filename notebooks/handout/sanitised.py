"""How a notebook becomes a page for a place that trusts nobody's HTML:

    jupyter nbconvert --to html --config notebooks/handout/sanitised.py NOTEBOOK

nbconvert's own --sanitize-html lets no chart through, and writes the tags of the
text as text. Here a chart is its picture, inside an <img>, where nothing in it
can run; HTML that is not a chart, such as a table of results, is its plain text;
and of Markdown there is what Markdown itself makes.
"""

# nbconvert loads this file with c, its configuration, among the names.
c = get_config()  # noqa: F821
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.preprocessors = ["nbconvert.preprocessors.sanitize.SanitizeHTML"]
c.SanitizeHTML.safe_output_keys = {"metadata", "text/plain", "image/png", "image/jpeg", "image/svg+xml"}
c.SanitizeHTML.sanitized_output_types = {"text/markdown"}
c.SanitizeHTML.tags = """a abbr b blockquote br code del details em h1 h2 h3 h4 h5 h6 hr i img li ol p pre strong sub
summary sup table tbody td th thead tr ul""".split()
c.SanitizeHTML.attributes = {"a": ["href", "title"], "img": ["src", "alt", "title"], "td": ["align"], "th": ["align"]}

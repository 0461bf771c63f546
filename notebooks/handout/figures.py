"""Figures: charts and pictures with a number, a caption and a description."""


def number(page):
    """Gives each chart and each picture that stands alone its number, in the order of
    the page, so that people can speak of it. A chart has its title inside; what is said
    below is where it comes from. A picture's caption is the line in italics below it."""
    count = 0
    for shown in page.select(".seminar-chart, .jp-RenderedMarkdown p > img:only-child, .jp-RenderedImage img, .jp-RenderedSVG img"):
        if shown.find_parent("figure") or shown.name == "img" and shown.parent.name == "p" and shown.parent.get_text(strip=True):
            continue
        count += 1
        caption = page.new_tag("figcaption")
        label = page.new_tag("b")
        label.string = f"Figure {count}"
        caption.append(label)
        caption.extend(words(shown))
        figure = page.new_tag("figure", id=f"figure-{count}")
        place = shown.parent if shown.parent.name == "p" else shown
        place.replace_with(figure)
        figure.extend([shown.extract(), caption])


def words(shown):
    """What a caption says behind the number."""
    if shown.find_parent(class_="jp-CodeCell"):
        return [f", drawn by cell {cell_of(shown)}"]
    below = shown.parent.find_next_sibling()
    italics = below.find("em", recursive=False) if below and below.name == "p" else None
    if not italics or italics.get_text(strip=True) != below.get_text(strip=True):
        return []
    below.extract()
    return [": ", *list(italics.contents)]


def cell_of(shown):
    """The number of the code cell that an output belongs to; nothing in a text."""
    cell = shown.find_parent(class_="jp-CodeCell")
    label = cell.select_one(".cell-number") if cell else None
    return label.get_text() if label else ""


def describe(page):
    """Sees that each picture says in words what it shows."""
    for img in page.find_all("img"):
        if img.get("alt", "").strip():
            continue
        if not img.find_parent(class_="jp-CodeCell"):
            raise ValueError(f"the picture {img.get('src', '')[:80]} has no description: write what it shows between the brackets of ![…](…)")
        img["alt"] = f"The picture that cell {cell_of(img)} has drawn; it has no description"

"""What other readers make of pages: run by metadata.py under an interpreter that has them.

Reads a data set's folder, prints {reader: {page: [title, authors, day, seconds]}} as
JSON; readers that are not installed are left out.
"""

import contextlib
import importlib
import json
import sys
import time
from pathlib import Path


def trafilatura():
    from trafilatura import extract_metadata

    def read(page, address):
        found = extract_metadata(page, default_url=address)
        return found.title, (found.author or "").split(";"), found.date

    return read


def newspaper():
    from newspaper import Article

    def read(page, address):
        article = Article(address, fetch_images=False)
        article.download(input_html=page.decode("utf-8", "replace"))
        article.parse()
        said = article.publish_date
        return article.title, article.authors, said.date().isoformat() if said else ""

    return read


def extruct():
    """The first article of JSON-LD, then microdata, then Open Graph: the usual way."""
    import extruct as library

    def read(page, address):
        found = library.extract(
            page.decode("utf-8", "replace"),
            base_url=address,
            syntaxes=["json-ld", "microdata", "opengraph"],
            uniform=True,
            errors="ignore",
        )
        nodes = [*_nodes(found["json-ld"]), *_nodes(found["microdata"])]
        node = next((n for n in nodes if "Article" in str(n.get("@type"))), {})
        card = next(iter(found["opengraph"]), {})
        title = node.get("headline") or card.get("og:title") or ""
        day = node.get("datePublished") or card.get("article:published_time") or ""
        return _word(title), _names(node.get("author")), _word(day)[:10]

    return read


def _nodes(found):
    for node in found:
        yield node
        yield from (n for n in node.get("@graph", ()) if isinstance(n, dict))


def _names(value):
    people = value if isinstance(value, list) else [value]
    return [_word(p.get("name") if isinstance(p, dict) else p) for p in people]


def _word(value):
    return value if isinstance(value, str) else ""


READERS = {"trafilatura": trafilatura, "newspaper4k": newspaper, "extruct": extruct}


def main(folder):
    stated = json.loads((folder / "articles.json").read_text("utf-8"))
    found = {}
    for name, reader in READERS.items():
        with contextlib.suppress(ImportError):
            importlib.import_module(reader.__name__)
            found[name] = dict(_read(reader(), folder, stated))
    print(json.dumps(found))


def _read(read, folder, stated):
    for key, truth in stated.items():
        page = folder / "html" / f"{key}.html"
        if page.exists():
            start = time.process_time()
            try:
                said = read(page.read_bytes(), truth["url"])
            except Exception as error:  # noqa: BLE001 - a reader that fails at a page says nothing
                print(f"{read.__module__}: {key}: {error!r}", file=sys.stderr)
                said = ("", [], "")
            yield key, [*said, time.process_time() - start]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Words that stand loose in a page's boxes, made paragraphs."""

from typing import Any

from lxml import html as lx

from syndicator.parse.extract.runs import BREAKS

_BOXES = frozenset("article body center div footer header main section".split())

_SHOWN = ("img", "video", "audio", "iframe", "hr")


def wrap(root: Any) -> None:
    """A <p> around each run of words right in a box; two <br> part runs."""
    for box in [*root.iter(*_BOXES)]:
        _wrap(box)


def _wrap(box: Any) -> None:
    loose: list[Any] = []
    text, box.text = box.text, None
    place = 0

    def close() -> None:
        nonlocal text, place
        while loose and loose[-1].tag == "br" and not (loose[-1].tail or "").strip():
            box.remove(loose.pop())
        said = (text or "").strip() or any(
            next(t.iter(*_SHOWN), None) is not None or "".join(t.itertext()).strip() or (t.tail or "").strip() for t in loose
        )
        if said:
            paragraph = lx.Element("p")
            paragraph.text = text
            paragraph.extend(loose)
            box.insert(place, paragraph)
            place += 1
        else:
            for tag in loose:
                box.remove(tag)
        loose.clear()
        text = None

    for child in [*box]:
        if child.tag in BREAKS and child.tag != "br":
            close()
            place = box.index(child) + 1
            text, child.tail = child.tail, None
        elif _parts(child, loose):
            tail = child.tail
            box.remove(loose.pop())
            box.remove(child)
            close()
            text = tail
        else:
            loose.append(child)
    close()


def _parts(tag: Any, before: list[Any]) -> bool:
    """Say whether this is the second <br> of two."""
    return bool(
        tag.tag == "br" and before and before[-1].tag == "br" and not (before[-1].tail or "").strip()
    )

"""Words that stand loose in a page's boxes, made paragraphs."""

from typing import Any

from lxml import html as lx

from syndicator.parse.extract.runs import BREAKS

_BOX_NAMES = "article body center div footer header main section"
_BOXES = frozenset(_BOX_NAMES.split())
_SHOWN = ("img", "video", "audio", "iframe")


def wrap(root: Any) -> None:
    """A <p> around each run of words right in a box; two <br> part runs."""
    for box in [*root.iter(*_BOXES)]:
        _Box(box).wrap()


class _Box:
    """A box whose content is put back piece by piece, loose pieces in paragraphs."""

    def __init__(self, box: Any) -> None:
        self.box = box
        self.paragraph = lx.Element("p")

    def wrap(self) -> None:
        children = [*self.box]
        self.paragraph.text, self.box.text = self.box.text, None
        for child in children:
            self.box.remove(child)
        for child in children:
            if child.tag in BREAKS and child.tag != "br":
                self._close(child.tail)
                child.tail = None
                self.box.append(child)
            elif self._parts(child):
                self.paragraph.remove(self.paragraph[-1])
                self._close(child.tail)
            else:
                self.paragraph.append(child)
        self._close(None)

    def _close(self, tail: str | None) -> None:
        """End the paragraph, if anything is in it; `tail` begins the next."""
        done, self.paragraph = self.paragraph, lx.Element("p")
        self.paragraph.text = tail
        while len(done) and done[-1].tag == "br" and not _words(done[-1].tail):
            done.remove(done[-1])
        if (
            _words("".join(done.itertext()))
            or next(done.iter(*_SHOWN), None) is not None
        ):
            self.box.append(done)

    def _parts(self, tag: Any) -> bool:
        """Say whether this is the second <br> of two."""
        last = self.paragraph[-1] if len(self.paragraph) else None
        return (
            tag.tag == "br"
            and last is not None
            and last.tag == "br"
            and not _words(last.tail)
        )


def _words(text: str | None) -> bool:
    return bool(text and text.strip())

"""What the first bytes of an image say: its type, width and height."""

import re
from io import BytesIO

import imagesize

from syndicator.ports import Picture

# As much as most images need, then as much as a JPEG with a large colour profile does.
PREFIXES = (32 * 1024, 512 * 1024)

_MAGIC = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    # ISO 14496-12 §4.3: a ftyp box whose brands, four bytes each, name it.
    (re.compile(rb"...[\x08-\x80]ftyp(?:.{4}){0,28}?avi[fs]", re.DOTALL), "image/avif"),
    (
        # Whatever may stand before the root; possessive, so that no input is slow.
        re.compile(
            rb"(?:\xef\xbb\xbf)?"
            rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<![^>\[]*(?:\[[^\]]*\])?[^>]*>)*+"
            rb"<(?:svg:)?svg[\s/>]",
            re.DOTALL | re.IGNORECASE,
        ),
        "image/svg+xml",
    ),
)
_HEAD = 4096  # bytes in which the type must show


def measure(prefix: bytes, length: int) -> Picture | None:
    """An image of `length` bytes by its first ones, or None where it is none.

    Width and height are 0 where the prefix does not tell them; a JPEG turned by its
    EXIF is measured as it is seen.
    """
    kind = _kind(prefix[:_HEAD])
    if not kind:
        return None
    width, height = (round(side) for side in imagesize.get(BytesIO(prefix)))
    if width <= 0 or height <= 0:
        width = height = 0
    return Picture(type=kind, width=width, height=height, length=length)


def _kind(head: bytes) -> str:
    return next((kind for magic, kind in _MAGIC if magic.match(head)), "")

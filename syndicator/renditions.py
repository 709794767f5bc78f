"""Pictures made of a picture's bytes: one for feeds and pages, one for letters.

Neither tells where and with what it was taken; both stand the right way up. Runs where
a picture that lies about its size can do no harm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from syndicator.errors import ParseError

WIDEST = 1600  # pixels, in feeds: no reader shows more
WIDEST_IN_MAIL = 1200  # twice the 600 that letters are wide
LARGEST_IN_MAIL = 400_000  # bytes: many are read on the way, by telephone
_MOST_PIXELS = 50_000_000
_SHOWABLE = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")  # not CMYK, by many clients
_QUALITIES = (85, 60)
_FEW = 64  # colours: a drawing, not a photograph in grey
_SAVED: dict[
    str, tuple[str, dict[str, Any]]
] = {  # what is kept in its own format, and how
    "JPEG": ("image/jpeg", {"quality": 85, "optimize": True}),
    "PNG": ("image/png", {"optimize": True}),
    "GIF": ("image/gif", {}),
    "WEBP": ("image/webp", {"quality": 85, "method": 4}),
    "AVIF": ("image/avif", {"quality": 70}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A picture as bytes, with what they say."""

    body: bytes
    type: str
    width: int  # pixels
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Renditions:
    shown: Rendered  # in feeds and pages: at most WIDEST wide
    mail: Rendered  # JPEG, PNG or GIF, at most WIDEST_IN_MAIL wide


def render(subject: str, body: bytes) -> Renditions:
    """Make both. Raises ParseError where the bytes are no picture that can be shown."""
    try:
        with Image.open(BytesIO(body)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                size = f"{picture.width}×{picture.height}"
                raise ParseError(subject, f"a picture of {size} pixels is too large")
            if getattr(picture, "is_animated", False):
                return _of_animation(picture, body)
            return _of_still(picture, body)
    except Image.DecompressionBombError as error:
        raise ParseError(subject, "a picture of far too many pixels") from error
    except UnidentifiedImageError as error:
        raise ParseError(subject, "not a picture of a known type") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ParseError(subject, f"the picture is damaged ({error})") from error


def _of_still(picture: Image.Image, body: bytes) -> Renditions:
    original = picture.format or ""
    tells = _tells(picture)
    upright = ImageOps.exif_transpose(picture)
    upright.load()
    fits = upright.width <= WIDEST and original in _SAVED
    if fits and picture.mode in _SHOWABLE and not tells:
        shown = _rendered(body, _SAVED[original][0], upright)
    else:
        shown = _saved(_narrowed(upright, WIDEST), original)
    mailable = shown.type in ("image/jpeg", "image/png", "image/gif")
    small = shown.width <= WIDEST_IN_MAIL and len(shown.body) <= LARGEST_IN_MAIL
    return Renditions(shown=shown, mail=shown if mailable and small else _mail(upright))


def _of_animation(picture: Image.Image, body: bytes) -> Renditions:
    """It stays as it is; where mail could not show it or it is large, its first frame."""
    kind = Image.MIME.get(picture.format or "", "")
    shown = _rendered(body, kind, picture)
    gif = kind == "image/gif" and shown.width <= WIDEST_IN_MAIL
    if gif and len(body) <= LARGEST_IN_MAIL:
        return Renditions(shown=shown, mail=shown)
    picture.seek(0)
    return Renditions(shown=shown, mail=_mail(picture.convert("RGBA")))


def _tells(picture: Image.Image) -> bool:
    """Say whether it holds more than the picture: where it was taken, by whom, turned."""
    return bool(
        picture.getexif()
        or picture.info.keys() & {"exif", "xmp", "XML:com.adobe.xmp", "photoshop"}
        or picture.info.get("comment")
    )


def _narrowed(picture: Image.Image, widest: int) -> Image.Image:
    if picture.width <= widest:
        return picture
    height = max(1, round(picture.height * widest / picture.width))
    return _plain(picture).resize((widest, height), Image.Resampling.LANCZOS)


def _plain(picture: Image.Image) -> Image.Image:
    """In colours that can be resized and saved anywhere."""
    if picture.mode in ("RGB", "RGBA", "L"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _saved(picture: Image.Image, original: str) -> Rendered:
    """In its own format, without what else its file said; as JPEG or PNG if odd."""
    usual = "PNG" if picture.has_transparency_data else "JPEG"
    form = original if original in _SAVED and original != "GIF" else usual
    kind, options = _SAVED[form]
    if form == "JPEG" and picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    return _written(picture, form, kind, options)


def _mail(picture: Image.Image) -> Rendered:
    """As small as its looks allow: PNG where it is see-through or drawn, else JPEG."""
    narrow = _plain(_narrowed(picture, WIDEST_IN_MAIL))
    *fair, last = _attempts(narrow)
    return next((made for made in fair if len(made.body) <= LARGEST_IN_MAIL), last)


def _attempts(picture: Image.Image) -> Iterator[Rendered]:
    drawn = picture.convert("RGB").getcolors(_FEW) is not None
    if picture.has_transparency_data or drawn:
        yield _written(picture, "PNG", *_SAVED["PNG"])
    flat = _on_white(picture)
    for quality in _QUALITIES:
        yield _jpeg(flat, quality)
    for part in (2, 3):
        size = max(1, flat.width // part), max(1, flat.height // part)
        yield _jpeg(flat.resize(size, Image.Resampling.LANCZOS), _QUALITIES[-1])


def _jpeg(picture: Image.Image, quality: int) -> Rendered:
    kind, options = _SAVED["JPEG"]
    return _written(picture, "JPEG", kind, options | {"quality": quality})


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _written(
    picture: Image.Image, form: str, kind: str, options: dict[str, Any]
) -> Rendered:
    clean = picture.copy()
    profile = picture.info.get("icc_profile")
    clean.info = {"icc_profile": profile} if profile else {}
    if "transparency" in picture.info:
        clean.info["transparency"] = picture.info["transparency"]
    file = BytesIO()
    clean.save(file, form, **options)
    return _rendered(file.getvalue(), kind, clean)


def _rendered(body: bytes, kind: str, picture: Image.Image) -> Rendered:
    return Rendered(body=body, type=kind, width=picture.width, height=picture.height)

"""Pictures made of pictures: what they are, how large, and what they no longer tell."""

import io
from time import process_time

import pytest
from PIL import ExifTags, Image, ImageDraw

from syndicator.errors import ParseError
from syndicator.renditions import LARGEST_IN_MAIL, render

SECRET = "Camera of a private person"


def photo(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return (
        Image.effect_noise((width // 4, height // 4), 60)
        .resize((width, height))
        .convert(mode)
    )


def drawing(width: int, height: int, ground: tuple[int, ...]) -> Image.Image:
    picture = Image.new("RGBA", (width, height), ground)
    ImageDraw.Draw(picture).rectangle(
        (10, 10, width // 2, height // 2), (200, 0, 0, 255)
    )
    return picture


def written(picture: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def told(turn: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET
    exif[ExifTags.Base.Orientation] = turn
    return exif


FRAMES = [drawing(90, 60, (n * 40, 0, 0, 255)).convert("P") for n in range(3)]
ANIMATED = {"save_all": True, "append_images": FRAMES[1:]}
SEE_THROUGH = drawing(800, 400, (0, 0, 0, 0))
CASES = {  # what comes in → type and size in feeds, type and size in mail
    "small photo": (written(photo(800, 500), "JPEG"), "jpeg 800 500", "jpeg 800 500"),
    "large photo": (written(photo(2400, 1500), "JPEG"), "jpeg 1600 1000", "jpeg 1200 750"),
    "turned photo": (written(photo(800, 500), "JPEG", exif=told(6)), "jpeg 500 800", "jpeg 500 800"),
    "printer's photo": (written(photo(800, 500, "CMYK"), "JPEG"), "jpeg 800 500", "jpeg 800 500"),
    "see-through drawing": (written(SEE_THROUGH, "PNG"), "png 800 400", "png 800 400"),
    "large drawing": (written(drawing(2000, 1000, (9, 9, 9, 255)), "PNG"), "png 1600 800", "png 1200 600"),
    "drawing in few colours": (written(SEE_THROUGH.quantize(), "PNG"), "png 800 400", "png 800 400"),
    "webp": (written(photo(800, 500), "WEBP"), "webp 800 500", "jpeg 800 500"),
    "see-through webp": (written(SEE_THROUGH, "WEBP", lossless=True), "webp 800 400", "png 800 400"),
    "avif": (written(photo(800, 500), "AVIF"), "avif 800 500", "jpeg 800 500"),
    "gif": (written(photo(300, 200, "P"), "GIF"), "gif 300 200", "gif 300 200"),
    "moving gif": (written(FRAMES[0], "GIF", **ANIMATED), "gif 90 60", "gif 90 60"),
    "moving webp": (written(FRAMES[0], "WEBP", **ANIMATED), "webp 90 60", "png 90 60"),
    "tiff": (written(photo(300, 200), "TIFF"), "jpeg 300 200", "jpeg 300 200"),
    "very tall": (written(photo(400, 4000), "JPEG", quality=60), "jpeg 400 4000", None),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_renditions(name: str) -> None:
    body, shown, mail = CASES[name]
    made = render(name, body)
    for rendition, expected in ((made.shown, shown), (made.mail, mail)):
        said = f"{rendition.type.removeprefix('image/')} {rendition.width} {rendition.height}"
        assert expected in (None, said)
        with Image.open(io.BytesIO(rendition.body)) as picture:  # the bytes are judge
            assert picture.get_format_mimetype() == rendition.type
            assert picture.size == (rendition.width, rendition.height)
            assert not picture.getexif()
        assert SECRET.encode() not in rendition.body
    assert len(made.mail.body) <= LARGEST_IN_MAIL
    assert render(name, body) == made


def test_what_needs_no_change_gets_none() -> None:
    body = written(photo(640, 480), "JPEG")
    made = render("a", body)
    assert made.shown.body == made.mail.body == body


def test_colours_of_a_see_through_picture_stay() -> None:
    with Image.open(
        io.BytesIO(render("a", CASES["see-through drawing"][0]).mail.body)
    ) as made:
        assert made.convert("RGBA").getpixel((700, 300)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (written(photo(800, 500), "JPEG")[:3000], "damaged"),
        (written(SEE_THROUGH, "PNG")[:60], "damaged"),
        (written(Image.new("1", (8000, 8000)), "PNG"), "too large"),
        (written(Image.new("1", (16000, 16000)), "PNG"), "too many pixels"),
    ],
)
def test_what_cannot_be_shown(body: bytes, reason: str) -> None:
    begun = process_time()
    with pytest.raises(ParseError, match=reason):
        render("https://lab.example/a.png", body)
    assert process_time() - begun < 2

"""Images by their first bytes: every format the web serves, and what only looks so."""

import random
from base64 import b64decode
from time import process_time

import pytest

from syndicator.fetch.images import measure

IMAGES = {  # 6 by 4 pixels each
    "image/png": "iVBORw0KGgoAAAANSUhEUgAAAAYAAAAECAIAAAAiZtkUAAAAFElEQVR4nGM8ISfHgAqYGDAA"
    "cUIATU4BDAwQ/fcAAAAASUVORK5CYII=",
    "image/gif": "R0lGODdhBgAEAIEAAMgeHgAAAAAAAAAAACwAAAAABgAEAAAICwABCBxIsKDBgQEBADs=",
    "image/webp": "UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoGAAQADMDOJaACdAFAAAD+2iYRho1+LuxHGSQA"
    "AAA=",
    "image/avif": "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAA"
    "AAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEA"
    "AAETAAAAIgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtp"
    "cGNvAAAAFGlzcGUAAAAAAAAABgAAAAQAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJu"
    "Y2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAAKm1kYXQSAAoIGAhu0QENBoQyFB/3h4UV"
    "3///4sAAAJA1jjwuTpPj",
}
SAMPLES = {kind: b64decode(text) for kind, text in IMAGES.items()} | {
    "image/jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    b"\xff\xc0\0\x11\x08\0\x04\0\x06\3\1\x11\0\2\x11\1\3\x11\1\xff\xd9",
    "image/svg+xml": b'<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"/>',
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_type_and_size(kind):
    picture = measure(SAMPLES[kind], 12345)
    assert picture is not None
    assert (picture.type, picture.width, picture.height) == (kind, 6, 4)
    assert (picture.length, picture.body) == (12345, b"")


def test_photo_turned_by_its_exif_is_measured_as_it_is_seen():
    exif = b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\x01\x03\0\1\0\0\0\6\0\0\0\0\0\0\0"
    turned = b"\xff\xd8\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    picture = measure(turned + SAMPLES["image/jpeg"][2:], 0)
    assert picture is not None
    assert (picture.width, picture.height) == (4, 6)


@pytest.mark.parametrize(
    "head",
    [
        b"\xef\xbb\xbf",
        b"\n  ",
        b'<?xml version="1.0"?>\n<!-- made by hand -->\n',
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n',
        b'<!DOCTYPE svg [<!ENTITY a "b">]>',
    ],
)
def test_svg_behind_its_prolog(head):
    picture = measure(head + SAMPLES["image/svg+xml"], 0)
    assert picture is not None
    assert picture.type == "image/svg+xml"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body><svg width='1' height='1'/></body></html>",
        b"<!doctype html><title>404</title>",
        b"<svgx>",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WAVE",
        b"\0\0\0\x20ftypisom\0\0\0\0isomiso2",
        b"GIF90a",
    ],
)
def test_what_is_no_image(body):
    assert measure(body, 0) is None


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/svg+xml"])
def test_image_whose_size_does_not_show_has_none(kind):
    picture = measure(SAMPLES[kind][:12], 7)
    assert picture is not None
    assert (picture.type, picture.width, picture.height) == (kind, 0, 0)


def test_svg_without_pixels_has_no_size():
    picture = measure(b'<svg width="100%" height="-3" viewBox="0 0 1 1"/>', 0)
    assert picture is not None
    assert (picture.width, picture.height) == (0, 0)


@pytest.mark.parametrize("unit", [b"<!---->", b"<!--", b"<? ?>", b"<![", b" ", b"<!>"])
def test_no_prolog_is_slow(unit):
    start = process_time()
    assert measure(unit * 100_000, 0) is None
    assert process_time() - start < 1


def test_mutilated_images_are_measured_or_not_but_raise_nothing():
    dice = random.Random(7)
    for sample in SAMPLES.values():
        for _ in range(300):
            body = bytearray(sample * 3)
            for _ in range(dice.randint(1, 8)):
                body[dice.randrange(len(sample))] = dice.randrange(256)
            picture = measure(bytes(body[: dice.randint(0, len(body))]), 0)
            assert picture is None or picture.width >= 0

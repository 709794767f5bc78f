"""What an article is made of: people, pictures, files, statements."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who made an article: a person, unless `organization` says otherwise."""

    name: str
    url: str = ""
    role: str = ""
    avatar: str = ""  # the address of a picture
    organization: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A picture made of another's bytes, in a type that every mail client shows."""

    name: str  # below media/
    type: str  # image/jpeg or image/png
    width: int  # pixels: twice what it is shown at, so at most 1200
    height: int
    length: int = 0  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture; url is "" where the source described it but gave no address."""

    url: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    type: str = ""  # by its bytes, not its name
    width: int = 0  # pixels
    height: int = 0
    length: int = 0  # bytes
    mirror: str = ""  # its name below media/ where we hold the bytes
    mail: Rendition | None = None  # for letters, where we hold the bytes
    validator: str = ""  # its host's word, by which it is not sent again unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one place says of one field of an article, in its own words.

    `field` is a field of RawEntry, "image" for the lead picture; `place` a key of
    consensus.PLACES.
    """

    field: str
    place: str
    value: str = ""
    author: Author | None = None  # instead of `value`
    note: str = ""  # what comes with it: a picture's alternative text


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """An audio, video or other file that goes with an article."""

    url: str
    type: str
    length: int = 0  # bytes
    title: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An element of a podcast's own vocabulary, as in `itunes:episode`."""

    name: str  # with its usual prefix: itunes or podcast
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """What a source tells podcast apps of an episode, and of the show it is of."""

    episode: tuple[Tag, ...] = ()
    show: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The feed an entry came from, as it names itself."""

    title: str = ""
    id: str = ""
    url: str = ""
    feed_url: str = ""
    updated: str = ""
    rights: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A disclosure the source carried, taken out: what it said and where."""

    kind: str
    text: str
    place: Literal["body", "summary", "author"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A source that carries an article which is shown as another source has it."""

    source: str
    key: str
    url: str = ""
    site: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()

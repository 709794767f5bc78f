"""What is known of an entry before its body is looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The entry's own address and words, by which the page's copies of them are known.

    `sites` are the names the publisher goes by, `people` are names and roles,
    `topics` are section and tags.
    """

    base: str
    address: str
    title: str
    sites: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every name a line about the article may be made of."""
        return (*self.people, *self.sites, *self.topics)

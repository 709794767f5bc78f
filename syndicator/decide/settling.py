"""Verdicts → news. Of an article that several sources carry, one source's copy is shown.

The others are twins: remembered under their own keys, never shown, ready to take over.
The first source wins, but our own wins over a foreign one; the id stays the same.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from syndicator.decide.article import again, born, mint, news_of, restated, settled
from syndicator.decide.identity import Candidate, Verdict
from syndicator.model import Article, Carrier, Content, RawEntry, Site
from syndicator.ports import Known, News

Held = tuple[RawEntry, Known]  # a stored article, with what its source had said


@dataclass(slots=True)
class Settling:
    """The news of one look at a source, as they come about.

    `held` are the articles by id that other sources show; `own` names our sources.
    """

    site: Site
    now: datetime
    own: Set[str] = frozenset()
    held: dict[str, Held] = field(default_factory=dict)
    names: Mapping[str, Known] = field(default_factory=dict)  # by "key:…", ever borne
    news: list[News] = field(default_factory=list)

    def take(self, verdict: Verdict) -> None:
        """Settle one candidate."""
        candidate, match = verdict.candidate, verdict.match
        if match is not None and match.article.twin_of:
            self._twin_again(candidate, match)
        elif match is not None:
            self._add(again(candidate, match, self.now))
        elif verdict.elsewhere is not None:
            self._shared(candidate, verdict.elsewhere.article.id)
        else:
            article = self._born(candidate)
            self._add(news_of("new", article, candidate, "first seen"))

    def withdraw(
        self,
        gone: Iterable[Known],
        reason: str,
        twins: Callable[[Article], Iterable[Held]] = lambda _: (),
    ) -> None:
        """Take articles out of circulation; they stay known, with their ids.

        One that another source carries is shown as that has it, from now on.
        """
        for known in gone:
            article = known.article
            if article.status == "withdrawn":
                continue
            heirs = sorted(twins(article), key=lambda h: self._rank(h[1].article))
            if article.twin_of:
                self._add(_withdrawn(known, reason, self.now))
                self._carried(article.twin_of, _carrier(article), carries=False)
            elif heirs:
                self._inherit(known, heirs[0], reason)
            else:
                self._add(_withdrawn(known, reason, self.now))

    # ------------------------------------------------------------ several sources

    def _shared(self, candidate: Candidate, id: str) -> None:
        """Another source's article, seen here for the first time."""
        raw, shown = self.held[id]
        if self._takes_over(candidate.draft, shown.article):
            self._hand_over(candidate, raw, shown)
            return
        twin = replace(self._born(candidate), status="twin", twin_of=id)
        where = f"{shown.article.source} shows it"
        self._add(news_of("twin", twin, candidate, where))
        self._carried(id, _carrier(candidate.draft), carries=True)

    def _twin_again(self, candidate: Candidate, twin: Known) -> None:
        raw, shown = self.held[twin.article.twin_of]
        if self._takes_over(candidate.draft, shown.article):
            self._hand_over(candidate, raw, shown)
            self._add(_merged(twin, "it is shown now", self.now))
            return
        self._add(again(candidate, twin, self.now))
        self._carried(shown.article.id, _carrier(twin.article), carries=False)
        self._carried(shown.article.id, _carrier(candidate.draft), carries=True)

    def _takes_over(self, copy: Content, shown: Article) -> bool:
        if shown.status == "withdrawn":
            return not shown.withdrawal  # the operator's word holds for every copy
        return copy.source in self.own and shown.source not in self.own

    def _hand_over(self, candidate: Candidate, raw: RawEntry, shown: Known) -> None:
        """Show this copy from now on; the one shown so far becomes a twin."""
        article, carriers = shown.article, shown.article.carriers
        if article.status != "withdrawn":
            self._add(self._twin_of_itself(raw, shown))
            carriers = (*carriers, _carrier(article))
        kept = tuple(c for c in carriers if not _same_place(c, candidate.draft))
        heir = again(
            candidate, replace(shown, article=replace(article, carriers=kept)), self.now
        )
        self._add(replace(heir, reason=f"{candidate.draft.source} has it, too"))

    def _inherit(self, gone: Known, heir: Held, reason: str) -> None:
        """The article goes on, under its id, as its heir has it."""
        raw, twin = heir
        old = gone.article
        article = replace(
            settled(
                twin.article,
                id=old.id,
                published=old.published,
                updated=old.updated,
                now=self.now,
            ),
            correction=old.correction,
            carriers=tuple(c for c in old.carriers if not _same_place(c, twin.article)),
        )
        where = f"{reason}; {twin.article.source} has it still"
        self._add(restated("refreshed", article, twin, where, raw))
        self._add(_merged(twin, "it is shown now", self.now))

    def _carried(self, id: str, carrier: Carrier, *, carries: bool) -> None:
        raw, shown = self.held[id]
        others = [c for c in shown.article.carriers if not _same_place(c, carrier)]
        carriers = tuple(sorted([*others, carrier] if carries else others, key=_place))
        if carriers != shown.article.carriers:
            article = replace(shown.article, carriers=carriers)
            reason = f"{carrier.source} carries it{'' if carries else ' no more'}"
            self._add(restated("refreshed", article, shown, reason, raw))

    def _twin_of_itself(self, raw: RawEntry, shown: Known) -> News:
        article = shown.article
        twin = replace(
            article,
            id=mint(self.site, article.source, f"{article.key}\ntwin"),
            status="twin",
            twin_of=article.id,
            carriers=(),
        )
        return restated("twin", twin, shown, "our own site shows it", raw)

    def _born(self, candidate: Candidate) -> Article:
        named = f"key:{candidate.draft.key}" in self.names
        return born(candidate.draft, self.site, self.now, named=named)

    def _rank(self, copy: Article) -> tuple[bool, datetime, str]:
        return copy.source not in self.own, copy.published, copy.id

    def _add(self, news: News) -> None:
        """Later news of the same article are about what earlier ones made of it."""
        id = news.article.id
        self.news = [n for n in self.news if n.article.id != id]
        self.news.append(news)
        known = Known(
            article=news.article, mark=news.mark, said=news.said, recipe=news.recipe
        )
        if id in self.held:
            self.held[id] = (news.raw or self.held[id][0], known)


# ---------------------------------------------------------------- helpers


def _carrier(copy: Content) -> Carrier:
    return Carrier(
        source=copy.source,
        key=copy.key,
        url=copy.url,
        site=copy.site,
        section=copy.section,
        tags=copy.tags,
    )


def _place(where: Carrier | Content) -> tuple[str, str]:
    return where.source, where.key


def _same_place(one: Carrier, other: Carrier | Content) -> bool:
    return _place(one) == _place(other)


def _withdrawn(known: Known, reason: str, now: datetime) -> News:
    """Without its mark: a document that comes back is read again."""
    article = replace(
        known.article,
        status="withdrawn",
        withdrawn=now.replace(microsecond=0),
        carriers=(),
    )
    return restated("withdrawn", article, replace(known, mark=""), reason)


def _merged(twin: Known, reason: str, now: datetime) -> News:
    """A twin that is no copy any more gives up its names: they are the article's."""
    news = _withdrawn(twin, reason, now)
    return replace(
        news, article=replace(news.article, key="", url="", also=(), twin_of="")
    )

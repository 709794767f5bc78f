"""Disclosures a source wrote itself: recognised, and told apart from prose on the topic.

A disclosure speaks of the text it stands in ("this article …", "nothing here …") or to
its reader ("consult your doctor"); a sentence that merely discusses disclaimers does
not. Only kinds the operator has configured are looked for: what would not be put back
in approved wording must not be taken out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from syndicator import text
from syndicator.model import Disclaimer

_THIS = (
    r"(?:th(?:is|e|ese|ose)|all|any|our|my|every|each|no|nothing|none)\b"
    r"(?:\W+\w+){0,4}?\W+(?:articles?|contents?|sites?|websites?|pages?|posts?|blogs?"
    r"|information|materials?|newsletters?|publications?|reviews?|guides?|statements?"
    r"|products?|compounds?|summar(?:y|ies)|texts?|images?|pictures?|videos?|podcasts?|here|opinions?|views?|above|herein)\b"
)
_PURPOSE = (
    r"(?:general\s+|in[\s-]vitro\s+)?(?:informational|information|informative|educational|education"
    r"|research|laboratory|scientific|entertainment)"
)
_HEALER = (
    r"(?:doctor|physician|gp|clinician|pharmacist|dieti[ct]ian|nurse"
    r"|(?:health\s?-?care|medical|health)\s+(?:professional|provider|practitioner|advis[eo]r)"
    r"|specialist|expert)s?\b"
)
_ASK = r"(?:consult|check\s+with|see|ask|speak\s+(?:to|with)|talk\s+(?:to|with)|seek)"
_NOT = r"(?:not|never|nor|n['’]t|nothing|no\s+part|none)"


def _advice(kind: str) -> tuple[str, ...]:
    advice = rf"(?:{kind})(?:\s*(?:,|or|and|/|nor)\s*\w+)*\s+(?:advice|recommendations?|guidance|counsel)"
    return (
        rf"\b{_THIS}.{{0,80}}?\b{_NOT}\b.{{0,60}}\b{advice}",
        rf"^\W*(?:nothing|none|no\s+part)\b.{{0,80}}\b(?:is|are|be|constitutes?|should|intended|meant)\b.{{0,60}}\b{advice}",
        rf"^(?:[^.]{{0,50}}[—–,;:-]\s*)?(?:and\s+|but\s+)?(?:this\s+is\s+)?not\s+(?:intended\s+(?:as|to\s+be)\s+)?{advice}\W*$",
        rf"^\W*not\s+an?\s+substitute\s+for\b.{{0,60}}\b(?:{kind})\b",
        rf"\bnot\s+rely\s+on\b.{{0,80}}\b{advice}",
        r"^\W*(?:nothing|no\s+part)\b.{0,60}\b(?:construed|read|seen|taken|understood)\s+as\b.{0,30}\b(?:endorsement|recommendation)",
        rf"\b{_THIS}.{{0,80}}\b(?:alternative\s+to|substitute\s+for)\b.{{0,60}}\b(?:{kind})\b",
    )


@dataclass(frozen=True, slots=True)
class _Family:
    """Patterns of one sort of disclosure; weak ones count beside a strong one only."""

    kinds: frozenset[str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]


def _family(kinds: str, strong: Iterable[str], weak: Iterable[str]) -> _Family:
    def either(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)

    return _Family(frozenset(kinds.split()), either(strong), either(weak))


_FAMILIES = (
    _family(
        "research medical health",
        (
            rf"(?!.*\b(?:financial|investment|tax|legal)\b)\b{_THIS}.{{0,60}}\bfor\s+{_PURPOSE}\b(?:.{{0,60}}\b(?:purposes?|use)\b|.{{0,30}}\bonly\b)",
            rf"^\W*(?:intended\s+|provided\s+|published\s+)?(?:strictly\s+|solely\s+)?for\s+{_PURPOSE}\b.{{0,50}}\b(?:purposes?|use)\s+only\b",
            *_advice(r"medical|health|clinical|dietary|nutritional|professional"),
            rf"\b{_THIS}.{{0,80}}\b{_NOT}\b.{{0,40}}\b(?:intended|meant)\s+to\s+(?:diagnose|treat|cure|prevent)",
            r"^\W*(?:nothing|none|no\s+part)\b.{0,80}\b(?:intended|meant)\s+to\s+(?:diagnose|treat|cure|prevent)",
            rf"\b{_THIS}.{{0,80}}\b{_NOT}\b.{{0,20}}\breplace\b.{{0,60}}\b(?:advice|care|consultation|judge?ment|professional)",
            r"\bthese\s+statements\s+have\s+not\s+been\s+evaluated\b",
            rf"^\W*(?:please\s+|always\s+|you\s+should\s+always\s+|readers\s+should\s+)+{_ASK}\b.{{0,60}}\b{_HEALER}",
            rf"^\W*(?:before\s+(?:you\b|\w+ing\b)[^.]{{0,80}},\s*)(?:please\s+|always\s+)?{_ASK}\b.{{0,40}}\b(?:your|an?)\b.{{0,30}}\b{_HEALER}",
            rf"^\W*(?:you\s+should\s+)?{_ASK}\s+(?:with\s+)?(?:your|a|an)\b.{{0,40}}\b{_HEALER}.{{0,80}}\bbefore\b",
        ),
        (
            rf"\bshould\s+(?:always\s+)?{_ASK}\b.{{0,60}}\b{_HEALER}",
            r"\bnot\s+(?:been\s+)?(?:approved|evaluated|cleared)\b.{0,40}\b(?:fda|food\s+and\s+drug|ema|mhra|regulator)",
            r"\bnot\s+(?:intended\s+)?for\s+human\s+(?:consumption|use)\b",
            r"\b(?:diagnose|treat|cure),?\s+(?:or\s+)?(?:treat|cure|prevent)",
            rf"\b{_NOT}\b.{{0,60}}\bmedical\s+advice\b",
            rf"\b{_PURPOSE}\s+(?:content|material|information)\s+only\b",
            rf"\b{_NOT}\s+(?:an?\s+)?{_HEALER}",
            r"\bnever\s+(?:disregard|ignore|delay)\b.{0,60}\badvice\b",
            rf"^\W*(?:if\s+you\b.{{0,60}},\s*)?(?:please\s+|always\s+)?{_ASK}\b.{{0,60}}\b{_HEALER}",
            r"\b(?:we|the\s+authors?|the\s+publisher)\b.{0,40}\b(?:no|not)\b.{0,40}\b(?:liab|responsib|endors|recommend)",
        ),
    ),
    _family(
        "commercial affiliate sponsored advertising",
        (
            rf"\b{_THIS}.{{0,60}}\b(?:affiliate|paid|sponsored|commercial|referral)\s+links?\b",
            r"\b(?:we|i)\b.{0,40}\b(?:earn|receive|get|make)\b.{0,40}\b(?:commissions?|compensation|fees?|payments?)\b",
            r"\bwe\b.{0,90}\bearn\b.{0,20}\bcommissions?\b",
            r"\bwe\b.{0,20}\b(?:are|be|get)\s+(?:compensated|paid)\b.{0,60}\b(?:links?|click|buy|purchase)",
            r"\blinks?\b.{0,40}\bwe\b.{0,20}\b(?:are|be|get)\s+(?:compensated|paid)\b",
            r"\b(?:if|when)\s+you\s+(?:buy|purchase|order|click)\b.{0,80}\bwe\b.{0,20}\b(?:get|receive|earn|are\s+paid|be\s+paid)\b",
            r"\b(?:we|i|the\s+(?:author|reviewer)s?)\s+(?:was|were|received|got)\b.{0,40}\bfree\b.{0,60}\bthis\s+(?:review|article|post)\b",
            r"^\W*(?:sponsored|paid\s+for)\s+by\b[^,;]{1,60}$",
            r"\bas\s+an?\s+\w+\s+(?:associate|affiliate|partner)\b.{0,40}\bearn\b",
            r"\b(?:some|all|certain)\b.{0,40}\blinks?\b[^,;]{0,60}\b(?:affiliate|sponsored|commission|paid|pay\s+us)\b",
            r"^\W*(?:this\s+is\s+an?|in)\s+(?:paid|sponsored|commercial)\s+(?:partnership|collaboration|promotion|content|post)\b",
            r"^\W*(?:in\s+)?paid\s+partnership\s+with\b[^,;]{1,60}$",
            r"^\W*(?:advertisement|advertorial|sponsored(?:\s+(?:content|post))?)\W*$",
            r"\blinks?\s+marked\b.{0,40}\b(?:sponsored|ad|paid|affiliate)\b",
            rf"\b{_THIS}.{{0,40}}\b(?:is|was|were)\b.{{0,30}}\b(?:sponsored|paid\s+for|funded)\s+by\b",
        ),
        (
            r"\breaders?[\s-]+support",
            r"\bopinions?\b.{0,30}\b(?:our|my|the\s+authors?['’]?s?)\s+own\b",
            r"\bno\s+(?:extra|additional)\s+costs?\b",
            r"\b(?:does|do|will)\s+not\s+(?:affect|influence|change)\b",
            r"\bif\s+you\s+(?:buy|click|purchase)\b",
            r"\b(?:affiliate|sponsored|commission)\b",
        ),
    ),
    _family(
        "ai ai-assisted",
        (
            rf"\b{_THIS}.{{0,60}}\b(?:written|produced|created|drafted|generated|edited|translated|prepared|researched)\b.{{0,60}}\b(?:ai|artificial\s+intelligence|language\s+models?|chatgpt)\b",
            r"\b(?:ai|artificial\s+intelligence|language\s+model)\b.{0,40}\b(?:draft|write|produce|create|translate|prepare)\s+this\s+(?:article|post|text|page|summary)\b",
            r"^\W*(?:written|produced|created|drafted|generated|translated)\b.{0,40}\b(?:ai|artificial\s+intelligence|language\s+models?)\b",
        ),
        (r"\b(?:reviewed|checked|edited|verified)\s+by\b",),
    ),
    _family(
        "financial investment",
        (
            *_advice(r"financial|investment|trading|tax"),
            rf"\b(?:{_THIS}|nothing\s+here)\b.{{0,60}}\b(?:recommendation|offer|solicitation)\s+to\s+(?:buy|sell|invest)\b",
        ),
        (
            r"\bpast\s+performance\b",
            r"\bdo\s+your\s+own\s+research\b",
            r"\bat\s+your\s+own\s+risk\b",
        ),
    ),
    _family("legal", _advice("legal"), (r"\battorney|lawyer\b",)),
)
_LABEL = re.compile(
    r"^\W*(?:(?:medical|legal|research|affiliate|advertising|financial|editorial|health"
    r"|full|important|ai)\s+)?(?:disclaimer|disclosure|notice|please\s+note)\W*[.:—–-]\s*",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"\W*(?:\w+\s+)?(?:disclaimers?|disclosures?|important\s+notice)\W*", re.IGNORECASE
)
_ANNOUNCED = re.compile(
    r"\W*(?:important|note|please\s+note|warning|caution)\W*", re.IGNORECASE
)
# Words of someone speaking about disclosures rather than making one.
_ABOUT = re.compile(
    r"[\"“”«»„].{0,80}[\"“”«»„]|\b(?:the\s+(?:phrase|words?|label|wording|sentence)"
    r"|disclaimers\b|disclosures\s+(?:are|were|have|do)|such\s+(?:labels?|statements?)"
    r"|(?:say|state|read|claim|argue|insist|warn)(?:s|d|ed)?\s+that|said\s+that"
    r"|(?:stud(?:y|ies)|survey|trial|journals?|regulators?|court|companies|vendors|websites)"
    r"\s+(?:found|say|said|argue|require|write|wrote|claim|show|heard|held|ruled))",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(rf"\W*(?!the\b){_THIS}|\W*links\s+marked", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\w+\}")
_LONGEST = 2_500  # characters of a disclosure
_LONGEST_SENTENCE = 1000  # characters; none is longer, and patterns would take for ever
_ALIKE = 0.82  # shared share of words from which two wordings say the same


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Says of a passage which configured kind of disclosure it is, if any."""

    disclaimers: tuple[Disclaimer, ...]

    def kind(self, passage: str, *, marked: bool = False) -> str:
        """The kind of a whole passage, or ""; `marked`: its markup says disclosure."""
        passage = text.collapse(passage)
        if not passage or len(passage) > _LONGEST:
            return ""
        bare = _LABEL.sub("", passage)
        marks = [_marks(s) for s in text.sentences(bare)]
        labelled = marked or bare != passage
        by_wording = self._by_wording(text.sentences(bare))
        return by_wording or self._by_pattern(marks, labelled, _is_mostly)

    def run_kind(self, sentences: Sequence[str]) -> str:
        """The kind of sentences that stand beside prose: each must be part of it."""
        marks = [_marks(_LABEL.sub("", s)) for s in sentences]
        by_pattern = self._by_pattern(marks, False, _is_wholly)
        return by_pattern or self._by_wording(sentences)

    def prose(self, sentences: Sequence[str]) -> list[str]:
        """The sentences that are no disclosure."""
        return [s for s in sentences if not self.kind(s)]

    def _by_wording(self, sentences: Sequence[str]) -> str:
        words = [_words(_LABEL.sub("", s)) for s in sentences]
        for disclaimer in self.disclaimers:
            if any(_alike(words, k) for k in known_wordings(disclaimer) if k):
                return disclaimer.kind
        return ""

    def _by_pattern(
        self,
        marks: Sequence[Mapping[_Family, str]],
        labelled: bool,
        is_statement: Callable[[Sequence[str], bool], bool],
    ) -> str:
        for disclaimer in self.disclaimers:
            for family in _FAMILIES:
                if disclaimer.kind in family.kinds and is_statement(
                    [m[family] for m in marks], labelled
                ):
                    return disclaimer.kind
        return ""


@lru_cache(maxsize=4096)
def _marks(sentence: str) -> Mapping[_Family, str]:
    """What a sentence is to each family: "strong", "weak" or ""."""
    if len(sentence) > _LONGEST_SENTENCE:
        return dict.fromkeys(_FAMILIES, "")
    if _ABOUT.search(sentence) and not _speaks_of_itself(sentence):
        return dict.fromkeys(_FAMILIES, "")
    return {
        f: "strong"
        if f.strong.search(sentence)
        else "weak" * bool(f.weak.search(sentence))
        for f in _FAMILIES
    }


def _is_mostly(marks: Sequence[str], labelled: bool) -> bool:
    """Say whether a passage of such sentences is a disclosure, odd ones included."""
    share = sum(map(bool, marks)) / max(1, len(marks))
    if labelled:
        return share >= 0.5
    enclosed = len(marks) > 2 and marks[0] == "strong" and marks[-1] != ""
    return "strong" in marks and (share >= 0.75 or (enclosed and share >= 0.5))


def _is_wholly(marks: Sequence[str], _: bool) -> bool:
    return "strong" in marks and all(marks)


@lru_cache(maxsize=4096)
def _words(passage: str) -> frozenset[str]:
    return frozenset(text.fold(passage).split())


def _alike(ours: Sequence[frozenset[str]], wording: str) -> bool:
    """Two wordings share nearly all their words (Dice), or are equal when short.

    Each sentence of ours must be of the wording: prose beside it is none. A placeholder
    of the wording stands for up to six words.
    """
    theirs = _words(_PLACEHOLDER.sub(" ", _LABEL.sub("", wording)))
    free = 6 * len(_PLACEHOLDER.findall(wording))
    foreign = 1 / 2 if free else 1 / 3
    if any(len(s - theirs) > foreign * len(s) for s in ours):
        return False
    words = frozenset[str]().union(*ours)
    shared = len(words & theirs)
    extra = max(0, len(words) - shared - free)
    if len(theirs) < 4:
        return shared == len(theirs) > 0 and extra == 0
    return 2 * shared >= _ALIKE * (len(theirs) + shared + extra)


def _speaks_of_itself(sentence: str) -> bool:
    return bool(_OF_ITSELF.match(sentence))


def is_heading(passage: str) -> bool:
    """Say whether a heading announces nothing but a disclosure."""
    return bool(_HEADING.fullmatch(passage))


def is_label(sentence: str) -> bool:
    """Say whether a sentence does no more than announce a disclosure ("Important.")."""
    return bool(_HEADING.fullmatch(sentence) or _ANNOUNCED.fullmatch(sentence))


def known_wordings(disclaimer: Disclaimer) -> tuple[str, ...]:
    """Every text by which a kind may be said, of whatever day and language."""
    approved = (disclaimer, *disclaimer.wordings)
    said = (text for w in approved for text in (w.text, w.short, w.plain))
    return (*said, *disclaimer.variants)

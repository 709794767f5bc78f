from typing import Any
import re
from syndicator.parse.extract import lines
from syndicator.parse.extract.clean import drop

SHARE = 0.9
JUNK = re.compile(
    r"(?:^|[-_ ])(?:related|recommend\w*|promo\w*|sidebar|share|sharing|social|comments?|author|avatar|teasers?|newsletter|advert\w*|ads?|popular|most|trending|breadcrumbs?|footer|menu|nav|byline|tags?|signup|subscribe|popup|cookie|widget|toolbar|print|outbrain|taboola|disqus)(?:$|[-_ ])",
    re.I,
)


def project(tree: Any, said: Any, lead: str) -> Any:
    body = tree.find("body")
    if body is None:
        body = tree
    runs = lines.runs(body)
    chars: dict[Any, int] = {}
    linked: dict[Any, int] = {}
    voted: dict[Any, int] = {}
    total = 0
    for holder, text in runs:
        n = len(text)
        v = n if said.says(text) else 0
        total += v
        for a in (holder, *holder.iterancestors()):
            chars[a] = chars.get(a, 0) + n
            if v:
                voted[a] = voted.get(a, 0) + n
    for a in body.iter("a"):
        n = len(" ".join("".join(a.itertext()).split()))
        for up in (a, *a.iterancestors()):
            linked[up] = linked.get(up, 0) + n
    if not total:
        return None
    holder = body
    while True:
        nxt = next((c for c in holder if voted.get(c, 0) >= SHARE * total), None)
        if nxt is None:
            break
        holder = nxt
    prune(holder, chars, linked, voted)
    return holder


def prune(tag, chars, linked, voted):
    for child in list(tag):
        if voted.get(child, 0):
            prune(child, chars, linked, voted)
        elif is_junk(child, chars, linked):
            drop(child)


def is_junk(tag, chars, linked):
    if tag.tag not in lines.BREAKS:
        return False
    n = chars.get(tag, 0)
    names = f"{tag.get('class', '')} {tag.get('id', '')}"
    if JUNK.search(names):
        return True
    if tag.tag in ("aside", "footer", "nav", "form"):
        return True
    if n and linked.get(tag, 0) / n > 0.5:
        return True
    return False

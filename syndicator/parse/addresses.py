"""Which addresses a site lists are its articles', by how they are written."""

import re
from fnmatch import fnmatchcase

from syndicator import urls
from syndicator.model import PathRules

# Lists of articles: the word, and at most one more segment (or none that is a title).
_LIST_NAMES = (
    "auteur author authors autor autoren categoria categorie categories category"
    " collections contributor contributors etiqueta kategorie kategorien label labels member members page"
    " people profile profiles recherche schlagwort search seite series staff suche tag tagged"
    " tags taxonomy thema themen topic topics user users"
)
_LISTS = frozenset(_LIST_NAMES.split())
# What stands alone behind the host, and is a page of the site's and no article.
_PAGE_NAMES = (
    "about about-us accessibility account advertise advertising archive archives"
    " article articles blog careers cart checkout contact contact-us cookie-policy"
    " cookies datenschutz events faq help home impressum imprint index jobs kontakt"
    " legal login logout magazine mentions-legales news newsletter newsletters post"
    " posts press privacy privacy-policy register shop sign-in sign-up signin signup"
    " sitemap stories subscribe subscription team terms terms-and-conditions"
    " terms-of-service terms-of-use ueber-uns"
)
_PAGES = frozenset(_PAGE_NAMES.split())
_MACHINE_NAMES = (
    "amp api atom cdn-cgi feed feeds rss trackback wp-admin wp-content wp-includes"
    " wp-json wp-login.php xmlrpc.php"
)
_MACHINES = frozenset(_MACHINE_NAMES.split())
_FILE_NAMES = (
    "7z atom avi avif bmp bz2 css csv doc docx epub exe gif gz ico ics iso jpeg jpg"
    " js json m4a m4v mobi mov mp3 mp4 mpg odt ogg pdf png ppt pptx rar rdf rss rtf"
    " svg tar tif tiff txt wav webm webp xls xlsx xml zip"
)
_FILES = frozenset(_FILE_NAMES.split())
_ID = re.compile(r"(?:^|&)(?:\w*id|p|article|story|post|news|nr|no)=\w", re.IGNORECASE)
_TITLE_WORDS = 4  # in a segment that is made of a title
_WORDS = re.compile(r"[^\W_]+")
_DATES = re.compile(  # the list of a year, a month, a day
    r"(?:^(?:19|20)\d\d|(?:^|/)(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?)$"
)
# Second levels under which a country registers names, beside its own.
_SECOND_NAMES = "ac co com edu go gob gouv gov gv ne net or org"
_SECOND = frozenset(_SECOND_NAMES.split())


def may_be_article(url: str, rules: PathRules) -> bool:
    """Say whether there may be an article at an address; the settings' word is the last.

    Left out is what plainly is none: the home page, lists by tag, category, author or
    date, searches, feeds, files, and pages such as "about us".
    """
    before, _, query = url.partition("#")[0].partition("?")
    path = f"/{before.split('/', 3)[3]}" if before.count("/") > 2 else "/"
    if any(fnmatchcase(path, pattern) for pattern in rules.exclude):
        return False
    if rules.include:
        return any(fnmatchcase(path, pattern) for pattern in rules.include)
    parts = [part for part in path.lower().split("/") if part]
    if not parts:
        return bool(_ID.search(query))  # an address without a path of its own
    stem, dot, suffix = parts[-1].rpartition(".")
    if (dot and suffix in _FILES) or not _MACHINES.isdisjoint(parts):
        return False
    if len(parts) == 1 and (stem if dot else suffix) in _PAGES:
        return bool(dot and _ID.search(query))
    return not (_DATES.search("/".join(parts)) or _is_list(parts))


def _is_list(parts: list[str]) -> bool:
    at = max((n for n, part in enumerate(parts) if part in _LISTS), default=-1)
    if at < 0:
        return False
    below = parts[at + 1 :]
    return len(below) < 2 or len(_WORDS.findall(below[-1])) < _TITLE_WORDS


def same_site(url: str, other: str) -> bool:
    """Say whether two addresses are of hosts of one registered name, as far as seen."""
    return _site(urls.host(url)) == _site(urls.host(other)) != ""


def _site(host: str) -> str:
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND
    return ".".join(labels[-3 if country else -2 :])

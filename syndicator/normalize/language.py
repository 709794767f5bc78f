"""The language of a text nobody has told: by its script, then by its smallest words."""

import re
from collections import Counter

_SAMPLE = 4000  # characters that are looked at
_FEWEST = 12  # words below which nothing is said
_SHARE = 0.12  # of all words that must be of a language's own
_LEAD = 1.1  # how many times as many as of the next language
_WORD = re.compile(r"[^\W\d_]+")
# Scripts that tell the language, or are told apart by a letter that only one has.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ur", re.compile("[\u0679\u0688\u0691\u06d2]")),
    ("fa", re.compile("[\u067e\u0686\u0698\u06af]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
)
_ENOUGH = {"ja": 0.05, "ur": 0.01, "fa": 0.01}  # of the letters; of others, a half
_SMALL_WORDS = {
    "en": "the of and to in is that for it was on with as his he be by at this from are"
    " have not but you which they we",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als"
    " auch es an werden aus er hat dass sie nach wird bei",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne"
    " se ce il sont avec son nous vous",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o"
    " pero sus le ha este muy",
    "it": "di e il la che in a per un del è una si con non della i le da al dei nel più come"
    " sono ha gli anche ma alla",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas"
    " foi ao ele das tem à seu",
    "nl": "de van het een en in is dat op te zijn met voor niet die aan er om ook als dan"
    " bij nog maar uit door naar heeft",
    "sv": "och i att det som en på är av för med den till inte har de om ett var men sig"
    " från vi så kan när",
    "da": "og i at det er en til på som af for med den der ikke har de et om fra var men sig"
    " vi så kan ved blev",
    "nb": "og i det er en til på som av for at med den har de ikke et om fra var men seg vi"
    " så kan ved ble etter",
    "fi": "ja on ei että se oli hän mutta kun niin myös ovat tai jos joka kuin ole sen"
    " ollut mukaan vain mitä nyt",
    "pl": "w i na z się nie do to że jest o a jak po co ale od za tak przez ma są dla już"
    " czy tym oraz który",
    "cs": "a se v na je že to s z do o i ve si by jako pro ale za po od jsou tak byl jeho"
    " nebo které který",
    "sk": "a sa v na je že to s z do o aj vo si by ako pre ale za po od sú tak bol jeho"
    " alebo ktoré ktorý",
    "hu": "a az és hogy nem is egy ez de azt meg csak már volt mint el kell ha vagy még van"
    " lehet szerint",
    "ro": "de și în a la cu o pe să din că nu care pentru mai este un se au sunt prin ca"
    " fost după sau dar",
    "hr": "i je u na se da su za od a s o kao što te koji koja ali iz bi nije biti ili do"
    " samo više",
    "tr": "ve bir bu için da de ile olarak çok daha o olan gibi var kadar sonra en ama"
    " değil göre ne",
    "id": "yang dan di dengan untuk pada dari ini itu tidak dalam akan adalah ke juga oleh"
    " sebagai atau telah",
    "vi": "và của là có được cho không trong một với các những này đã người để khi từ đến",
    "ca": "de la que el i a en els les del per un amb no una es al és més com han va als"
    " però seva aquest",
    "ru": "и в не на что с по как это он к но из у за от о так же для его бы только",
    "uk": "і в не на що з по як це він до але із у за від та так для його є які тільки",
    "bg": "и в не на че с по как това той към но от у за се са да като за е ще",
}
_OWN = {lang: frozenset(words.split()) for lang, words in _SMALL_WORDS.items()}


def detect(text: str) -> str:
    """The language as a BCP 47 tag, "" where the text is too short or not clear.

    >>> detect("Der Kaffee um drei ist für den Schlaf nicht so gut, wie man es von ihm sagt.")
    'de'
    """
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    return _by_script("".join(words)) or _by_words(words)


def _by_script(letters: str) -> str:
    for language, script in _SCRIPTS:
        share = len(script.findall(letters)) / max(1, len(letters))
        if len(letters) >= _FEWEST and share > _ENOUGH.get(language, 0.5):
            return language
    return ""


def _by_words(words: list[str]) -> str:
    if len(words) < _FEWEST:
        return ""
    counts = Counter(words)
    scores = {
        language: sum(counts[word] for word in own) for language, own in _OWN.items()
    }
    (best, most), (_, next_most) = Counter(scores).most_common(2)
    clear = most >= _SHARE * len(words) and most >= _LEAD * next_most
    return best if clear else ""

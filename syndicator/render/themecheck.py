"""Whether a letter's look can be drawn: colours, fonts and, of a theme of one's own, all.

A theme is tried before it is used: on an article alone and on a digest, with everything
an issue may hold. What cannot be drawn, and what leaves out what no letter may lack, is
told with file and line.
"""

from syndicator.model import Letter, Site
from syndicator.render import look, tools


def problems(letter: Letter, site: Site) -> list[str]:
    """What is wrong with a letter's theme and brand: a sentence each, none if nothing."""
    found = look.problems(letter)
    if letter.theme_files and not found and not tools.problems(letter, site):
        from syndicator.render import themetrial  # heavy, and for such themes only

        found = list(themetrial.faults(letter, site))
    return [f"letter {letter.name}: {what}" for what in found]

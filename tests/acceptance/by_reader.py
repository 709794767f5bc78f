"""Run by the Python that has the `reader` library: update a feed, and tell of it.

reader.db URL → {"new": …, "modified": …, "entries": [[id, title, link], …]}
"""

import json
import sys

from reader import make_reader


def main(database: str, url: str) -> None:
    reader = make_reader(database)
    reader.add_feed(url, exist_ok=True)
    changed = reader.update_feed(url)
    told = {
        "new": changed.new if changed else 0,
        "modified": changed.modified if changed else 0,
        "entries": [[e.id, e.title, e.link] for e in reader.get_entries(feed=url)],
    }
    sys.stdout.write(json.dumps(told))


main(*sys.argv[1:])

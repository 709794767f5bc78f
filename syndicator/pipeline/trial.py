"""Drawing, where a fault of ours with one item costs neither the others nor the run."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from syndicator.errors import SyndicatorError
from syndicator.model import Item

T = TypeVar("T")
Faults = list[tuple[str, str]]  # the address of an item, and what is wrong


def without_faults(
    draw: Callable[[Sequence[Item]], T], items: Sequence[Item]
) -> tuple[T, Sequence[Item], Faults]:
    """What `draw` makes of items, those it shows, and those it fails at.

    They are tried one by one only where it fails at all together. Raises what `draw`
    does where that is for no single item, or for each of them.
    """
    try:
        return draw(items), items, []
    except SyndicatorError:
        raise
    except Exception:
        fine, faults = _sorted_out(draw, items)
        if not fine or not faults:
            raise
        return draw(fine), fine, faults


def _sorted_out(
    draw: Callable[[Sequence[Item]], T], items: Sequence[Item]
) -> tuple[list[Item], Faults]:
    fine: list[Item] = []
    faults: Faults = []
    for item in items:
        try:
            draw((item,))
        except SyndicatorError:
            raise
        except Exception as error:  # noqa: BLE001
            faults.append((item.article.url, f"our renderer fails at it: {error!r}"))
        else:
            fine.append(item)
    return fine, faults

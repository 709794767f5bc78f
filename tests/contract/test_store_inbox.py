"""What is pushed waits in the store until it is settled, on each database."""

from threading import Barrier, Thread

import pytest

from syndicator.ports import Parcel, Store
from syndicator.store import inbox, open_store

ONE = Parcel(
    key="one", url="https://lab.example/one", media_type="text/html", body=b"1"
)
TWO = Parcel(key="two", media_type="application/json", charset="utf-8", body=b"\0\xff")


def bare(parcels):
    return [(p.key, p.url, p.media_type, p.charset, p.body) for p in parcels]


def test_what_is_received_waits_in_its_order(store: Store) -> None:
    store.receive("cms", [ONE, TWO])
    store.receive("crm", [ONE])
    found = store.inbox("cms")
    assert bare(found) == bare([ONE, TWO])
    assert 0 < found[0].number < found[1].number
    assert store.inboxes() == {
        "cms": found[1].number,
        "crm": store.inbox("crm")[0].number,
    }
    assert store.inbox("none") == []


def test_the_same_key_again_takes_the_place_of_what_waits(store: Store) -> None:
    store.receive("cms", [ONE, TWO])
    store.receive("cms", [Parcel(key="one")])
    assert bare(store.inbox("cms")) == bare([TWO, Parcel(key="one")])


def test_only_what_was_settled_is_forgotten(store: Store) -> None:
    store.receive("cms", [ONE])
    (read,) = store.inbox("cms")
    store.receive("cms", [Parcel(key="one", body=b"newer")])
    store.discharge([read.number])
    assert [p.body for p in store.inbox("cms")] == [b"newer"]
    store.discharge(p.number for p in store.inbox("cms"))
    assert store.inbox("cms") == []
    assert store.inboxes() == {}


def test_a_number_is_never_given_twice(store: Store) -> None:
    seen = set()
    for _ in range(3):
        store.receive("cms", [ONE])
        (read,) = store.inbox("cms")
        assert read.number not in seen
        seen.add(read.number)
        store.discharge([read.number])


def test_it_is_there_when_the_store_is_opened_again(url: str) -> None:
    first = open_store(url)
    first.receive("cms", [ONE, Parcel(key="a\ud800\0b")])
    first.close()
    second = open_store(url)
    assert [p.key for p in second.inbox("cms")] == ["one", "a\ud800\0b"]
    second.close()


def test_a_run_that_holds_the_store_is_not_waited_for(store: Store) -> None:
    with store.lock("a long pass"):
        store.receive("cms", [ONE])
    assert bare(store.inbox("cms")) == bare([ONE])


def test_many_may_be_received_at_once(store: Store) -> None:
    together = Barrier(6)

    def push(number: int) -> None:
        together.wait(10)
        store.receive("cms", [Parcel(key=f"{number}", body=b"x"), ONE])

    threads = [Thread(target=push, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [p.key for p in store.inbox("cms")]
    assert sorted(keys) == ["0", "1", "2", "3", "4", "5", "one"]


def test_no_more_is_read_than_fits(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "_BYTES", 10)
    sizes = (4, 4, 4, 40, 4)
    store.receive(
        "cms", [Parcel(key=f"{n}", body=b"x" * s) for n, s in enumerate(sizes)]
    )
    read = []
    while found := store.inbox("cms"):
        read.append([p.key for p in found])
        store.discharge(p.number for p in found)
    assert read == [["0", "1"], ["2"], ["3"], ["4"]]

"""Which addresses are reached: the table, URLs, and what a resolver may do to us."""

import httpcore
import pytest
from servers import Server

from syndicator.fetch.guard import Guard, Refused, check_address, check_url, look_up

FORBIDDEN = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.255 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1
198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:a9fe:a9fe 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:10::1 2001:20::1
2001:db8::1 2002:7f00:1:: 3fff::1 4000::1 5f00::1 8000::1 fc00::1 fd12::1 fe80::1
fe80::1%lo fec0::1 ff02::1
"""

PUBLIC = """
1.1.1.1 9.9.9.9 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 192.0.1.1
198.17.255.255 223.255.255.255 2001:200::1 2606:4700::1111 2a00:1450::1
64:ff9b::808:808 ::ffff:8.8.8.8
"""


@pytest.mark.parametrize("address", FORBIDDEN.split())
def test_address_that_is_not_public_is_refused(address):
    with pytest.raises(Refused, match="not a public address"):
        check_address(address, ())


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_address_is_reached(address):
    assert check_address(address, ())


def test_wrapped_address_is_reached_as_what_it_wraps():
    assert check_address("::ffff:8.8.8.8", ()) == "8.8.8.8"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [("10.1.2.3", "10.0.0.0/8"), ("::1", "::1/128"), ("::ffff:127.0.0.1", "127.0.0.1")],
)
def test_exception_opens_its_own_network_only(address, allowed):
    assert check_address(address, (allowed,))
    with pytest.raises(Refused):
        check_address("192.168.0.1", (allowed,))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "//news.example/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://[::1",
        "http://news.example:99999/",
        "http://reader@news.example/",
        "http://reader:secret@news.example/",
        "http://@news.example/",
    ],
)
def test_url_that_is_refused(url):
    with pytest.raises(Refused):
        check_url(url)


def connect(resolve, port, allowed=("127.0.0.2",)):
    stream = Guard(allowed, float("inf"), resolve).connect_tcp("news.example", port, 5)
    peer = stream.get_extra_info("server_addr")
    stream.close()
    return peer


def test_second_answer_of_the_name_server_is_never_asked_for():
    answers = [["127.0.0.2"], ["127.0.0.1"]]
    with Server({}, host="127.0.0.2") as server:
        peer = connect(lambda host, port: answers.pop(0), server.port)
    assert peer == ("127.0.0.2", server.port)
    assert answers == [["127.0.0.1"]]


@pytest.mark.parametrize("order", [1, -1])
def test_one_private_address_among_public_ones_refuses_the_host(order):
    with Server({}, host="127.0.0.2") as server, pytest.raises(Refused):
        connect(lambda host, port: ["127.0.0.2", "127.0.0.1"][::order], server.port)


def test_next_address_is_tried_where_one_does_not_answer():
    with Server({}, host="127.0.0.2") as server:
        peer = connect(
            lambda host, port: ["127.0.0.3", "127.0.0.2"], server.port, ("127.0.0.0/8",)
        )
    assert peer[0] == "127.0.0.2"


def test_host_without_address_cannot_be_connected_to():
    with pytest.raises(httpcore.ConnectError, match=r"news\.example has no address"):
        connect(lambda host, port: [], 80)


def test_look_up_gives_each_address_once():
    found = look_up("127.1", 80)
    assert found == ["127.0.0.1"]

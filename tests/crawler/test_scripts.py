"""Values written in scripts: what JSON refuses and browsers accept, and what is neither."""

import pytest

from crawler.pages.scripts import assigned, scalar, unescaped, value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1} and more', {"a": 1}),
        ("{'parseType':'bulidstatic','n': 3}", {"parseType": "bulidstatic", "n": 3}),
        ("{a:1, b_c:'x', $d:true, e:undefined,}", {"a": 1, "b_c": "x", "$d": True, "e": None}),
        ("['<li>a</li>', \"b\",]", ["<li>a</li>", "b"]),
        (r"{name:'\u5e74\x41\'s \"q\"\n'}", {"name": '年A\'s "q"\n'}),
        ("{url: base + '/list', size: n * 2, at: f('x', 1)}", {"url": None, "size": None, "at": None}),
        (
            "{before: function(a){ return {b: [1]}; }, rows: x[0], z: 1}",
            {"before": None, "rows": None, "z": 1},
        ),
        ("{a: 1 // first\n, /* b */ c: -2.5}", {"a": 1, "c": -2.5}),
        ("{on: 'http://h/x?a=1&b={c}'}", {"on": "http://h/x?a=1&b={c}"}),
        ("", None),
        ("'text'", None),
        ("{", None),
        ("{a:1", None),
        ("[" * 100_000, None),
        ("{'a':" * 50_000, None),
        ("{a: f(" * 30_000, None),
    ],
)
def test_literals(text: str, told: object) -> None:
    assert value(text) == told


def test_assignments_in_their_several_spellings() -> None:
    assert assigned("var x=1; window._CONFIG = {SID: 7};", "_CONFIG") == {"SID": 7}
    assert assigned("a = {siteInfo: {'g': 'h'}}", "siteInfo") == {"g": "h"}
    assert assigned(r"_CONFIG = JSON.parse('{\"SID\": 7}')", "_CONFIG") == {"SID": 7}
    assert assigned("my_CONFIG = {a: 1}", "_CONFIG") is None
    assert assigned("rows = {broken; rows = [1, 2]", "rows") == [1, 2]


def test_lone_values() -> None:
    text = "var siteGuid = \"a-1\"; p({pageCount:3, 'unitid':'778'}); perPage : -4; my-pageSize=9"
    assert [scalar(text, name) for name in ("siteGuid", "pageCount", "unitid", "perPage", "pageSize")] == [
        "a-1",
        "3",
        "778",
        "-4",
        None,
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [(r"\u5e74\x41\n", "年A\n"), (r"\u5e7", "u5e7"), (r"\x", "x"), ("\\", "\\"), (r"\'\\", "'\\")],
    ids=["whole", "short", "alone", "nothing", "signs"],
)
def test_escapes_whole_and_broken(written: str, read: str) -> None:
    assert unescaped(written) == read

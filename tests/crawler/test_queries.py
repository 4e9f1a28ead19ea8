"""Queries changed without decoding what is not changed."""

from crawler.pages import queries


def test_fields_are_changed_in_place_removed_and_added() -> None:
    changed = queries.changed("page=1&webname=%D6%D0%CE%C4&x=&page=9", {"page": "2", "X": None, "size": "10"})
    assert changed == "page=2&webname=%D6%D0%CE%C4&size=10"


def test_address_keeps_everything_but_its_fragment() -> None:
    assert queries.requeried("http://h/a?b=1#c", {"b": "年报"}) == "http://h/a?b=%E5%B9%B4%E6%8A%A5"


def test_fields_are_read_in_any_case_and_numbers_only_where_they_are_numbers() -> None:
    assert queries.field("PageNo=2&q=a+b", "pageno") == "2"
    assert queries.field("q=a+b", "q") == "a b"
    assert queries.field("", "q") is None
    assert [queries.number(query, "p") for query in ("p=7", "p=x", "", "p=99999999")] == [7, 1, 1, 1]


def test_form() -> None:
    assert queries.form({"path": "/", "名": "值"}) == "path=%2F&%E5%90%8D=%E5%80%BC"

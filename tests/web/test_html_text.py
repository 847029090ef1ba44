"""The reader of HTML that the other tests stand on."""

from __future__ import annotations

import pytest

from tests.web.html_text import parse


def test_text_and_attributes_are_read() -> None:
    parsed = parse('<p lang="en">a &lt;b&gt; <mark class="x y">c</mark></p>')
    assert parsed.text == "a <b> c"
    assert parsed.classed("y")[0].text == "c"
    assert parsed.having("lang")[0].text == "a <b> c"


def test_an_unclosed_element_is_noticed() -> None:
    with pytest.raises(AssertionError, match="unclosed"):
        parse("<p>a")

"""Questions about two things at once: how they differ, or what is so of each of them."""

from __future__ import annotations

import re

_THING = r"[^\s,.;:?!\"]{2,16}?"
_TWO = rf"(?P<one>{_THING})(?:和|与|跟|同|以及|及)(?P<other>{_THING})"
_DIFFER = (
    r"(?:之间|相比|比较|比起来)?(?:的|有着?|存在)?(?:什么|哪些|何)?(?:本质|主要|根本)?"
    r"(?:区别|不同|不一样|差别|差异|异同|两样)(?:之处|点)?(?:是什么|有哪些|(?:体现)?在哪[里儿]?)?"
)
_APART = r"(?:之间|相比|比较|比起来)?(?:差|不同|不一样)在(?:哪[里儿]?|什么地方|何处)"
# 由哪个部门 asks who, and not which of the two.
_WHICH = r"(?<![由在归属向给到找是去从被的])哪一?[个种项者](?!部门|机关|单位|地方|时候|人|方面)"
_END = r"(?:呢|吗)?[?.!\s]*"
_NAME = r"[a-z' -]+?"
_ENGLISH_TWO = rf"(?P<one>{_NAME}) and (?P<other>{_NAME})"

# Folded questions, and what is then asked of each of the two.
_FORMS = tuple(
    (re.compile(form), asked)
    for form, asked in (
        (rf"(?:请?(?:比较|说明)(?:一下)?)?{_TWO}{_DIFFER}{_END}", "什么是{}"),
        (rf"请?(?:比较|对比)(?:一下)?{_TWO}{_END}", "什么是{}"),
        (rf"{_TWO}{_APART}{_END}", "什么是{}"),
        (
            rf"{_TWO}(?:[两二]者)?(?:之间|之中|中)?,?{_WHICH}(?P<asked>[^,.;?!]{{1,12}}?){_END}",
            "{}{}",
        ),
        (rf"{_TWO}(?:分别|各自|各)(?P<asked>[^,.;?!]{{2,12}}?){_END}", "{}{}"),
        (
            r"(?:what(?:'s| is| are) )?(?:the )?(?:main )?differences? between "
            rf"{_ENGLISH_TWO}{_END}",
            "what is {}",
        ),
        *(
            (rf"(?:please )?compare (?P<one>{_NAME}) {to} (?P<other>{_NAME}){_END}", "what is {}")
            for to in ("(?:with|against)", "and", "to")
        ),
        (rf"(?P<one>{_NAME}) (?:vs|versus)\.? (?P<other>{_NAME}){_END}", "what is {}"),
        (
            rf"how (?:do|does) (?P<one>{_NAME}) compare (?:to|with|against) "
            rf"(?P<other>{_NAME}){_END}",
            "what is {}",
        ),
        (rf"how do {_ENGLISH_TWO} differ{_END}", "what is {}"),
        (
            r"how (?:do|does|is|are) (?P<one>[a-z' -]+?) (?:differ|different) from "
            rf"(?P<other>[a-z' -]+?){_END}",
            "what is {}",
        ),
    )
)


def asked_of_each(question: str) -> tuple[str, str] | None:
    """The two questions that a folded question is, of the one thing and of the other.

    >>> asked_of_each("管理和服务有什么区别?")
    ('什么是管理', '什么是服务')
    >>> asked_of_each("园长和园丁分别做什么"), asked_of_each("管理和服务由谁负责?")
    (('园长做什么', '园丁做什么'), None)
    """
    for form, asked in _FORMS:
        if match := form.fullmatch(question):
            rest = match.groupdict().get("asked", "")
            return asked.format(match["one"], rest), asked.format(match["other"], rest)
    return None

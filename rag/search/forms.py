"""What a question of some form is answered with: words that it does not have and its answer does.

"How much is the fine" is answered by 罚款 and 责令, "what is X" by "所称X，是指". Such words count
beside the question's own, a little: many other clauses have them too.
"""

from __future__ import annotations

import re

FORM_WEIGHT = 0.4

# Folded questions, Chinese and English, and the index terms of what answers them.
_FORMS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(asked), tuple(answered.split()))
    for asked, answered in (
        (
            r"什么(?:是|叫)|何谓|是什么(?:意思)?[?\s]*$|(?:指|含义|定义)(?:是|的是)?(?:什么|谁|哪)|是指"
            r"|定义|\bdefin|\bmeant?\b|\bwho (?:is|counts as) an?\b|\bwhat (?:is|counts as)\b",
            "所称 是指",
        ),
        (
            r"[谁哪](?:个部门|个机关|来)?.{0,4}(?:负责|主管|管|受理)|归[谁哪]|哪个(?:部门|机关|单位)"
            r"|\bwh(?:o|ich (?:authority|department|agency|body)) (?:is|are|manages?|oversees?)\b",
            "负责 主管",
        ),
        (
            r"罚|处分|惩|后果|会(?:怎样|怎么样|如何)|\b(?:fine|penalt|punish)",
            "罚款 责令 处分 警告",
        ),
        (
            r"(?:能|可以|可|允许|准许?|行).{0,24}[吗么]|能不能|可不可以|能否|可否|是否(?:可以|允许)"
            r"|^(?:can|may|am i allowed)\b"
            r"|\bis it (?:allowed|legal|illegal|lawful|permitted|forbidden|prohibited)\b",
            "不得 可以 禁止",
        ),
        (
            r"(?:什么时候|何时|哪[天一年]|从.{0,4}起).{0,6}(?:生效|施行|实施|实行)"
            r"|\b(?:in|into) force\b",
            "施行",
        ),
        (r"几岁|多大(?:年纪|岁数)|年龄|\bhow old\b|\bwhat age\b", "周岁"),
        (r"任期|一届|\bterm of office\b", "任期 每届"),
        (r"(?:找|向|去)[谁哪]|\bwhere\b.{0,30}\bapply\b", "提出 申请"),
        (r"条件|资格|怎样才能|\bconditions?\b|\beligible\b", "条件 符合 具备"),
        (r"目的|为什么(?:要)?(?:制定|出台)|\bpurpose\b", "为了"),
        (
            r"(?:干|做|管)(?:些什么|哪些|什么)(?:事|活|工作)|(?:干|做|管)些?什么的",
            "职责 任务",
        ),
        (
            r"(?:不能|不可以?|不准|不许|不得|禁止).{0,16}(?:哪些|什么)"
            r"|(?:哪些|什么).{0,8}(?:不能|不可以|不准|不许|不得|禁止)",
            "不得 禁止",
        ),
        (r"怎么办|\bwhat should i do\b", "应当 办理"),
    )
)


def answered_with(question: str) -> tuple[str, ...]:
    """Terms that the answer to a folded question has by its form, most often none.

    >>> answered_with("什么叫志愿服务?"), answered_with("志愿服务")
    (('所称', '是指'), ())
    """
    terms = [term for asked, terms in _FORMS if asked.search(question) for term in terms]
    return tuple(dict.fromkeys(terms))

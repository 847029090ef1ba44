"""What went wrong, in the page's language.

An error says it in English, and by its key and values what it was: a row has the wording of a key
in Traditional and in Simplified Chinese. An error without a row is shown as it stands.
"""

from __future__ import annotations

from rag.types import QueryError, RagError
from rag.web.wording import Language

_COLUMN = {Language.TRADITIONAL: 0, Language.SIMPLIFIED: 1}

ERROR_WORDING: dict[str, tuple[str, str]] = {
    # A question or query as a whole
    "no_words": (
        "裡面沒有字詞；請輸入字詞、問題或條文地址。",
        "里面没有字词；请输入字词、问题或条文地址。",
    ),
    "too_long": (
        "太長了：{length} 個字，最多 {most} 個字；請縮短。",
        "太长了：{length} 个字，最多 {most} 个字；请缩短。",
    ),
    "control": (
        "第 {n} 個字是控制字元（{code}）；請刪去。",
        "第 {n} 个字是控制字符（{code}）；请删去。",
    ),
    # An address, or a document's id
    "empty": ("裡面是空的；請輸入條文地址。", "里面是空的；请输入条文地址。"),
    "no_clause": (
        "沒有「{address}」這一條；請從條目裡選。",
        "没有“{address}”这一条；请从条目里选。",
    ),
    "no_clause_near": (
        "沒有「{address}」這一條；最接近的有：{clauses}。",
        "没有“{address}”这一条；最接近的有：{clauses}。",
    ),
    "many_clauses": (
        "「{address}」可能是 {clauses} 條中的任何一條（{some}）；請寫全地址，並指明文件。",
        "“{address}”可能是 {clauses} 条中的任何一条（{some}）；请写全地址，并指明文件。",
    ),
    "clause_anywhere": (
        "「{address}」可能在 {documents} 份文件的任何一份裡；請指明文件。",
        "“{address}”可能在 {documents} 份文件的任何一份里；请指明文件。",
    ),
    "no_document": (
        "文庫裡沒有「{document}」這份文件；請從清單裡選。",
        "文库里没有“{document}”这份文件；请从列表里选。",
    ),
    # The query language; `n` counts the characters of the query
    "phrase_empty": (
        "第 {n} 字：引號裡沒有字詞；請在引號裡寫上字詞。",
        "第 {n} 字：引号里没有字词；请在引号里写上字词。",
    ),
    "phrase_open": (
        "第 {n} 字：引號 {sign} 沒有另一半；請補上。",
        "第 {n} 字：引号 {sign} 没有另一半；请补上。",
    ),
    "prefix_empty": (
        "第 {n} 字：* 前面沒有字；請寫上詞的開頭。",
        "第 {n} 字：* 前面没有字；请写上词的开头。",
    ),
    "prefix_short": (
        "以 {word} 開頭的詞超過 {most} 個；請在 * 前多寫幾個字母。",
        "以 {word} 开头的词超过 {most} 个；请在 * 前多写几个字母。",
    ),
    "word_empty": (
        "第 {n} 字：{word} 不是字詞；請刪去。",
        "第 {n} 字：{word} 不是字词；请删去。",
    ),
    "nothing_after": (
        "第 {n} 字：{sign} 後面沒有字詞；請補上，要找 {sign} 本身就加上引號。",
        "第 {n} 字：{sign} 后面没有字词；请补上，要找 {sign} 本身就加上引号。",
    ),
    "nothing_before": (
        "第 {n} 字：{sign} 前面沒有字詞；請補上，要找 {sign} 本身就加上引號。",
        "第 {n} 字：{sign} 前面没有字词；请补上，要找 {sign} 本身就加上引号。",
    ),
    "group_empty": (
        "第 {n} 字：這個括號裡沒有字詞；請刪去。",
        "第 {n} 字：这个括号里没有字词；请删去。",
    ),
    "group_open": (
        "第 {n} 字：這個括號沒有另一半；請補上。",
        "第 {n} 字：这个括号没有另一半；请补上。",
    ),
    "group_unopened": (
        "第 {n} 字：這個括號沒有前一半；請刪去。",
        "第 {n} 字：这个括号没有前一半；请删去。",
    ),
    "group_deep": (
        "第 {n} 字：括號套了超過 {most} 層；請減少。",
        "第 {n} 字：括号套了超过 {most} 层；请减少。",
    ),
    "in_empty": (
        "第 {n} 字：{sign} 後面沒有地址；請寫上，例如 in:二/4。",
        "第 {n} 字：{sign} 后面没有地址；请写上，例如 in:二/4。",
    ),
    "doc_empty": (
        "第 {n} 字：{sign} 後面沒有文件的代號；請寫上。",
        "第 {n} 字：{sign} 后面没有文件的代号；请写上。",
    ),
    "scope_twice": (
        "第 {n} 字：{sign} 寫了兩次；請留下一個。",
        "第 {n} 字：{sign} 写了两次；请留下一个。",
    ),
    "scope_joined": (
        "第 {n} 字：{sign} 管整個檢索式，前面不能有 {before}；請把它放到最後。",
        "第 {n} 字：{sign} 管整个检索式，前面不能有 {before}；请把它放到最后。",
    ),
    "scope_wide": (
        "第 {n} 字：in:{clause} 可能在 {documents} 份文件的任何一份裡；請用 doc:代號 指明文件。",
        "第 {n} 字：in:{clause} 可能在 {documents} 份文件的任何一份里；请用 doc:代号 指明文件。",
    ),
    "scope_clause": (
        "第 {n} 字：沒有「{clause}」這一條；可以寫的有：{clauses}。",
        "第 {n} 字：没有“{clause}”这一条；可以写的有：{clauses}。",
    ),
    "scope_document": (
        "第 {n} 字：沒有「{document}」這份文件；有的是：{ids}。",
        "第 {n} 字：没有“{document}”这份文件；有的是：{ids}。",
    ),
    "scope_documents": (
        "第 {n} 字：「{document}」可能是幾份文件：{ids}；請寫全其中一個。",
        "第 {n} 字：“{document}”可能是几份文件：{ids}；请写全其中一个。",
    ),
}


def error_line(error: RagError, language: Language) -> str:
    """What an error says, in the page's language if there is a wording."""
    if language is Language.ENGLISH or not isinstance(error, QueryError):
        return str(error)
    row = ERROR_WORDING.get(error.key)
    return row[_COLUMN[language]].format(**error.values) if row else str(error)

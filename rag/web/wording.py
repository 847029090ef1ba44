"""Every word that the page itself says, in Traditional Chinese, Simplified Chinese and English.

A row names the three in that order, so that a missing one is a type error. Words in braces are
filled in by `Wording.say`. What the sources say is never here: it is shown as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.types import AnswerKind
from rag.web.citing_wording import CITING_WORDING
from rag.web.corpus_wording import CORPUS_WORDING
from rag.web.notes_wording import NOTES_WORDING


class Language(StrEnum):
    """A language of the page, as a BCP 47 tag."""

    TRADITIONAL = "zh-Hant"
    SIMPLIFIED = "zh-Hans"
    ENGLISH = "en"


Row = tuple[str, str, str]

_COLUMN = {Language.TRADITIONAL: 0, Language.SIMPLIFIED: 1, Language.ENGLISH: 2}

WORDING: dict[str, Row] = {
    # The frame
    "name": ("章句", "章句", "Zhangju"),
    "tagline": (
        "政策原文，逐字引用，章句可查",
        "政策原文，逐字引用，章句可查",
        "Policy text, quoted word for word, by chapter and verse",
    ),
    "tab.ask": ("提問", "提问", "Ask"),
    "tab.search": ("檢索", "检索", "Search"),
    "tab.read": ("閱讀", "阅读", "Read"),
    "tab.corpus": ("文庫", "文库", "Corpus"),
    "language": ("介面語言", "界面语言", "Page language"),
    "script": ("原文繁簡", "原文繁简", "Source script"),
    "script.original": ("原文", "原文", "Original"),
    "script.simplified": ("简体", "简体", "简体"),
    "script.traditional": ("繁體", "繁體", "繁體"),
    "rendering": (
        "轉換稿，非原文，不可引用",
        "转换稿，非原文，不可引用",
        "A rendering, not the source; it cannot be cited",
    ),
    "rendering.copy": (
        "這是轉換稿，不能複製引用；請用複製鍵複製原文。",
        "这是转换稿，不能复制引用；请用复制键复制原文。",
        "This is a rendering and cannot be quoted; the copy buttons give the source.",
    ),
    "copied": ("已複製原文與出處", "已复制原文与出处", "Copied, with its citation"),
    "copy": ("複製", "复制", "Copy"),
    "copy.label": (
        "複製這句原文與出處",
        "复制这句原文与出处",
        "Copy this quotation with its citation",
    ),
    "copy.all": ("複製全部引文", "复制全部引文", "Copy all quotations"),
    "copy.failed": (
        "瀏覽器不允許複製，請手動選取。",
        "浏览器不允许复制，请手动选取。",
        "The browser does not allow copying; please select the text by hand.",
    ),
    "error": ("無法處理", "无法处理", "That did not work"),
    # Ask
    "ask.label": ("你的問題", "你的问题", "Your question"),
    "ask.placeholder": (
        "用繁體、簡體、英文或拼音提問",
        "用繁体、简体、英文或拼音提问",
        "Ask in English, 繁體, 简体 or pinyin",
    ),
    "ask.button": ("提問", "提问", "Ask"),
    "ask.empty": (
        "答案只用原文的句子。點句末的出處，右邊（手機在下方）就翻到那一條。",
        "答案只用原文的句子。点句末的出处，右边（手机在下方）就翻到那一条。",
        "Answers are sentences of the source, word for word. "
        "Follow a citation to see it highlighted in the whole document.",
    ),
    "ask.blank": ("請先輸入問題。", "请先输入问题。", "Type a question first."),
    "read_as": ("讀作", "读作", "Read as"),
    "examples": ("例如", "例如", "For example"),
    "kind.list": ("清單", "清单", "List"),
    "kind.definition": ("定義", "定义", "Definition"),
    "kind.fact": ("事實", "事实", "Fact"),
    "kind.explanation": ("說明", "说明", "Explanation"),
    "kind.yes-no": ("是非", "是非", "Yes or no"),
    "kind.navigation": ("條文", "条文", "Clause"),
    "clauses.one": ("{n} 條", "{n} 条", "{n} clause"),
    "clauses.many": ("{n} 條", "{n} 条", "{n} clauses"),
    "sentences.one": ("{n} 句原文", "{n} 句原文", "{n} sentence"),
    "sentences.many": ("{n} 句原文", "{n} 句原文", "{n} sentences"),
    "cite.label": (
        "出處 {address}，翻到原文",
        "出处 {address}，翻到原文",
        "Citation {address}: show it in the document",
    ),
    "evidence": ("依據", "依据", "What this rests on"),
    "evidence.term": ("問題中的詞", "问题中的词", "Word of the question"),
    "evidence.passages": ("出現於", "出现于", "Found in"),
    "evidence.translations": ("也找過", "也找过", "Also looked for"),
    "passages.one": ("{n} 段", "{n} 段", "{n} passage"),
    "passages.many": ("{n} 段", "{n} 段", "{n} passages"),
    "zero": ("0 次", "0 次", "0 times"),
    "answer_id": ("答案編號", "答案编号", "Answer id"),
    "refusal": ("原文沒有回答這個問題", "原文没有回答这个问题", "The text does not answer this"),
    "refusal.absent": (
        "文庫裡找不到這些詞（不論繁簡）：{terms}",
        "文库里找不到这些词（不论繁简）：{terms}",
        "These words occur nowhere in the documents, in any script: {terms}",
    ),
    "refusal.weak": (
        "問題裡的詞分散各處，沒有一句原文說到所問的事。",
        "问题里的词分散各处，没有一句原文说到所问的事。",
        "Its words occur here and there, but no sentence says what was asked.",
    ),
    "refusal.items": (
        "「{title}」有 {count} 條，沒有第 {number} 條。",
        "“{title}”有 {count} 条，没有第 {number} 条。",
        "“{title}” has {count} clauses, not {number}.",
    ),
    "refusal.address": (
        "文庫裡沒有這一條。",
        "文库里没有这一条。",
        "No document has a clause at that address.",
    ),
    "refusal.nearest": ("最接近的條文：", "最接近的条文：", "Nearest clauses:"),
    "related": ("相關條文", "相关条文", "Related clauses"),
    "related.badge": ("相關，並非答案", "相关，并非答案", "related, not an answer"),
    # Search
    "search.label": ("檢索詞", "检索词", "Search for"),
    "search.placeholder": (
        "字詞、“語句”、AND OR NOT，或 二/4",
        "字词、“语句”、AND OR NOT，或 二/4",
        "Words, “phrases”, AND OR NOT, or 二/4",
    ),
    "search.button": ("檢索", "检索", "Search"),
    "search.empty": (
        "檢索詞以原文的字形標出；繁體、簡體、英文都可以輸入。",
        "检索词以原文的字形标出；繁体、简体、英文都可以输入。",
        "Matches are marked in the original script, whichever script you type.",
    ),
    "search.blank": ("請先輸入檢索詞。", "请先输入检索词。", "Type something to search for."),
    "search.none": (
        "0 段：文庫裡沒有這些字詞。",
        "0 段：文库里没有这些字词。",
        "0 passages hold these words.",
    ),
    "search.near": ("僅語意相近：{n} 段", "仅语义相近：{n} 段", "By meaning only: {n}"),
    "search.sections": ("各章段數", "各章段数", "Passages by section"),
    "search.total": (
        "{n} 段符合，列出 {shown} 段",
        "{n} 段符合，列出 {shown} 段",
        "Exact: {n} passages, the best {shown} shown",
    ),
    "search.everywhere": ("全部文庫", "全部文库", "Everywhere"),
    "search.missing": (
        "「{word}」出現 0 次，不論繁簡。",
        "“{word}”出现 0 次，不论繁简。",
        "“{word}” occurs 0 times, in any script.",
    ),
    "search.nearest": ("最接近的字詞：", "最接近的字词：", "Nearest words:"),
    "help.title": ("檢索語法", "检索语法", "How to search"),
    "help.phrase": (
        "一字不差的語句，不論繁簡、全半形與標點",
        "一字不差的语句，不论繁简、全半角与标点",
        "these words in this order, whatever the script, width or punctuation",
    ),
    "help.operators": (
        "AND、OR、NOT，或 且、或、非，前後留空格",
        "AND、OR、NOT，或 且、或、非，前后留空格",
        "AND, OR and NOT in capitals, or 且 或 非, with spaces around them",
    ),
    "help.not": ("不含某詞", "不含某词", "without a word"),
    "help.prefix": ("詞的開頭", "词的开头", "words that begin so"),
    "help.scope": ("只在某一條之內", "只在某一条之内", "within a clause only"),
    "help.address": ("某一條的地址", "某一条的地址", "the address of a clause"),
    "search.all": ("全部", "全部", "All"),
    "why.keyword": ("字詞第 {rank}", "字词第 {rank}", "words: no. {rank}"),
    "why.meaning": ("語意第 {rank}", "语义第 {rank}", "meaning: no. {rank}"),
    "why.nearness": ("逐詞相近 {percent}%", "逐词相近 {percent}%", "word by word: {percent}%"),
    "why.answers": ("能回答 {percent}%", "能回答 {percent}%", "answers: {percent}%"),
    "why.meaning_only": ("僅語意相近", "仅语义相近", "by meaning only"),
    "why.title": ("每段下面的數字", "每段下面的数字", "The figures under a passage"),
    "why.help": (
        "字詞第幾：按所含的檢索詞排，在第幾位。語意第幾：按整段的意思排，在第幾位。"
        "逐詞相近：檢索詞逐個與段中的詞比，意思有多近，100% 是一樣。"
        "能回答：問句才有，這一段能回答的把握。",
        "字词第几：按所含的检索词排，在第几位。语义第几：按整段的意思排，在第几位。"
        "逐词相近：检索词逐个与段中的词比，意思有多近，100% 是一样。"
        "能回答：问句才有，这一段能回答的把握。",
        "Words: its place by the words of the query that it holds. "
        "Meaning: its place by what it says as a whole. "
        "Word by word: how near its words come to those of the query, 100% if they are the same. "
        "Answers: for a question, how likely the passage answers it.",
    ),
    # Read
    "read.document": ("文件", "文件", "Document"),
    "read.document.some": (
        "文件（列出 {all} 份中的前 {shown} 份；其他的請輸入標題或代號）",
        "文件（列出 {all} 份中的前 {shown} 份；其他的请输入标题或代号）",
        "Document (the first {shown} of {all} are listed; type the title or id of another)",
    ),
    "read.contents": ("條目", "条目", "Contents"),
    "read.open": ("在「閱讀」中打開", "在“阅读”中打开", "Open in Read"),
    "read.notes": ("編者按", "编者按", "Editorial notes"),
    "read.verse": ("{address} 的連結", "{address} 的链接", "Link to {address}"),
    "read.back": ("回到答案", "回到答案", "Back to the answer"),
    "read.source": ("原文全文", "原文全文", "The whole document"),
    "api": ("程式介面", "程序接口", "HTTP interface"),
    **CORPUS_WORDING,
    **NOTES_WORDING,
    **CITING_WORDING,
}

# In their own names, so that everyone finds theirs.
LANGUAGE_NAMES = {
    Language.TRADITIONAL: "繁體",
    Language.SIMPLIFIED: "简体",
    Language.ENGLISH: "English",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The page's words in one language.

    >>> Wording(Language.ENGLISH).counted("clauses", 5)
    '5 clauses'
    >>> Wording(Language.TRADITIONAL).say("related.badge")
    '相關，並非答案'
    """

    language: Language

    def say(self, key: str, **fillings: str | int) -> str:
        """The wording under `key`, its braces filled in."""
        return self.say_raw(key).format(**fillings)

    def say_raw(self, key: str) -> str:
        """The wording under `key`, its braces left for another to fill in."""
        return WORDING[key][_COLUMN[self.language]]

    def or_itself(self, prefix: str, name: str) -> str:
        """The wording for a name that comes from elsewhere; the name itself, if it has none."""
        key = f"{prefix}.{name}"
        return self.say(key) if key in WORDING else name

    def counted(self, noun: str, n: int) -> str:
        """`n` of a noun that has a `.one` and a `.many`."""
        return self.say(f"{noun}.{'one' if n == 1 else 'many'}", n=n)

    def kind(self, kind: AnswerKind) -> str:
        """The name of an answer's kind."""
        return self.say(f"kind.{kind}")


def language_of(tags: str) -> Language:
    """The page language for `?lang=` or an Accept-Language header; English if none fits.

    >>> [str(language_of(t)) for t in ("zh-TW,zh;q=0.9", "zh_CN", "zh", "fr,zh-HK;q=0.5", "fr")]
    ['zh-Hant', 'zh-Hans', 'zh-Hans', 'zh-Hant', 'en']
    """
    for part in tags.replace("_", "-").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("en"):
            return Language.ENGLISH
        if tag.startswith("zh"):
            regions = set(tag.split("-"))
            traditional = regions & {"hant", "tw", "hk", "mo"}
            return Language.TRADITIONAL if traditional else Language.SIMPLIFIED
    return Language.ENGLISH

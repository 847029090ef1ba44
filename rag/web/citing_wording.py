"""What the page says about confidence, citing, study packs and checking; a part of
`rag.web.wording`.

Rows that begin with `note.` go to the browser as well, where the page's scripts fill in the words
in braces.
"""

from __future__ import annotations

CITING_WORDING: dict[str, tuple[str, str, str]] = {
    # What an answer rests on
    "evidence.confidence": (
        "原文回答了這個問題的把握：{share}",
        "原文回答了这个问题的把握：{share}",
        "How likely the text answers this: {share}",
    ),
    "evidence.unread": (
        "時間不夠細讀：按檢索的次序回答",
        "时间不够细读：按检索的次序回答",
        "There was no time to read closely: this is as search ranked it",
    ),
    # Citing
    "reference": ("引用格式", "引用格式", "Cite"),
    "reference.label": (
        "以引文格式引用 {address}",
        "以引文格式引用 {address}",
        "Cite {address} in a style",
    ),
    "reference.title": ("引用這一條", "引用这一条", "Cite this clause"),
    "reference.style": ("格式", "格式", "Style"),
    "reference.copy": ("複製引文", "复制引文", "Copy the reference"),
    "reference.close": ("關閉", "关闭", "Close"),
    "style.footnote": ("Markdown 註腳", "Markdown 脚注", "Markdown footnote"),
    "style.author-date": ("Markdown 著者—出版年", "Markdown 著者—出版年", "Markdown author-date"),
    "style.gbt7714": ("GB/T 7714—2025", "GB/T 7714—2025", "GB/T 7714-2025"),
    "style.gbt7714-author-date": (
        "GB/T 7714—2025 著者—出版年",
        "GB/T 7714—2025 著者—出版年",
        "GB/T 7714-2025, author-date",
    ),
    "style.gbt7714-2015": ("GB/T 7714—2015", "GB/T 7714—2015", "GB/T 7714-2015"),
    "style.gbt7714-2015-author-date": (
        "GB/T 7714—2015 著者—出版年",
        "GB/T 7714—2015 著者—出版年",
        "GB/T 7714-2015, author-date",
    ),
    "style.apa": ("APA 第 7 版", "APA 第 7 版", "APA 7"),
    "style.chicago": ("芝加哥第 17 版註腳", "芝加哥第 17 版脚注", "Chicago 17 notes"),
    "style.bibtex": ("BibTeX", "BibTeX", "BibTeX"),
    "style.ris": ("RIS", "RIS", "RIS"),
    "style.csl-json": ("CSL-JSON", "CSL-JSON", "CSL-JSON"),
    # Study packs
    "pack": ("匯出為", "导出为", "Export as"),
    "pack.make": ("匯出", "导出", "Export"),
    "pack.md": ("Markdown 與註腳", "Markdown 与脚注", "Markdown with footnotes"),
    "pack.obsidian": ("Obsidian", "Obsidian", "Obsidian"),
    "pack.docx": ("Word 與註腳", "Word 与脚注", "Word with footnotes"),
    "pack.anki": ("Anki 卡片", "Anki 卡片", "Anki cards"),
    "pack.csv": ("CSV 表格", "CSV 表格", "CSV table"),
    "pack.html": ("可列印的網頁", "可打印的网页", "A page to print"),
    "note.nothing": (
        "還沒有筆記可以匯出。",
        "还没有笔记可以导出。",
        "There are no notes to export yet.",
    ),
    # The proof of a noted quotation
    "note.proof.moved": (
        "✓ 文件已改，這些字仍在",
        "✓ 文件已改，这些字仍在",
        "✓ The document has changed; it still says this",
    ),
    "note.proof.altered": (
        "✗ 文件已改：現在是「{now}」",
        "✗ 文件已改：现在是“{now}”",
        "✗ The document now says “{now}”",
    ),
    "note.proof.missing": (
        "✗ 文件裡找不到這些字了",
        "✗ 文件里找不到这些字了",
        "✗ The document no longer says this",
    ),
    # Checking
    "check.title": (
        "核對自己寫的筆記",
        "核对自己写的笔记",
        "Check the quotations in notes of your own",
    ),
    "check.label": (
        "貼上筆記。引號或引文段落裡的每一句都會與原文比對；伺服器不保留。",
        "贴上笔记。引号或引文段落里的每一句都会与原文比对；服务器不保留。",
        "Paste notes. What stands in quotation marks or block quotes is compared with the sources; "
        "the server keeps nothing.",
    ),
    "check.button": ("核對", "核对", "Check"),
    "check.copy": ("複製原文", "复制原文", "Copy the source's words"),
    "note.check.empty": ("請先貼上筆記。", "请先贴上笔记。", "Paste some notes first."),
    "note.check.none": (
        "沒有找到引文。",
        "没有找到引文。",
        "There are no quotations in this.",
    ),
    "note.check.count": (
        "{n} 處引文，{wrong} 處要改",
        "{n} 处引文，{wrong} 处要改",
        "Quotations: {n}; to be mended: {wrong}",
    ),
    "note.check.line": ("第 {line} 行", "第 {line} 行", "Line {line}"),
    "note.status.exact": ("✓ 與原文一致", "✓ 与原文一致", "✓ Exact"),
    "note.status.script": (
        "✓ 只有繁簡或標點不同",
        "✓ 只有繁简或标点不同",
        "✓ Exact but for script or punctuation",
    ),
    "note.status.altered": ("✗ 改動了原文", "✗ 改动了原文", "✗ Altered"),
    "note.status.truncated": (
        "✗ 刪了字而沒有省略號",
        "✗ 删了字而没有省略号",
        "✗ Cut without an ellipsis",
    ),
    "note.status.stitched": (
        "✗ 由幾處拼接而成",
        "✗ 由几处拼接而成",
        "✗ Stitched from several places",
    ),
    "note.status.misattributed": (
        "✗ 出處不對",
        "✗ 出处不对",
        "✗ Right words, wrong address",
    ),
    "note.status.not_found": ("✗ 原文沒有這些字", "✗ 原文没有这些字", "✗ Not in the sources"),
}

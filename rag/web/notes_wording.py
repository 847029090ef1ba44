"""What the page says about notes, citing and checking; a part of `rag.web.wording`.

Rows that begin with `note.` go to the browser as well, where the page's scripts fill in the words
in braces: notes are kept there and not on the server.
"""

from __future__ import annotations

NOTES_WORDING: dict[str, tuple[str, str, str]] = {
    "tab.notes": ("筆記", "笔记", "Notes"),
    # Beside every quotation
    "add": ("+ 筆記", "+ 笔记", "+ Note"),
    "add.label": ("把這段原文加入筆記", "把这段原文加入笔记", "Add this quotation to your notes"),
    "add.all": ("全部加入筆記", "全部加入笔记", "Add all to notes"),
    "add.place": ("加入筆記", "加入笔记", "Add to notes"),
    "citing": ("引用", "引用", "Cite"),
    "citing.label": ("選擇格式,複製出處", "选择格式,复制出处", "Copy the citation, in a style to choose"),
    "citing.place": ("複製出處", "复制出处", "Copy citation"),
    "citing.styles": ("出處格式", "出处格式", "Citation styles"),
    "style.footnote": ("腳註", "脚注", "Footnote"),
    "style.author-date": ("著者—出版年", "著者—出版年", "Author–date"),
    "style.gbt7714": ("GB/T 7714—2025", "GB/T 7714—2025", "GB/T 7714-2025"),
    "style.gbt7714-2015": ("GB/T 7714—2015", "GB/T 7714—2015", "GB/T 7714-2015"),
    "style.apa": ("APA", "APA", "APA"),
    "style.chicago": ("Chicago", "Chicago", "Chicago"),
    "style.bibtex": ("BibTeX", "BibTeX", "BibTeX"),
    "style.ris": ("RIS", "RIS", "RIS"),
    "style.csl-json": ("CSL-JSON", "CSL-JSON", "CSL-JSON"),
    "tools": ("選中的原文", "选中的原文", "The chosen text"),
    # The notebook
    "notebook.title": ("筆記名稱", "笔记名称", "Title of these notes"),
    "notebook.untitled": ("未命名", "未命名", "Untitled"),
    "notebook.kept": (
        "筆記只存在這個瀏覽器裡,伺服器不保留。要帶走或換一台電腦,請存成檔案。",
        "笔记只存在这个浏览器里,服务器不保留。要带走或换一台电脑,请存成文件。",
        "Notes are kept in this browser only, never on the server. Save them to a file to take "
        "them elsewhere.",
    ),
    "notebook.none": (
        "還沒有筆記。在答案、檢索結果或閱讀頁選一句原文,按「加入筆記」。",
        "还没有笔记。在答案、检索结果或阅读页选一句原文,按“加入笔记”。",
        "No notes yet. Choose an answer, a hit or a clause, and add it to your notes.",
    ),
    "notebook.export": ("匯出", "导出", "Export"),
    "notebook.format": ("匯出格式", "导出格式", "Export format"),
    "notebook.save": ("存成檔案", "存成文件", "Save to a file"),
    "notebook.open": ("打開檔案", "打开文件", "Open a file"),
    "notebook.undo": ("復原", "撤销", "Undo"),
    "notebook.list": ("筆記", "笔记", "Notes"),
    "format.md": ("Markdown(腳註)", "Markdown(脚注)", "Markdown with footnotes"),
    "format.obsidian": ("Obsidian", "Obsidian", "Obsidian"),
    "format.docx": ("Word(docx)", "Word(docx)", "Word (docx)"),
    "format.anki": ("Anki 卡片", "Anki 卡片", "Anki deck"),
    "format.csv": ("CSV 表格", "CSV 表格", "CSV table"),
    "format.html": ("列印用 HTML", "打印用 HTML", "HTML to print"),
    "notebook.comment": ("評註", "评注", "Comment"),
    "notebook.tags": ("標籤,以逗號分開", "标签,以逗号分开", "Tags, with commas between"),
    "notebook.up": ("上移", "上移", "Move up"),
    "notebook.down": ("下移", "下移", "Move down"),
    "notebook.delete": ("刪除", "删除", "Delete"),
    # Said by the scripts
    "note.added": ("已加入筆記,共 {n} 則", "已加入笔记,共 {n} 则", "Added to your notes: {n} in all"),
    "note.there": ("筆記裡已經有了", "笔记里已经有了", "This is in your notes already"),
    "note.failed": ("沒有成功:{reason}", "没有成功:{reason}", "That did not work: {reason}"),
    "note.offline": (
        "連不上伺服器,請稍後再試",
        "连不上服务器,请稍后再试",
        "the server does not answer; try again in a moment",
    ),
    "note.cited": ("已複製出處:{style}", "已复制出处:{style}", "Citation copied: {style}"),
    "note.copied": ("已複製", "已复制", "Copied"),
    "note.uncopied": (
        "瀏覽器不允許複製,請手動選取。",
        "浏览器不允许复制,请手动选取。",
        "The browser does not allow copying; please select the text by hand.",
    ),
    "note.clause": ("條文 {address}", "条文 {address}", "Clause {address}"),
    "note.selection": ("選取的 {n} 個字", "选取的 {n} 个字", "Selection of {n} characters"),
    "note.moved": ("移到第 {n} 則,共 {all} 則", "移到第 {n} 则,共 {all} 则", "Now {n} of {all}"),
    "note.deleted": ("已刪除一則筆記。", "已删除一则笔记。", "One note deleted."),
    "note.position": ("第 {n} 則", "第 {n} 则", "Note {n}"),
    "note.exported": ("已匯出 {name}", "已导出 {name}", "Exported {name}"),
    "note.saved": ("已存成 {name}", "已存成 {name}", "Saved as {name}"),
    "note.opened": (
        "從檔案加入 {n} 則,{same} 則本來就有。",
        "从文件加入 {n} 则,{same} 则本来就有。",
        "Added from the file: {n}; here already: {same}.",
    ),
    "note.foreign": (
        "{name} 不是章句的筆記檔,沒有打開;原有的筆記不變。",
        "{name} 不是章句的笔记文件,没有打开;原有的笔记不变。",
        "{name} is not a Zhangju notes file and was not opened; your notes are as they were.",
    ),
    "note.newer": (
        "{name} 來自較新的章句(格式 {version}),沒有打開;請更新後再試。",
        "{name} 来自较新的章句(格式 {version}),没有打开;请更新后再试。",
        "{name} was written by a newer Zhangju (format {version}) and was not opened; please update.",
    ),
    "note.malformed": (
        "{name} 的第 {n} 則筆記不完整,檔案沒有打開;原有的筆記不變。",
        "{name} 的第 {n} 则笔记不完整,文件没有打开;原有的笔记不变。",
        "Note {n} of {name} is damaged, so the file was not opened; your notes are as they were.",
    ),
    "note.unkept": (
        "瀏覽器存不下筆記(空間已滿或不允許):關閉這一頁就會消失,請先存成檔案。",
        "浏览器存不下笔记(空间已满或不允许):关闭这一页就会消失,请先存成文件。",
        "This browser cannot keep your notes (its storage is full or blocked). They are in this "
        "window only: save them to a file before you close it.",
    ),
    "note.unreadable": (
        "瀏覽器裡存的筆記無法讀取;內容沒有丟掉,可按此存成檔案。",
        "浏览器里存的笔记无法读取;内容没有丢掉,可按此存成文件。",
        "What this browser had kept could not be read as notes. Nothing is lost: it is set aside.",
    ),
    "note.rescue": ("存成檔案", "存成文件", "Save it as a file"),
    "note.proof.pending": ("核對中", "核对中", "Being verified"),
    "note.proof.unknown": ("尚未核對", "尚未核对", "Not verified yet"),
    "note.proof.verified": ("✓ 與原文一致", "✓ 与原文一致", "✓ Verified"),
    "note.proof.moved": (
        "→ 原文已更新,這段仍在(位置改變)",
        "→ 原文已更新,这段仍在(位置改变)",
        "→ Moved: the document changed, these words are still in it",
    ),
    "note.proof.altered": (
        "! 原文已改,與引文不同",
        "! 原文已改,与引文不同",
        "! Altered: the document now says something else",
    ),
    "note.proof.missing": (
        "✗ 原文中已找不到",
        "✗ 原文中已找不到",
        "✗ Missing: no longer in the documents",
    ),
    # Paste-check
    "checking": ("核對引文", "核对引文", "Check quotations"),
    "checking.why": (
        "貼上自己的筆記:每一處引文都會與原文核對。貼上的內容不會保留。",
        "贴上自己的笔记:每一处引文都会与原文核对。贴上的内容不会保留。",
        "Paste notes of your own: each quotation in them is held against the source. What you paste "
        "is not kept.",
    ),
    "checking.text": ("要核對的文字", "要核对的文字", "Text to check"),
    "checking.placeholder": (
        "「引文」(《文件》二/4)",
        "“引文”(《文件》二/4)",
        "“A quotation” (Document, 2/4)",
    ),
    "checking.button": ("核對", "核对", "Check"),
    "checking.yours": ("你的筆記", "你的笔记", "Your notes"),
    "checking.source": ("原文", "原文", "The source"),
    "checking.proposal": ("建議改為", "建议改为", "Proposed"),
    "checking.copy": ("複製改正", "复制改正", "Copy the correction"),
    "note.check.none": (
        "沒有找到引號裡的引文。",
        "没有找到引号里的引文。",
        "No quotation in quotation marks was found.",
    ),
    "note.check.summary": (
        "{n} 處引文:{right} 處無誤,{wrong} 處有問題。",
        "{n} 处引文:{right} 处无误,{wrong} 处有问题。",
        "Quotations: {n}. Right: {right}. Wrong: {wrong}.",
    ),
    "note.check.line": ("第 {n} 行", "第 {n} 行", "Line {n}"),
    "note.check.exact": ("✓ 一字不差", "✓ 一字不差", "✓ Exact"),
    "note.check.script": (
        "✓ 除字體、標點外一致",
        "✓ 除字体、标点外一致",
        "✓ Exact but for script or punctuation",
    ),
    "note.check.altered": ("✗ 與原文不同", "✗ 与原文不同", "✗ Altered"),
    "note.check.truncated": (
        "✗ 有刪節而無省略號",
        "✗ 有删节而无省略号",
        "✗ Cut without an ellipsis",
    ),
    "note.check.stitched": (
        "✗ 由幾處拼成",
        "✗ 由几处拼成",
        "✗ Stitched from several places",
    ),
    "note.check.misattributed": (
        "✗ 文字對,出處不對",
        "✗ 文字对,出处不对",
        "✗ Right words, wrong address",
    ),
    "note.check.not_found": ("✗ 原文中找不到", "✗ 原文中找不到", "✗ Not found"),
}

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
    "tools": ("選中的原文", "选中的原文", "The chosen text"),
    # The notebook
    "notebook.title": ("筆記名稱", "笔记名称", "Title of these notes"),
    "notebook.untitled": ("未命名", "未命名", "Untitled"),
    "notebook.kept": (
        "筆記只存在這個瀏覽器裡，伺服器不保留。要帶走或換一台電腦，請存成檔案。",
        "笔记只存在这个浏览器里，服务器不保留。要带走或换一台电脑，请存成文件。",
        "Notes are kept in this browser only, never on the server. Save them to a file to take "
        "them elsewhere.",
    ),
    "notebook.none": (
        "還沒有筆記。在答案、檢索結果或閱讀頁選一句原文，按「加入筆記」。",
        "还没有笔记。在答案、检索结果或阅读页选一句原文，按“加入笔记”。",
        "No notes yet. Choose an answer, a hit or a clause, and add it to your notes.",
    ),
    "notebook.save": ("存成檔案", "存成文件", "Save to a file"),
    "notebook.open": ("打開檔案", "打开文件", "Open a file"),
    "notebook.undo": ("復原", "撤销", "Undo"),
    "notebook.list": ("筆記", "笔记", "Notes"),
    "notebook.comment": ("評註", "评注", "Comment"),
    "notebook.tags": ("標籤，以逗號分開", "标签，以逗号分开", "Tags, with commas between"),
    "notebook.up": ("上移", "上移", "Move up"),
    "notebook.down": ("下移", "下移", "Move down"),
    "notebook.delete": ("刪除", "删除", "Delete"),
    # Said by the scripts
    "note.added": (
        "已加入筆記，共 {n} 則",
        "已加入笔记，共 {n} 则",
        "Added to your notes: {n} in all",
    ),
    "note.there": ("筆記裡已經有了", "笔记里已经有了", "This is in your notes already"),
    "note.failed": ("沒有成功：{reason}", "没有成功：{reason}", "That did not work: {reason}"),
    "note.offline": (
        "連不上伺服器，請稍後再試",
        "连不上服务器，请稍后再试",
        "the server does not answer; try again in a moment",
    ),
    "note.copied": ("已複製", "已复制", "Copied"),
    "note.uncopied": (
        "瀏覽器不允許複製，請手動選取。",
        "浏览器不允许复制，请手动选取。",
        "The browser does not allow copying; please select the text by hand.",
    ),
    "note.clause": ("條文 {address}", "条文 {address}", "Clause {address}"),
    "note.selection": ("選取的 {n} 個字", "选取的 {n} 个字", "Selection of {n} characters"),
    "note.moved": ("移到第 {n} 則，共 {all} 則", "移到第 {n} 则，共 {all} 则", "Now {n} of {all}"),
    "note.deleted": ("已刪除一則筆記。", "已删除一则笔记。", "One note deleted."),
    "note.position": ("第 {n} 則", "第 {n} 则", "Note {n}"),
    "note.saved": ("已存成 {name}", "已存成 {name}", "Saved as {name}"),
    "note.opened": (
        "從檔案加入 {n} 則，{same} 則本來就有。",
        "从文件加入 {n} 则，{same} 则本来就有。",
        "Added from the file: {n}; here already: {same}.",
    ),
    "note.foreign": (
        "{name} 不是章句的筆記檔，沒有打開；原有的筆記不變。",
        "{name} 不是章句的笔记文件，没有打开；原有的笔记不变。",
        "{name} is not a Zhangju notes file and was not opened; your notes are as they were.",
    ),
    "note.newer": (
        "{name} 來自較新的章句（格式 {version}），沒有打開；請更新後再試。",
        "{name} 来自较新的章句（格式 {version}），没有打开；请更新后再试。",
        "{name} was written by a newer Zhangju (format {version}) and was not opened: update.",
    ),
    "note.malformed": (
        "{name} 的第 {n} 則筆記不完整，檔案沒有打開；原有的筆記不變。",
        "{name} 的第 {n} 则笔记不完整，文件没有打开；原有的笔记不变。",
        "Note {n} of {name} is damaged, so the file was not opened; your notes are as they were.",
    ),
    "note.proof.verified": ("✓ 與原文一致", "✓ 与原文一致", "✓ Verified"),
    "note.proof.unknown": ("尚未核對", "尚未核对", "Not verified yet"),
    "note.unkept": (
        "瀏覽器存不下筆記（空間已滿或不允許）：關閉這一頁就會消失，請先存成檔案。",
        "浏览器存不下笔记（空间已满或不允许）：关闭这一页就会消失，请先存成文件。",
        "This browser cannot keep your notes (its storage is full or blocked). They are in this "
        "window only: save them to a file before you close it.",
    ),
    "note.unreadable": (
        "瀏覽器裡存的筆記無法讀取；內容沒有丟掉，可按此存成檔案。",
        "浏览器里存的笔记无法读取；内容没有丢掉，可按此存成文件。",
        "What this browser had kept could not be read as notes. Nothing is lost: it is set aside.",
    ),
    "note.rescue": ("存成檔案", "存成文件", "Save it as a file"),
}

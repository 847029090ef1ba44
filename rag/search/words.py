"""Words that ask, point or join, and so say nothing of what a question is about. All folded."""

from __future__ import annotations

# What is counted by, straight after 几 or 多少: a part of the asking, not of what is asked about.
# Money is no such measure: a text without any does not say how much.
_MEASURES = (
    "个(?:月|工作日|自然日|小时|钟头|星期|礼拜|学期|学年)?|小时|分钟|秒钟?|平方米|立方米|公里|"
    "公斤|千克|厘米|毫米|公顷|周岁|"
    "[天日月年岁块角只条件支张辆米项点种类份片队人次倍层级周名位本号家处间座台场批吨亩页句段]"
)

# Interrogatives and the phrases around them. Removed before segmenting, longest first, because
# jieba would otherwise join them to content words (有哪些, 是什么意思).
ASKING_PHRASES = (
    "(?<!部)分(?:为|成|作)?(?:几|多少)大?(?:块|个?部分|个?方面|[类种项点])|"
    "起到?(?:什么|哪些|哪种|怎样的|多大的?)作用|是什么意思|是指什么|指的是什么|是什么|什么意思|什么样的|什么样|什么|"
    "有?哪几(?:方面|[项个条点种类])?|有哪些|哪些|哪一[个种类项条年天]|哪[个种类项位里儿]|"
    "哪(?=[一二三四五六七八九十]+[项个条点种])|哪年|哪天|在哪|哪|"
    "(?:星期|礼拜)几|周几(?![次天个小节])|"
    f"(?:多少(?!钱)|有?几(?=[十百千万亿]*(?:{_MEASURES}|[户成元])))[十百千万亿]*(?P<measure>{_MEASURES})?|"
    "有几|几时|何时|何地|何处|何种|何谓|何以|为何|(?<!任)何(?!况)|"
    "[一二两三四五六七八九十]+[项个条点种类](?:方面)?|"
    "(?<![一二三四五六七八九十])[二两三四五六七八九十]大(?=[原任目要措内方特条优问体基主])|"
    "(?:怎么样|怎么|怎样|如何)才(?:能够?|可以)|怎么样|怎么|怎样|如何|为什么|为甚么|甚么|谁|"
    "是否|能否|可否|有没有|是不是|能不能|可不可以|要不要|应不应该|会不会|"
    "请问|请列出|请列举|请说明|请解释|请介绍|列出|列举|简述|试述|说说|谈谈|告诉我|我想知道|想知道|"
    "文中|文章中|本文|文章|课文|原文|本章|这一章|本节|这一节|根据(?:文章|原文|本文|课文|材料|文件)|"
    "一句话|提到的|提到|所说的|讲了|讲的是|说了算|说了|说的是|写了|"
    # 才能 is a noun after 的 and 有, and before 的, 和 or the end.
    "(?<![的有其])才能(?![的和与及]|出众|$|\\W)"
)

CHINESE_FUNCTION_WORDS = frozenset(
    """
    的 地 得 了 着 过 吗 呢 吧 啊 呀 么 嘛 之 其 此 这 那 该 各 每 某 本 我 你 他 她 它 我们
    你们 他们 咱们 是 为 在 于 从 自 由 对 向 到 往 以 把 被 让 给 和 与 及 或 并 且 而 但
    则 就 才 都 也 又 再 还 只 很 更 最 有 没有 没 无 不 要 会 能 可 可以 应 应当 应该 须
    必须 需 需要 得以 能够 将 使 使得 所 所谓 叫 叫做 称 称为 算 作为 当作 上 下 中 里 内 外
    前 后 时 时候 个 一个 一种 一些 些 等 等等 以及 并且 而且 如果 若 因为 因此 所以 虽然
    但是 通过 按照 根据 依据 关于 对于 由于 进行 包括 包含 属于 具有 具体 一般 主要是 指
    指的 即 请 问 呐 哦 样 这个 那个 这些 那些 它们 自己 之间 来 去 做 用 跟 同 比 至 向着
    什 何 几 哪 谁 方面 分别 几个 意思 含义 定义 东西 事情 情况下 说 讲 写 提 提出 指出 规定
    多 少 大概 大约 理解 分为 分成 搞 干 越 越来越 一下 一下子 究竟 到底 总共 一共 目前
    现在 其实 那么 这么 之后 后来 一直 总是 真的 将来 以后 今后 未来
    已经 之内 以内 看看 还是 先 快 刚 拿到 每个 回来 出来 起来 下来 上去 考虑 为了 之类
    归根到底 做到
    """.split()
)

ENGLISH_FUNCTION_WORDS = frozenset(
    """
    a an the this that these those it its they them their he she his her we our you your i
    my me what which who whom whose when where why how many much long often far old is are
    was were be been being am do does did done has have had having can could may might must
    shall should will would of in on at by for from to into onto with within without about
    as than and or but nor not no if then so because while during before after between among
    under over through per via there here please tell list name enumerate give explain
    describe define definition mean means meant meaning according text document chapter
    article passage author mention mentions mentioned say says said state states stated call
    called refer refers kind kinds type types sort way ways thing things some any all each
    every both other such also two three four five six seven eight nine ten eleven twelve s
    t let us get gets make makes put one ones exactly specifically supposed
    itself himself herself themselves ourselves yourself yourselves myself oneself
    named listed given neither either
    """.split()
)

# English phrases that only ask. What happens after something is asked of the happening itself.
ENGLISH_ASKING_PHRASES = (
    r"(?<=[a-z] )sets? out\b|\bwhat (?:happens|happened|will happen) (?=(?:to|if|when)\b)"
    r"|\bwhat (?:counts|qualifies) as\b|\b(?:is|are) (?:regarded|considered|classed) as\b"
    r"|\b(?:in|according to)(?: the (?:opinion|view|words) of)? the"
    r" (?:textbook|book|course|lecture|speech|speaker|author)\b"
    # The verb of isn't and don't, and what is left of another after its apostrophe.
    r"|\b[a-z]+n't\b|(?<=[a-z])'(?:ll|ve|re|d|m)\b"
)

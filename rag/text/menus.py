"""Lines that lead elsewhere: menus, breadcrumbs, buttons, links to the neighbors, link farms.

Every function reads a folded line and says whether it is nothing else.
"""

from __future__ import annotations

import re

LONGEST_FURNITURE = 100
_FEWEST_FARMED = 5
_LONGEST_MENU = 400
_LONGEST_MENU_ITEM = 24
_FEWEST_NAMES_IN_A_MENU = 4

# All patterns read folded lines: Simplified, half width, lower case.
_NAVIGATION_WORD = (
    r"上一[页章篇节]|下一[页章篇节]|前一[页章]|后一[页章]|返回(?:目录|书页|顶部|首页|列表|上一页)?|"
    r"目录|首页|末页|尾页|加入书签|加入书架|投推荐票|打印(?:本页)?|关闭(?:窗口)?|收藏本[页站]|"
    r"分享到?|微信|微博|qq空间|朋友圈|回到顶部|没有了|字[号体]|[大中小](?=\W|$)|"
    r"previous(?:\s+page)?|next(?:\s+page)?|back\s+to\s+top|home"
)
# Words are taken whole and none given back: a row of those that can be cut in two ways (返回目录,
# 微信分享) would else be tried in every way, which for a line of 100 characters has no end.
_NAVIGATION = re.compile(rf"(?:[\W_]*+(?>{_NAVIGATION_WORD}))++[^\w.?!;]*")
_TURNING = re.compile(
    r"[上下]一[页章篇节]|[前后]一[页章]|返回|加入书|收藏本|回到顶部|打印|关闭|分享|字[号体]|"
    r"previous|next|back to"
)
_NEIGHBOR = re.compile(r"[\W_]*(?:[上下前后]一[篇页章节条则]|previous|next)\s*:\s*\S")
_FARM_LABEL = re.compile(
    r"^[^|:]{0,16}(?:蜘蛛池|友情链接|友链|站群|模板|外链|链接交换|友情连结|links?)[^|:]{0,8}:"
)

# Buttons that stand beside a text. Those of `_BUTTON` mean nothing else on a line of their own;
# the others are words of every text, and count only beside a button.
_BUTTON = (
    r"字体大小|字[号体级]|(?:小|大)字号|文字大小|(?:打印|列印版本|列印|友善列印)(?:本[页文])?|"
    r"收藏(?:本[页文站])?\d*|"
    r"(?:一键|facebook|微信|微博)?分享(?:到|至|给好友|此文)?|转寄(?:好友|友人|朋友(?!圈))?|"
    r"转发(?:好友)?|"
    r"关闭(?:窗口|本页)?|纠错|转存\s?(?:pdf|word)|(?:传送|分享至?)\s?(?:line|facebook)|"
    r"加入(?:书签|书架|收藏)|投推荐票|返回(?:目录|顶部|首页|列表|上一页)|回(?:到)?(?:顶部|首页|"
    r"上一页|最上面|页首)|"
    r"(?:电邮|推荐)给(?:朋友|好友)|语音播报|复制链接|立即下载|下载(?:附件|本文|文档)|"
    r"print(?:\s+this)?(?:\s+page)?|share(?:\s+(?:this|on))?(?:\s+page)?|tweet|copy\s+link|"
    r"save\s+(?:as\s+)?pdf|back\s+to\s+top"
)
_BESIDE_A_BUTTON = (
    r"超大|特大|[大中小](?=\W|$)|a[+-]?(?=\W|$)|微信|微博|新浪微博|qq空间|qq|朋友圈|facebook|fb|"
    r"line|"
    r"twitter|linkedin|pinterest|whatsapp|telegram|e-?mail|下载|保存|订阅|点赞|赞|打赏|支持|反对|"
    r"举报|"
    r"回复|评论|"
    r"推荐|目录|首页|末页|没有了|[上下前后]一[页章篇节]|(?:pdf|word|odt)(?:下载(?:附件|本文|文档)?)?"
)
_BUTTONS = re.compile(rf"(?:[\W_]*+(?>{_BUTTON}|{_BESIDE_A_BUTTON})(?:\(\d+\))?+)++[^\w.?!;]*")
_IS_BUTTON = re.compile(_BUTTON)
_ANY_BUTTON = re.compile(rf"{_BUTTON}|{_BESIDE_A_BUTTON}")

_HOME = re.compile(r"(?:网站|返回|回|学校|本站)?(?:首页|主页)|home(?:\s?page)?|main")
# What only a site's own menu names, and what a menu names beside it.
_ANCHOR = re.compile(
    r"(?:网站|返回|回|学校|本站|设为)?(?:首页|主页)|home|main menu|(?:会员|用户|读者|"
    r"立即)?(?:登录|登入|注册|登出)|"
    r"(?:登录|登入)/?注册|(?:加入收藏|收藏本[站页])|设为首页|(?:网站|网页)(?:地图|导览|导航|指南)|"
    r"友情(?:链接|连结)|"
    r"(?:关于|联系|联络|加入)(?:我们|本站|本网)|联系客服|找回密码|忘记密码|会员中心|个人中心|"
    r"购物车|"
    r"无障碍(?:浏览|阅读|模式)?|(?:长者|关怀|适老)(?:版|模式)|适老化|(?:私隐|隐私)\S{0,7}|"
    r"意见(?:信箱|反馈|箱)|"
    r"(?:免责|网站|版权|法律)声明|(?:服务|使用)(?:条款|协议)|广告(?:服务|刊登|合作)|手机版\S{0,2}|"
    r"小黑屋|archiver|"
    r"重要告示|政府网站资料开放宣告|查看历史|旧版(?:入口|回顾)?|侵权投诉|"
    r"about(?:\s+us)?|contact(?:\s+us)?|sitemap|site map|sign (?:in|up)|log ?in|register|"
    r"my account|"
    r"privacy(?:\s+(?:policy|notice))?|terms(?:\s+(?:of\s+(?:use|service)|and\s+conditions))?|"
    r"cookies?|"
    r"accessibility(?:\s+statement)?|subscribe|newsletter|donate|careers"
)
_IN_A_MENU = re.compile(
    r"\w{0,4}(?:概况|概览|中心|大厅|公开|互动|交流|频道|专题|专栏|资讯|新闻|要闻|公告|下载|论坛|"
    r"商城|课程|题库|"
    r"直播课?|招聘|解读|问答|之家|动态|法规|文档|客户端|排行榜?|博客|视频|图片|机构|数据|服务|"
    r"政策|搜[索寻]|帮助)|"
    r"english|en|繁[体中]?\S{0,2}|简[体中]?\S{0,2}|中文\S{0,2}|rss|联[系络]方式|人才招[聘募]|"
    r"常见问[答题]|"
    r"英文版|儿童版|app|微[信博]|政务微[信博]|公众号|书架|书库|分类|完本|玄幻|都市|历史|科幻|即时|"
    r"娱乐|运动|体育|财经|"
    r"产经|股市|房市|健康|国际|全球|社会|生活|军事|科技|教育|汽车|旅游|文化|vip|上传\w{0,2}|"
    r"司法解释|裁判文书|合同范本|"
    r"news|events?|help|search|menu|our work|resources|publications|blog|faqs?|support|services|"
    r"products|jobs|media|"
    r"topics|research|projects"
)
# These alone on a line are furniture where the line beside them is.
_LONE = re.compile(
    rf"[\W_]*(?:{_ANCHOR.pattern}|{_BUTTON}|评论|留言|comments|english|繁体\S{{0,2}}|"
    rf"简体\S{{0,2}}|搜[索寻]|search|"
    rf"menu|正文|"
    rf"加载中|loading|"
    r"目录\s*\[隐藏\]|see all updates|top)[\W_]*"
)
_SKIP_LINK = re.compile(
    r":{3,}|[\W_]*(?:跳到|跳至|跳转到)\s?(?:主要)?(?:内容|导航|搜索|正文).{0,20}|"
    r"skip to (?:main )?(?:content|"
    r"navigation)|"
    r"[←→«‹]\s*(?:previous|next|older|newer)\b.{0,60}|(?:previous|next|older|"
    r"newer) posts?\s*[→»›]?|"
    r"[\W_]*您?的?浏览器(?:不支持|未开启|版本过低).{0,60}"
)
_CALENDAR = re.compile(
    r"今天是[^,;!?]{0,20}星期[一二三四五六日天][^,.;!?]{0,40}|(?:网站)?支持ipv6.{0,60}"
)
_TAGS = re.compile(
    r"[\W_]*(?:(?:本文|文章)?标签|tags?)\s*:\s*\S[^.;]*|(?:#[^\s#]{1,16}#?\s*){2,}|"
    r"(?:隐藏)?分类\s*:[^.;|]+\|[^.;]+"
)
_PLACE = re.compile(
    r"[\W_]*(?:您|你)?(?:的|现在|目前|当前|所在|所处)*的?(?:位置|路径)\s*(?:是|为)?\s*:?\s*|"
    r"you are here\s*:?\s*"
)
_STEPS = re.compile(r"\s*(?:>+|»|›|→|/|-|\|)\s*")
_STEP_ARROWS = re.compile(r">|»|›|→")
_SITE_STEP = re.compile(r"\w{1,10}(?:网|网站|论坛|频道|书城|百科)")


def is_prose(view: str) -> bool:
    """True for a sentence, or what is too long for anything else."""
    return len(view) > LONGEST_FURNITURE or view.endswith((".", ";", ':"', '."'))


def navigation_words(view: str) -> int:
    """How many words of navigation the line consists of; 0 if there is anything else on it."""
    if len(view) > LONGEST_FURNITURE or not _TURNING.search(view):
        return 0
    return len(re.findall(_NAVIGATION_WORD, view)) if _NAVIGATION.fullmatch(view) else 0


def is_link_to_neighbor(view: str) -> bool:
    """True for the title of the text before or behind this one, by its label."""
    return len(view) <= LONGEST_FURNITURE and bool(_NEIGHBOR.match(view))


def is_farm(view: str) -> bool:
    """True for many short names between bars, and nothing like a table row or a sentence."""
    names = [piece.strip() for piece in view.split(":")[-1].split("|") if piece.strip()]
    return (
        len(names) >= _FEWEST_FARMED
        and not view.startswith("|")
        and all(len(name) <= 12 and not re.search(r"[.;!?]|^\d+$", name) for name in names)
    )


def is_labelled_farm(view: str) -> bool:
    """True for a farm whose label says so."""
    return bool(_FARM_LABEL.match(view)) and is_farm(view)


def is_site_navigation(view: str) -> bool:
    """True for a line that at the head or tail of a page can only be the site's."""
    return (
        is_menu(view)
        or is_breadcrumb(view)
        or _are_buttons(view)
        or any(pattern.fullmatch(view) for pattern in (_SKIP_LINK, _CALENDAR, _TAGS))
    )


def is_menu(view: str) -> bool:
    """True for names of a site's parts in a row: one that only a site has, and mostly known ones.

    Names that follow the home page may be any, for every site has its own.
    """
    names = _names(view)
    if len(names) < 2 or not all(map(_is_short_name, names)):
        return False
    anchors = sum(bool(_ANCHOR.fullmatch(name)) for name in names)
    known = sum(map(is_name_in_a_menu, names))
    leads_home = len(names) >= _FEWEST_NAMES_IN_A_MENU and bool(_HOME.fullmatch(names[0]))
    return leads_home or (anchors > 0 and (known == len(names) or known * 2 > len(names) > 2))


def is_row_of_names(view: str) -> bool:
    """True for short names in a row, which may as well be a table's: no evidence by itself."""
    names = _names(view)
    return len(names) >= _FEWEST_NAMES_IN_A_MENU and all(
        _is_short_name(name) and len(name) <= 6 for name in names
    )


def is_breadcrumb(view: str) -> bool:
    """True for the way from the home page to this one."""
    if len(view) > LONGEST_FURNITURE or view.endswith((".", ";", "!", "?")):
        return False
    place = _PLACE.match(view)
    way = view[place.end() :] if place else view.lstrip(" :[|")
    steps = [step for step in _STEPS.split(way) if step]
    if not steps:
        return False
    is_from_home = bool(_HOME.fullmatch(steps[0]))
    if place:
        return len(steps) > 1 or is_from_home
    has_arrows = bool(_STEP_ARROWS.search(way))
    leads_from_home = is_from_home and 1 < len(steps) <= 8 and (has_arrows or "/" in way)
    leads_from_site = has_arrows and len(steps) > 1 and bool(_SITE_STEP.fullmatch(steps[0]))
    return leads_from_home or leads_from_site or (has_arrows and steps[-1] == "正文")


def is_labelled_breadcrumb(view: str) -> bool:
    """True for one that says it is one, and begins at the home page: nothing else, anywhere."""
    place = _PLACE.match(view)
    return bool(place and is_breadcrumb(view) and _HOME.match(view, place.end()))


def ends_breadcrumb(line: str, breadcrumb: str) -> bool:
    """True if the breadcrumb leads to a page of this name."""
    return [step for step in _STEPS.split(breadcrumb) if step][-1:] == [line]


def is_lone_link(view: str) -> bool:
    """True for one link or button on a line of its own, which beside text may be a heading."""
    return bool(_LONE.fullmatch(view))


def is_name_in_a_menu(view: str) -> bool:
    """True for one name that menus have; texts are called so too."""
    return bool(_ANCHOR.fullmatch(view) or _IN_A_MENU.fullmatch(view))


def _are_buttons(view: str) -> bool:
    if len(view) > LONGEST_FURNITURE or not _BUTTONS.fullmatch(view):
        return False
    return bool(_IS_BUTTON.search(view)) and len(_ANY_BUTTON.findall(view)) > 1


def _names(view: str) -> list[str]:
    """The pieces between a menu's bars, or where it has none, between its spaces."""
    if len(view) > _LONGEST_MENU:
        return []
    row = view.strip(" :[]|")
    strong = [name for name in re.split(r"\s*[|·•\t]\s*|\s{2,}|\s+[/-]\s+", row) if name]
    weak = [name for name in re.split(r"[\s|/·•]+", row) if name]
    is_latin = bool(re.search(r"[a-z]{2} [a-z]{2}", view))
    return strong if len(strong) > 2 or (len(strong) > 1 and "|" in view) or is_latin else weak


def _is_short_name(name: str) -> bool:
    width = len(name) if name.isascii() else 2 * len(name)
    return width <= _LONGEST_MENU_ITEM and not re.search(r"[.;!?:,<>\"]|^\d+$", name)

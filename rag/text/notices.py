"""Lines in which a site speaks for itself: banners, adverts, disclaimers, forms, comments, footers.

Every function reads a folded line. Official texts tell readers to scan codes, and forbid copying,
too: so a single word is never enough, a sentence needs more than a line without an end, and what
reads like a title, a question or a field of the text (報名方式：…) is none of these.
"""

from __future__ import annotations

import re

from rag.text.menus import LONGEST_FURNITURE

_LONGEST_BANNER = 60
_LONGEST_ADVERT = 120
_LONGEST_NOTICE = 300
_FEWEST_SIGNS_IN_A_SENTENCE = 3

# All patterns read folded lines: Simplified, half width, lower case.
_SITE = re.compile(
    r"^[\w·]{1,12}(?:网|网站|书城|书院|书屋|文库|中文|小说|论坛|阁|吧)(?:[_|\-:,!\s(]|$)"
    r"|(?:https?://|www\.|wap\.|m\.\w+\.)\S+|\w+\.(?:com|cn|net|org|cc|tw|hk)\b"
)
_PROMOTION = re.compile(
    r"收藏|书友|网友|加入书签|请记住|记住本站|本站|首发|最新章节|免费阅读|全文阅读|在线阅读|无弹窗|"
    r"手机阅读|手机版|更新最快|更新速度|最快更新|最新网址|永久地址|点击下载|扫码|公众号|欢迎访问|"
    r"欢迎光临|"
    r"小说下载|电子书下载|txt下载|请浏览|请访问|请登录|更多精彩|"
    r"best\s+site|bookmark\s+(?:us|this)"
)
# A site's whole name as the whole line.
_SITE_NAME = re.compile(
    r"[\w·]{2,24}(?:门户网站|官方网站|官网|信息网|政府网|新闻网)(?:\s*(?:https?://|www\.)\S+)?|"
    r"[\w·]{0,12}(?:学习网|文库|百科|书城|法律图书馆|小说网|题库|论坛)\s*[-_|,·]\s*\S.{0,40}"
)
_DOMAIN = re.compile(r"(?:https?://|www\.)[\w.-]+/?")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)]+")
# What would make an organization's name of a short line above a breadcrumb.
_ORGANIZATION = re.compile(
    r"\S{2,24}(?:政府|大学|学院|学校|[局厅部署]|委员会|网|网站|中心|研究[院所]|协会|学会|基金会|"
    r"图书馆|出版社|日报)|"
    r".{2,40}(?:university|college|institute|network|foundation|agency)"
)

_OFFER = (
    r"限时|抢购|立减|特惠|优惠券?|秒杀|特价|原价|仅售|包邮|买一送一|赠送|免费(?:领|送|试听|体验|"
    r"下载|订阅)|领取|\d(?:\.\d)?折|"
    r"咨询热线|报名热线|订购|加(?:入|为)?(?:微信|好友|群)|[入进]群|qq群|微信号|双十[一二]|赞助|"
    r"推广|广告|"
    r"vip|会员(?:专享|免费|特权)|积分|赚钱|重点新闻|不漏接|送福利|福利|干货|冲刺班|押题|"
    r"% off|limited time|subscribe|sign up|donate|never miss|for free|our newsletter"
)
_CHANNEL = (
    r"扫码|扫一扫|扫描.{0,8}(?:码|qr\s?code)|长按.{0,4}(?:二维码|识别)|二维码|公众号|视频号|"
    r"官方账号|关注(?:我们|本站)|"
    r"蓝字|阅读原文|点击(?:上方|下方|左下|右上|这里|领取|查看|链接|进入|购买|阅读|咨询)|"
    r"点个?[\"']?在看|点赞|转发|分享给|朋友圈|"
    r"line\s?(?:好友|官方)|粉丝|下载app|客户端|打开app|小程序|请?收藏|更多(?:资料|精彩|内容|讲义|"
    r"资讯)|更新速度|"
    r"follow us|our app|newsletter|click here"
)
_SIGN = re.compile(rf"{_OFFER}|{_CHANNEL}")
_IS_OFFER = re.compile(_OFFER)
_IS_CHANNEL = re.compile(_CHANNEL)
_LOUD = re.compile(r"!|^\W*\[|\d")
_ADVERT = re.compile(
    r"[\W_]*(?:(?:点击)?(?:左下角?)?阅读原文|(?:微信)?扫一扫.{0,24}|扫码(?:浏览|阅读|分享|关注|"
    r"下载|看).{0,16}|"
    r"长按.{0,6}二维码.{0,24}|"
    r"点击(?:上方|下方).{0,24}|关注(?:我们|本站)|(?:赞助|推广|商业)?广告|advertisement|"
    r"sponsored(?: content| links)?|"
    r"还剩.{1,4}页未读.*|(?:点击)?(?:展开|查看)(?:阅读)?(?:全文|更多)|下载(?:文档|本文)到.{0,30}|"
    r"客户端下载.{0,24}|"
    r"本(?:文|资料|文档)(?:由|来自).{2,20}(?:整理|发布|提供|编辑|上传).{0,60}|分享让更多人看到|"
    r"(?:扫描|识别).{0,8}二维码.{0,16}|subscribe (?:to|now|for).{0,60}|"
    r"sign up (?:for|to).{0,60}|"
    r"follow us(?: on)?.{0,40}|download (?:our|the) app.{0,40}|donate (?:now|today).{0,40}|"
    r"vip专享.{0,30}|"
    r"点个?[\"']?在看.{0,20}|(?:想看|获取)?更多(?:精彩|资料)(?:内容)?.{0,6}(?:请|尽在|关注|"
    r"点击).{0,30}|收录于(?:合集|"
    r"话题).{0,30})[\W_]*"
)
_UNREAD = re.compile(r"[\W_]*还剩.{1,4}页未读.{0,20}")
_NOT_AN_ADVERT = re.compile(
    r"应当|不得|算不算|是否|怎样|如何|什么|办理|申请人|参保|考生|规定|本(?:办法|条例|通知|市|省|"
    r"县|区)|"
    r"(?:办法|通知|规定|政策|细则|公告|方案|条例|意见|指南|须知|说明|问答|计划|报告)\W*$|\?\W*$"
)
_FIELD = re.compile(r"[\w()]{2,10}:")
_ADVERT_FIELD = re.compile(r"(?:热线|温馨提示|提示|小编|推广|广告|福利|特惠|重磅)\w*:")

_NOTICE_LABEL = re.compile(
    r"[\W_]*(?:免责|版权|特别|郑重|转载|侵权|法律|本站|网站)?(?:声明|免责条款|版权说明)[\W_]|"
    r"[\W_]*(?:disclaimer|"
    r"copyright notice)\W"
)
_SITE_ITSELF = re.compile(
    r"本(?:网站|站|网|平台|公众号|号|文档|刊)|(?:our|this) (?:web)?site|所有(?:小说|章节|文档|资源)"
)
_DISCLAIMED = re.compile(
    r"不代表|仅供(?:学习|参考)?|不作为|联系(?:客服|我们|本站)|来信告知|网友|用户上传|转载作品|"
    r"侵权请|知识共享|"
    r"自行承担|liab\w+|warrant\w+"
)
_ON_RIGHTS = re.compile(
    r"转载|侵权|侵犯|版权|著作权|删除|注明(?:出处|来源)|立即处理|上传|(?:书面)?授权|协议|参考|"
    r"reproduc\w+|permission"
)
_CONSENT = re.compile(
    r"(?:we|site) uses? (?:\w+ ){0,3}cookies|(?:accept|reject|allow|manage) (?:\w+ ){0,2}cookies|"
    r"cookies on (?:this|our)|use of cookies|(?:本网?站|我们).{0,10}使用.{0,10}cookies?|"
    r"(?:接受|同意).{0,10}cookies?|cookies?.{0,40}继续(?:浏览|使用)"
)
_OF_A_DUTY = re.compile(r"应当|应该|必须|不得|可以|有权")
_OF_A_LAW = re.compile(r"本(?:办法|条例|法|规定|规则|细则|章程)|第.{1,4}条")

_FORM = re.compile(
    r"[\W_]*(?:您好|你好|欢迎您?|hi\b)[^.]{0,30}\W请?(?:免费)?(?:登录|注册|登入)"
    r"(?:\W*(?:免费|立即)?(?:登录|注册|登入))*\W*|"
    r"[\W_]*(?:搜索\W*)?请输入.{0,30}|[\W_]*(?:用户名|账号).{0,12}密码.{0,30}|"
    r"您?(?:需要|请先|必须)?(?:登录|登入)后?才?(?:可以|可|方可|能).{0,30}|"
    r"[\W_]*(?:热门|站内|全站|高级)搜[索寻].{0,60}|智能问答\W.{0,40}|"
    r"[\W_]*(?:发帖|回帖)?\s*(?:查看|阅读)\s*:\s*\d+\W+回复\s*:\s*\d+|"
    r"[\W_]*发帖\s+回复.{0,40}|.{0,30}只看(?:该作者|楼主).{0,30}|"
    r"get emails about this page|(?:is|yes) this page (?:is )?useful\W*|"
    r"report a problem with this page|your email address will not be published.{0,60}"
)
_COMMENTS = re.compile(
    r"[\W_]*(?:(?:网友|最新|全部|精彩|热门|用户|读者)(?:评论|留言)(?:区|列表)?(?:\(\d+\))?|"
    r"(?:评论|留言)(?:区|列表|\(\d+\)|\s?\d+条)|"
    r"(?:发表|我要|写|查看)(?:全部|更多)?(?:评论|留言|回复)|精选留言|我来说两句|暂无评论|"
    r"已有\d+条评论.{0,20}|\d+则?(?:留言|条?评论).{0,30}|leave a (?:comment|reply)|"
    r"\d+ comments?|comments \(\d+\)|post a comment)[\W_]*"
)
# 地板、墙面 and 3楼：… are a building's, not who was first to comment.
_COMMENT = re.compile(
    r"(?:\d+\s*[楼#]|沙发|板凳|地板)[\s!].*|.{1,120}\s(?:回复|举报|reply)(?:\s*(?:举报|\(\d+\)|\d+))?"
)

_COPYRIGHT = re.compile(
    r"[\W_]*(?:版权所有(?![人权者的之])|著作权所有(?![人权者的之])|copyright\s*(?:\(c\)|©|\d)|©|"
    r"[^.]{0,30}icp[备证]\s*\d|[^.]{0,20}公网安备|all rights reserved)"
)
_RIGHTS = re.compile(
    r"(?<!\")版\s*权\s*所\s*有(?![人权者的之])|all rights reserved|\d{4}\s*©|crown copyright"
)
_FOOTER = re.compile(
    r"网站标识码|公网安备|icp\s?[备证]|icp许可|(?:建议|最佳).{0,24}(?:浏览器|分辨率|解析度)|"
    r"ie\s?\d.{0,10}浏览器|"
    r"(?:违法和?)?不良信息举报|增值电信业务|视听节目许可|新闻信息服务许可|^powered by [^.]{1,30}|"
    r"processed in \d|(?:访问|"
    r"浏览)(?:总?量|人次|总数)\s*:?\s*\d|"
    r"registered charity|本页面?最后(?:修订|修改|更新)于|取自\W*https?:"
)
_CONTACT = re.compile(
    r"[\W_]*(?:主办|承办|协办|维护|主管|网站(?:管理|维护)|技术支持)(?:单位)?\s*:|"
    r"[\W_]*(?:(?:本[部局会站网]|客服|服务|联系)?(?:地址|电话|总机|专线|热线|传真|邮编|邮箱|信箱|"
    r"时间)|"
    r"tel(?:ephone)?|fax|e-?mail|address|phone)\s*:"
)


def is_banner(view: str, *, is_sentence: bool) -> bool:
    """True for a short line with a site's name or address that also praises it."""
    praise = {match[0] for match in _PROMOTION.finditer(view)}
    return (
        len(view) <= _LONGEST_BANNER
        and bool(_SITE.search(view))
        and len(praise) > is_sentence
        and (not is_sentence or bool(_WEB_ADDRESS.search(view)))
    )


def is_site_name(view: str) -> bool:
    """True for a site's name or address alone: furniture only beside more of it."""
    return bool(_SITE_NAME.fullmatch(view) or _DOMAIN.fullmatch(view))


def is_organization(view: str) -> bool:
    """True for what reads like the name of whoever has the site."""
    return bool(_ORGANIZATION.fullmatch(view))


def is_advert(view: str, *, is_sentence: bool) -> bool:
    """True for a line that wants a click, a code scanned, or money."""
    if len(view) > _LONGEST_ADVERT or _NOT_AN_ADVERT.search(view):
        return False
    if _FIELD.match(view) and not _ADVERT_FIELD.match(view):
        return False
    signs = {match[0] for match in _SIGN.finditer(view)}
    if is_sentence:
        return len(signs) >= _FEWEST_SIGNS_IN_A_SENTENCE and bool(_IS_OFFER.search(view))
    is_loud = bool(_LOUD.search(view))
    return bool(_ADVERT.fullmatch(view)) or (
        len(signs) > 1 and (is_loud or bool(_IS_CHANNEL.search(view)))
    )


def is_advert_anywhere(view: str) -> bool:
    """True for a line that a site puts in the middle of a text."""
    return bool(_UNREAD.fullmatch(view))


def is_site_notice(view: str) -> bool:
    """True for a disclaimer, or for what is said of cookies."""
    if len(view) > _LONGEST_NOTICE or _OF_A_LAW.search(view):
        return False
    if _CONSENT.search(view):
        return True
    disclaimed = len(set(_DISCLAIMED.findall(view)))
    words = disclaimed + len(set(_ON_RIGHTS.findall(view)))
    itself = bool(_SITE_ITSELF.search(view))
    if _NOTICE_LABEL.match(view):
        return words + itself > 1
    return itself and disclaimed > 0 and words > 1


def is_form(view: str) -> bool:
    """True for what is left of a form: to log in, to search, to reply."""
    return len(view) <= LONGEST_FURNITURE and bool(_FORM.fullmatch(view))


def is_of_comments(view: str) -> bool:
    """True for the heading of readers' comments, or one with its number or buttons."""
    return len(view) <= 2 * LONGEST_FURNITURE and bool(
        _COMMENTS.fullmatch(view) or _COMMENT.fullmatch(view)
    )


def is_copyright(view: str) -> bool:
    """True for a line that claims copyright, but not for a sentence on copyright."""
    is_sentence = view.endswith((".", ";")) and not re.search("翻印|转载|reserved", view)
    return len(view) <= 2 * LONGEST_FURNITURE and not is_sentence and bool(_COPYRIGHT.match(view))


def is_rights_line(view: str) -> bool:
    """True for a line that claims copyright behind other words."""
    is_sentence = view.endswith((".", ";", ":", "?")) and "reserved" not in view
    return len(view) <= LONGEST_FURNITURE and not is_sentence and bool(_RIGHTS.search(view))


def is_page_footer(view: str) -> bool:
    """True for licences to run a site, its software, its visitors, and what shows it best, but not
    for a sentence on who needs such a licence."""
    is_rule = view.endswith((".", ";")) and bool(_OF_A_DUTY.search(view))
    return len(view) <= 2 * LONGEST_FURNITURE and not is_rule and bool(_FOOTER.search(view))


def is_contact(view: str) -> bool:
    """True for an address or who runs something: a site's only between lines of its footer."""
    return len(view) <= 2 * LONGEST_FURNITURE and bool(_CONTACT.match(view))

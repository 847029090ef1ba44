"""What tells a time, or names a law: the signs of an answer to when, and to which law."""

from __future__ import annotations

import re

_HAN_NUMBER = "[〇零一二三四五六七八九十百千万两半几数]"
_ENGLISH_TIMES = (
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday now "
    "currently daily weekly monthly yearly annually every after before until till since during "
    "within when once upon century season spring summer autumn fall winter morning noon "
    "afternoon evening night midnight weekends? holidays? immediately promptly minutes? hours? "
    "days? weeks? months? years?"
).split()

# Generous, for what is no date may still tell when: 届满后, 每年, 夏季, 及时.
TIME = re.compile(
    rf"(?:\d|{_HAN_NUMBER})[多余]?个?(?:世纪|年|月|日|号|天|周|星期|礼拜|学期)"
    rf"|(?:\d|{_HAN_NUMBER})[多余]?个?(?:小时|时|点|分|秒|季|旬|届|岁)"
    r"|\d{4}|\d:\d\d|世纪|年[代间初底末终中度]|月[初底末]|[夏商周秦汉晋隋唐宋元明清]朝"
    r"|[夏商周秦汉晋隋唐宋元明清]代|朝代|时[代期]|期间|[初中末晚后早前]期|[古近现当]代|史前"
    r"|[每全当今去明前次翌同本逐历往近终整][年月天日周]|现在|目前|如今|当前|当时|届时|后来"
    r"|以[前后]|之[前后时日]|[期届]满|到期|逾期|前夕|期限|限期|学期|周末|星期|礼拜|[假节]日|假期"
    r"|[春元中除]节|国庆|[寒暑]假|工作日|[春夏秋冬](?:[季天日初末节]|(?=,))"
    r"|[清凌早]晨|[上下中]午|[早晚]上|夜间?|傍晚|黄昏|午后"
    r"|立即|立刻|随时|及时|即时|马上|即日|同时|定期|按期|按时|首次|最初|最终"
    r"|(?<![同小及按随临])时(?=[,.;]|[,应方才即由须可]|$)|(?<![先然])后(?=[,.;方即才可应再由须的]|$)"
    r"|(?<![以提])前(?=[,.;应方须由将的]|$)|起(?=[,.;施实生计算至]|$)|直[到至]|截[至止]|自从"
    rf"|\b(?:{'|'.join(_ENGLISH_TIMES)})\b"
)
LAW = re.compile(
    r"<[^<>]+>|条例|细则|章程|公约|宪法|守则|规章"
    r"|(?:管理|实施|施行|暂行|试行|处罚|监督|若干|有关|本|该)(?:办法|规定|规则)"
    r"|(?<![方办做无说想看手用依合非违司执立守普书设魔])法(?![律规院定人官庭制治子])"
    r"|\b(?:law|act|regulations?|statute|code|ordinance|constitution|convention)\b"
)

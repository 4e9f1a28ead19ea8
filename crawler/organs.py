"""Is this the name of an organ? By its ending, and by what no organ is called."""

import re

from crawler.pages.wording import folded

ENDS = (
    r"局|委|委员会|办|办公室|厅|院|部|署|中心|镇|乡|街道|街道办|办事处|街道办事处|人民政府|政府|管委会|管理委员会|所|站|队|支队|大队|"
    r"公司|开发区|园区|新区|联社|联合会|残联|工会|妇联|团委|档案馆|图书馆|馆|社|处|垦殖场|农场|林场|景区|学校|[中小]学|大学|学院|幼儿园|医院|银行|集团|总站|研究院|协会|工商联|文联|侨联|社科联|科协|红十字会|党校|电视台"
)
_FULL_ORGAN = re.compile(rf"(?:{ENDS})$")
_NOT_ORGAN = re.compile(
    r"公开|目录|报告|年报|全部$|动态|导航|首页|概况|走进|通知|公告|关于|怎么|我要|建设$"
    r"|^(?:部门|机构|政府|乡镇|街道|乡镇街道|镇街|镇|乡|中心|市政府|区政府|县政府|本市|公安|媒体|社会|单位|直属机构|事业单位|其他单位)$"
    # A class of organs, by the last letters of their names (镇办年报, 县直各委办局).
    r"|^各[^各]{1,3}$|^[市县区]?[级直]*各?(?:(?:乡|镇|街道?|园?区){1,3}办?|委?办局|委局办?|局办)$"
    r"|中小学$|^(?:[大中小]学|学院|幼儿园)$"
    r"|(?:预约|办事|互动|数据|市民|融媒体|新闻|下载|帮助|视频|图片|会员|个人|政务新媒体)中心$|(?:本网|网)站$"
)


def is_organ(words: str) -> bool:
    """Whether words name an organ, by their ending."""
    text = folded(words)
    return len(text) >= 2 and _FULL_ORGAN.search(text) is not None and _NOT_ORGAN.search(text) is None


def crumb_organ(crumb: tuple[str, ...]) -> str | None:
    """The last organ that a breadcrumb names."""
    return next((step for step in reversed(crumb) if is_organ(step) and step != "首页"), None)

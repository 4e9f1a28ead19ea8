"""Where a report says it can be asked about: address, telephone, postcode."""

import re
from collections.abc import Mapping
from typing import Final

_FIELDS: Final = {
    "address": re.compile(
        r"(?:办公|通讯|通信|联系|单位|邮寄)?地址[：为是]([^、，。；：）\n]{4,60}?)(?=[，。；）\n]|邮政编码|邮编|联系电话|电话|传真|电子邮箱|$)"
    ),
    "telephone": re.compile(
        r"(?:电话(?:号码)?|联系方式)[：为是]?([（]?0?\d{2,4}[）]?[-—–－]?\d{6,9}(?:[-—转]\d{1,4})?)"
    ),
    "postcode": re.compile(r"(?:邮政编码|邮编|邮政编号)[：为是]?(\d{6})(?!\d)"),
}


def contact(text: str) -> Mapping[str, str]:
    """`address`, `telephone` and `postcode`, each only where the flowing text prints it."""
    found = ((name, pattern.search(text)) for name, pattern in _FIELDS.items())
    return {name: match[1] for name, match in found if match}

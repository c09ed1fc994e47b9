"""Templates that stand for text: which of their parameters a reader sees, in the languages of the articles read.

A template that is not listed here is no text (an infobox, a navigation bar, a maintenance tag) and is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from factlog.articles.wikisigns import DROPPED, FLAG, MARKS, QUOTE, QUOTE_END

Parameters = Mapping[str, str]

MAX_PARAMETERS = 3_000
"""How many parameters of one template are read."""

_SPLIT = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|")


def split(raw: str) -> list[str]:
    """The parts of a template's inside, cut at the bars that are its own.

    >>> split("efn|a [[b|c]]|name=d")
    ['efn', 'a [[b|c]]', 'name=d']
    """
    parts: list[str] = []
    depth = begin = 0
    for found in _SPLIT.finditer(raw):
        token = found[0]
        if token != "|":
            depth = depth + 1 if token in ("{{", "[[") else max(depth - 1, 0)
        elif not depth:
            parts.append(raw[begin : found.start()])
            begin = found.end()
    parts.append(raw[begin:])
    return parts


def parameters_of(parts: list[str]) -> dict[str, str]:
    """The parameters by name; positional ones are called ``1``, ``2`` and so on.

    >>> parameters_of(["a", " title = b=c ", "d"])
    {'1': 'a', 'title': 'b=c', '2': 'd'}
    """
    parameters: dict[str, str] = {}
    position = 0
    for part in parts[:MAX_PARAMETERS]:
        name, equals, value = part.partition("=")
        if equals and "{{" not in name and "[[" not in name:
            parameters[name.strip()] = value.strip()
        else:
            position += 1
            parameters[str(position)] = part.strip()
    return parameters


def name_of(written: str) -> str:
    """The name by which a template is looked up.

    >>> name_of(" Cite_web ")
    'cite web'
    """
    name = " ".join(written.replace("_", " ").split()).casefold()
    return name.removeprefix("template:")


# What a reader sees of a template that shows one of its parameters, by the parameter's position.
_POSITIONS = {
    1: """nowrap|nobr|nobold|noitalic|small|smaller|smallcaps|smallcaps all|sc|big|large|larger|huge|center|abbr|tooltip|comment
        |unicode|bigunicode|bigserif|nastaliq|iast|ipa|polytonic|keypress|kbd|code|mono|tt|em|strong|bold|italic|as of
        |ill|ill2|ill-wd|interlanguage link|iw|link-en|le|enlink|tsl|link-interwiki|仮リンク|нп|нп2|нп3|нп4|нп5|не переведено
        |не переведено 2|не переведено 3|не переведено 5|ลิงก์ไปภาษาอื่น|internal link helper|annotated link|visible anchor|vanchor
        |pdflink|linktext|plain link|audio|ruby-base|sic|要出典範囲|いつ範囲|誰範囲|独自研究範囲|要検証範囲|citation needed span|fact span
        |clarify span|補助漢字フォント|jis2004フォント|拡張漢字|機種依存文字|angbr|math|mvar|var|formatnum|lc|uc|lcfirst|ucfirst
        |hebrew|tq|inline quote|小さい|大きい|太字|斜体|下線|改行禁止|nobreak|plainlist|flatlist|plain list|columns-list|center block
        |nts|number table sorting|yes|no|partial|yes2|no2|nom|nominated|won|pending|legend2|sub|sup|zh-tw|zh-cn|font|s|del|div col
        |日本語版にない記事リンク|暫定リンク|行内引用|flatlist2|multicol text|เทาเล็ก|langwithname text|hanja|overline|underline""",
    2: """lang|langx|llang|rtl-lang|script|color|colored text|font color|fontcolor|fs|font size|sort|sortname text|resize|transl
        |transliteration|legend|hover title|wikt-lang|標準漢字|bg|background color|text color|文字色|cquote2|linkcolor|stack text
        |要出典範囲2|link-interwiki2|ж|hidden sort|nihongo-text|явл|lang-zh text|enlink2|link language text""",
    3: "langwithname|lang3",
}
_ARGUMENT = {name.strip(): str(n) for n, names in _POSITIONS.items() for name in names.replace("\n", "").split("|")}

_CONSTANT = {
    "!": "|", "=": "=", "'": "'", "\"": '"', "'s": "'s", "nbsp": " ", "space": " ", "snd": " – ", "spnd": " – ", "spaced ndash": " – ",
    "ndash": "–", "endash": "–", "–": "–", "mdash": "—", "emdash": "—", "—": "—", "spaced mdash": " — ", "dash": " — ", "·": " · ",
    "•": " • ", "dot": " · ", "bull": " • ", "bullet": " • ", "middot": "·", "*": " • ", "\\": " / ", "/": " / ", "okina": "ʻ", "ʻ": "ʻ",
    "pi": "π", "times": "×", "minus": "−", "hyphen": "-", "ellipsis": "…", "...": "…", "circa": "c. ", "circa.": "c. ", "ca": "c. ",
    "!!": "||", "(": "{{", ")": "}}", "0": "", "spaces": " ", "pad": " ", "zwsp": "", "shy": "", "wbr": "", "br": " ", "break": " ",
    "-'": "'", "'-": "'", "''": "''", "crlf": " ", "crlf2": " ", "n/a": "N/A", "na": "N/A", "tba": "TBA", "tbd": "TBD",
}  # fmt: skip

# ISO 3166 and IOC codes: templates of that name show a flag and a country.
_COUNTRIES = frozenset(
    """AFG ALB DZA ALG AND AGO ANG ATG ARG ARM AUS AUT AZE BHS BAH BHR BGD BAN BRB BLR BEL BLZ BEN BTN BOL BIH BWA BOT BRA BRN BGR BUL
    BFA BUR BDI KHM CAM CMR CAN CPV CAF TCD CHL CHI CHN COL COM COD COG CRI CRC CIV HRV CRO CUB CYP CZE DNK DEN DJI DMA DOM ECU EGY SLV
    ESA GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GER GHA GRC GRE GRD GTM GUA GIN GNB GUY HTI HAI HND HON HKG HUN ISL IND IDN INA
    IRN IRI IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KUW KGZ LAO LVA LAT LBN LIB LSO LES LBR LBY LIE LTU LUX MAC MDG MAD MWI
    MYS MAS MDV MLI MLT MHL MRT MTN MUS MRI MEX FSM MDA MCO MON MNG MGL MNE MAR MOZ MMR MYA NAM NRU NPL NEP NLD NED NZL NIC NER NGA NGR
    MKD NOR OMN OMA PAK PLW PAN PNG PRY PAR PER PHL PHI POL PRT POR QAT ROU ROM RUS RWA KNA LCA VCT WSM SAM SMR STP SAU KSA SEN SRB SYC
    SLE SGP SIN SVK SVN SLO SLB SOM ZAF RSA SSD ESP LKA SRI SDN SUD SUR SWE CHE SUI SYR TWN TPE TJK TZA TAN THA TLS TGO TOG TON TTO TRI
    TUN TUR TKM TUV UGA UKR ARE UAE GBR URY URU USA UZB VUT VAN VAT VEN VNM VIE YEM ZMB ZAM ZWE ZIM PSE PLE URS YUG GDR TCH EUR""".split()
)

_QUOTES = frozenset(
    "quote|quotation|blockquote|block quote|bquote|cquote|rquote|quote box|quotebox|quote frame|pull quote|pullquote|squote|poem quote"
    "|poemquote|centered pull quote|verse translation|epigraph|引用|引用文|цитата|квота|คำพูด|उद्धरण|引言|引文|talkquote|quoteboxright".split("|")
)
_QUOTED = ("text", "quote", "quotation", "content", "本文", "引用文", "цитата", "текст", "1")
_DATES = frozenset(
    "date|dts|start date|end date|start-date|birth date|birth date and age|death date|death date and age|birth-date|start date and age"
    "|film date|release date|生年月日と年齢|死亡年月日と没年齢|没年齢|生年月日|日付|年月日|дата|启动日期|bda|start and end dates".split("|")
)
_LISTS = frozenset("unbulleted list|ubl|ublist|bulleted list|blist|ordered list|hlist|cslist|comma separated entries|flowlist".split("|"))
_CONVERTS = frozenset("convert|cvt|conv|변환|換算|converted".split("|"))
_READINGS = frozenset("読み仮名|読み仮名 ruby不使用|よみがな|ruby|ルビ|ふりがな|振り仮名|ruby-ja|読み|zhuyin".split("|"))
_FLAGS = frozenset("flag|flagcountry|flagu|flag2|country|flag country|navy|flagdeco2|旗|國旗|国旗|флагификация|флаг|flaglink|ธงชาติ".split("|"))
_ICONS = frozenset("flagicon|flagicon2|flagdeco|flag icon|flagicon image|flagathlete|ธง|флагик|flagcountryicon|flagicon country|國旗icon".split("|"))


def shown(name: str, written: str, parameters: Parameters) -> str | None:
    """What a reader sees of the template; None where it is not known to stand for text.

    >>> shown("lang", "lang", {"1": "ru", "2": "Россия"})
    'Россия'
    """
    if (constant := _CONSTANT.get(name)) is not None:
        return constant
    if (position := _ARGUMENT.get(name)) is not None:
        return parameters.get("label") or parameters.get("lt") or parameters.get("text") or parameters.get(position) or ""
    if (show := _SHOWN.get(name)) is not None:
        return show(parameters)
    if name.startswith("lang-") or name.startswith("link-"):
        return parameters.get("1", "")
    if len(name) == 3 and written.strip() in _COUNTRIES:
        return FLAG + written.strip()
    if ":" in name:
        return _computed(name, parameters)
    return None


def is_quote(name: str) -> bool:
    """Whether the template sets a quotation off from the text."""
    return name in _QUOTES


def _computed(name: str, parameters: Parameters) -> str | None:
    function, _, value = name.partition(":")
    return value.strip() if function in ("formatnum", "lc", "uc", "lcfirst", "ucfirst", "nowrap") else None


def _quote(parameters: Parameters) -> str:
    key = next((key for key in _QUOTED if parameters.get(key)), None)
    if key is None:
        return DROPPED
    # The notes of whoever is named as its author belong to the quotation.
    others = "".join(mark for other, value in parameters.items() if other != key for mark in MARKS.findall(value))
    return f"\n\n{QUOTE}\n{parameters[key]}{others}\n{QUOTE_END}\n\n"


def _date(parameters: Parameters) -> str:
    """A date in ISO's form.

    >>> _date({"1": "2025", "2": "2", "3": "18"})
    '2025-02-18'
    """
    given = [value for key, value in parameters.items() if key.isdecimal() and value]
    if not given or not all(value.isdecimal() and len(value) <= 4 for value in given[:3]):
        return " ".join(given[:3])
    parts = [int(value) for value in given[:3]]
    if parts[0] <= 31 and len(parts) == 3 and len(given[2]) == 4:
        parts.reverse()
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])])


def _convert(parameters: Parameters) -> str:
    """A quantity in the unit that it was given in.

    >>> _convert({"1": "5", "2": "to", "3": "6", "4": "km", "5": "mi"})
    '5 to 6 km'
    """
    first, second, third, fourth = (parameters.get(str(n), "") for n in range(1, 5))
    if second in ("to", "-", "–", "and", "or", "x", "by", "×", "+/-", "to(-)", "and(-)"):
        between = "–" if second in ("-", "–") else f" {second} "
        return f"{first}{between}{third} {fourth}"
    return f"{first} {second}".strip()


def _nihongo(parameters: Parameters) -> str:
    english, japanese, reading = (parameters.get(key, "") for key in "123")
    extra = ", ".join(part for part in (japanese, reading, parameters.get("extra") or parameters.get("4") or "") if part)
    return f"{english} ({extra})" if english and extra else english or extra


def _reading(parameters: Parameters) -> str:
    base, reading = parameters.get("1", ""), parameters.get("2", "")
    return f"{base}({reading})" if reading else base


def _listed(parameters: Parameters) -> str:
    return "\n" + "\n".join(f"* {value}" for key, value in parameters.items() if key.isdecimal() and value) + "\n"


def _flag(parameters: Parameters) -> str:
    return FLAG + (parameters.get("name") or parameters.get("1", ""))


def _sorted(parameters: Parameters) -> str:
    return parameters.get("2") or parameters.get("1", "")


def _person(parameters: Parameters) -> str:
    return f"{parameters.get('1', '')} {parameters.get('2', '')}".strip()


def _fraction(parameters: Parameters) -> str:
    parts = [value for key, value in parameters.items() if key.isdecimal()]
    return {1: "1/{0}", 2: "{0}/{1}", 3: "{0} {1}/{2}"}.get(len(parts), "").format(*parts)


def _identifier(label: str) -> Callable[[Parameters], str]:
    return lambda parameters: f"{label}{parameters.get('1', '')}"


def _joined(parameters: Parameters) -> str:
    return "".join(value for key, value in parameters.items() if key.isdecimal())


_SHOWN: dict[str, Callable[[Parameters], str]] = {
    **dict.fromkeys(_QUOTES, _quote),
    **dict.fromkeys(_DATES, _date),
    **dict.fromkeys(_LISTS, _listed),
    **dict.fromkeys(_CONVERTS, _convert),
    **dict.fromkeys(_READINGS, _reading),
    **dict.fromkeys(_FLAGS, _flag),
    **dict.fromkeys(_ICONS, lambda _: FLAG),
    **dict.fromkeys(("nihongo", "nihongo2", "nihongo3", "nihongo krt", "nihongo foot"), _nihongo),
    "sort": _sorted,
    "sortname": _person,
    **dict.fromkeys(("frac", "fraction", "sfrac"), _fraction),
    **dict.fromkeys(("isbn", "isbn2", "isbnt"), _identifier("ISBN ")),
    "issn": _identifier("ISSN "),
    "doi": _identifier("doi:"),
    "us$": _identifier("US$"),
    "val": _joined,
    "gaps": _joined,
    "chem": _joined,
    "chem2": _joined,
    "zh": lambda parameters: next((value for value in parameters.values() if value), ""),
    "bd": lambda parameters: f"({parameters.get('1', '')}{parameters.get('2', '')} - {parameters.get('3', '')}{parameters.get('4', '')})",
    "won": lambda parameters: parameters.get("1", ""),
}

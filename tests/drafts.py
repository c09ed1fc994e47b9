"""Articles of our own making, in six languages, to be written in every form that the readers know and edited on purpose.

A draft is kept as what it says: statements with slots (a place, a number, a speaker, a quotation, a word) and sources with
fields. So an edit knows what it changed (``editing``), and the same draft can be written in any form (``forms``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

import attrs

# Skeletons of statements. ``{n}`` is a number, ``{p}`` a place, ``{w}`` a word that an editor may exchange,
# ``{s}`` a speaker, ``{q}`` a quotation.
SKELETONS: dict[str, list[str]] = {
    "en": [
        "The ferry to {p} carried {n} passengers during the {w} season.",
        "A {w} bridge near {p} was closed after heavy rain in the valley.",
        "Farmers around {p} planted {n} orchards with {w} trees.",
        "Engineers repaired the {w} lighthouse and painted its tower.",
        "The council of {p} voted for a {w} budget in the spring session.",
        "Some {n} visitors admired the {w} mosaics in the old chapel.",
        "Fishing boats left {p} before dawn because of a {w} forecast.",
        "The archive keeps {n} letters that describe a {w} winter.",
        "{s} said that the {w} harbour would reopen soon.",
        "“{q},” {s} told reporters in {p}.",
        "According to {s}, the {w} road was never finished.",
        "{s} replied: “{q}.”",
    ],
    "ja": [
        "{p}行きの連絡船は{w}季節に{n}人の客を運んだ。",
        "{p}に近い{w}橋は大雨のあと通行止めとなった。",
        "{p}周辺の農家は{w}果樹園を{n}か所に開いた。",
        "技師たちは{w}灯台を修理して塔を塗り直した。",
        "{p}の議会は春の会期に{w}予算を可決した。",
        "古い礼拝堂では{n}人の見物客が{w}壁画を眺めた。",
        "漁船は{w}予報のため夜明け前に{p}を出港した。",
        "文書館には{w}冬を描いた手紙が{n}点残されている。",
        "{s}は、{w}港がまもなく再開されると述べた。",
        "{s}は{p}で「{q}」と語った。",
        "{s}によると、{w}道路は完成しなかった。",
        "これに対し{s}は「{q}」と答えた。",
    ],
    "zh": [
        "开往{p}的渡轮在{w}季节运送了{n}名乘客。",
        "{p}附近的{w}大桥在暴雨之后封闭。",
        "{p}周围的农民开辟了{n}座{w}果园。",
        "工程师修复了{w}灯塔并重新粉刷塔身。",
        "{p}议会在春季会期通过了{w}预算。",
        "老教堂里有{n}名游客欣赏{w}壁画。",
        "渔船由于{w}预报在黎明之前离开{p}。",
        "档案馆保存着{n}封描写{w}冬天的信件。",
        "{s}表示，{w}港口很快就会重新开放。",
        "{s}在{p}说：“{q}。”",
    ],
    "ru": [
        "Паром до {p} перевёз {n} пассажиров за {w} сезон.",
        "У города {p} закрыли {w} мост после сильного дождя в долине.",
        "Крестьяне около {p} посадили {n} деревьев на {w} склонах.",
        "Инженеры починили {w} маяк и покрасили его башню.",
        "Совет {p} принял {w} бюджет на весенней сессии.",
        "В старой часовне {n} гостей осмотрели {w} мозаики.",
        "Рыбацкие лодки вышли из порта {p} до рассвета из-за {w} прогноза.",
        "В архиве хранится {n} писем, которые описывают {w} зиму.",
    ],
    "hi": [
        "{p} जाने वाली नौका ने {w} मौसम में {n} यात्रियों को पहुँचाया।",
        "{p} के पास का {w} पुल भारी वर्षा के बाद बंद कर दिया गया।",
        "{p} के किसानों ने {n} नए {w} बाग लगाए।",
        "अभियंताओं ने {w} प्रकाशस्तंभ की मरम्मत करके उसे रंग दिया।",
        "{p} की परिषद ने वसंत सत्र में {w} बजट पारित किया।",
        "पुराने मंदिर में {n} दर्शकों ने {w} चित्र देखे।",
        "मछुआरों की नावें {w} पूर्वानुमान के कारण भोर से पहले {p} से निकलीं।",
        "अभिलेखागार में {w} सर्दी का वर्णन करने वाले {n} पत्र सुरक्षित हैं।",
    ],
    "th": [
        "เรือข้ามฟากไป{p}บรรทุกผู้โดยสาร {n} คนในฤดูท่องเที่ยว{w}",
        "สะพาน{w}ใกล้{p}ถูกปิดไม่ให้รถทุกชนิดผ่านหลังฝนตกหนักในหุบเขา",
        "ชาวนารอบ{p}ปลูกสวนผลไม้ {n} แห่งแบบ{w}บนเนินเขาทางทิศใต้",
        "วิศวกรซ่อมประภาคาร{w}จนเสร็จแล้วทาสีหอคอยใหม่ทั้งหลัง",
        "สภาของ{p}อนุมัติงบประมาณ{w}ในสมัยประชุมฤดูใบไม้ผลิ",
        "ผู้เยี่ยมชม {n} คนชื่นชมภาพวาด{w}ในวิหารเก่าบนเกาะ",
    ],
}
WORDS: dict[str, list[str]] = {
    "en": ["wooden", "modest", "narrow", "ancient", "gloomy", "splendid", "costly", "remote", "quiet", "peculiar"],
    "ja": ["木造の", "質素な", "狭い", "古びた", "暗い", "見事な", "高価な", "静かな", "奇妙な", "短い"],
    "zh": ["木制", "朴素的", "狭窄的", "古老的", "昏暗的", "壮丽的", "昂贵的", "偏远的", "安静的", "奇特的"],
    "ru": ["деревянный", "скромный", "узкий", "древний", "мрачный", "прекрасный", "дорогой", "тихий", "странный"],
    "hi": ["लकड़ी का", "साधारण", "संकरा", "प्राचीन", "अँधेरा", "भव्य", "महँगा", "शांत", "विचित्र"],
    "th": ["ไม้", "เรียบง่าย", "แคบ", "โบราณ", "มืดมน", "งดงาม", "ราคาแพง", "เงียบสงบ", "แปลกประหลาด"],
}
PLACES: dict[str, list[str]] = {
    "en": ["Port Ellen", "Skagen", "St. Ives", "Marsala", "Tarifa", "Piran", "Ushuaia", "Nuuk"],
    "ja": ["長浜", "マルサラ", "タリファ", "輪島", "ピラン", "ヌーク", "石巻", "鳥羽"],
    "zh": ["舟山", "马尔萨拉", "塔里法", "北海", "皮兰", "努克", "石岛", "湄洲"],
    "ru": ["Выборг", "Марсала", "Тарифа", "Кемь", "Пиран", "Нуук", "Онега", "Азов"],
    "hi": ["उडुपी", "मारसाला", "तारीफा", "पुरी", "पीरान", "नूक", "दीव", "मालवण"],
    "th": ["กันตัง", "มาร์ซาลา", "ตารีฟา", "ระนอง", "ปิรัน", "นุก", "สัตหีบ", "ปากบารา"],
}
SPEAKERS: dict[str, list[str]] = {
    "en": ["Ingrid Solheim", "Marco Bellini", "Paula Reyes", "Tomasz Zielony", "Aoife Brennan", "Jonas Lind"],
    "ja": ["ソルハイム市長", "ベッリーニ議員", "レイエス大臣", "北村報道官", "ブレナン教授", "リンド船長"],
    "zh": ["索尔海姆市长", "贝里尼议员", "雷耶斯部长", "周船长", "布伦南教授", "林德发言人"],
}
QUOTES: dict[str, list[str]] = {
    "en": ["The tide will not wait", "We counted every barrel", "Nobody asked the sailors", "Salt is our only gold"],
    "ja": ["潮は待ってくれない", "樽はすべて数えた。", "誰も水夫に尋ねなかった", "塩だけが我々の金だ。"],
    "zh": ["潮水不会等人", "每个桶我们都数过", "没有人问过水手", "盐是我们唯一的黄金"],
}
HEADINGS: dict[str, list[str]] = {
    "en": ["Harbour", "Trade", "Weather", "Reception", "Later years", "Storms", "Legacy"],
    "ja": ["港", "交易", "天候", "反響", "その後", "嵐", "評価"],
    "zh": ["港口", "贸易", "天气", "反响", "后来", "风暴", "评价"],
    "ru": ["Гавань", "Торговля", "Погода", "Отклики", "Поздние годы", "Бури", "Наследие"],
    "hi": ["बंदरगाह", "व्यापार", "मौसम", "प्रतिक्रिया", "बाद के वर्ष", "तूफान", "विरासत"],
    "th": ["ท่าเรือ", "การค้า", "อากาศ", "ปฏิกิริยา", "ปีต่อมา", "พายุ", "มรดก"],
}
TITLES = {
    "en": "Ferry routes of the north",
    "ja": "北の連絡船",
    "zh": "北方的渡轮",
    "ru": "Паромы севера",
    "hi": "उत्तर की नौकाएँ",
    "th": "เรือข้ามฟากภาคเหนือ",
}
SITES = ["Harbour Gazette", "The Northern Post", "Coast Weekly", "Island Times", "Delta Tribune"]
STORIES = [
    "Ferries return after the storm", "Why the salt trade faded", "An orchard above the bay", "Lighthouse painted again",
    "Council argues about bridges", "Mosaics found under plaster", "Letters from a cold winter", "The road nobody finished",
    "Barrels counted at the pier", "Fishermen wait for better weather", "A census of small boats", "Two museums merge",
]  # fmt: skip
AUTHORS = [("Aalto", "Mirja"), ("Okafor", "Chidi"), ("Lindqvist", "Per"), ("Moreau", "Claire"), None]


@attrs.frozen
class Statement:
    """A sentence as skeleton and slots, with the keys of the sources that it cites."""

    skeleton: str
    slots: Mapping[str, str] = attrs.field(hash=False)
    cites: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence."""
        text = self.skeleton.format(**self.slots) if self.slots else self.skeleton
        return text[0].upper() + text[1:]

    def has(self, slot: str) -> bool:
        """Whether the skeleton uses a slot."""
        return "{" + slot + "}" in self.skeleton

    def put(self, slot: str, value: str) -> Statement:
        """With another value in a slot."""
        return attrs.evolve(self, slots={**self.slots, slot: value})


@attrs.frozen
class Reference:
    """A source as a note gives it."""

    title: str
    site: str
    url: str
    issued: date
    retrieved: date | None
    author: tuple[str, str] | None = None


@attrs.frozen
class Draft:
    """An article: sections of statements, and the sources by key."""

    language: str
    title: str
    sections: tuple[tuple[str | None, tuple[Statement, ...]], ...]
    references: Mapping[str, Reference] = attrs.field(hash=False)

    def statements(self) -> list[tuple[int, int]]:
        """Where the statements stand: section and place."""
        return [(row, place) for row, (_, found) in enumerate(self.sections) for place in range(len(found))]

    def at(self, row: int, place: int) -> Statement:
        """The statement there."""
        return self.sections[row][1][place]

    def replace(self, row: int, place: int, *by: Statement) -> Draft:
        """With other statements in the place of that one."""
        heading, found = self.sections[row]
        changed = (heading, (*found[:place], *by, *found[place + 1 :]))
        return attrs.evolve(self, sections=(*self.sections[:row], changed, *self.sections[row + 1 :]))

    def cited(self) -> list[str]:
        """The keys of the sources in the order of their first citations."""
        return list(dict.fromkeys(key for _, found in self.sections for one in found for key in one.cites))


def draft(random: Random, language: str) -> Draft:
    """An article in that language: a lead and two or three sections, every statement of another skeleton."""
    skeletons = random.sample(SKELETONS[language], len(SKELETONS[language]))
    references = {f"s{number}": reference(random, story) for number, story in enumerate(random.sample(STORIES, 8))}
    keys = list(references)
    found = [statement(random, language, skeleton, keys) for skeleton in skeletons[:-2]]
    found = _with_own_words(random, language, found)
    found[0] = attrs.evolve(found[0], cites=tuple(keys[:2]))
    count = random.randint(2, 3)
    size = -(-len(found) // (count + 1))
    headings = [None, *random.sample(HEADINGS[language], count)]
    sections = tuple((heading, tuple(found[n * size : (n + 1) * size])) for n, heading in enumerate(headings))
    return Draft(language, TITLES[language], tuple(row for row in sections if row[1]), references)


def _with_own_words(random: Random, language: str, found: list[Statement]) -> list[Statement]:
    """The statements, no two with the same quotation."""
    quotes = random.sample(QUOTES.get(language, [""]), len(QUOTES.get(language, [""])))
    return [one.put("q", quotes.pop()) if one.has("q") and quotes else one for one in found]


def statement(random: Random, language: str, skeleton: str, keys: list[str]) -> Statement:
    """A statement of that skeleton."""
    slots = {
        "n": str(random.randint(13, 980)),
        "p": random.choice(PLACES[language]),
        "w": random.choice(WORDS[language]),
        "s": random.choice(SPEAKERS.get(language, [""])),
        "q": random.choice(QUOTES.get(language, [""])),
    }
    cites = tuple(random.sample(keys, min(len(keys), random.choice((0, 1, 1, 2)))))
    return Statement(skeleton, slots, cites)


def unused(random: Random, given: Draft) -> Statement:
    """A statement of a skeleton that the draft does not have, citing nothing new."""
    used = {one.skeleton for _, found in given.sections for one in found}
    skeleton = random.choice([one for one in SKELETONS[given.language] if one not in used])
    cited = given.cited()
    return statement(random, given.language, skeleton, cited)


def reference(random: Random, story: str) -> Reference:
    """A source under that title."""
    slug = story.lower().replace(" ", "-")
    site = random.choice(SITES)
    host = site.lower().replace(" ", "")
    retrieved = date(2024, random.randint(1, 12), random.randint(1, 28))
    issued = date(2023, random.randint(1, 12), random.randint(1, 28))
    return Reference(story, site, f"https://www.{host}.example/{slug}", issued, retrieved, random.choice(AUTHORS))

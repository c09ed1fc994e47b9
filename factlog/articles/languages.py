"""Names of languages, in English, in Japanese and in themselves, as tags (BCP 47)."""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = """
en english 英語 英文 английский англ อังกฤษ अंग्रेज़ी inglés anglais englisch inglese
ja japanese 日本語 日语 日文 японский jpn
zh chinese 中国語 中文 汉语 漢語 китайский chinesisch
zh-Hans 簡体字中国語 简体中文 簡體中文 中文（简体） 中文(简体) 中国語（簡体字） 中国語(簡体字)
zh-Hant 繁体字中国語 繁體中文 繁体中文 中文（繁體） 中文(繁體) 中国語（繁体字） 中国語(繁体字)
ko korean 朝鮮語 韓国語 韩语 한국어 корейский
ru russian ロシア語 俄语 русский russisch
uk ukrainian ウクライナ語 乌克兰语 українська украинский
de german ドイツ語 德语 deutsch немецкий allemand alemán
fr french フランス語 法语 français французский francés französisch
es spanish スペイン語 西班牙语 español испанский
it italian イタリア語 意大利语 italiano
pt portuguese ポルトガル語 葡萄牙语 português
pl polish ポーランド語 波兰语 polski
nl dutch オランダ語 荷兰语 nederlands
sv swedish スウェーデン語 svenska
da danish デンマーク語 dansk
no norwegian ノルウェー語 norsk
fi finnish フィンランド語 suomi
et estonian エストニア語 eesti
lv latvian ラトビア語 latviešu
lt lithuanian リトアニア語 lietuvių
cs czech チェコ語 čeština
sk slovak スロバキア語 slovenčina
hu hungarian ハンガリー語 magyar
ro romanian ルーマニア語 română
bg bulgarian ブルガリア語 български
el greek ギリシア語 ギリシャ語 ελληνικά
tr turkish トルコ語 türkçe
ar arabic アラビア語 阿拉伯语 العربية
fa persian ペルシア語 ペルシャ語 فارسی
he hebrew ヘブライ語 עברית
hi hindi ヒンディー語 हिन्दी हिंदी
bn bengali ベンガル語 বাংলা
th thai タイ語 泰语 ไทย ภาษาไทย
vi vietnamese ベトナム語 越南语
id indonesian インドネシア語
ms malay マレー語
tl tagalog タガログ語
mn mongolian モンゴル語
la latin ラテン語
eo esperanto エスペラント
sr serbian セルビア語
hr croatian クロアチア語
sl slovene slovenian スロベニア語
ka georgian グルジア語 ジョージア語
hy armenian アルメニア語
be belarusian ベラルーシ語
az azerbaijani アゼルバイジャン語
kk kazakh カザフ語
ca catalan カタルーニャ語 カタロニア語
eu basque バスク語
gl galician ガリシア語
ga irish アイルランド語
cy welsh ウェールズ語
is icelandic アイスランド語
sq albanian アルバニア語
mk macedonian マケドニア語
sw swahili スワヒリ語
ta tamil タミル語
te telugu テルグ語
ur urdu ウルドゥー語
ne nepali ネパール語
my burmese ビルマ語
km khmer クメール語
lo lao ラオス語 ラーオ語
"""
_BY_NAME = {name: line.split()[0] for line in _NAMES.strip().splitlines() for name in line.split()}
_THREE = {
    "eng": "en",
    "jpn": "ja",
    "zho": "zh",
    "chi": "zh",
    "rus": "ru",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
}
_TAG = re.compile(r"[a-z]{2}(?:-[a-z0-9]{2,8}){0,3}", re.ASCII | re.IGNORECASE)
_REGION = re.compile(r"-([a-z]{2})(?=-|$)")


@lru_cache(maxsize=4096)
def tag(name: str) -> str | None:
    """The tag of a language by any of its names, or by its tag; None where nobody knows it.

    >>> tag("英語"), tag("English"), tag("zh-tw"), tag("Klingon")
    ('en', 'en', 'zh-TW', None)
    """
    plain = name.strip(" .()（）").lower()
    if found := _BY_NAME.get(plain) or _BY_NAME.get(plain.removesuffix(" language")) or _THREE.get(plain):
        return found
    if _TAG.fullmatch(plain) and plain[:2] in _CODES:
        return plain if len(plain) == 2 else _REGION.sub(lambda part: f"-{part[1].upper()}", plain)
    return None


_CODES = {line.split()[0] for line in _NAMES.strip().splitlines()} | {
    "af",
    "am",
    "gu",
    "ha",
    "kn",
    "ml",
    "mr",
    "pa",
    "si",
    "uz",
    "yi",
    "zu",
    "nb",
    "nn",
}

"""How Japanese names who speaks: the name and the role in a phrase such as ロシアのセルゲイ・ラブロフ外相."""

from __future__ import annotations

import re

from factlog.articles.speech.japanese.surnames import SURNAMES
from factlog.articles.speech.telling import Named

KATAKANA = "\u30a1-\u30fa\u30fb-\u30fe・＝=ー"
HAN = "\u3400-\u9fff々〇ヶ"
LATIN = "A-Za-zＡ-Ｚａ-ｚÀ-ɏ.’'&"

_OFFICES = (
    "国務|国防|外務|外交|内務|防衛|法務|司法|財務|大蔵|文部科学|文部|文化|厚生労働|厚生|保健|労働|経済産業|経済|農林水産|農業|運輸|国土交通|交通"
    "|通商|貿易|商務|環境|総務|内閣官房|官房|情報|教育|科学|エネルギー|宇宙|観光|漁業|水産|郵政|自治|無任所|特命担当|国家安全保障|安全保障"
)
_TITLES = (
    rf"(?:{_OFFICES})?(?:副|総理|次期)?(?:大臣|長官|次官補?|政務官|補佐官|参事官|報道官|審議官)|大統領|総統|首相|宰相|国家主席|主席|総書記|書記長|第一書記|書記"
    r"|(?:外|内|財務|国防|防衛|蔵|農|法|厚労|文科|経産|商務|国務|運輸|通産|労|環境)相|官房長官|事務総長|事務局長|副?報道局長|事務次官|次長|総裁|総長|議長|委員長|会長"
    r"|社長|団長|党首|代表|総督|[都道府県]?知事|市長|町長|村長|区長|州知事|大使|公使|領事|特使|報道担当|広報官|スポークスマン|スポークスパーソン"
    r"|参謀総長|参謀長|大尉|中尉|少尉|准将|中佐|少佐|提督|司令官|総司令官|最高指導者|大将|中将|少将|大佐|将軍|元帥|国王|女王|皇帝|天皇|上皇|皇太子|王子|王女|大公|教皇|法王|大主教|主教|司教|枢機卿"
    r"|院長|所長|局長|部長|課長|館長|理事長|学長|最高経営責任者|CEO|主将|編集長|幹事長|政調会長|院内総務"
)
"""Offices, which stand behind a name."""
_CALLINGS = (
    "議員|上院議員|下院議員|裁判官|判事|検事|弁護士|著者|作者|筆者|編者|教授|准教授|講師|博士|研究員|監督|選手|コーチ|記者|監査官|作家|詩人|俳優|歌手|歴史家|歴史学者|経済学者|学者|評論家"
    "|ジャーナリスト|文学者|哲学者|研究者|タレント|コラムニスト|エッセイスト|アナウンサー|プロデューサー|ディレクター|デザイナー|アナリスト|エコノミスト|専務|常務|理事|取締役|師|王|公|侯|伯|家"
)
"""What many are: behind two Chinese characters they may be no name's (映画監督)."""
_HONORIFICS = "氏|さん|女史|夫人|様|容疑者|被告|君"
_BEFORE_TITLE = (
    "米|英|仏|独|露|日|中|韓|伊|印|加|豪|元|前|新|次期|故|初代|副|現|名誉|暫定|筆頭|最高|総|首席|主任|上級|共同|代行"
)
_AFTER_NAME = re.compile(
    rf"(?:[米英仏独露伊](?=[{KATAKANA}]))?(?P<name>.*?[{KATAKANA}{HAN}A-Za-z])(?P<role>(?:{_BEFORE_TITLE})*(?:{_TITLES})(?:代行|経験者)?|{_CALLINGS}|{_HONORIFICS})"
)
_BEFORE_NAME = re.compile(
    rf"(?P<role>.*(?:{_TITLES}|{_CALLINGS}))(?P<name>[{KATAKANA}]{{2,}}(?:[0-9０-９]+世)?|[A-Z][{LATIN} ]+)"
)
_ROLE = re.compile(rf"(?:.*[{HAN}{KATAKANA}])?(?:{_TITLES}|{_CALLINGS})|.*スト")
APPOSED = re.compile(
    rf"(?:(?:{_TITLES}|{_CALLINGS})で(?:も)?(?:ある|あった)|を(?:歴任し|務め|つとめ)(?:た|る|ている|ていた))$"
)
"""What stands before somebody, and makes a person of an unknown name: 代表であった, 大使を歴任した."""
INTRODUCED = re.compile(rf"(?:{_TITLES}|{_CALLINGS})の?[{KATAKANA}]{{2,30}}$")
"""A name behind a role: 港長リー. It needs nothing that stands before."""
_SEATED = re.compile(r".*(?:大使|公使|領事|総督|国王|女王|王|公|侯|伯)")
_SURNAME = "|".join(sorted(SURNAMES, key=len, reverse=True))
_GIVEN = "(?<![分原粒電因格様帽伝王皇弟女男双息精種胞母親])子|郎|[夫雄彦哉隆弘浩宏昭朗稔乃穂奈菜梨輔]"
"""What given names end with."""
_PERSON = re.compile(rf"(?:{_SURNAME})(?:[{HAN}]{{1,3}}(?<![県市区町村駅港川山線島側]))?|[{HAN}]{{3,4}}(?:{_GIVEN})")
"""A surname, and perhaps a given name; else what ends as a given name does."""
_KANA = re.compile("[\u3041-\u30ff]")
_SHORT = re.compile(rf"[{HAN}]{{1,2}}")
_KATAKANA_NAME = re.compile(rf"(?:[A-Z]・)*[{KATAKANA}]+|[A-Z][{LATIN} ]+")
_ACRONYM = re.compile("[A-Z]{3,}")
_HAN_ALONE = re.compile(rf"[{HAN}]+")
_HAN_NAME = re.compile(rf"[{HAN}]{{3,5}}")
_FULL = re.compile(r"(?:[A-Z]・)*[ァ-ヺーA-Z]+(?:[・＝][ァ-ヺーA-Z]+)+")
# What a phrase before a title is no person's name by: it is an institution, a country or a field
_INSTITUTION = re.compile(
    r".*(?:省|庁|党|派|軍|会|社|局|院|団|担当|政府|政権|当局|議会|国会|組織|機構|連盟|連合|連邦|協会|大学|銀行|大使館|州|市|県|王国|共和国|合衆国|帝国|国|新聞|紙)"
)
_COUNTRIES = (
    "アメリカ イギリス フランス ドイツ ロシア ソ連 中国 日本 韓国 北朝鮮 台湾 インド イタリア スペイン ポルトガル オランダ ベルギー スイス オーストリア ポーランド チェコ"
    " スロバキア ハンガリー ルーマニア ブルガリア ギリシャ ギリシア トルコ ウクライナ ベラルーシ モルドバ ジョージア グルジア アルメニア アゼルバイジャン カザフスタン ウズベキスタン"
    " トルクメニスタン キルギス タジキスタン イラン イラク シリア レバノン イスラエル パレスチナ ヨルダン サウジアラビア イエメン オマーン カタール クウェート エジプト リビア"
    " チュニジア アルジェリア モロッコ スーダン エチオピア ケニア ウガンダ タンザニア ナイジェリア ガーナ コンゴ 南アフリカ ジンバブエ アンゴラ セネガル カナダ メキシコ キューバ"
    " ブラジル アルゼンチン チリ ペルー コロンビア ベネズエラ エクアドル ボリビア オーストラリア ニュージーランド インドネシア マレーシア シンガポール フィリピン タイ ベトナム"
    " カンボジア ラオス ミャンマー バングラデシュ パキスタン アフガニスタン ネパール スリランカ モンゴル フィンランド スウェーデン ノルウェー デンマーク アイスランド アイルランド"
    " エストニア ラトビア リトアニア セルビア クロアチア スロベニア ボスニア コソボ アルバニア 欧州 ヨーロッパ EU 国連 NATO クレムリン ホワイトハウス 米国 英国 米 英 仏 独 露 日 中 韓 伊"
)
COUNTRIES = frozenset(_COUNTRIES.split())
_WITH_COUNTRY = re.compile(
    rf"(?P<name>[{KATAKANA}]*・[{KATAKANA}]+)(?P<place>{'|'.join(country for country in COUNTRIES if len(country) == 2)})"
)
_PREFECTURES = frozenset(
    "北海 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨 長野 岐阜 静岡 愛知 三重 滋賀 京都 大阪 兵庫 奈良"
    " 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄".split()
)
_WITH_PREFECTURE = re.compile(rf"(?P<name>.{{3,}})(?P<place>{'|'.join(_PREFECTURES)})")


def is_japanese(text: str) -> bool:
    """Whether a text has kana."""
    return _KANA.search(text) is not None


def parts(phrase: str) -> tuple[Named, str | None, str | None]:
    """How a phrase names somebody, the name in it, and the role.

    >>> parts("クレムリンのドミトリー・ペスコフ報道官")[1:]
    ('ドミトリー・ペスコフ', '報道官')
    >>> parts("ドナルド・トランプ米大統領")[1:], parts("レバノン首相のフアード・シニオラ")[1:]
    (('ドナルド・トランプ', '米大統領'), ('フアード・シニオラ', 'レバノン首相'))
    >>> parts("アメリカ国務省のウェブサイト")[1:], parts("クレムリンの報道官")[1:]
    (('アメリカ国務省のウェブサイト', None), ('クレムリンの報道官', '報道官'))
    >>> str(parts("同大統領")[0]), str(parts("彼")[0])
    ('role', 'pronoun')
    """
    if phrase in ("彼", "彼女", "同氏", "彼ら", "彼女ら", "自身", "本人", "自ら", "自分"):
        return Named.PRONOUN, None, None
    if same := re.fullmatch(
        rf"同(?P<role>{_TITLES}|[社省庁紙誌局党軍院国州市団氏会]|団体|機関|組織|政府|大学|委員会|研究所|財団)", phrase
    ):
        return Named.ROLE, None, same["role"]
    before, _, last = phrase.rpartition("の")
    if re.fullmatch(_TITLES, last):
        return (Named.NAME if before else Named.ROLE), phrase, last
    if found := _AFTER_NAME.fullmatch(last):
        name, role = _parted(found["name"].strip("・"), found["role"])
        if re.fullmatch(_HONORIFICS, role):
            return _honoured(name, before)
        if name and not _no_person(name) and not (_SHORT.fullmatch(name) and re.fullmatch(_CALLINGS, role)):
            seated = re.fullmatch(f"[{KATAKANA}]+", name) and "・" not in name and _SEATED.fullmatch(role)
            return Named.NAME, name + role if seated else name, role
        return Named.NAME, phrase, role
    if found := _BEFORE_NAME.fullmatch(last):
        return Named.NAME, found["name"].strip(), found["role"]
    if before and _ROLE.fullmatch(before) and _is_proper(last):
        return Named.NAME, last, before.rpartition("の")[2]
    if _FULL.fullmatch(last):
        return Named.NAME, last, None
    return Named.NAME, phrase, None


def _parted(name: str, role: str) -> tuple[str, str]:
    """A name and a role, parted where the name ends: 田中 and 市長, not 田 and 中市長."""
    if name + role[0] in SURNAMES and _ROLE.fullmatch(role[1:]):
        return name + role[0], role[1:]
    if found := _WITH_COUNTRY.fullmatch(name):
        return found["name"], found["place"] + role
    if role[0] in "都道府県" and (found := _WITH_PREFECTURE.fullmatch(name)):
        return found["name"], found["place"] + role
    return name, role


def _is_proper(word: str) -> bool:
    """Whether a word looks like a person's name, where a role stands before it."""
    if _KATAKANA_NAME.fullmatch(word) or _PERSON.fullmatch(word):
        return True
    return bool(_HAN_NAME.fullmatch(word)) and not (_NO_AGENT_END.fullmatch(word) or _AGENT_END.fullmatch(word))


def _honoured(name: str, before: str) -> tuple[Named, str | None, str | None]:
    """A name with 氏 or the like, which is no role; the role may stand before it."""
    if found := _BEFORE_NAME.fullmatch(name):
        return Named.NAME, found["name"], found["role"]
    role = before.rpartition("の")[2] if before and _ROLE.fullmatch(before) else None
    return Named.NAME, name, role


def _no_person(name: str) -> bool:
    return (
        name in COUNTRIES
        or name in _PREFECTURES
        or _INSTITUTION.fullmatch(name) is not None
        or (len(name) == 1 and name in "前元新現副国")
    )


_AGENT_END = re.compile(
    r".*(?:政府|政権|当局|側|派|省|庁|党|軍|(?<![大示覧])会|社|紙|誌|局|院|所|大使館|領事館|銀行|機関|機構|連合|連盟|国連|国際連合|新聞|通信|テレビ|放送|団体|議会|国会|裁判所"
    r"|警察|検察|大学|組織|会議|教会|者|家|人|員|師|士|官|民|長|王|皇帝|代表|筋|官僚|首脳|幹部|選管|教授|メディア|関係者|専門家|学者|団|国|ウォッチ|ハウス|アムネスティ|インターナショナル"
    r"|サイト|報告書|白書|声明|論文|記事|社説|憲法|百科事典|発表|調査|統計|宣言|条約|法律|情報|研究|.保険|.電力|.航空|.鉄道|.証券|.工業|.商事|部|層|使|使者|使節|僚|委|庁舎|王室|一族|グループ|チーム|バンド|誌面|協議会|同盟|連邦|マスコミ|省庁|財団|基金|学会|公社|企業|メーカー|社長|館|センター|[男女]性|[長次三四][男女]|少年|少女|遺族|朝|王朝|支持者|ファン|[0-9０-９]世|ジャーナル|タイム[ズス]|ポスト|ニュース|マガジン|プレス|レビュー|トリビューン|クロニクル|ヘラルド|テレグラフ|ガーディアン)(?:ら|たち)?"
)
_NO_AGENT_END = re.compile(
    r".*(?:会談|交渉|協議|こと|もの|点|戦争|侵攻|計画|案|制度|法|権|率|額|数|量|価格|経済|問題|事件|条約|協定|地域|語|発言|演説|結果|実情|実態|現状|現実|真相|原因|理由|目的|背景|状況|情勢|関係|影響|効果"
    r"|語源|由来|国名|名称|呼称|面積|人口|首都|気候|宗教|意味|料理|音楽|歴史|文化|年|月|日|時|間|前|後|中|上|下|内|外|分|性|力|化|度|論|説|主義|運動|政策|選挙|決定|定義|概念|表現|用語|叡智|知識|目標|方針|状態|商品|製品|技術|機能|構造|方法|手段|条件|要素|部分|場合|対象|傾向|規模|建物|施設|描写|行動|姿勢|態度|能力|行為|国境|領土|主権|侵略)"
)
_KIN = frozenset("父 母 父親 母親 両親 夫 妻 兄 弟 姉 妹 娘 息子 夫妻".split())
_WORDLESS = frozenset(
    "最 又 或 今 何 誰 我 尤 若 再 特 今後 現在 以下 以上 実際 当初 当時 その後 後者 前者 過去 一部 多く 両者 互い 以後 以降".split()
)


def agency(phrase: str, name: str | None, role: str | None) -> int:
    """How well a phrase may name who speaks.

    3 for a person, an institution, a country; 2 for a word that looks like a name; 1 for one of which nothing is known; 0
    for what does not speak.

    >>> agency("ラブロフ外相", "ラブロフ", "外相"), agency("モジラ", "モジラ", None), agency("港", "港", None)
    (3, 2, 1)
    >>> agency("首脳会談", "首脳会談", None)
    0
    """
    phrase = re.sub("の(?:多く|一部|大半|大部分|半数|過半数|ほとんど)$", "", phrase)
    if phrase in _WORDLESS:
        return 0
    if role or (name and _FULL.fullmatch(name)):
        return 3
    last = phrase.rpartition("の")[2]
    if last in COUNTRIES or last in _KIN or _AGENT_END.fullmatch(last) or phrase.endswith(("氏", "さん", "女史")):
        return 3
    if _NO_AGENT_END.fullmatch(last) and last not in SURNAMES:
        return 0
    return 2 if _KATAKANA_NAME.fullmatch(phrase) or _ACRONYM.fullmatch(last) or _PERSON.fullmatch(last) else 1


_NAMES = re.compile(
    rf"(?P<full>(?:[A-Z]・)*(?<![ァ-ヺー])[ァ-ヺー]+(?:[・＝](?:[ァ-ヺー]+|[A-Z]))+)|(?P<titled>(?<![{HAN}])[{HAN}]{{2,6}}?)(?:{_BEFORE_TITLE})*(?:{_TITLES})"
    rf"|(?<![{HAN}])(?P<read>[{HAN}]{{3,6}})[（(][ぁ-ん]+[ 　][ぁ-ん]+"
)


def fuller(text: str) -> tuple[str, ...]:
    """The names of persons in a text that are full ones: in several parts, or in Chinese characters before a title or their reading.

    >>> fuller("マルコ・ルビオ国務長官と安倍晋三首相")
    ('マルコ・ルビオ', '安倍晋三')
    >>> fuller("港山花子（みなとやま はなこ）は港長")
    ('港山花子',)
    """
    found = []
    for match in _NAMES.finditer(text):
        if match["full"]:
            found.append(match["full"].strip("・"))
        elif match["read"]:
            found.append(match["read"])
        elif len(match["titled"]) >= 3 and not _no_person(match["titled"]):
            within = _WITH_PREFECTURE.fullmatch(match["titled"])
            found.append(within["name"] if within else match["titled"])
    return tuple(found)


def may_be_short(name: str) -> bool:
    """Whether a name may be a part of a person's: not one of a country, nor a word for an institution.

    >>> may_be_short("トランプ"), may_be_short("ロシア"), may_be_short("憲法")
    (True, False, False)
    """
    return name not in COUNTRIES and not (_HAN_ALONE.fullmatch(name) and agency(name, None, None) not in (1, 2))


def is_full(name: str) -> bool:
    """Whether a name has several parts."""
    return _FULL.fullmatch(name) is not None

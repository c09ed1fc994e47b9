"""Japanese verbs of saying, and what joins words to them."""

from __future__ import annotations

import re

import attrs

from factlog.articles.speech.japanese.names import HAN, KATAKANA
from factlog.articles.speech.telling import ASIDE, HIDDEN

# Nouns that する makes verbs of saying of
SAYING_NOUNS = (
    "発言|主張|表明|指摘|強調|批判|コメント|反論|説明|警告|宣言|発表|約束|確約|公約|否定|要求|言明|明言|断言|断定|証言|公言|恫喝|回答|応答|返答|述懐|釈明|弁明|弁解|謝罪|非難"
    "|糾弾|酷評|称賛|賞賛|絶賛|評価|質問|提案|提言|提唱|予測|予想|予言|推測|推計|報告|報道|投稿|ツイート|記述|通告|通知|要請|勧告|示唆|確認|反発|抗議|懸念|宣告|告白|告発|力説"
    "|論評|分析|回想|回顧|吐露|形容|表現|演説|言及|結論|認定|判断|主唱|訴え|呼び掛け|呼びかけ|誓約|断罪|豪語|激怒|嘆願|歓迎|注意喚起|付言|補足|自負|自認|自称|公表|叱責|激励|危惧|憂慮|規定|明記|定義|推定|解釈|総括|助言|提起|告知|布告|供述|陳述|自白|答弁|揶揄|予告|解説|声明|整理|指示|依頼|命令|考察|推察|推論|確信"
)
SAYING_STEMS = (
    "述べ|続け|語気を強め|声を荒[げら]|語[っりる]|話[しす]|答え|訴え|伝え|報[じず]|認め|呼び[か掛]け|求め|告げ|嘆[いき]|叫[んび]|書き込[んみ]|書[いき]|記[しす]|綴[っり]|言[っいわ]|論[じず]|唱え|説[いき]|評[しす]"
    "|明らかにし|誓[っい]|尋ね|問[いうわ]|つぶや[いき]|漏らし|こぼし|打ち明け|言い放[っち]|言い切[っり]|切り捨て|締めくく[っり]|付け加え|振り返[っり]|述べ立て|応[じえ]|反駁し|結論[付づ]け|宣[べう]|声を[上あか]げ|声をかけ|命[じず]|促[しす]|頼[みん]|口にし|明かし|考え(?=て|た[。、がと]|る[。、]|られ)|思っ(?=て)|[み見]な[しすさ]|捉え|とらえ"
)
# Nouns of saying that と, との lead to, and that another verb utters: との見解を示した
SAYING_OBJECTS = "(?<=の)意|支持|反対|賛成|同意|不快感|憤り|怒り|難色|理解|関心|回答|返答|反応|評価|答え|見解|考え|認識|意向|方針|立場|懸念|意見|声明|談話|コメント|姿勢|見方|見通し|意思|決意|発言|主張|批判|警告|メッセージ|報告|結論|感想|演説|注意|期待|疑問|不満|判断|分析|言葉|所感|要望|提案|指摘|説明|証言|解釈"
UTTER = r"示[しすさ]|発表|表明|述べ|出[しすさ]|発[しす]|行[いっうわ]|し(?=[たてま、])|明らかにし|呼[びん]|投げ掛け|投げかけ|寄せ(?!られ)|公表|表[しす]|残[しす]"
# What is done with such a noun by those whom から names: からとの批判が寄せられた
RECEIVED = "届[いく]|寄せられ|あ[っりが]|入[っり]|受け|うけ|出[たてさ]|上が|相次[いぐ]|起[こき]|掲載"
VERB = re.compile(
    rf"(?P<object>(?:{SAYING_OBJECTS})(?:など)?を[^、。と{HIDDEN}]{{0,20}}?(?:{UTTER}))"
    rf"|(?P<received>(?:{SAYING_OBJECTS}|連絡|要請|抗議|要求|反論|非難|質問|報道|記述|記載|通達|通告|通知|知らせ|返事|命令|指示|依頼|勧告|打診|記事|社説)(?:など)?[がを][^、。と{HIDDEN}]{{0,12}}?(?:{RECEIVED}))"
    rf"|(?P<noun>(?:{SAYING_NOUNS})(?:を(?:し|行[いっう])|し(?=[、。たてつまよ一-鿿]|なが)|する|せず|(?=[。、]|$)|さ(?P<suffered>れ)))"
    rf"|(?P<stem>(?:{SAYING_STEMS})(?P<passive>られ|れ)?)"
    r"|(?<=と)(?P<weak>し(?=た|、|てい|てお)|する(?=[。、]|$)|さ(?P<held>れ(?=て|る|た)))"
)
"""A verb of saying: of a noun of saying, of its own stem, of the object of another verb; or する behind と, which says so weakly."""
INFLECTED = re.compile(r"(?:て|で|い)?(?:いる|いた|おり|います|いました|た|だ|る|ます|ました|する|した|して|し)?")
CALLED = re.compile(rf"{HIDDEN}{ASIDE}*(?:など|等)?と(?P<verb>呼(?:んだ|び(?=[、。{HAN}])|んで(?!い)))")
WHOSE = re.compile(
    rf"(?:という|との|とする)(?P<who>(?:[{KATAKANA}{HAN}]++の?)+?)の"
    r"(?P<verb>主張|発言|演説|言葉|指摘|批判|意見|見解|説明|証言|声明|提案|要求|警告|コメント|談話|訴え)"
)
"""What somebody's saying is told by as a noun: …というリーの主張."""
STATED = "指摘|主張|示唆|批判|非難|強調|提唱|提案|表明|称賛|賞賛|絶賛|擁護"
"""Verbs that tell of words by what these are about: 関連性を指摘した."""
ASKED = re.compile("提案|要請|要求|求め|訴え|勧告|指示|命|促|頼|依頼|呼び")
"""Verbs of asking for what ように leads to."""
BELIEVED = re.compile("考え|思|[み見]な|捉え|とらえ")
"""Verbs of holding something so, whether it is said or not."""
TAKES_OBJECT = re.compile("訴え|唱え|主張|表明|要求|求め|強調|約束|提案|提唱|宣言|呼び")
IMPERSONAL = re.compile("言わ|考えら|思わ|[み見]なさ|捉えら|とらえら")
"""Passives of what nobody in particular says or believes."""
PLAIN = re.compile("[るただいうくすつぬむぐぶんよねかとなず]$")
WITHOUT_PLAIN = re.compile("語|話|言|書|記|説|伝え|呼び|認め|応")


@attrs.frozen
class Verb:
    """A verb of saying: where it stands, what links words to it, whether it is passive."""

    start: int
    end: int
    link: int
    how: str
    written: str
    passive: bool
    weak: bool
    attributive: bool = False

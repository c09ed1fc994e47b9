"""Who says what in Japanese: the constructions that tell it, one by one, in sentences of our own."""

from __future__ import annotations

import pytest

from factlog.articles.revision import Revision, Sentence
from factlog.articles.sentences.quotations import quotations
from factlog.articles.speech import RULES


def speakers(*texts: str) -> set[str | None]:
    """Who speaks in the last of these sentences of one block."""
    revision = Revision("港", "ja", tuple(Sentence(text, quotations=quotations(text)) for text in texts), ())
    return {speech.speaker for speech in RULES.speeches(revision) if speech.sentence == len(texts) - 1}


TOLD = [
    # Names in Chinese characters, which look like things
    ("内藤花枝は、港は「狭い」と述べた。", "内藤花枝"),
    ("大久保は計画の遅れを挙げて、「待てない」と指摘した。", "大久保"),
    ("評論家の中島一夫は、港は狭いと主張している。", "中島一夫"),
    ("港長を務めた貝塚進は、港は狭いと述べている。", "貝塚進"),
    ("港湾協会の理事長であった貝塚進が、港は狭いと説明した。", "貝塚進"),
    ("リー自身は、港は狭いと述べている。", "リー"),
    ("当のリーは海を眺め、「港は狭い」と述べた。", "リー"),
    ("ヨーク大使は「港は狭い」と述べた。", "ヨーク大使"),
    ("米リー国務次官補は、港は狭いと述べた。", "リー"),
    ("教皇リー3世は「港は狭い」と述べた。", "リー3世"),
    ("5世紀にかけての港の弁論家リーは、港は狭いと語っている。", "リー"),
    # Texts that speak
    ("港湾法には、港は公のものであると規定している。", "港湾法"),
    ("『港湾日報』では、船が来ると報じている。", "港湾日報"),
    ("『港記』は「船が来た」と書いている。", "港記"),
    ("『港記』では「船が来た」とされている。", "港記"),
    ("昨年にかけての調査によれば、船は減った。", "調査"),
    ("「粗い試算」によれば、船は減る。", "粗い試算"),
    # Clauses about nouns
    ("昨年、リー市長が「港を開く」と訴えた演説が話題になった。", "リー"),
    ("「港を開く」と主張する野党は、席を立った。", "野党"),
    # Whose words come from them
    ("リー市長から「港を開きたい」との連絡が届いた。", "リー"),
    ("市は専門家からは「港が狭い」との批判を受けた。", "専門家"),
    ("Harbour Instituteにより、港は安全だと報告された。", "Harbour Institute"),
    # Words that lead to a noun of saying
    ("裁判所は「港は公のもの」とするまったく新たな判断を示した。", "裁判所"),
    ("船は減ったとの認識を港湾協会は示している。", "港湾協会"),
    ("港湾局は「船は減る」という発表を行っている。", "港湾局"),
    ("リー市長は造船業と港との関連性を指摘している。", "リー"),
    ("「港は狭い」というリー議員の主張により、港は広がった。", "リー"),
    ("漁師は妻に「港は狭い」と書いた手紙を送った。", "漁師"),
    ("『港湾日報』では「港は狭い」とする記事が掲載された。", "港湾日報"),
    ("『港湾評論』においては港を「狭い」と評価している。", "港湾評論"),
    # What one believes, asks for, calls
    ("漁民は、海は神のものだと考えていた。", "漁民"),
    ("歴史家たちは、港を町の始まりとみなしてきた。", "歴史家たち"),
    ("リー市長は港を開くよう求めた。", "リー"),
    ("急進派は、市長を「風見鶏」（日和見の人）と呼び非難した。", "急進派"),
    ("リー市長は計画が無謀だったのが原因、としている。", "リー"),
    ("港湾局としては、港は狭いと表明している。", "港湾局"),
    # A topic with a comma is the sentence's; what follows a clause that has ended is the next one's
    ("中央港湾局は、5月3日、トンが増え、TEUは減ったと発表した。", "中央港湾局"),
    ("リーは反対したが、レイ市長は必要だと述べた。", "レイ"),
    ("リーは「港の主」と呼ばれ、また港の漁師や民衆は「万歳」と叫んだ。", "港の漁師や民衆"),
    ("漁師は海に出ており、この点についてリーは「港は狭い」と述べた。", "リー"),
    ("リー市長が港に立ち、「港を開く」と述べた。", "リー"),
    ("リー市長は、局長が「港を壊した」と批判した。", "リー"),
    ("リーは、自身は漁師ではないが、海は好きだと述べた。", "リー"),
    ("理事会が港は市のものだと主張した。", "理事会"),
    ("議長は港は狭いと、リー市長は述べた。", "リー"),
]


@pytest.mark.parametrize(("text", "speaker"), TOLD, ids=[row[0][:30] for row in TOLD])
def test_who_speaks(text: str, speaker: str) -> None:
    """Each construction names the one who speaks, and nobody else."""
    assert speakers(text) == {speaker}


CARRIED = [
    (("港湾連合は、船は減ったと発表した。", "同団体の報告によると、港も減った。"), "港湾連合"),
    (("港湾新聞は、船は減ったと報じた。", "同紙では港も減ったとしている。"), "港湾新聞"),
    (("リー市長は、船は減ったと述べた。", "「港も減った」とする。"), "リー"),
    (("港山花子（みなとやま はなこ、1950年 - ）は作家。", "港山は、港は狭いと述べた。"), "港山花子"),
]


@pytest.mark.parametrize(("texts", "speaker"), CARRIED, ids=[row[0][1] for row in CARRIED])
def test_who_is_meant(texts: tuple[str, ...], speaker: str) -> None:
    """同団体 and 同紙 mean the body that spoke before, a bare quotation whoever spoke before."""
    assert speakers(*texts) == {speaker}


NOBODY = [
    "漁師は門を開けようとした。",
    "港は命名された事によるとされる。",
    "港には漁師によると言われる小屋がある。",
    "港の繁栄は漁師の活躍によるところが大きい。",
    "船は流れたと言われ、港も沈んだと考えられている。",
    "警察官は、必要があると認めるときは、船を調べることができる。",
    "港は狭いと主張する者もいる。",
    "漁師が「女の仕事」とみなす網の手入れが続いた。",
    "水害を招くダムは不要であると説いた。",
    "治水にはダムは不要であると論じた。",
    "それは「港」ではなく「湾」と書かれている。",
    "昔話の「釣り人」の表現も含めて「港の心」と論じている。",
]


@pytest.mark.parametrize("text", NOBODY)
def test_who_does_not_speak(text: str) -> None:
    """What one tries, what nobody in particular says, what is only possible, and things name no speaker."""
    assert speakers(text) <= {None}


OPEN = [
    "報告書では、リー市長は港は狭いと述べている。",
    "市長は辞任を説得し、5月4日レイ財務相が港を閉じることを明らかにした。",
    "議会が港を閉じたことに対しては、誤りを正すべきだとしている。",
    "展示会は無料とのことだったが、切符がないことを告げると門が閉じた。",
    "漁師団体が、船を貸すことについては、「無責任」と評している。",
]


@pytest.mark.parametrize("text", OPEN)
def test_what_stays_open(text: str) -> None:
    """Where a text or somebody in it may speak, and where a clause has ended that another one is about, nobody is named."""
    assert speakers(text) <= {None}

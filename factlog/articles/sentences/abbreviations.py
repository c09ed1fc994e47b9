"""Words that end in a full stop without ending a sentence, by what may follow them.

The sets are small on purpose: what is frequent in articles. Entries are in lower case, without their last full stop.
"""

from __future__ import annotations


def words(written: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(written.split())


TITLES = words(
    """
    mr mrs ms mx dr prof hon rev fr sr sra st ste mt ft messrs mme mlle mgr msgr gen lt col maj sgt cpl pvt capt
    cmdr adm brig gov sen rep pres supt det insp amb sec pfc ens mdm abp bp ph univ dept assn atty rt ven
    eng ing wm geo chas thos jas chr yu ya zh
    """
)
"""Before a name: never the end of a sentence."""

POINTERS = words(
    """
    p pp no nos n° nº nr vol vols fig figs ch chs chap sec sect art arts op cit ibid ed eds ver v para par paras
    pt pts app ca c approx est b d r fl e.g i.e al trans tr tel ext cat col cols ill illus repr rev ser
    suppl max min avg resp temp var subsp ssp nov spp gen wiss
    """
)
"""Before a number or what they point to: an end only before a word that begins sentences."""

INTRODUCERS = words("cf esp incl vs viz")
"""Before what they introduce: never the end of a sentence."""

MONTHS = words("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun")

UNITS = words(
    """
    lb lbs oz ft in mi mph yd yds km cm mm kg mg ml hr hrs min mins sec secs sq cu gal pt qt hp rpm psi kt kts m
    g l t
    """
)
"""After a number: an end where a sentence begins after them, but not before another number."""

AFTER_NAMES = words("co inc ltd corp bros jr sr esq plc llc gmbh cie mfg intl natl assoc etc ave blvd rd ln hwy")
"""After a name: an end only before a word that begins sentences."""

SHOUTED = frozenset(("yahoo", "jeopardy", "yum", "jackpot", "moulin", "panic", "joomla", "mamma", "airplane", "oliver"))
"""Names that are written with an exclamation mark."""

ACRONYMS = words("uae usa ussr gdr eec uss")
"""Of three letters and more, also written as ``U. A. E.``: they may end a sentence, a person's initials do not."""

OF_TIME = frozenset(("a.m", "p.m", "b.c", "a.d", "b.c.e", "c.e", "a. m", "p. m"))

DEGREES = words("ph.d m.d j.d m.b.a b.a m.a b.sc m.sc ll.m ll.b ll.d d.d.s d.phil ed.d b.s m.s m.phil psy.d")

PREPOSITIONS = words(
    """
        at on in by around before after until till since from within during near about toward towards throughout
        circa
        """
)

STARTERS = words(
    """
    the this that these those it its he his him she her they their them we our you your i my there here what who
    whom whose which why how when where while if as although though however but and or so then thus therefore
    hence in on at by from for with within without under over after before during since until upon despite
    according meanwhile moreover furthermore also another other others both many most several some such one two
    no not nor never did do does is are was were has have had will would can could should may might must let
    please to an a each every all any because unlike once later today yesterday tomorrow now still yet even only
    just next finally instead indeed nevertheless nonetheless besides perhaps
    """
)
"""Words that begin sentences far more often than names do."""

ORDINAL_LANGUAGES = words("de da nb nn no fi is cs sk sl hr sr bs hu et lv pl tr eu az bar als lb fo dsb hsb")
"""Where a full stop after a number makes it an ordinal: ``am 12. Juni``."""

STARTERS_BY_LANGUAGE: dict[str, frozenset[str]] = {
    "ru": words(
        """
        он она оно они это этот эта эти тот та те в во на при по после с со к ко из для но однако также кроме до от у за
        под над между о об если когда так тогда затем позже сейчас здесь там все всё его её ее их как что кто где среди
        через потом ранее впоследствии согласно не и а мы вы я ещё еще уже только сам сама
        """
    ),
    "uk": words(
        """
        він вона воно вони це цей ця ці той та те у в на при після з зі із до від за під між якщо коли також проте однак
        про її їх його як що хто де там тут серед через потім згодом згідно не і й а ми ви я ще вже
        """
    ),
    "bg": words(
        """
        той тя то те това този тази тези в във на при след с със до от за ако когато също но под над между по като как
        какво кой къде там тук през според не и а ние вие аз още вече
        """
    ),
}
"""Words that begin sentences, and that nobody writes with a capital within one."""

ENDING: dict[str, frozenset[str]] = {
    "ru": words("г гг в вв чел км м кг т руб коп тыс млн млрд трлн др пр д п т.д т.п н.э э км/ч"),
    "uk": words("р рр ст чол км м кг т грн коп тис млн млрд трлн ін д п т.д т.п н.е е"),
    "bg": words("г гг в вв км м кг т лв ст хил млн млрд др т.н н.е"),
}
"""Abbreviations that end sentences too: years, units, ``and so on``; before a word that begins sentences they do."""

BY_LANGUAGE: dict[str, frozenset[str]] = {
    "de": words(
        """
        abb abs allg anm art aufl bd bde bes bspw bzgl bzw ca chr dgl dipl eigtl einschl engl entspr erw etc
        evtl ff fr frl gegr geb gest ggf hl hr hrsg inkl insb jh jhd jhdt kap lat lt med min mio mrd nr os ph rd
        red rel röm s sog st std str tel u usw ugs urspr v vgl vgl z zb zt ztl zzgl z.b u.a d.h z.t v.chr n.chr
        i.d.r u.u o.ä jan feb mär apr aug sept okt nov kath ev dez ehem ing jur phil theol nat rer prof dr d e.v
        i.e b.a
        """
    ),
    "fr": words(
        """
        m mm mme mmes mlle mgr me dr pr st ste av apr env art chap éd p pp vol t no fig réf cf janv févr juil
        sept oct nov déc
        """
    ),
    "es": words(
        """
        sr sra srta dr dra d dña ud uds prof ing lic gral cnel av avda art cap fig núm pág págs vol ed ee uu ss
        aa
        """
    ),
    "pt": words("sr sra srta dr dra prof profa eng d av art cap fig núm pág págs vol ed exmo ilmo"),
    "it": words(
        """
        sig sigg sig.ra sig.na sigra signa dott dottssa prof ing avv arch geom rag dir on egr gent spett amm cap
        art fig pag pagg vol ecc es ad tel meteor idraul psicol econ az st d v.cte cte f.p set nov dic gen feb
        mar apr mag giu lug ago ott s
        """
    ),
    "nl": words(
        """
        dhr mevr mw dr drs ir ing mr prof st jr sr bijv bv enz ca o.a d.w.z t.n.v m.b.t nr blz art afb jl a.s
        """
    ),
    "pl": words(
        """
        bałt np itd itp tzn tj m.in prof dr hab inż mgr ks św ul al pl im r w s ur zm ok por zob nr str wyd red
        tzw
        """
    ),
    "cs": words(
        """
        např tzv tj atd apod mj resp čl odst str č sv ul nám prof dr ing mgr doc bc arch gen kpt pol stol r tř
        tzn
        """
    ),
    "sk": words(
        """
        napr tzv t.j atď a.i resp čl ods str č sv ul nám prof dr ing mgr doc bc gen kpt pol stor r tzn p n.l pr
        s.a
        """
    ),
    "ru": words(
        """
        г гг в вв р рр т тт тыс млн млрд трлн руб коп др пр см ср напр т.е т.д т.п т.к т.н н.э ул пл просп пер д
        стр корп кв им проф акад доц канд докт тов гр о оз пос дер обл р-н ред изд вып рис табл с англ нем фр
        лат род ум гл чел ок кг км м т св э н.э км/ч дж дм дз вл вс вяч ал андр алекс мих ник серг евг
        """
    ),
    "uk": words(
        """
        р рр ст т тт тис млн млрд трлн грн коп ін див пор журн год хв сек т.зв зв чл напр т.д т.п т.зв н.е вул
        пл просп пров буд стор кв ім проф акад доц обл р-н ред вид вип рис табл с англ нім фр лат нар пом гл чол
        бл м о оз смт п дж дм вол олекс мих
        """
    ),
    "bg": words(
        """
        г гг в вв т тт хил млн млрд лв ст др пр вж срв напр т.е т.н т.нар ул пл бул проф акад доц инж арх гр с р
        обл д-р
        """
    ),
    "kk": words("ғ ғғ т тт ж жж мың млн млрд тг б бб т.б т.с.с б.з.д көш пр проф акад гр см м км кг қ"),
    "el": words("δρ κ κα κ.ά π.χ δηλ βλ αρ σελ τόμ εκδ κλπ π.μ μ.μ π.χ μ.χ αγ καθ"),
    "da": words(
        """
        bl.a ca dr f.eks fx skt hr fr inkl jf kl kr mio mia nr osv pga prof s st stk tlf vha o.a d.v.s jan feb
        apr aug sept okt nov dec
        """
    ),
    "sv": words(
        """
        bl.a ca dr d.v.s dvs e.d f.d f.ö fr.o.m kl kr m.fl m.m nr osv prof s st t.ex t.o.m vol jan feb apr aug
        sept okt nov dec
        """
    ),
    "fi": words(
        """
        esim ns mm ym jne eli ks n s v tri prof dipl ins puh os kpl klo mrd milj alk synt k toim nro vrt ent
        """
    ),
    "hu": words("dr prof ifj id özv stb pl kb ill ún vö ld old kft bt rt nyrt sz szt mrd u sgt"),
    "tr": words("dr prof doç yrd av sn vb vs bkz mö ms yy alb gen örn no cad sok mah hz"),
    "hy": words("թ թթ դ դդ մ պ պրոֆ ակադ փ խմբ տես օր հազ մլն մլրդ"),
    "am": frozenset(("ዓ", "ዓ.ም", "ም", "ክ.ክ", "ዶ", "ት")),
    "he": frozenset(("פרופ", "ד", "מר", "גב")),
    "hi": words(  # the letters of Latin initials too, but not those that are verbs as well
        """
        डॉ डा प्रो श्री श्रीमती कु ई सं पं स्व चौ ठा मो मा ले रु किमी मी सेमी मिमी किग्रा ए बी सी डी एफ एच जे के एल एम एन ओ पी आर एस टी
        यू वी एक्स
        """
    ),
    "mr": words("डॉ प्रा श्री श्रीमती कु ता सौ रु इ स पु ल"),
    "pa": words("ਡਾ ਪ੍ਰੋ ਸ੍ਰ"),
    "ml": words("ഡോ പ്രൊഫ ശ്രീ"),
}
"""Never the end of a sentence in that language, beside what holds for all."""
BY_LANGUAGE["bs"] = BY_LANGUAGE["hr"] = BY_LANGUAGE["sr"] = BY_LANGUAGE["cs"]
BY_LANGUAGE["nb"] = BY_LANGUAGE["nn"] = BY_LANGUAGE["no"] = BY_LANGUAGE["da"]
BY_LANGUAGE["be"] = BY_LANGUAGE["mk"] = BY_LANGUAGE["ru"]

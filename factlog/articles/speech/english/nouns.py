"""English nouns by what they name: people by title or calling, bodies and texts that say things, ideas that say nothing, times."""

from __future__ import annotations

from factlog.articles.sentences.abbreviations import words

TITLES = words(
    """
    president premier chancellor minister secretary senator sen. representative rep. congressman congresswoman governor gov. mayor
    ambassador general gen. colonel col. major captain capt. lieutenant lt. sergeant admiral commander marshal king queen prince
    princess emperor empress duke duchess lord lady sir dame baron baroness count countess pope cardinal archbishop bishop father
    sister brother reverend rev. rabbi imam sheikh ayatollah sultan emir professor prof. dr. doctor mr. mrs. ms. miss mr mrs ms dr
    judge justice chief speaker chairman chairwoman chair director ceo cto cfo spokesman spokeswoman spokesperson commissioner attorney
    congressperson mp msp councillor councilor leader economist historian author
    """
)
"""What stands before a name, also with a capital."""
CALLINGS = words("leader economist historian author speaker judge father sister brother")
"""Those among them that with a capital, and without a name, are a name: The Economist."""
SURNAMES = words("king prince bishop pope judge major baron duke count marshal father speaker lord knight chancellor")
"""Those that are family names as well: Stephen King."""
ROLES = words(
    """
    president premier chancellor minister secretary senator governor mayor ambassador general colonel captain king queen prince
    princess emperor pope bishop archbishop professor doctor judge speaker chairman chairwoman chair director spokesman spokeswoman
    spokesperson commissioner attorney leader company firm corporation band group party government ministry agency organization
    organisation university author authors man woman singer writer actor actress drummer guitarist player coach manager lawyer
    plaintiff plaintiffs defendant plaintiff's defendant's couple duo team delegation delegate official officials editor journalist critic scientist scholar
    philosopher economist historian officer ceo member candidate council board department office bank club magazine newspaper network
    studio institute producer director
    """
)
"""What somebody who was named before may be called: the minister, the company."""
BODIES = words(
    """
    University College School Institute Ministry Department Court Council Committee Commission Agency Association Society Academy
    Union Federation Party Church Board Organization Organisation Network Center Centre Bureau Office Bank House Chamber Foundation
    Administration Authority Service Services Company Corporation Group Times Post News Journal Magazine Press Review Guardian
    Telegraph Parliament Congress Senate Assembly Government Kingdom States Nations Embassy Museum Library Studios Records Trust
    League Alliance Coalition Forum Fund Program Programme Initiative Project Team Army Navy Force Police Secretariat Registry
    Laboratory International Inc Ltd Report Studies Republic Act City Town County Province District Channel Treaty Agreement
    Convention Declaration Constitution
    """
)
"""What the name of a body or a text has, which may say something."""
INSTITUTIONS = BODIES | words(
    """
    Revolution War Movement Street River Road Park Valley Mountain Island Islands Sea Ocean Avenue Square Airport Station Bridge
    Festival Award Awards Prize Cup Series Season Album GmbH KG AG Plc plc Championships Colonies Gymnasium
    """
)
"""What a name has that is no person's."""
SPEAKING = words(
    """
    study review report paper analysis analyses meta-analysis survey poll article research trial inquiry investigation assessment
    audit evaluation dossier letter statement editorial book census publication document experiment newspaper magazine journal press
    panel committee commission team group court jury academy institute agency association foundation council body government company
    party organization organisation ministry department office board union police one people staff media church school university
    researcher scientist author critic editor expert official economist scholar historian analyst judge investigator professor
    family campaign administration camp aide nominee candidate source coalition network bureau regulator voter democrat republican
    resident citizen parent witness eyewitness relative student leader member spokesman spokeswoman spokesperson delegate
    supporter opponent proponent advocate farmer detractor thinker authorities
    academic consultant agent client friend colleague teammate insider dissident priest monk nun clergy intellectual crew staff troops
    petition website site article treaty decree memo message poem entry encyclopedia encyclopaedia dictionary manual handbook leaflet
    pamphlet manifesto resolution notice plaque inscription ruling verdict judgment judgement bulletin advisory forecast blog column
    preface introduction summary lawsuit suit indictment polling filing motion record series episode documentary movement release ghost spirit angel god goddess witch
    """
)
"""Those who find things out, and the texts in which they write what they found."""
SILENT = words(
    """
    theory theories view views idea ideas notion concept concepts conception principle principles doctrine ideology philosophy method
    methods approach hypothesis argument arguments criticism criticisms interpretation model school schools
    thesis belief beliefs assumption evidence data experience logic fact facts definition definitions distinction story stories rumor rumors
    rumour rumours folklore legend legends myth myths superstition solution explanation term label name title word words phrase approach thought conclusion claim claims
    system systems calendar reckoning type size age need needs custom customs schedule formula standard
    standards criteria order degree number amount level result results finding findings image images picture figure figures work
    structure position shape height weight date rank status location distance frequency severity quality quantity content category class
    season situation ability skill merit seniority preference taste
    it what which thing form forms kind kinds variety varieties strain strains branch version versions economics physics politics ethics nature scenario chapter section position perspective proposal proposals
    """
)
"""What holds and suggests things without saying anything: nobody speaks."""
EVIDENCE = words("data figures statistics results findings estimates numbers projections rankings")
"""What says something where it is told whose it is: figures of the Port Board."""
CUSTOMS = words(
    "tradition traditions legend legends custom customs law laws practice rule rules plan plans instruction instructions order orders"
)
"""What things are done according to, and nobody's word."""
UNITS = words(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct
    nov dec monday tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter year years month months day days
    week weeks hour hours minute minutes decade decades century morning evening afternoon night
    """
)
"""What a time is told in."""
TIME = UNITS | words(
    "early late mid the same that this next following previous last later earlier first second start end beginning middle of"
)
"""What stands in the words that tell a time."""
DATES = words(
    """
    january february march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday year month day week decade
    """
)
PARTICLES = words(
    "de van von der den la le du da di del della bin ibn al el ter ten dos das y e zu en af av vom zur ap abu ben"
)
"""The small words within a person's name."""
EPITHETS = words(
    """
    great younger elder conqueror terrible bald wise pious lame bold fat short good confessor magnificent cynic apostate evangelist
    baptist apostle prophet venerable bruce fair stammerer impaler navigator
    """
)
"""What the is part of a name before: Pliny the Younger."""
_CALLINGS = ("ist", "ists", "ian", "ians", "man", "woman", "men", "women", "er", "ers", "or", "ors", "ologue")
_NO_CALLINGS = words(
    """
    other others over under after paper papers number numbers order orders letter letters error errors matter power member river water
    tower offer color colour labor labour humor humour honor honour floor minor major poster cancer winter summer former latter dinner
    super layer corner border chapter center centre quarter factor factors sector motor mirror terror horror favor favour never later
    """
)


DEMONYMS = words(
    """
    American British French German Russian Italian Spanish Chinese Japanese Canadian Australian Ukrainian European African Asian Indian Irish
    Scottish Welsh English Dutch Polish Turkish Greek Swedish Norwegian Danish Finnish Swiss Austrian Hungarian Czech Mexican Brazilian
    Argentine Israeli Iranian Iraqi Egyptian Korean Vietnamese Portuguese Belgian Romanian Bulgarian Serbian Croatian Catalan Saudi
    """
)
_BESIDE = words(
    """
    wife husband son daughter friend colleague partner cousin uncle aunt mother girlfriend boyfriend widow nephew niece chef nurse guest star
    monk poet pilot clerk spy scribe priest saint sage mystic activist magnate legend hero guru veteran native host hostess bassist
    assassin frontman bandmate co-founder intern democrat republican congressman peer ally rival critic fellow vocalist duo trio couple brothers sisters novelist girl boy
    """
)
"""What somebody is to others, or in other ways than by a calling: his wife Ann Lee."""


def singular(word: str) -> str:
    """A word without what makes it a plural: critic, agency, witness."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith("sses") else word.removesuffix("s")


def may_be_role(word: str) -> bool:
    """Whether a word may tell what the bearer of the name behind it is, a person or a body."""
    one = singular(word)
    return (
        is_somebody(word)
        or is_somebody(one)
        or one in SPEAKING
        or (len(word) > 5 and one.endswith(("ant", "ent", "ess", "ee", "yst", "eur", "ive", "ic", "al")))
    )


def is_somebody(word: str) -> bool:
    """Whether a word in small letters says what a person is, by calling or otherwise."""
    return is_role(word) or word in _BESIDE


def is_role(word: str) -> bool:
    """Whether a word in small letters is what somebody is: a title, an office, a calling."""
    return word in ROLES or word in TITLES or (len(word) > 4 and word.endswith(_CALLINGS) and word not in _NO_CALLINGS)

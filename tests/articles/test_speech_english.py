"""The constructions in which English names a speaker, one by one, in sentences of our own; and what only looks like them."""

from __future__ import annotations

import pytest

from factlog.articles.revision import Revision, Sentence
from factlog.articles.sentences.quotations import quotations
from factlog.articles.speech import RULES, Speech, claimants


def revision(*texts: str) -> Revision:
    """A revision of one block with these sentences."""
    return Revision("Harbour", "en", tuple(Sentence(text, quotations=quotations(text)) for text in texts), ())


def speeches(*texts: str) -> list[Speech]:
    """The speeches of the last of these sentences."""
    return [speech for speech in RULES.speeches(revision(*texts)) if speech.sentence == len(texts) - 1]


REMARKS = [
    ("“Thirty boats came,” reported the Kobe Gazette.", "Kobe Gazette"),
    ("The harbour is full, reported the Kobe Gazette.", "Kobe Gazette"),
    ("“Thirty boats came,” Ann Lee adds.", "Ann Lee"),
    ("Boats, Ann Lee notes, came early.", "Ann Lee"),
    ("Hence, the authors argue, boats need harbours.", "authors"),
    ("Instead, Ann Lee told the Gazette, she would stay.", "Ann Lee"),
    ("As the Kobe Gazette reported, thirty boats came.", "Kobe Gazette"),
    ("As Ann Lee has noted, thirty boats came.", "Ann Lee"),
    ("The old harbour was full in May, the Kobe Gazette reported.", "Kobe Gazette"),
    ("Most harbours on that coast are full by then, other studies have shown.", "other studies"),
    ("One day the regent, the head of the port, asked Ann Lee, “Where are the boats?”", "regent"),
]
NOMINAL = [
    ("Ann Lee's claim that boats sink was widely read.", "Ann Lee"),
    ("Within the port, the Board of Ports's view is that boats sink.", "Board of Ports"),
    ("The Port Court gave an opinion that boats sink.", "Port Court"),
    ("Many sailors are of the opinion that boats sink.", "Many sailors"),
    ("Boats rest on the belief expressed by Ann Lee that wood floats.", "Ann Lee"),
    ("Ann Lee made it clear that boats sink.", "Ann Lee"),
]
VERBS = [
    ("Sailors tend to argue that boats sink.", "Sailors"),
    ("Ann Lee would later say that boats sink.", "Ann Lee"),
    ("A survey of sailors has, however, revealed that boats sink.", "survey of sailors"),
    ("Ann Lee closed the harbour and, despite many promises, declared that boats sink.", "Ann Lee"),
    ("The court, which in 2004 ruled that boats sink, was closed.", "court"),
    ("The board has since acknowledged that boats sink.", "board"),
    ("Ann Lee said he's sure that boats sink.", "Ann Lee"),
    ("Ann Lee said none of the boats were lost.", "Ann Lee"),
    ("Ann Lee said much of the trouble was over.", "Ann Lee"),
    ("Ann Lee said too much was made of it.", "Ann Lee"),
    ("Ann Lee said having boats in the port was wise.", "Ann Lee"),
    ("Asked whether boats would sink, Ann Lee shook her head and said that wood floats.", "Ann Lee"),
    ("Ann Lee said by closing early the board had lost money.", "Ann Lee"),
    ("Ann Lee notes, in Boats of Kobe, that wood floats.", "Ann Lee"),
    ("Ann Lee said — in a letter, as it happens — that boats sink.", "Ann Lee"),
    ("Ann Lee said at the hearing that leaving early was wise.", "Ann Lee"),
    ("Ann Lee questioned what kind of port it was.", "Ann Lee"),
    ("Ann Lee wrote the boats were lost.", "Ann Lee"),
    ("Ann Lee suggests Bob Ray retreated from the harbour.", "Ann Lee"),
    ("Ann Lee called Bob Ray's harbour the best of all.", "Ann Lee"),
    ("Ann Lee called upon sailors to leave.", "Ann Lee"),
    ("The council recommended boats to return.", "council"),
    ("Ann Lee was asked by harbour master Bob Ray whether boats sink.", "Bob Ray"),
    ("It was said by Ann Lee and Bob Ray that boats sink.", "Ann Lee and Bob Ray"),
    ("The frame, described by Ann Lee as “a cage for the sea”, was sold.", "Ann Lee"),
    ("Ann Lee has left the port, and claims that boats sink.", "Ann Lee"),
    ("Ann Lee fears the sea and calls it “a grave with no stone”.", "Ann Lee"),
    ("The narrator states “boats sink and the sea stays as it was”.", "narrator"),
    ("Ann Lee has opposed rules that help others, and has called for new ones.", "Ann Lee"),
    ("Ann Lee questioned the idea that wood floats, saying that it sinks.", "Ann Lee"),
    ("Ann Lee answered the charge that she had left by saying that boats sink.", "Ann Lee"),
    ("Ann Lee sent a letter before explaining why boats sink.", "Ann Lee"),
    ("The town released a statement on Monday saying that boats sink.", "town"),
    ("The storm led to critics saying that the port was lost.", "critics"),
    ("Two days later, Ann Lee praised the port, telling the Gazette that boats sink.", "Ann Lee"),
    ("At a fair in Kobe, Japan, on Sunday, Ann Lee met sailors, saying that boats sink.", "Ann Lee"),
    ("Old sailors believe the wall round the port keeps the sea from the town.", "Old sailors"),
    ("Ann Lee revealed Bob Ray “is tired of the sea”.", "Ann Lee"),
    ("Ann Lee commented on the “quiet humour” of the songs.", "Ann Lee"),
    ("“The port will never close,” Ann Lee mocked.", "Ann Lee"),
    ("Ann Lee described the plan, which the board passed in May, as “a gift to nobody”.", "Ann Lee"),
    ("Ann Lee dismissed the plan as a joke.", "Ann Lee"),
    ("The plan was deemed by Ann Lee “the worst of them all”.", "Ann Lee"),
    ("The boats came up in a manner described by Ann Lee as “comical”.", "Ann Lee"),
    ("It was noted by Ann Lee that boats sink.", "Ann Lee"),
    ("The storm led some captains to conclude that boats sink.", "some captains"),
    ("The sea was high, prompting harbour master Ann Lee to declare that the port was closed.", "Ann Lee"),
    ("When the port opened, sailors started saying that they liked it.", "sailors"),
    ("Ann Lee disliked the port, complaining of the noise.", "Ann Lee"),
    ("Ann Lee rang the bell saying that boats sink.", "Ann Lee"),
    ("Ann Lee had written to the board suggesting that the port be closed.", "Ann Lee"),
    ("Ann Lee told Harbour News every claim would be read.", "Ann Lee"),
    ("Ann Lee announced in an interview with the channel, Kobe 2, that boats sink.", "Ann Lee"),
    ("One maker claims its boats never sink.", "One maker"),
    ("Ann Lee notes how strange it was that boats sink.", "Ann Lee"),
    ("Critics point to the cost of the port and claim that boats sink.", "Critics"),
    ("As Ann Lee so aptly put it, boats are “houses that move”.", "Ann Lee"),
    ("Ann Lee's recollection is that boats sank.", "Ann Lee"),
]
GOING_ON = [
    ("A party that included Bob Ray met the owners and told them that boats sink.", "party"),
    ("Over 200 sailors built walls, filled bags with sand, and told the mayor that they would stay.", "200 sailors"),
    ("Some feared the worst, but when Ann Lee thanked the crews and said the wall had held, all was well.", "Ann Lee"),
    ("The unions have been loud and on several occasions have called for a vote.", "unions"),
    ("Ann Lee spends the night in the port, then admits she was lost.", "Ann Lee"),
    ("Bob Ray returned to Kobe and Ann Lee told him that boats sink.", "Ann Lee"),
    ("Bob Ray was tired of the port but Ann Lee defended it, saying that boats sink.", "Ann Lee"),
    ("Prior to her death, Ann Lee sold the boat and told the crew to leave.", "Ann Lee"),
    ("In 2007, 2009, and 2011, Ann Lee saw the port, noting that boats sink.", "Ann Lee"),
    ("Speaking Sunday on “The Sea,” Ann Lee said that boats sink.", "Ann Lee"),
    ("The friends of the port were led by Ann Lee, author of Boats, who said that boats sink.", "Ann Lee"),
    ("Ann Lee wrote, “Boats sink. The sea stays as it was.", "Ann Lee"),
]
SUBJECTS = [
    ("OSLO, Aug 31 - The port's new master, Ann Lee, said that boats sink.", "Ann Lee"),
    ("Emily described Ann and Bob as friends of the sea.", "Emily"),
    ("Ann Lee, who had recently become part owner of the port was quoted as saying that boats sink.", "Ann Lee"),
    ("Ann Lee, QC, said that boats sink.", "Ann Lee"),
    ("Harbour Minister Ann Lee MP said that boats sink.", "Ann Lee"),
    ("Ann Lee, NGO adviser on fisheries, said that boats sink.", "Ann Lee"),
    ("Ann Lee, curator and director of the museum of Kobe, Japan, said that boats sink.", "Ann Lee"),
    ("Ann Lee, chairman of the Port Board said that boats sink.", "Ann Lee"),
    ("Ann Lee, in her book Boats of Kobe argued that boats sink.", "Ann Lee"),
    ("President of the United States Ann Lee said that boats sink.", "Ann Lee"),
    ("According to Danish Ambassador to the United Nations Ann Lee, boats sink.", "Ann Lee"),
    ("According to her schoolmate Ann Lee, boats sink.", "Ann Lee"),
    ("According to an online posting made by sailors, boats sink.", "online posting"),
    ("On the morning of Friday 9 April 2010 Ann Lee said that boats sink.", "Ann Lee"),
    ("The fears of the old sailors who said that boats sink were heard.", "old sailors"),
    ("Harbour Street's Sailors believe that boats sink.", "Harbour Street's Sailors"),
    ("The preamble to the Port's Rules states that boats sink.", "preamble to the Port's Rules"),
    ("The authors of “A Guide to Ports” disagree that boats sink.", "authors of “A Guide to Ports”"),
    ("A number of critics have suggested that boats sink.", "number of critics"),
    ("One of the sailors told the board that boats sink.", "One of the sailors"),
    ("Half of sailors say that boats sink.", "Half of sailors"),
    ("According to Bede the Younger, boats sink.", "Bede the Younger"),
    ("According to law enforcement officials, boats sink.", "law enforcement officials"),
    ("According to many teammates, Ann Lee sails well.", "many teammates"),
    ("According to one harbour firm, boats sink.", "one harbour firm"),
    ("Stephen King said that boats sink.", "Stephen King"),
    ("Ambassador Bishop said that boats sink.", "Bishop"),
    ("Ann Lee, aware of the danger, said that boats sink.", "Ann Lee"),
    ("Ann Lee, Bob Ray's rival in the vote, said that boats sink.", "Ann Lee"),
    ("Ann Lee, a friend of the port said that boats sink.", "Ann Lee"),
    ("The report published Tuesday said that boats sink.", "report"),
    ("The first notice, printed in May, argued that boats sink.", "first notice"),
    ("The World War I veteran Ann Lee said that boats sink.", "Ann Lee"),
    ("Ann Lee, who left early and said that boats sink, was lost.", "Ann Lee"),
    ("Ann Lee was drawn to the port because of its boats, and also said that it was old.", "Ann Lee"),
    ("Ann Lee disliked ports though, and said that boats sink.", "Ann Lee"),
    ("Scholars such as Ann Lee of the Port School and the editors of the Gazette, contend that boats sink.", "Scholars"),
    ("The plan was dropped by the Port Board, which said that boats sink.", "Port Board"),
]


PROPOSING = [
    ("Ann Lee proposed a new port for Kobe.", "Ann Lee"),
    ("Ann Lee suggested closing the port.", "Ann Lee"),
    ("The Port Board estimates the cost at 80,000.", "Port Board"),
    ("The Port Board had promised sailors a pension.", "Port Board"),
    ("Separately, the Port Board pledged its support.", "Port Board"),
    ("In the war Ann Lee urged a naval blockade, which was dropped.", "Ann Lee"),
    ("Ann Lee advocated trade as the only way to peace.", "Ann Lee"),
    ("The Port Board declared the sea to be closed.", "Port Board"),
    ("In a poll, 92% of sailors reported having seen the sea.", "92% of sailors"),
    ("Several eyewitnesses reported seeing a bright light.", "Several eyewitnesses"),
    ("Ann Lee has questioned the authenticity of the letter.", "Ann Lee"),
    ("The crew claimed responsibility for the loss.", "crew"),
    ("The board expressed its sorrow that boats sink.", "board"),
    ("Ann Lee published a new atlas proposing the river as the border.", "Ann Lee"),
    ("Ann Lee had written a letter saying that boats sink.", "Ann Lee"),
    ("Ann Lee wrote to the board to suggest that boats sink.", "Ann Lee"),
    ("Ann Lee wrote to Bob Ray expressing interest in the port.", "Ann Lee"),
    ("Ann Lee was among the first to argue that boats sink.", "Ann Lee"),
    ("Ann Lee has gone so far as to call the port “a grave with no stone”.", "Ann Lee"),
    ("Ann Lee is said to have replied that boats sink.", "Ann Lee"),
    ("The census of 2011 recorded that 1,204 people lived there.", "census of 2011"),
    ("Ann Lee used the word, though she allows that boats sink.", "Ann Lee"),
]
JUDGING = [
    ("Eight parties rejected the vote as rigged.", "Eight parties"),
    ("The board rejected the plan on the grounds that boats sink.", "board"),
    ("Ann Lee described herself as a friend of sailors.", "Ann Lee"),
    ("Ann Lee disagreed with those who sold the port.", "Ann Lee"),
    ("Ann Lee objected to the sale.", "Ann Lee"),
    ("Ann Lee spoke of her fears.", "Ann Lee"),
    ("Critics compared the port to a prison.", "Critics"),
    ("The port was compared by critics to a prison.", "critics"),
    ("Ann Lee credits Bob Ray with the idea.", "Ann Lee"),
    ("Ann Lee attributed the loss to the wind.", "Ann Lee"),
    ("Ann Lee considers Bob Ray one of the great sailors.", "Ann Lee"),
    ("The port is considered by many scholars to be old.", "many scholars"),
    ("It has been argued by some scholars such as Ann Lee that boats sink.", "some scholars"),
    ("Ann Lee points out the same weakness.", "Ann Lee"),
    ("Historians have long debated whether boats sank.", "Historians"),
    ("Ann Lee called the port useless and left.", "Ann Lee"),
    ("Ann Lee viewed the port as dull and “older than any boat in the sea”.", "Ann Lee"),
    ("Lord North proposed not to tax boats.", "North"),
]
OF_WORDS = [
    ("Despite Ann Lee's estimation that boats sink, the port stayed open.", "Ann Lee"),
    ("Ann Lee's claim, made in a letter, that boats sink was forgotten.", "Ann Lee"),
    ("Ann Lee's verdict was that boats sink.", "Ann Lee"),
    ("Ann Lee's comment on the loss of the port was: “Boats sink, and so do ports.”", "Ann Lee"),
    ("Ann Lee put forward the view that boats sink.", "Ann Lee"),
    ("Ann Lee raised the possibility that boats sink.", "Ann Lee"),
    ("The claim by Ann Lee that boats sink was forgotten.", "Ann Lee"),
    ("The board took the view boats should be sold.", "board"),
    ("As Ann Lee tells it, boats sink.", "Ann Lee"),
    ("As Ann Lee points out, boats sink.", "Ann Lee"),
    ("As Ann Lee said in May, boats sink.", "Ann Lee"),
    ("Ann Lee's answer was short: “Boats sink.”", "Ann Lee"),
    ("The Gazette quoted harbour master Ann Lee as saying, “Boats sink in the end.”", "Ann Lee"),
    ("According to Lee, Ray, and Orr, boats sink.", "Lee, Ray, and Orr"),
    ("According to its umbrella body, the Kobe Port Board, boats sink.", "Kobe Port Board"),
    ("According to figures from the Port Board, boats sink.", "figures from the Port Board"),
    ("According to article 140 of the harbour law, boats float.", "article 140 of the harbour law"),
    ("According to Rules 2 and 3 of the board, boats float.", "Rules 2 and 3 of the board"),
]
PHRASES = [
    ("Lee et al. (2006) reported that boats sink.", "Lee et al."),
    ("Others, such as Ann Lee, believe that boats sink.", "Ann Lee"),
    ("Some, like Ann Lee, argue that boats sink.", "Ann Lee"),
    ("Such critics argue that boats sink.", "Such critics"),
    ("Those who favour the port often hold that boats sink.", "Those who favour the port"),
    ("Ann Lee, Bob Ray and others argue that boats sink.", "Ann Lee, Bob Ray"),
    ("Ann Lee, Bob Ray and Carl Orr met in Kobe and agreed that boats sink.", "Ann Lee, Bob Ray and Carl Orr"),
    ("In Lee v. Ray the Port Court held that boats sink.", "Port Court"),
    ("The matter was closed by Lee v Ray, which held that boats sink.", "Lee v Ray"),
    ("A 2005 paper states “boats sink sooner than one would think”.", "2005 paper"),
    ("A review to cut the number of ports concluded that boats sink.", "review to cut the number of ports"),
    ("The plan angered Ann Lee, the mayor, who said that boats sink.", "Ann Lee"),
    ("A protest movement developed, which criticised the port.", "protest movement"),
    ("Many sailors left, a step the Port Board said was wise.", "Port Board"),
    ("One maker claims its engine uses 20% less fuel.", "One maker"),
    ("Sailing in Kobe, five years after the war, Ann Lee left the boat, saying that it sank.", "Ann Lee"),
    ("However, Ann Lee, head of the board said that boats sink.", "Ann Lee"),
    ("A well known lawyer, Ann Lee, had come to help, advising sailors to leave.", "Ann Lee"),
    (
        "The Organisation for Trade and Ports guidelines recommended using nets.",
        "Organisation for Trade and Ports guidelines",
    ),
    ("On 18 March 2010 Kobe mayor Ann Lee said that boats sink.", "Ann Lee"),
    ("On the May 2, 2015 issue of it, Ann Lee mocked the port by saying that boats sink.", "Ann Lee"),
    ("Ann Lee's work suggests that boats sink.", "Ann Lee's work"),
    ("The Port Code §622 stated that boats sink.", "Port Code §622"),
    ("The crew radioed, “The boat is lost in the sea.”", "crew"),
    ("Van Gend en Zoon claimed that boats sink.", "Van Gend en Zoon"),
]


@pytest.mark.parametrize(
    ("text", "speaker"), REMARKS + NOMINAL + VERBS + GOING_ON + SUBJECTS + PROPOSING + JUDGING + OF_WORDS + PHRASES
)
def test_who_speaks(text: str, speaker: str) -> None:
    """Each construction names its speaker, and nobody else."""
    assert {speech.speaker for speech in speeches(text) if speech.depth == 0} == {speaker}


def test_every_beginning_of_a_sentence_is_read() -> None:
    """Words that end anywhere, without a stop, are read like others: they name a speaker of theirs, or none."""
    for text, _ in OF_WORDS + NOMINAL + PROPOSING:
        parts = text.split(" ")
        for count in range(1, len(parts)):
            beginning = " ".join(parts[:count])
            assert all(speech.written in beginning for speech in speeches(beginning) if speech.written)


BESIDE = [
    (("Ann Lee met Bob Ray, as she believed the port was lost.",), "Ann Lee"),
    (("When Ann Lee met Bob Ray, she said that the port was lost.",), "Ann Lee"),
    (("Ann Lee left Bob Ray; she said that the port was lost.",), "Ann Lee"),
    (("Sailors met in the port, where they said that boats sink.",), "Sailors"),
    (("Ann Lee met Bob Ray.", "She said that the port was lost."), None),
    (("Ann Lee came when Bob Ray left, and he said that the port was lost.",), None),
    (("In Ann Lee's book on the sea, she said that boats sink.",), "Ann Lee"),
    (("Ann Lee closed the port, because in her opinion boats sink.",), "Ann Lee"),
    (("When the analysis was made, it concluded that boats sink.",), "analysis"),
    (("The report was written in May.", "It states that boats sink."), "report"),
    (("The poet of Bob Ray's house was Ann Lee; he said that boats sink.",), None),
]
SAYING_MORE = [
    (("Ann Lee told sailors about Bob Ray.", "She said that boats sink."), None),
    (("Ann Lee said that the plan of Bob Ray was lost.", "She added that boats sink."), "Ann Lee"),
    (("Ann Lee said that the port was sold to Bob Ray.", "“Boats sink,” she said."), "Ann Lee"),
    (("Ann Lee said that the port was sold to Bob Ray.", "She explained why boats sink."), "Ann Lee"),
    (("Ann Lee said that Bob Ray was lost.", "She explained why boats sink."), None),
    (("“Bob Ray is lost,” said Ann Lee.", "She explained why boats sink."), "Ann Lee"),
    (("Ann Lee said that the plan of Bob Ray was lost.", "He denied that boats sink."), None),
    (("According to Bob Ray, Ann Lee said that boats sink.", "She also claimed that wood floats."), None),
    (("Ann Lee built boats.", "She sold them to sailors.", "She wrote that boats sink."), "Ann Lee"),
    (("Ann Lee built boats.", "She sold them to Bob Ray.", "She wrote that boats sink."), "Ann Lee"),
    (("Ann Lee built boats.", "He sold them to sailors.", "She wrote that boats sink."), None),
    (("Ann Lee's report was read in the Sea Museum.", "She found that boats sink."), "Ann Lee"),
    (("Bob Ray told his crew of the storm.", "She wrote that boats sink."), None),
    (("Gershwin left the port.", "He stated that boats sink."), "Gershwin"),
    (("Religion was strong in the port.", "He stated that boats sink."), None),
]


@pytest.mark.parametrize(("texts", "speaker"), SAYING_MORE)
def test_who_said_something_goes_on_saying(texts: tuple[str, ...], speaker: str | None) -> None:
    """A pronoun that opens a sentence means who spoke in the one before, unless somebody else acts there, or may answer."""
    assert [speech.speaker for speech in speeches(*texts)] == [speaker]


@pytest.mark.parametrize(("texts", "speaker"), BESIDE)
def test_a_pronoun_means_the_subject_of_the_clause_beside(texts: tuple[str, ...], speaker: str | None) -> None:
    """He, she and they mean who does something in the clause beside theirs, where nobody else does; else nobody."""
    assert [speech.speaker for speech in speeches(*texts)] == [speaker]


NO_SPEECH = [
    "The clades lived in the sea, suggesting that ports came late.",
    "How sailors argue that boats sink varies widely.",
    "A frog called Ann was named the “frogamander”.",
    "An homage described as “without parallel” was sold.",
    "Boats were counted according to instructions.",
    "Boats were counted according to the structure of their hulls.",
    "Boats were ranked according to a rule of thumb.",
    "What the word means is settled according to context.",
    "The Port Authority observes “the principle of open sea”.",
    "One of the boats bears traces of paint, suggesting that boats were painted.",
    "The film tells the story of a port.",
    "The port keeps a set of Clean Sea Act rules that could change.",
    "Ann Lee advised sailors, including Bob Ray, who served as mayor.",
    "Sailors hope that boats float.",
    "Popular legend claims that the port was built in one night.",
    "The port gets new lights, a plan announced earlier this year.",
    "The tax is unpopular, which helps explain why nobody mentions it.",
    "Rising tides promise to swell the river.",
    "Ann Lee waited for the toys promised to her.",
    "Ann Lee is known for a dance called “the frog”.",
    "Ann Lee refers to herself as a “legend of the sea”.",
    "One of the many angry posts has a line about the port: “More fish than you, I have not seen.”",
    "Reader comments on the port were few.",
    "Elections called for October brought Ann Lee to the board.",
    "New states admitted to the union had no ports.",
    "The port is growing by adding 200 new boats a month.",
    "Ann Lee won 270 pledged delegates.",
    "Boats were sold, citing reports that ports are closed.",
    "Among these were other elements of Aristotelian thought.",
    "The old republic, which had no boats, declared war on Kobe in the spring.",
    "Ann Lee suddenly dismissed him for fear of storms.",
    "According to the Greek tradition the master was a sailor.",
    "The port keeps crude jokes that were old.",
    "Ann Lee saw Bob Ray as he left.",
    "An extension, the old theory of boats, states that wood floats.",
    "A port authority plan announced the following year was dropped.",
]


@pytest.mark.parametrize("text", NO_SPEECH)
def test_what_only_looks_like_speech(text: str) -> None:
    """What things show, what they are called, and what stands behind a noun that a verb is spelled like: nobody speaks."""
    assert [speech for speech in speeches(text) if speech.speaker] == []


def test_what_stands_in_brackets_is_told_aside() -> None:
    """A source in brackets has its speech, which is not the sentence's claim."""
    text = "Boats sink (one study by the port found that half of them did)."
    assert [(speech.speaker, speech.depth) for speech in speeches(text)] == [("one study", 1)]
    assert claimants(revision(text)) == (None,)


def test_a_noun_of_saying_within_what_somebody_says_is_deeper() -> None:
    """Who rejects somebody's claim speaks; the claim is told within that."""
    text = "Bob Ray rejected Ann Lee's claim that boats sink."
    assert [(speech.speaker, speech.depth) for speech in speeches(text)] == [("Bob Ray", 0), ("Ann Lee", 1)]


def test_a_noun_of_saying_within_a_remark_is_deeper() -> None:
    """Where a remark at the end tells who says all of it, a claim in it is told within that."""
    text = "Bob Ray's claim that boats sink was odd, Ann Lee said."
    assert [(speech.speaker, speech.depth) for speech in speeches(text)] == [("Bob Ray", 1), ("Ann Lee", 0)]


def test_who_smokes_and_found() -> None:
    """What stands behind and has not the subject of a clause with who that has no comma."""
    assert [speech.speaker for speech in speeches("One study looked at sailors who sang and found that boats sink.")] == [
        None
    ]


def test_a_leading_clause_is_left_by_its_comma() -> None:
    """Who speaks behind when somebody asked speaks as well, not within the question."""
    found = speeches("When Bob Ray asked why boats sink, Ann Lee said: “Wood floats.”")
    assert [(speech.speaker, speech.depth, speech.direct) for speech in found] == [
        ("Ann Lee", 0, True),
        ("Bob Ray", 0, False),
    ]


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        ("Ann Lee concluded that, “boats sink and wood floats”.", [True]),
        ("According to Ann Lee: “Boats sink and wood floats.”", [True]),
        ("Ann Lee says the film “shows how boats sink in the end”.", [True, False]),
        ("Ann Lee told the board to “think small”.", [True, False]),
        ("Ann Lee warned of storms in her sermon, “The Use of Wood”.", [False]),
    ],
)
def test_which_words_are_quoted(text: str, direct: list[bool]) -> None:
    """Quotations belong to the telling that reaches them; a title belongs to none."""
    assert [speech.direct for speech in speeches(text)] == direct


def test_brackets_without_end() -> None:
    """Of many brackets in one sentence only a few are read."""
    found = speeches("(Ann Lee said that boats sink) " * 100)
    assert 0 < len(found) < 10


def test_they_are_the_several_who_spoke_before() -> None:
    """They means the several of whom the sentence before tells what they say, by whatever plural they are named."""
    assert [speech.speaker for speech in speeches("Marxists assert that boats sink.", "They claim that wood floats.")] == [
        "Marxists"
    ]
    assert [speech.speaker for speech in speeches("Ann Lee asserts that boats sink.", "They claim that wood floats.")] == [
        None
    ]


def test_a_name_set_apart_behind_what_its_bearer_is() -> None:
    """What goes on behind a clause is said by whom a description and a name between commas name."""
    found = speeches("The old sailor, Ann Lee, was one of the critics of the port, describing it as “a grave for boats”.")
    assert [(speech.speaker, speech.role) for speech in found] == [("Ann Lee", "old sailor")]

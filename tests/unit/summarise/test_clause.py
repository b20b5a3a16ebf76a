"""Reported speech: what one segment says, faithfully and grammatically, or nothing.

Expectations are those of a council officer who reads "One respondent suggested ..." beside the
words: the sentence must be English, and the respondent must have suggested just that.
"""

import pytest
from spacy.language import Language

from pipeline.language import load_language
from pipeline.summarise._clause import MAX_WORDS, concern, gerund, query, suggestion

NAMES = frozenset({"Melton", "Belvoir", "Vale", "Hinckley", "Bosworth"})


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The text should mention mental health.", "that the text should mention mental health"),
        ("the council should fix potholes", "that the council should fix potholes"),
        ("I think the council should keep the libraries open.",
         "that the council should keep the libraries open"),
        ("The council should not close the libraries.",
         "that the council should not close the libraries"),
        ("The council must never sell the parks.", "that the council must never sell the parks"),
        ("No more houses should be built on the green belt.",
         "that no more houses should be built on the green belt"),
        ("No child should go hungry.", "that no child should go hungry"),
        ("Only residents should be allowed to park.",
         "that only residents should be allowed to park"),
        ("The priorities should be fewer and clearer.",
         "that the priorities should be fewer and clearer"),
        ("The council needs to fix the potholes.", "that the council needs to fix the potholes"),
        ("Priority should be given to Melton and the Vale of Belvoir.",
         "that priority should be given to Melton and the Vale of Belvoir"),
        ("HS2 should not come to the county.", "that HS2 should not come to the county"),
        ("Our members should be consulted first.", "that their members should be consulted first"),
        ("My street should be gritted in winter.", "that their street should be gritted in winter"),
        ("The council should publish its own data.",
         "that the council should publish its own data"),
        ("However, the council should name a lead officer.",
         "that the council should name a lead officer"),
        ("4. Farmers should be paid for flood storage.",
         "that farmers should be paid for flood storage"),
        ("The plan should include cycling; the roads are dangerous.",
         "that the plan should include cycling"),
        ("The outcomes should be shorter, and we would like to see a timetable.",
         "that the outcomes should be shorter"),
        ("More buses should run in the evening, because people work late.",
         "that more buses should run in the evening, because people work late"),
        ("Equality and environment should be separated.",
         "that equality and environment should be separated"),
        ("We suggest that the plan sets targets for housing.",
         "that the plan sets targets for housing"),
        ("Suggest the last principle is split.", "that the last principle is split"),
        ("We recommend adding a section on climate change.", "adding a section on climate change"),
        ("Add a measure of loneliness to the outcome.",
         "adding a measure of loneliness to the outcome"),
        ("Please consider adding a priority on air quality.",
         "considering adding a priority on air quality"),
        ("Make the buses free for carers.", "making the buses free for carers"),
        ("Merge the two outcomes.", "merging the two outcomes"),
        ("Stop the cuts to youth services.", "stopping the cuts to youth services"),
        ("Protect our green spaces.", "protecting their green spaces"),
        ("Not all parks should be sports complexes.",
         "that not all parks should be sports complexes"),
        ("The county council and the districts should work together.",
         "that the county council and the districts should work together"),
        ("If money is tight, libraries should come first.",
         "that if money is tight, libraries should come first"),
        ("There should be more police on the streets.",
         "that there should be more police on the streets"),
        ("Bowling Green should develop more services.",
         "that Bowling Green should develop more services"),
        ("Spend money on roads, not consultants.", "spending money on roads, not consultants"),
        ("Rather than closing libraries, the council should cut its own costs.",
         "that rather than closing libraries, the council should cut its own costs"),
        ("Would suggest adding a reference to farming.", "adding a reference to farming"),
        ("It is suggested that the outcomes should be numbered.",
         "that the outcomes should be numbered"),
    ],
)  # fmt: skip
def test_a_suggestion_is_reported(nlp: Language, text: str, said: str) -> None:
    assert suggestion(nlp(text), NAMES) == said


@pytest.mark.parametrize(
    "text",
    [
        # Whom or what it speaks of is not in the sentence.
        "You should keep the libraries open.",
        "They should listen to residents.",
        "It should be clearer who is responsible.",
        "This should be dropped.",
        "The council should work with us on the details.",
        "The council should do this by 2020.",
        "The council should show us how the money is spent.",
        "Listen to us.",
        "Close it.",
        "The same should apply to villages.",
        "The latter should be dropped.",
        # Quotations and brackets lose their meaning when cut.
        'The word "resilience" should be replaced.',
        "The plan should say “how” it will be paid for.",
        'Replace "residents" with "people".',
        # Questions propose nothing by themselves.
        "Could the council fund a bypass?",
        "Why not merge the two outcomes?",
        "What about carers?",
        "Why should the council pay for this?",
        # Forbidding is not proposing.
        "Do not close the tip.",
        "Don't close the tip on Sundays.",
        "Please do not close the library.",
        "Never sell the parks.",
        "There should not be any more cuts.",
        "It is not true that the council should pay for everything.",
        "I see no reason why the council should pay for consultants.",
        # Talk.
        "You may wish to consider a priority on housing.",
        "I must admit the plan is well written.",
        "I should like to thank the council for the plan.",
        "See above.",
        "Thank you for asking us.",
        "Look forward to working with the council.",
        "Agree with the priorities on housing.",
        "👍",
        "",
    ],
)
def test_what_cannot_be_reported_as_a_suggestion_is_not(nlp: Language, text: str) -> None:
    assert suggestion(nlp(text), NAMES) is None


@pytest.mark.parametrize(
    ("text", "fair"),
    [
        # The negation that governs a clause belongs to it.
        ("I do not think the council should build on green fields.",
         "that the council should not build on green fields"),
        ("We don't believe the targets should be lowered.",
         "that the targets should not be lowered"),
        ("I dont think the council should charge for garden waste.",
         "that the council should not charge for garden waste"),
        ("Nobody would say that the council should close libraries.", None),
        ("Few people think the county should have a mayor.", None),
        ("We are not suggesting that the service should stop.", None),
        ("We used to think that the council should run the buses.", None),
        ("I doubt the council should pay for it.", None),
        ("I disagree that the council should close the tip.",
         "that the council should not close the tip"),
        ("Not all parks should be sports complexes.",
         "that not all parks should be sports complexes"),
        ("Not every village should get a bypass.", "that not every village should get a bypass"),
        ("Hardly any money should be spent on consultants.",
         "that hardly any money should be spent on consultants"),
        ("Neither the city nor the county should pay.",
         "that neither the city nor the county should pay"),
        ("Under no circumstances should the council sell the parks.", None),
        # What somebody else says, or what the evidence shows, is not the writer's suggestion.
        ("Some say the tip should close.", None),
        ("Some say the tip should close and the library should open.", None),
        ("The tip should close, say the officers.", None),
        ("My neighbour thinks the speed limit should be lowered.", None),
        ("The council says the tip should close.", None),
        ("The report suggested that the tip should close.", None),
        ("The consultants proposed closing the tip.", None),
        ("It has been suggested that the library should close.", None),
        ("The wording suggests that growth is the main aim.", None),
        ("The evidence suggests that loneliness is rising.", None),
        # All of a coordinated subject, and of a list.
        ("The county council and the districts should work together.",
         "that the county council and the districts should work together"),
        ("Schools, colleges and employers must work together.",
         "that schools, colleges and employers must work together"),
        ("The airport should be moved and the current site redeveloped.",
         "that the airport should be moved and the current site redeveloped"),
        ("Policemen should live in the communities they police.", None),
        # Conditions and choices.
        ("If money is tight, libraries should come first.",
         "that if money is tight, libraries should come first"),
        ("If money is tight, we should close libraries and parks should be sold.", None),
        ("Unless the funding changes, the plan must be dropped.",
         "that unless the funding changes, the plan must be dropped"),
        ("Where possible the council should buy locally.",
         "that where possible the council should buy locally"),
        ("The council should build homes, but only if the roads are widened.",
         "that the council should build homes, but only if the roads are widened"),
        ("The council should build homes but they must be affordable.", None),
        ("Developers should pay for roads, should they wish to build.", None),
        ("Either the bus should be kept or the fare must come down.",
         "that either the bus should be kept or the fare must come down"),
        # "There" and its verb.
        ("There should be more police on the streets.",
         "that there should be more police on the streets"),
        ("There must be a link between housing and transport.",
         "that there must be a link between housing and transport"),
        # Questions, guesses, and words that point outside.
        ("Should the council keep the libraries open?", None),
        ("Residents should pay for garden bins? No thanks.", None),
        ("The council should say so.", None),
        ("Such schemes should be paid for by developers.", None),
        ("Carers must be worn out by now.", None),
        ("The council must have forgotten the villages.", None),
        # Commands, and what only looks like one.
        ("See our response to question 4.", None),
        ("Need more buses in the villages.", None),
        ("Agree with all five and with the ordering.", None),
        ("Spend money on roads, not consultants.", "spending money on roads, not consultants"),
        ("Stop building on flood plains and start using brownfield sites.", None),
        # Capitals.
        ("Bowling Green should develop more services.",
         "that Bowling Green should develop more services"),
        ("National Highways should widen the junction.",
         "that National Highways should widen the junction"),
        ("THE COUNCIL SHOULD FIX POTHOLES", "that the council should fix potholes"),
        ("The council MUST fix potholes.", "that the council must fix potholes"),
    ],
)  # fmt: skip
def test_a_suggestion_is_not_misreported(nlp: Language, text: str, fair: str | None) -> None:
    # Nothing is always fair: the plainer forms take over.
    assert suggestion(nlp(text), NAMES) in (None, fair)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It is unclear how success will be measured.", "how success will be measured"),
        ("We would like to know how the outcomes will be measured.",
         "how the outcomes will be measured"),
        ("I do not understand why the tip is closing.", "why the tip is closing"),
        ("Can you explain what the term resilience means?", "what the term resilience means"),
        ("I wonder whether the targets are realistic.", "whether the targets are realistic"),
        ("We want to see how the plan will be funded.", "how the plan will be funded"),
        ("We are not sure what will happen to our grant.", "what will happen to their grant"),
        ("We would like to see what is proposed for Melton.", "what is proposed for Melton"),
        ("Please clarify who will run the hubs.", "who will run the hubs"),
        ("It is not clear whether carers are included.", "whether carers are included"),
        ("The plan does not explain how carers will be supported.",
         "how carers will be supported"),
        ("It would be helpful to know when the new surgery will open.",
         "when the new surgery will open"),
        ("Please explain whether district councils were consulted.",
         "whether district councils were consulted"),
    ],
)  # fmt: skip
def test_a_question_is_reported(nlp: Language, text: str, said: str) -> None:
    assert query(nlp(text), NAMES) == said


@pytest.mark.parametrize(
    "text",
    [
        "How will success be measured?",  # the words would have to change places
        "You need to explain how this will be paid for.",
        "I am sure the officers know what they are doing.",
        "We would like to know more about the timetable.",
        "The plan is clear.",
    ],
)
def test_what_cannot_be_reported_as_a_question_is_not(nlp: Language, text: str) -> None:
    assert query(nlp(text), NAMES) is None


@pytest.mark.parametrize(
    "text",
    [
        "It is clear how the plan will work.",
        "We understand why cuts are needed.",
        "We can see how the outcomes fit together.",
        "I know how the money was spent.",
        "The council knows how to fix potholes.",
        "Parents would like to know why the crossing patrol was removed.",
        "It was unclear how votes were counted, but the officer explained.",
        "I will never understand why money is wasted on signs.",
        "We would not want to know how sausages are made.",
        "We would like to know why is the bus being cut.",  # not English once reported
    ],
)
def test_what_its_writer_knows_or_others_ask_is_not_asked(nlp: Language, text: str) -> None:
    assert query(nlp(text), NAMES) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We are concerned that rural areas will be forgotten.",
         "that rural areas will be forgotten"),
        ("I am worried that the libraries will close.", "that the libraries will close"),
        ("I fear that the buses will be cut.", "that the buses will be cut"),
        ("We are disappointed that the plan ignores farming.", "that the plan ignores farming"),
        ("We are concerned that there will be fewer buses at night.",
         "that there will be fewer buses at night"),
    ],
)  # fmt: skip
def test_a_worry_is_reported(nlp: Language, text: str, said: str) -> None:
    assert concern(nlp(text), NAMES) == said


@pytest.mark.parametrize(
    "text",
    [
        "I am concerned about the lack of buses.",
        "I am worried that you will close our library.",
        "We are concerned that this outcome is vague.",
        "We would be concerned if the service closed.",
        "There is nothing to worry about.",
        "We are not concerned that the plan is short.",
        "I am no longer worried that the school will close.",
        "I was concerned that the plan would be vague, but it is clear.",
        "Residents are worried that the pub will become flats.",
    ],
)
def test_what_cannot_be_reported_as_a_worry_is_not(nlp: Language, text: str) -> None:
    assert concern(nlp(text), NAMES) is None


@pytest.mark.parametrize(
    ("verb", "written"),
    [
        ("make", "making"), ("put", "putting"), ("widen", "widening"), ("see", "seeing"),
        ("tie", "tying"), ("plan", "planning"), ("add", "adding"), ("be", "being"),
        ("dye", "dyeing"), ("free", "freeing"), ("agree", "agreeing"), ("offer", "offering"),
        ("visit", "visiting"), ("develop", "developing"), ("clarify", "clarifying"),
        ("fix", "fixing"), ("show", "showing"), ("cut", "cutting"), ("drop", "dropping"),
        ("split", "splitting"), ("help", "helping"), ("keep", "keeping"),
        ("refer", "referring"), ("commit", "committing"), ("omit", "omitting"),
        ("begin", "beginning"), ("admit", "admitting"), ("prefer", "preferring"),
        ("permit", "permitting"), ("set", "setting"), ("reset", "resetting"),
        ("quit", "quitting"), ("equip", "equipping"), ("model", "modelling"),
        ("label", "labelling"), ("travel", "travelling"), ("fuel", "fuelling"),
        ("limit", "limiting"), ("edit", "editing"), ("benefit", "benefiting"),
        ("target", "targeting"), ("reveal", "revealing"), ("sell", "selling"),
        ("parallel", "paralleling"),
    ],
)  # fmt: skip
def test_gerunds_are_spelt_as_in_britain(verb: str, written: str) -> None:
    assert gerund(verb) == written


LONG = "The council should mend " + ", ".join(f"road {n}" for n in range(12)) + " and the bridge."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LONG, None),
        ("We suggest the plan (all of it) should be shorter.", None),
        ("I think, and so do my neighbours, that the roads should be mended.", None),
        ("The roads should be mended!!!", "that the roads should be mended"),
        ("The roads should be mended soon...", "that the roads should be mended soon"),
        ("the roads should be mended, thanks", "that the roads should be mended"),
    ],
    ids=["long", "brackets", "aside", "exclamation", "dots", "thanks"],
)
def test_whatever_is_reported_is_fit_to_stand_in_a_sentence(
    nlp: Language, text: str, said: str | None
) -> None:
    assert suggestion(nlp(text), NAMES) == said


def test_long_clauses_are_not_reported(nlp: Language) -> None:
    words = "The council should mend " + "very " * 19
    assert suggestion(nlp(words + "old roads."), NAMES) is not None
    assert suggestion(nlp(words + "very " * (MAX_WORDS - 24) + "old roads."), NAMES) is None

"""The shipped frameworks: official names, in order, with terms that tagging can go by."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.framework import Framework, load_framework

OFFICIAL = {
    "leicestershire-2017-21": {
        "SE": "Strong Economy",
        "SE1": "Leicestershire has a highly skilled and employable workforce",
        "SE2": "Leicestershire is a well connected county",
        "SE3": "Leicestershire has attractive places and an enhanced environment",
        "SE4": "Businesses are supported to flourish",
        "WO": "Wellbeing and Opportunity",
        "WO1": "There is equality in health and wellbeing outcomes for different people and places "
        "in Leicestershire",
        "WO2": "Children are living in families and get the best start in life",
        "WO3": "There is access to high quality education and learning for everyone to support "
        "their wellbeing",
        "WO4": "People plan ahead to age well with independence and connection to their community "
        "throughout their lives",
        "WO5": "People receive seamless, integrated support to maximise their independence and "
        "meet their needs where family and community cannot",
        "KPS": "Keeping People Safe",
        "KPS1": "People with health and social care needs in Leicestershire are safeguarded",
        "KPS2": "Children and young people in Leicestershire are living in families safe and free "
        "from harm",
        "KPS3": "People in Leicestershire are safe in their daily lives",
        "KPS4": "Leicestershire residents, businesses and communities are prepared for emergencies",
        "GC": "Great Communities",
        "GC1": "Diversity is celebrated in Leicestershire communities: people integrate, feel "
        "welcome and are included",
        "GC2": "Communities participate in the design and delivery of initiatives and plans for "
        "the future",
        "GC3": "Local cultural, historical and natural heritage is celebrated and conserved",
        "AQH": "Affordable and Quality Homes",
        "AQH1": "Leicestershire has the right number and type of homes to meet needs and support "
        "economic growth",
        "AQH2": "There is enough suitable housing to support independence for those with social "
        "care needs",
        "AQH3": "Development has a positive impact on the environment and existing communities",
    },
    "leicestershire-2018-22": {
        "SE": "Strong Economy",
        "SE1": "Leicestershire has a highly skilled and employable workforce",
        "SE2": "Leicestershire has the right infrastructure for sustainable clean growth",
        "SE3": "Leicestershire is an attractive place where businesses can flourish",
        "WO": "Wellbeing and Opportunity",
        "WO1": "Every child gets the best start in life",
        "WO2": "Every child has access to good quality education",
        "WO3": "Leicestershire has a healthy population with increased healthy life expectancy and "
        "reduced health inequalities",
        "WO4": "Everyone is able to aim high and reach their full potential",
        "WO5": "People are cared for at home, in their own community, whenever possible, and for "
        "as long as possible",
        "KPS": "Keeping People Safe",
        "KPS1": "People at the most risk or in crisis, are protected and supported to keep them "
        "safe",
        "KPS2": "All children are living in stable environments and have secure attachments",
        "KPS3": "Families are self-sufficient and able to cope",
        "KPS4": "People in Leicestershire are safe in their daily lives",
        "GC": "Great Communities",
        "GC1": "Diversity is celebrated in Leicestershire communities",
        "GC2": "People feel welcome and are included in their communities",
        "GC3": "Communities participate in the design and delivery of initiatives and plans for "
        "the future",
        "GC4": "Cultural and historical heritage and the natural environment are enjoyed and "
        "conserved",
        "GC5": "Leicestershire communities are resilient to emergencies",
        "GC6": "People act to protect and enhance the environment for current and future "
        "generations",
        "AQH": "Affordable and Quality Homes",
        "AQH1": "Leicestershire has the right number and type of homes in the right places to meet "
        "existing and future needs and support a sustainable economy",
        "AQH2": "There is enough suitable housing to support independence for those with social "
        "care needs",
        "AQH3": "Development contributes to the health and wellbeing of existing communities",
        "AQH4": "Both existing and new homes will be low carbon and environmentally sustainable",
    },
    "leicestershire-2022-26": {
        "CGF": "Clean, Green Future",
        "CGF1": "People act now to tackle climate change",
        "CGF2": "Nature and the local environment are valued, protected and enhanced",
        "CGF3": "Resources are used in an environmentally sustainable way",
        "CGF4": "The economy and infrastructure are low carbon and environmentally-friendly",
        "GC": "Great Communities",
        "GC1": "Diversity is celebrated and people feel welcome and included",
        "GC2": "People participate in service design and delivery",
        "GC3": "Communities are prepared for and resilient to emergencies",
        "GC4": "Cultural and historical heritage are enjoyed and conserved",
        "GC5": "People support each other through volunteering",
        "IO": "Improving Opportunities",
        "IO1": "Every child gets the best start for life",
        "IO2": "Every child has access to good quality education",
        "IO3": "Families are self-sufficient and enabled to be resilient",
        "IO4": "Everyone is able to aim high and reach their full potential",
        "SETI": "Strong Economy, Transport and Infrastructure",
        "SETI1": "There is close alignment between skills supply and employer demand",
        "SETI2": "Leicestershire has the infrastructure for sustainable growth",
        "SETI3": "Leicestershire is an attractive place where businesses can flourish",
        "SETI4": "Economic growth delivers increased prosperity for all",
        "SETI5": "Leicestershire has the right homes in the right places to meet needs",
        "KPSW": "Keeping People Safe and Well",
        "KPSW1": "People are safe in their daily lives",
        "KPSW2": "People enjoy long lives in good health",
        "KPSW3": "People at the most risk are protected from harm",
        "KPSW4": "Carers and people with care needs are supported to live active, independent, and "
        "fulfilling lives",
    },
}
COUNTS = {
    "leicestershire-2017-21": (5, 19),
    "leicestershire-2018-22": (5, 22),
    "leicestershire-2022-26": (5, 22),
}
SOURCES = {
    "leicestershire-2017-21": "discussion-document-2017.txt",
    "leicestershire-2018-22": "strategic-plan-2018-22.txt",
    "leicestershire-2022-26": "scrutiny-committee-2021.txt",
}
# Words that belong everywhere in a consultation and so tell no priority from another.
EVERYWHERE = {"people", "community", "communities", "support", "council", "services", "residents",
              "local", "help", "needs", "plan", "county", "leicestershire"}  # fmt: skip


@pytest.fixture(params=sorted(OFFICIAL))
def framework(request) -> Framework:
    return load_framework(request.param, Path("no-such-folder"))


def test_names_are_the_official_ones_in_order(framework):
    names = framework.labels()
    assert names.pop(framework.cross)
    assert list(names.items()) == list(OFFICIAL[framework.id].items())


def test_counts(framework):
    n_priorities = sum(len(outcome.priorities) for outcome in framework.outcomes)
    assert (len(framework.outcomes), n_priorities) == COUNTS[framework.id]


@pytest.mark.needs_shared
def test_names_stand_in_the_source(framework, shared: Path):
    def plain(text: str) -> str:
        # The discussion document leaves out an "a" and two words that its own table has.
        text = text.replace("is well connected", "is a well connected")
        text = text.replace(
            "quality education for everyone", "quality education and learning for everyone"
        )
        return " ".join(text.split()).lower()

    source = plain((shared / "sources" / SOURCES[framework.id]).read_text(encoding="utf-8"))
    assert [name for name in OFFICIAL[framework.id].values() if plain(name) not in source] == []


def test_every_priority_is_described_in_words_of_its_own(framework):
    for outcome in framework.outcomes:
        assert outcome.description.count(".") == 2, outcome.code
        assert len(outcome.terms) >= 8, outcome.code
        for priority in outcome.priorities:
            assert priority.description.count(". ") == 1, priority.code
            assert 12 <= len(priority.terms) <= 30, priority.code
            assert not EVERYWHERE & {term.lower() for term in priority.terms}, priority.code


def test_terms_mostly_belong_to_one_label(framework):
    entries = [e for outcome in framework.outcomes for e in (outcome, *outcome.priorities)]
    uses = Counter(term.lower() for entry in entries for term in entry.terms)
    assert max(uses.values()) <= 2
    assert sum(n > 1 for n in uses.values()) <= len(uses) * 0.03

"""Words of English that show what a segment does: general, with how strongly they show it.

A cue is a regular expression over lower-cased text with straight apostrophes. Strengths: 0.9
says it outright ("we suggest"), 0.8 nearly always, 0.65 mostly, 0.5 often, 0.4 no more than a
hint that anything stronger overrules. No cue names a topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Cue:
    """One pattern and how strongly it shows an act."""

    pattern: re.Pattern[str]
    strength: float


def _cues(*pairs: tuple[float, str]) -> tuple[Cue, ...]:
    return tuple(
        Cue(re.compile(rf"\b(?:{' '.join(pattern.split())})\b"), strength)
        for strength, pattern in pairs
    )


_SOFT = r"(?:\w+ly |also |very |most |really |still |at least |ideally )?"
_WE = r"(?:i|we|they|he|she|members|residents|respondents|people|[a-z]+s?)"
_PLAN = (
    r"(?:strateg(?:y|ies)|plans?|polic(?:y|ies)|priorit(?:y|ies)|objectives?|aims?|goals?|values?"
    r"|ambitions?|aspirations?|vision|mission|programmes?|programs?|framework|work|business plan)"
)
_OWN = r"(?:our|ours|my own|their own|its own|own)"
_GOOD = (
    r"(?:good|great|better|best|helpful|useful|beneficial|nice|lovely|welcome|welcomed|clearer"
    r"|preferable|appreciated|sensible|ideal|fantastic|wonderful|excellent|valuable|worthwhile"
    r"|easier|safer|fairer|simpler|more \w+)"
)

SUGGESTION = _cues(
    (0.9, r"(?:suggesting|propose|proposed that|proposing|recommends?|recommended|recommending"
          r"|urges?|urged|urging|advocates?|suggests? that|suggested that|would ask|asks? that"
          r"|asked that|would request|requests? that|requested that|would encourage"
          r"|my suggestion|our suggestion|a suggestion|(?:i|we|would|also|strongly|members"
          r"|respondents|some|could i|can i|one) (?:suggests?|suggested|call for|called for))"),
    (0.9, r"(?:call|calls|called|calling) for (?:a |an |the )?(?:more|greater|better|further|urgent"
          r"|stronger|clearer|inclusion|addition|creation|introduction|review|change|changes)"),
    (0.9, r"(?:would|'d|should) (?:also )?(?:like|love|prefer|wish|want) (?:\w+ ){0,4}?"
          r"(?:to see|to be|to have|more|better|it if)"),
    (0.85, rf"(?<!people )(?<!who )(?<!you )(?<!they )(?<!residents )(?<!actually )"
           rf"(?:need|needs|needed) {_SOFT}to (?:be|have|do|get|make|stop|start|[a-z]+)"),
    (0.85, r"(?:(?:deserves?|merits?|warrants?) (?!to be (?:praised|congratulated))|worthy of)"),
    (0.85, r"(?:there is|there's|is there) (?:a |an )?(?:\w+ )?(?:case for|room for|room to"
           r"|scope for|scope to|need for|opportunity to|argument for)"),
    (0.85, r"(?:want|wants|hope|hopes|wish|wishes) to see"),
    (0.85, r"hope (?:that )?(?:you|the \w+|they|it) (?:will|would|can|could|may)"),
    (0.85, r"(?:please|kindly) (?:do not |don't |also |just |could you |can you |can we )?(?!find"
           r"|see (?:attached|enclosed|above|below)|refer|note)[a-z]+"),
    (0.8, rf"would {_SOFT}(?:be )?(?:{_GOOD}|benefit from|strengthen|avoid|improve|enhance"
          rf"|help (?:to |if |people|make|ensure)|ensure|prevent|reduce|welcome (?:more|an?|the"
          rf" (?:chance|opportunity|addition|inclusion))|like (?:more|a|an|the))"),
    (0.8, r"(?:could|might|may) (?:usefully|be (?:added|included|extended|improved|clearer"
          r"|stronger|strengthened|more \w+)|benefit from)"),
    (0.85, r"(?:would it (?:not )?be (?:possible|better)|wouldn't it be|is it possible to)"),
    (0.8, r"(?:may|might|could) (?:also )?(?:wish|want|like) to"),
    (0.7, r"would add (?!that|to)|would (?:be|have|make|give|do) (?:\w+ ){0,3}"
          r"(?:more|better|less|\w{3,}er)(?= .*\bif\b)"),
    (0.6, r"(?:could|might) also"),
    (0.75, r"(?:more|less|fewer|better|greater|clearer|stronger) (?:\w+ ){0,4}(?:is|are) (?:needed"
           r"|required|necessary)"),
    (0.7, r"(?:let us|let's|is needed|are needed)"),
    (0.7, r"(?:give|given|put|place|placing) (?:far |much )?(?:more|greater|higher) (?:weight"
          r"|emphasis|priority|prominence|attention|focus)"),
    (0.65, r"(?:subject to|provided (?:that|it|they)|as long as|so long as|on condition)"),
    (0.65, r"(?:why not|how about|what about)"),
    (0.6, r"(?:has to|have to|is|are) (?:be|essential|vital|imperative|a must)"),
    (0.6, r"(?:instead of|rather than) (?:just |merely |simply )?\w+ing"),
    (0.55, r"(?:no|not any|without any|absence of|lack of|nothing|nowhere|never|hardly|little|scant"
           r"|isn't any|not) (?:\w+ ){0,3}(?:mention|mentions|mentioned|reference|referred"
           r"|references|included|recognised|recognized|acknowledged|covered)"),
    (0.55, r"(?:is|are|seems?|appears?) (?:\w+ ){0,2}(?:missing|absent|omitted|overlooked"
           r"|neglected|left out)|there is nothing (?:for|about|on|that)"),
    (0.5, r"(?:a|the|one|notable|obvious|significant|serious) (?:\w+ )?(?:gap|omission)"),
)  # fmt: skip

QUERY = _cues(
    (0.9, r"(?:seeks?|sought|seeking|need|needs|want|wants|like|request|requests?|grateful for|ask"
          r" for|asks? for|asking for|welcome|appreciate|appreciated|await) (?:\w+ ){0,4}"
          r"(?:clarification|clarity|explanation|confirmation|reassurance|(?:more|further)"
          r" (?:information|detail|details))"),
    (0.9, r"(?:like|want|wants|love|glad|keen|interested|interesting|curious|wish|pleased"
          r"|grateful|helpful|useful|good|need|needs|important) (?:\w+ )?to (?:know|understand"
          r"|learn|hear|find out|see how|see what|see whether)"),
    (0.85, r"(?:unclear|not (?:yet |entirely |very )?clear|not (?:yet )?(?:sure|certain)"
           r" (?:how|what|who|when|where|whether|if|why)|unsure|uncertain|unknown"
           r"|clarity (?:is|on|about|around|over|as to)"
           r"|clarification|don't understand|do not understand|doesn't say|does not say"
           r"|silent on)"),
    (0.85, r"(?:wonder|wonders|wondered|wondering|ask|asks|asked|asking|question|questions"
           r"|questioned|query|queried) (?:about )?(?:how|what|who|when|where|whether|if|why)"),
    (0.8, r"(?:explain|explained|clarify|clarified|confirm|tell (?:me|us)) (?:to us |further )?"
          r"(?:how|what|who|when|where|whether|if|why|the|that|this|further|more)"),
    (0.75, r"(?:how|what|who|when|where) (?:will|would|is|are|does|do|did|can) (?:\w+ ){0,6}be"
           r" (?:\w+)(?= *\?)"),
)  # fmt: skip

CONCERN = _cues(
    (0.9, r"(?:concern(?! for others)|concerns|concerned(?! with)|worry|worries|worried|worrying"
          r"|fear|fears|fearful|afraid|alarmed|alarming|anxious|anxiety|nervous|dismay|dismayed|frightens?"
          r"|frightened|scared|scary|apprehensive|misgivings?|reservations?|sceptical|skeptical"
          r"|doubts?|doubtful)"),
    (0.9, r"(?:disappointed|disappointing|disappointment|regret|regrets|regrettable|regrettably"
          r"|frustrated|frustrating|unacceptable|appalled|appalling|disgraceful|disgusted"
          r"|ridiculous|criticism|criticise[sd]?|complain[st]?|complaint|unhappy|dissatisfied"
          r"|angry|outrageous|shocked|shocking|unfair|unrealistic|inadequate|insufficient)"),
    (0.85, r"(?:object|objects|objection|objections|oppose|opposes|opposed|disagree|disagrees"
           r"|disagreed|reject|rejects|against (?:this|the|it|these|any)|cannot (?:support|agree"
           r"|endorse)|can't (?:support|agree|see how)|not (?:support|agree|happy|in favour"
           r"|convinced|confident|enough|acceptable|realistic|appropriate|fair|right|safe|good))"),
    (0.8, r"(?:too|overly|excessively|far too) (?:much |many )?(?:tight|short|long|few|little|slow"
          r"|late|fast|high|low|expensive|costly|vague|complex|complicated|narrow|broad|ambitious"
          r"|optimistic|commercial|easily|hard|difficult|many|big|small|close|busy|dangerous"
          r"|general|often|far|restrictive|simplistic|prescriptive|wordy|lengthy)"),
    (0.75, r"(?:lack|lacks|lacking|shortage|shortages|shortfall|decline|declining|deteriorat\w+"
           r"|worse|worsen\w*|worst|poor|poorly|bad|badly|terrible|awful|dreadful|dangerous"
           r"|unsafe|harm|harms|harmful|harmed|damage[sd]?|damaging|destroy\w*|ruin\w*|suffer\w*"
           r"|threat|threats|threaten\w*|risk|risks|risky|problem|problems|problematic|fail|fails"
           r"|failed|failing|failure|wast(?:e|ed|eful|ing)|cuts?|cutting|cutbacks?|closures?"
           r"|closed down|loss of|losing|struggl\w+|impossible|hopeless|useless|meaningless"
           r"|misleading|confusing|confused|difficult to|unable to|expensive|costly|congestion"
           r"|congested|neglect\w*|abandoned|ignored|isolated|burden\w*)"),
    (0.65, r"(?:unfortunately|sadly|unlikely|cannot|can't|won't|never|without (?:the )?(?:funding"
           r"|money|resources?|investment)|at the expense of|not enough|nobody|no one|no longer"
           r"|diluted|odd|strange|surprised|gripe|afterthought)"),
)  # fmt: skip

SUPPORT = _cues(
    (0.9, r"(?:agree|agrees|agreed|endorse|endorses|endorsed|commend|commends|commended|applaud"
          r"|applauds|applauded|approve|approves|approved of|praise|praised|in favour|back (?:it"
          r"|this|these)|right behind|subscribe to|sign up to|(?:strongly|fully|very|broadly|are"
          r"|is|were|was|am) supportive|(?:is|are|was|were|be|been|particularly|warmly|very)"
          r" (?:welcomed|supported|appreciated)|(?:strong|full|broad|general) support for)"),
    (0.85, r"(?:pleased|delighted|glad|happy|encouraged|heartened|reassured|content|thrilled"
           r"|grateful) (?=(?:with|to see|that|by|about)\b)"),
    (0.85, r"(?:pleasing|encouraging|heartening|reassuring|refreshing) (?=(?:to|that)\b)"),
    (0.8, r"(?:good|great|nice) (?:to see|to have|that|idea|start|work|news|plan|thing|set)"),
    (0.7, r"(?:excellent|brilliant|fantastic|wonderful|superb|well done|spot on|sensible"
          r"|well written|well thought|balanced|rightly|(?:is|are) right|right (?:to|that"
          r"|priorities|approach|direction)|wholehearted\w*|positive (?:step|move|start))"),
    (0.55, r"(?:good|fine|ok|okay|fair enough|no objections?|(?:difficult|hard) to disagree"
           r"|unobjectionable|thank you|thanks)"),
)  # fmt: skip
# Words that support only as a verb of the main clause ("people feel welcome", "the support").
SUPPORT_VERBS = frozenset({"support", "welcome", "like", "love", "appreciate", "value", "back"})

ALIGNMENT_LINK = re.compile(
    r"\b(?:align|aligns|aligned|aligning|alignment|fit|fits|fitted|fitting|match|matches|matched"
    r"|matching|mirror|mirrors|mirrored|mirroring|chime|chimes|chimed|consistent|consistency"
    r"|complement|complements|complementary|correspond|corresponds|correspondence|echo|echoes"
    r"|echoed|resonate|resonates|dovetail|dovetails|parallel|parallels|overlap|overlaps"
    r"|in (?:\w+ )?(?:line|keeping|tune|step|harmony|accord|accordance|sympathy) with"
    r"|sits? (?:\w+ )?(?:alongside|within|well with|comfortably)|compatible|akin|similar|similarity"
    r"|resembles?|same as|same ambition|tie[sd]? in(?:to)?|ties? (?:to|with)|maps? (?:\w+ )?on"
    r"|maps? (?:directly |well )?(?:to|across)|link|links|linked|read-across|reflects?|reflected"
    r"|shares?|shared|on the same page|in common|dovetailing|relates?|relationship|connects?"
    r"|synerg(?:y|ies)|supports? our|contributes? to our|underpins? our)\b"
)
ALIGNMENT_STRONG = re.compile(
    r"\b(?:align(?:s|ed|ment)?|mirrors?|mirrored|chimes?|consistent|corresponds?|echo(?:es|ed)?"
    r"|resonates?|dovetails?|complements?|in (?:\w+ )?(?:line|keeping|tune|step|accord|accordance)"
    r"|matches|similar|same) (?:\w+ ){0,3}(?:with|to|of|as|in)\b.{0,60}?(?:\w's|\w\w\ws'|its|this"
    r" council|this authority|(?:corporate|local|business|strategic|council) plan) (?:\w+ ){0,2}?"
    + _PLAN
    + r"\b"
)
ALIGNMENT_OWN = re.compile(
    rf"\b{_OWN}\b (?:\w+[ -]){{0,5}}?{_PLAN}\b|\bours\b|\b(?:our|my) own\b"
    r"|\b(?:our|the) (?:organisation|organization|company|charity|council|trust|partnership"
    r"|board|service)'s (?:own )?(?:\w+ ){0,3}?" + _PLAN
)
ALIGNMENT_QUESTION = re.compile(
    r"\b(?:align|aligns|aligned|fit|fits|match|consistent|compatible|relate|relates|complement"
    r"|complements|support|supports|reflect)\b.*\b(?:your|own|organisation|organisational"
    r"|organization|organizational)\b"
)
ALIGNMENT_ANSWER = re.compile(
    r"^(?:very |extremely |quite |fairly |reasonably |broadly |really )?(?:well|closely|strongly"
    r"|good|excellent|strong|close|fully|completely|perfectly|directly|a good)\b|\b" + _PLAN + r"\b"
)

# Bare agreement, thanks and pointers elsewhere consist of these words and say nothing else.
GENERAL = frozenset(
    """
    i we the our my you your to for with of in at by on all and is are am be so very strongly
    broadly fully completely totally generally largely entirely wholeheartedly much this these
    those that it them above below here principle general overall as board council commission
    partnership group trust members any further more else agree agrees agreed support supports
    supported supportive yes no yep ok okay fine good definitely absolutely certainly course
    disagree disagrees neither nor not sure unsure none nothing add comment comments n a na
    applicable see attached enclosed letter email response answer answers previous earlier same
    thanks thank many dear sir madam hello hi kind best warm regards sincerely faithfully yours
    opportunity respond asking us being consulted submission please refer said stated already
    have has do don't know question questions
    """.split()
)
GREETING = re.compile(
    r"^\W*(?:thank you|thanks|many thanks|dear (?:sir|madam|\w+)|kind regards|with kind regards"
    r"|yours (?:sincerely|faithfully))\b(?!.*\b(?:but|however)\b)"
)

FOR = _cues(
    (1.0, r"(?:agree|agrees|agreed|support|supports|supported|supportive|endorse|endorses|endorsed"
          r"|welcome|welcomes|welcomed|applaud|applauds|commend|commends|praise|praised|approve"
          r"|approves|in favour|yes|pleased|delighted|glad|happy|encouraged|content|love|loved"
          r"|like (?:this|these|it|the)|liked|good(?! deal)|great(?! deal| many| number)"
          r"|excellent|brilliant|sensible|positive|spot on|right behind|rightly|fantastic"
          r"|absolutely|definitely|appreciated)"),
)  # fmt: skip
AGAINST = _cues(
    (1.0, r"(?:disagree|disagrees|disagreed|oppose|opposes|opposed|object|objects|objection"
          r"|objections|reject|rejects|against (?:this|the|it|these|any)|unacceptable|unfair"
          r"|ridiculous|pointless|nonsense|bad idea|terrible idea|waste of (?:money|time)|appalling"
          r"|disgraceful|unnecessary|too expensive|wrong|excessive|unworkable|a mistake"
          r"|counterproductive)"),
)  # fmt: skip
CONDITION = re.compile(
    r"\b(?:but|however|although|though|provided|providing|subject to|except|as long as|so long as"
    r"|only if|unless|on condition|nevertheless|with reservations|in principle|that said|yet)\b"
)
NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|hardly|neither|nor|without|nothing|none|nobody)\b|n't\b"
)

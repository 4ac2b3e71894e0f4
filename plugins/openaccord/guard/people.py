"""What points at one person: a date of birth, an e-mail address, a postcode, a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaccord.guard.find import Find

_MONTH = (
    "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    "|Ion|Chwef|Maw|Ebr|Mai|Meh|Gorff|Awst|Med|Hyd|Tach|Rhag)[a-z]{0,8}\\.?"
)
_DAY = "[0-3]?[0-9](?:st|nd|rd|th|af|ail|ydd|fed|eg|ain)?"
_DATE = (
    f"(?:{_DAY}(?: of)?[ -]?{_MONTH},?[ -]?(?:[12][0-9])?[0-9]{{2}}"
    f"|{_MONTH} {_DAY},? [12][0-9]{{3}}"
    "|[0-3]?[0-9][/. -][01]?[0-9][/. -](?:[12][0-9])?[0-9]{2}"
    "|[12][0-9]{3}[/.-][01]?[0-9][/.-][0-3]?[0-9])(?![0-9])"
)
_NO_COHORT = (
    r"(?![\"')]{0,2},? (?:or|and|to|until|through|onward|onwards|neu|hyd)\b|[ ]?[–-] ?[0-9]|[ ]?(?:or|and) )"
)
"""Not a date that begins or ends a range: “born 1 April 2001 or later” is about many people."""
_NOUN = r"(?:dates?[ _-]of[ _-]birth|birth[ _-]?dates?|birthdays?|d\.?o\.?b|dyddiad(?:au)?[ _-]geni)\b\.?"
_VERB = "(?:born|ganwyd|ganed)"
_MARKS = "[ \t\u00a0\"'“”‘’*_|]{0,4}"
_BIRTH = re.compile(
    rf"\b(?:{_NOUN}{_MARKS}(?:\([^()\n]{{0,20}}\){_MARKS})?(?:is|was|oedd|yw|[:=,–-])?{_MARKS}"
    rf"|{_VERB}(?: on| ar)?(?: the)?[:,]?{_MARKS}){_DATE}{_NO_COHORT}"
    rf"|{_DATE} ?[(,–-]{{0,1}} ?{_NOUN}",
    re.IGNORECASE,
)
_BIRTH_WORD = re.compile(f"birth|d\\.?o\\.?b|geni|{_VERB}", re.IGNORECASE)
_BIRTH_FIELD = re.compile(rf"\b{_NOUN}", re.IGNORECASE)
_A_DATE = re.compile(rf"(?<![0-9]){_DATE}", re.IGNORECASE)

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'-])([A-Za-z0-9][A-Za-z0-9._%+'’-]{0,63})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
)
_SPLIT = re.compile("[._]")
_NAME_PART = re.compile("[a-z]+(?:['’-][a-z]+)*")
_TEAM_STEMS = re.compile(
    "(?:"
    "account|administ|advice|adviso|adult|agreement|appeal|applicat|archiv|assess|assuranc|audit|benefits"
    "|booking|business|caldicott|campaign|central|childr|citizen|clinic|commerc|commiss|communi|complain"
    "|complianc|consent|consult|contact|control|corporat|council|custom|democra|digital|direct|disclos"
    "|district|educat|election|emergenc|employ|enquir|environ|estates|events|exchang|families|feedback"
    "|financ|freedom|general|govern|health|helpdesk|helpline|hospital|housing|inform|inquir|insight"
    "|integrat|learning|librar|licen[cs]|manage|member|network|officer|ombuds|operat|partner|patient"
    "|payment|people|perform|planning|police|policy|practice|prevent|privacy|procure|program|project"
    "|protect|public|quality|question|recept|record|recruit|referr|regist|report|request|research"
    "|resilien|respon|review|rights|school|secreta|securit|sensor|servic|sharing|shared|social|standards"
    "|statist|strateg|streets|subject|support|survey|system|technic|tenan|traffic|training|transform"
    "|transport|universit|victim|visitor|volunt|wellbeing|welfare|cofnod|cymorth|diogelu|gwasanaeth"
    "|gwybodaeth|preifat|rhannu|ymholiad"
    ")"
)
"""How words begin that teams are called by and no person is."""

_TEAM_WORDS = frozenset(
    """
    admin all and at board by care case cases cctv chair chief child clerk cy data desk dpa dpia dpo
    duty early en family fire foi for fraud front gdpr gp head help home hr human ia ict ig igt in inbox
    info isa it lead leader legal live local mail mash mayor media mental new news nhs no noreply not
    nurse of office on online or our plan post press reply safe sar senior siro staff sos team teams
    test the to town trust uk unit us via waste water web work works youth
    """.split()  # noqa: SIM905 - as a list, one line a word
)


def births(text: str, about: str) -> Iterator[Find]:
    """Whole dates next to the words “date of birth” or “born”, in English or Welsh."""
    if _BIRTH_FIELD.search(about.replace("_", " ")):
        yield from (Find("personal-date-of-birth", *match.span()) for match in _A_DATE.finditer(text))
    elif _BIRTH_WORD.search(text):
        yield from (Find("personal-date-of-birth", *match.span()) for match in _BIRTH.finditer(text))


def personal_emails(text: str, _about: str) -> Iterator[Find]:
    """E-mail addresses of the form firstname.lastname, less those with a word that a team is called by."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            if is_a_persons(match.group(1), match.group(2)):
                yield Find("personal-email", *match.span())


def is_a_persons(local: str, domain: str) -> bool:
    """Whether an address is a person's: two to four parts of letters, none of them a word for a team.

    A first part that is also a part of the domain is an organisation's name.
    """
    parts = _SPLIT.split(local.partition("+")[0].lower())
    parts[-1] = parts[-1].rstrip("0123456789")
    if not 2 <= len(parts) <= 4 or len(parts[-1]) < 2 or not all(map(_NAME_PART.fullmatch, parts)):
        return False
    if parts[0] in re.split("[.-]", domain.lower())[:-1]:
        return False
    words = [word for part in parts for word in re.split("['’-]", part)]
    return not any(word in _TEAM_WORDS or _TEAM_STEMS.match(word) for word in words)


_AREAS = frozenset(
    """
    AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E
    EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS
    LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR
    SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """.split()  # noqa: SIM905 - as a list, one line a word
)
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9/-])([A-Z]{1,2})[0-9][0-9A-HJKMNPR-Y]?[ \u00a0]?[0-9][ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"
)
_NAME = re.compile(
    r"(?<![\w-])(?:(?:Dr|Mr|Mrs|Ms|Mx|Prof|Cllr|Revd?)\.?|Miss|Professor|Councillor|Doctor)[ \u00a0]{1,2}"
    r"(?:[A-Z]\.?[ \u00a0]?){0,3}[A-Z][a-zà-ÿ'’-]+"
)


def postcodes(text: str, _about: str) -> Iterator[Find]:
    """Postcodes of the areas that Royal Mail has (BS 7666)."""
    for match in _POSTCODE.finditer(text):
        if match.group(1) in _AREAS:
            yield Find("personal-postcode", *match.span())


def names(text: str, _about: str) -> Iterator[Find]:
    """Names after a title: Dr, Mr, Mrs, Ms, Professor and the like."""
    for match in _NAME.finditer(text):
        yield Find("personal-name", *match.span())

"""What can be wrong with a record, where, and how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from openaccord.guard.finding import redacted

_NAME = re.compile("[A-Za-z0-9_.-]{1,60}")


class Severity(StrEnum):
    """How much a problem matters: an error fails a check, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file. Lines and columns count from 1; columns count characters."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Slip:
    """The value that stands at a problem's place, and the one that was meant, beyond doubt."""

    written: str | float | bool
    meant: str | float | bool


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: the fact in `message`, the remedy in `hint`, and how it could be mended.

    What stands at the place of a `private` one is not repeated in any log.
    """

    place: Place
    code: str
    message: str
    severity: Severity
    hint: str
    slip: Slip | None = field(default=None, compare=False)
    private: bool = field(default=False, compare=False)


class Stop(Exception):  # noqa: N818 - it stops the work; it is no error of the program
    """The work cannot go on. The text is one line for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code stands for."""

    severity: Severity
    meaning: str


def _error(meaning: str) -> Code:
    return Code(Severity.ERROR, meaning)


def _warning(meaning: str) -> Code:
    return Code(Severity.WARNING, meaning)


CODES: dict[str, Code] = {
    # Reading: the file itself.
    "not-a-file": _error("The path is a link or something else that is not a regular file."),
    "path-too-long": _error("The path is longer than 200 bytes."),
    "file-too-large": _error("The file is larger than the limit for its kind."),
    "not-utf-8": _error("The file is not UTF-8 text."),
    "forbidden-character": _error("The text has a control or invisible character."),
    "unreadable-file": _error("The file could not be read from the disk or from git."),
    # Reading: YAML.
    "yaml-syntax": _error("The file is not well-formed YAML."),
    "yaml-feature": _error("The file uses an anchor, alias, tag, merge key or a second document."),
    "duplicate-key": _error("The same key is written twice."),
    "too-deep": _error("Values are nested more than 32 deep."),
    "too-many-values": _error("The file has more than 50,000 values."),
    "text-too-long": _error("A text is longer than 64 KB."),
    "wrong-shape": _error("The file is not the kind of document that belongs here."),
    # Reading: CSV.
    "csv-syntax": _error("The file is not well-formed CSV."),
    "csv-header": _error("The header row is missing, or repeats or leaves out a name."),
    "csv-row-length": _error("A row has more or fewer cells than the header."),
    "too-many-rows": _error("The register has more than 200,000 rows."),
    "too-many-columns": _error("The register has more than 200 columns."),
    "cell-too-long": _error("A cell is longer than 32 KB."),
    "spreadsheet-formula": _error("A cell begins like a spreadsheet formula."),
    # Files: what each of them is for.
    "schema-invalid": _error("One of the partnership's own schemas cannot be used."),
    "wrong-place": _error("A file lies where nothing is read from, or has the wrong ending."),
    "path-case": _error("Two files have paths that differ only by capital letters."),
    "register-twice": _error("A register is kept in two files."),
    "unknown-register": _error("A register has no schema."),
    "descriptor-outdated": _warning("registers/datapackage.yaml does not describe the registers."),
    # Schemas: what a record may hold.
    "unknown-field": _error("The record has a field that its type does not have."),
    "missing-field": _error("A required field is not there."),
    "wrong-type": _error("A value is of another kind than the field takes."),
    "not-in-list": _error("A value is not one of those that the field takes."),
    "wrong-format": _error("A value is not written in the way that the field takes."),
    "out-of-range": _error("A number or a length is outside the field's limits."),
    "repeated-item": _error("A list has the same item twice."),
    # Records: how they hang together.
    "duplicate-id": _error("Two records of one type have the same id."),
    "id-not-file-name": _error("A record's id is not its file's name."),
    "reserved-id": _error("An id is a name that cannot be part of an address."),
    "unknown-reference": _error("A record refers to another that does not exist."),
    "reference-wrong-kind": _error("A record refers to another of the wrong kind."),
    # Rules: references.
    "reference-ended": _warning("A record in use rests on something that is over."),
    "id-reused": _error("A record has taken the address of a page that was given up."),
    # Rules: dates.
    "end-before-start": _error("A record ends before it starts."),
    "past-end-date": _warning("A record is in force after its end date."),
    "consultation-over": _warning("An agreement is in consultation after the consultation has closed."),
    "review-in-future": _error("A review is dated in the future."),
    "review-interval-too-long": _warning("The next review comes later than the partnership allows."),
    "signed-after-withdrawal": _error("An organisation signed after it withdrew."),
    "in-force-unsigned": _warning("A record is in force and nobody has signed it."),
    "shared-before-signed": _warning("A party takes part before it has signed."),
    # Rules: law.
    "lawful-basis-missing": _warning("Personal information is shared and no lawful basis is named."),
    "public-authority-legitimate-interests": _warning(
        "A public authority relies on legitimate interests for its tasks."
    ),
    "consent-without-withdrawal": _warning("Sharing rests on consent, without how to take it back."),
    "gateway-missing": _warning("A public authority gives information and no legal gateway is named."),
    "competent-authority-missing": _warning(
        "The regime is law enforcement and no party is a competent authority."
    ),
    "special-category-without-condition": _error(
        "Special category information is used and no condition for it is named."
    ),
    "schedule-1-condition-missing": _error(
        "A condition for special category information lacks the one in the Schedule that it needs."
    ),
    "schedule-1-condition-mismatch": _warning(
        "A condition for special category information has another paragraph than goes with it."
    ),
    "policy-document-missing": _warning(
        "A condition needs an appropriate policy document, and none can be found."
    ),
    "offence-without-authority": _error(
        "Information about crime is used without official authority or a condition for it."
    ),
    "transfer-without-safeguard": _error("Information goes outside the United Kingdom without a safeguard."),
    "joint-arrangement-missing": _warning("Joint controllers have no arrangement between them."),
    "processor-contract-missing": _warning("A processor has no contract."),
    "dpia-missing": _warning("Sharing of high risk has no impact assessment."),
    # Rules: joined-up registers.
    "disclosure-without-agreement": _warning("Information is disclosed and no agreement covers it."),
    "agreement-without-activity": _warning("No processing activity names an agreement."),
    "flow-without-asset": _warning("Information is given that is in no asset of the giver."),
    "asset-without-activity": _warning("No processing activity names an asset about people."),
    "no-retention-rule": _warning("It is not recorded how long information is kept."),
    "flow-outside-parties": _error("A flow names an organisation that the parties do not."),
    "party-not-in-protocol": _warning("A party has not signed the protocol, or has withdrawn."),
    "ended-without-disposal": _warning(
        "An agreement ended and nothing tells what became of the information."
    ),
    "publication-late": _warning("Something was not published anew in time."),
    # Rules: principles.
    "copy-without-consistency": _warning("Nothing keeps a copy the same as its original."),
    "captured-twice": _warning("People are asked for the same by two organisations."),
    "manual-rekeying": _warning("Information is typed in again by hand."),
    "asset-without-owner": _warning("No role answers for an asset."),
    "access-unchecked": _warning("Who has access is not proven, or was not checked lately."),
    "audit-overdue": _warning("A partner was not audited within the protocol's interval."),
    # Rules: publication.
    "link-not-https": _warning("A link is not encrypted on the way."),
    "markup-refused": _warning("A text has markup that the page does not take."),
    "long-sentence": _warning("A text for citizens has a long sentence."),
    "jargon": _warning("A text for citizens has a word that many do not know."),
    "accessibility-statement-old": _warning("Nobody has looked at the accessibility statement for a year."),
    "personal-nhs-number": _error("A published field has an NHS number."),
    "personal-national-insurance-number": _error("A published field has a National Insurance number."),
    "personal-date-of-birth": _error("A published field has a person's date of birth."),
    "personal-payment-card": _error("A published field has the number of a payment card."),
    "personal-mobile-number": _error("A published field has a mobile telephone number."),
    "personal-email": _error("A published field has the e-mail address of a person."),
    "secret": _error("A published field has a password, key or token."),
    "personal-postcode": _warning("A published field has a postcode."),
    "personal-landline": _warning("A published field has the telephone number of a place."),
    "personal-name": _warning("A published field has what looks like a person's name."),
    # Rules: waivers.
    "waiver-expired": _warning("A waiver's last day has passed."),
    "waiver-needless": _warning("A waiver stands for nothing that is wrong."),
}
"""Every code with its default severity, in the order in which a file is worked through.

So what costs a whole file comes before what costs a record, and reports tell it first.
"""


def problem(  # noqa: PLR0913 - a problem has so many parts
    code: str, place: Place, message: str, hint: str, slip: Slip | None = None, *, private: bool = False
) -> Problem:
    """A problem with its code's default severity. Raises KeyError for a code that is not in CODES.

    What must not be published is not in what it says, whoever quoted it.
    """
    return Problem(place, code, redacted(message), CODES[code].severity, redacted(hint), slip, private)


def shown_name(name: str) -> str:
    """A field's name as a message may say it: text that slipped into its place is not repeated."""
    return name if _NAME.fullmatch(name) else "…"

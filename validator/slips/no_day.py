"""What is wrong with a date that has the right form and stands in no calendar, and what to write."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from validator.slips.meant import MONTHS


def advice(text: str) -> str:
    """What to do about a text such as 2022-02-30; its form, year-month-day, is right already."""
    year, month, day = (int(part) for part in text.split("-"))
    if not year:
        return "There is no year 0: write the day of the paper's first version."
    if 1 <= month <= 12:
        days = monthrange(year, month)[1]
        named = MONTHS[month - 1].capitalize()
        return f"{named} {year} has {days} days: write the day of the paper's first version."
    if 1 <= day <= 12 and month <= monthrange(year, day)[1] and month:
        return f"Is {date(year, day, month)} meant? The month stands before the day."
    return f"There is no month {month}: write the day of the paper's first version as year-month-day."

"""In which encoding a text file is written: UTF-8, with or without byte order mark, or Windows-1252."""

import re

UTF_8, WITH_MARK, WINDOWS = "UTF-8", "UTF-8 with a byte order mark", "Windows-1252"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What of a file that is no whole UTF-8 is UTF-8 all the same: a Windows text has such a pair of signs hardly ever.
PART_OF_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
MEND = "Save the sheet as “CSV UTF-8 (comma delimited)” and load that."


def decoded(content):
    """The text of `content`, bytes, and the name of its encoding; raises ValueError, a sentence that names the mend."""
    if content.startswith(UTF_16_MARKS):
        raise ValueError(f"The file is not UTF-8 but UTF-16. {MEND}")
    if content[:200].count(0) > len(content[:200]) / 4:
        raise ValueError(f"The file is not UTF-8 but UTF-16, it seems. {MEND}")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return _windows(content, content[: error.start].count(b"\n") + 1), WINDOWS
    return text.removeprefix("\ufeff"), WITH_MARK if text.startswith("\ufeff") else UTF_8


def _windows(content, line):
    try:
        if PART_OF_UTF_8.search(content):
            raise ValueError
        return content.decode("cp1252")
    except ValueError:
        raise ValueError(
            f"The file is neither whole UTF-8 nor Windows-1252 (the first odd sign is in line {line}). {MEND}"
        ) from None

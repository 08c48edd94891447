"""rtl_constants.py - reads the integer constants of rtl/pkg, so that generated files say what the RTL says.

Used by sim/gen_words.py and firmware/boot/gen_dts.py."""
import re
import sys
from pathlib import Path


def strip_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def package(folder, name):
    """The text of a package, without comments, as it is with no define."""
    text = strip_comments((Path(folder) / f"{name}_pkg.sv").read_text())
    text = re.sub(r"`ifndef \w+(.*?)(?:`else.*?)?`endif", r"\1", text, flags=re.S)
    return re.sub(r"`ifdef \w+.*?(?:`else(.*?))?`endif", lambda m: m[1] or "", text, flags=re.S)


def number(text, known):
    """Value of an integer expression of literals and constants seen before; None if it is not one."""
    text = re.sub(r"\d*'h([0-9a-fA-F_]+)", lambda m: str(int(m[1].replace("_", ""), 16)), text)
    text = re.sub(r"\d*'b([01_]+)", lambda m: str(int(m[1].replace("_", ""), 2)), text)
    text = re.sub(r"\d*'d([0-9_]+)", lambda m: m[1].replace("_", ""), text)
    text = text.replace("/", "//").strip()
    if not re.fullmatch(r"[\w\s+*/()<>-]+", text):
        return None
    try:
        return eval(text, {"__builtins__": {}}, dict(known))
    except (NameError, SyntaxError):
        return None


def overrides(words):
    """PARAMETER=VALUE of a command line, as -GPARAMETER=VALUE of the RTL."""
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        found[name] = number(value, {})
        if not equals or found[name] is None:
            sys.exit(f"'{word}' is not PARAMETER=NUMBER")
    return found


def localparams(text, known, replaced):
    """Name and value of each integer localparam of a package; known grows by them."""
    found = {}
    for body in re.findall(r"localparam\s+(?:int|bit|logic\s*\[\d+:0\])\s+(.*?);", text, flags=re.S):
        for item in body.split(","):
            name, _, value = item.partition("=")
            name = name.strip()
            value = replaced.get(name, number(value, known))
            if re.fullmatch(r"[A-Z]\w*", name) and value is not None:
                found[name] = known[name] = value
    return found


def enum(text, type_name):
    """(name, value) of each member of an enum."""
    body = re.search(r"typedef\s+enum[^{]*\{([^}]*)\}\s*" + type_name + r"\s*;", text)
    if not body:
        sys.exit(f"rtl_constants.py: no enum {type_name}")
    members, following = [], 0
    for item in body[1].split(","):
        name, _, value = item.partition("=")
        following = number(value, {}) if value.strip() else following
        members.append((name.strip(), following))
        following += 1
    return members

#!/usr/bin/env python3
"""manuals.py PROGRAMS OUT: the manual pages and shell completions, from what the programs say of themselves.

PROGRAMS is the folder of loa-device, loa-centre and loa; one that is not there gets no page. Writes OUT/man/man1 and man5, OUT/man/vi/man5 and
OUT/completions/<shell>. The texts stand in the Swift sources alone: the help of each command, the definition of
each setting.
"""

import json
import subprocess
import sys
from pathlib import Path

PROGRAMS = ["loa-device", "loa-centre", "loa"]
SEE_ALSO = {
    "loa-device": "loa-device.toml(5), loa(1), systemctl(1), aplay(1)",
    "loa-centre": "loa(1), mosquitto(8), systemctl(1)",
    "loa": "loa-device(1), loa-centre(1), mosquitto(8)",
}
COMPLETIONS = {"bash": "{}", "zsh": "_{}", "fish": "{}.fish"}
# Of the page of settings: its language's sentence in `check-config --describe`, and the page's own words.
LANGUAGES = {
    "": (0, "settings of a commune loudspeaker", "NAME", "DESCRIPTION", "KEYS", "SEE ALSO",
         "/etc/loa/board.toml holds what is true of the board, /etc/loa/site.toml what is true of the place; the site "
         "wins over the board, the board over what is built in. Both are TOML. Relative paths begin at their folder. An "
         "unknown key, a wrong type or a value out of range is refused with file, line, key and what is allowed: see "
         "loa-device check-config."),
    "vi": (1, "thiết lập của cụm thu phát thanh", "TÊN", "MÔ TẢ", "KHÓA", "XEM THÊM",
           "/etc/loa/board.toml chứa thiết lập của bo mạch, /etc/loa/site.toml chứa thiết lập của điểm đặt; site.toml "
           "thắng board.toml, board.toml thắng giá trị có sẵn. Cả hai là tệp TOML. Đường dẫn tương đối tính từ thư mục "
           "đó. Khóa lạ, sai kiểu hay ngoài phạm vi đều bị từ chối, kèm tệp, dòng, khóa và giá trị được phép: xem "
           "loa-device check-config."),
}


def answer(program: Path, *arguments: str) -> str:
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def plain(text: str) -> str:
    """A line of text as roff takes it: no character of it is a command."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def prose(text: str) -> list[str]:
    """Paragraphs are filled; indented lines stand as they are written."""
    lines, verbatim = [], False
    for line in text.split("\n"):
        indented = line.startswith("  ")
        if indented != verbatim:
            lines += [".PP", ".nf"] if indented else [".fi"]
            verbatim = indented
        lines.append(plain(line) if line.strip() else ".PP")
    return lines + ([".fi"] if verbatim else [])


def page(name: str, section: int, version: str, parts: list[str]) -> str:
    """The whole page; two breaks between paragraphs are one."""
    lines = [f'.TH "{plain(name.upper())}" {section} "{date()}" "Loa {version}" "Loa"', *parts]
    kept = [line for line, after in zip(lines, [*lines[1:], ".SH"])
            if line != ".PP" or not after.startswith((".PP", ".SH", ".SS"))]
    return "\n".join(kept) + "\n"


def date() -> str:
    """The last commit's."""
    said = subprocess.run(["git", "log", "-1", "--format=%as"], cwd=Path(__file__).parent, capture_output=True, text=True)
    return said.stdout.strip() or "1970-01-01"


def spelling(argument: dict) -> str:
    """-h, --help or --config <config> or <device>, with the names in bold."""
    value = f" \\fI<{plain(argument['valueName'])}>\\fR" if argument["kind"] != "flag" else ""
    names = [("\\-" if name["kind"] == "short" else "\\-\\-") + plain(name["name"]) for name in argument.get("names", [])]
    return ", ".join(f"\\fB{name}\\fR" for name in names) + value if names else value.strip()


def described(arguments: list[dict]) -> list[str]:
    lines = []
    for argument in arguments:
        if not argument.get("shouldDisplay", True):
            continue
        default = f" (default: {argument['defaultValue']})" if argument.get("defaultValue") else ""
        lines += [".TP", spelling(argument), plain(argument.get("abstract", "") + default)]
    return lines


def usage(words: list[str], command: dict) -> list[str]:
    shown = [argument for argument in command.get("arguments", [])
             if argument.get("shouldDisplay", True) and argument["valueName"] not in ("help", "version")]
    spelled = [spelling({**argument, "names": argument.get("names", [])[-1:]}) for argument in shown]
    parts = [f"[{text}]" if argument["isOptional"] else text for argument, text in zip(shown, spelled)]
    return [f"\\fB{plain(' '.join(words))}\\fR " + " ".join(parts)]


def commands(words: list[str], command: dict) -> list[str]:
    """Every command below `command`, depth first."""
    lines = []
    for inner in command.get("subcommands", []):
        if inner["commandName"] == "help" or not inner.get("shouldDisplay", True):
            continue
        path = [*words, inner["commandName"]]
        lines += [f'.SS "{plain(" ".join(path))}"', plain(inner.get("abstract", ""))]
        if not inner.get("subcommands"):
            own = [a for a in inner.get("arguments", []) if a["valueName"] not in ("help", "version")]
            lines += [".PP", *usage(path, inner), *described(own)]
        lines += [".PP", *prose(inner.get("discussion", ""))]
        lines += commands(path, inner)
    return lines


def program_page(program: Path, version: str) -> str:
    command = json.loads(answer(program, "--experimental-dump-help"))["command"]
    name = command["commandName"]
    return page(name, 1, version, [
        ".SH NAME", f"{plain(name)} \\- {plain(command['abstract'].rstrip('.'))}",
        ".SH SYNOPSIS", f"\\fB{plain(name)}\\fR \\fI<subcommand>\\fR [options]",
        ".SH DESCRIPTION", *prose(command.get("discussion", "")),
        ".SH OPTIONS", *described(command.get("arguments", [])),
        ".SH COMMANDS", *commands([name], command),
        ".SH SEE ALSO", plain(SEE_ALSO[name])])


def settings_page(program: Path, version: str, language: str) -> str:
    place, abstract, name, description, keys, see_also, text = LANGUAGES[language]
    lines, table = [], ""
    described = answer(program, "check-config", "--describe").splitlines()
    for head, *sentences in (described[i:i + 3] for i in range(0, len(described), 3)):
        key, allowed = head.split(": ", 1)
        group, short = key.split(".", 1)
        if group != table:
            table = group
            lines.append(f'.SS "[{plain(group)}]"')
        lines += [".TP", f"\\fB{plain(short)}\\fR", plain(allowed), ".br", plain(sentences[place].strip())]
    return page("loa-device.toml", 5, version, [
        f".SH {name}", f"loa\\-device.toml \\- {abstract}", f".SH {description}", plain(text), f'.SH {keys}', *lines,
        f'.SH "{see_also}"', "loa\\-device(1)"])


def write(programs: Path, out: Path) -> None:
    names = [name for name in PROGRAMS if (programs / name).exists()]
    version = answer(programs / "loa", "--version").strip()
    pages = {f"man1/{name}.1": program_page(programs / name, version) for name in names}
    for language in LANGUAGES:
        pages[f"{language}/man5/loa-device.toml.5"] = settings_page(programs / "loa-device", version, language)
    for name, text in pages.items():
        path = out / "man" / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for shell, file in COMPLETIONS.items():
        folder = out / "completions" / shell
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            script = answer(programs / name, "--generate-completion-script", shell)
            # bash reads it, nothing executes it.
            (folder / file.format(name)).write_text(script.removeprefix("#!/bin/bash\n"))


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))

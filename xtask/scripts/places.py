"""Makes definitions/places/units.tsv and successions.tsv.

The country just before and after 1 July 2025 comes from the PyPI package vietnamadminunits 1.0.4 (MIT, by
tranngocminhhieu); what it does not know (legal grounds, shares of people, history of Bến Tre, later changes) comes from
the tables in definitions/places/facts. Running it again changes nothing: a spell keeps the id it once got, and only a
spell that was not there before gets a new one.

    python3 xtask/scripts/places.py [--wheel FILE] [--out DIR]
"""

import argparse
import collections
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "vietnamadminunits==1.0.4"
SHA256 = "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35"
ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACES = ROOT / "definitions" / "places"
REFORM = "2025-07-01"
BEN_TRE = "83"
PROVINCES_GROUND = "202/2025/QH15"
DISTRICTS_GROUND = "203/2025/QH15"
KINDS = {
    "tỉnh": "tinh",
    "quận": "quan",
    "huyện": "huyen",
    "thị xã": "thi_xa",
    "thành phố": "thanh_pho",
    "xã": "xa",
    "phường": "phuong",
    "thị trấn": "thi_tran",
    "đặc khu": "dac_khu",
}

Spell = collections.namedtuple("Spell", "code kind name parent start end")
Link = collections.namedtuple("Link", "source target date relation share ground clause note")


def fetch(folder):
    """Downloads the wheel with pip and refuses any other file than the one these tables were made from."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE], check=True
    )
    (wheel,) = pathlib.Path(folder).glob("vietnamadminunits-*.whl")
    return wheel


def check(wheel):
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != SHA256:
        sys.exit(f"{wheel.name}: sha256 {found}, expected {SHA256}")


def read_table(path):
    """Rows of a hand-written table as dictionaries; lines that start with # are comments."""
    if not path.exists():
        return []
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    header = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(header):
            sys.exit(f"{path.name}: row {number} has {len(fields)} fields, expected {len(header)}")
        rows.append(dict(zip(header, fields)))
    return rows


def split_name(full, level):
    """"Thị trấn Ba Tri" → ("thi_tran", "Ba Tri")."""
    for word in sorted(KINDS, key=len, reverse=True):
        if full.lower().startswith(word + " "):
            kind = KINDS[word]
            if kind == "thanh_pho" and level == "province":
                kind = "thanh_pho_trung_uong"
            return kind, " ".join(full[len(word) :].split())
    sys.exit(f"no kind word in {full!r}")


class Package:
    """What the wheel says: units of both structures and the links between their communes."""

    def __init__(self, wheel):
        with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
            data = "vietnamadminunits/data/"
            converter = json.loads(archive.read(data + "converter_2025.json"))
            database = sqlite3.connect(archive.extract(data + "dataset.db", folder))
            old = database.execute(
                "select provinceCode, province, provinceKey, districtCode, district, districtKey,"
                " wardCode, ward, coalesce(wardKey, '') from admin_units_legacy"
            ).fetchall()
            new = database.execute(
                "select provinceCode, province, provinceKey, wardCode, ward, wardKey from admin_units"
            ).fetchall()
            database.close()
        self.old_provinces = {row[0]: row[1] for row in old}
        self.districts = {row[3]: (row[4], row[0]) for row in old}
        self.old_communes = {row[6]: (row[7], row[3]) for row in old if row[6]}
        self.new_provinces = {row[0]: row[1] for row in new}
        self.new_communes = {row[3]: (row[4], row[0]) for row in new}
        old_key = {f"{row[2]}_{row[5]}_{row[8]}": row[6] or row[3] for row in old}
        new_key = {(row[2], row[5]): row[3] for row in new}
        old_province_key = {row[2]: row[0] for row in old}
        new_province_key = {row[2]: row[0] for row in new}
        self.province_links = {
            old_province_key[source]: new_province_key[target]
            for target, sources in converter["DICT_PROVINCE"].items()
            for source in sources
        }
        self.links = collections.defaultdict(dict)
        for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for commune, sources in communes.items():
                for source in sources:
                    self.links[old_key[source]][new_key[province, commune]] = "whole"
        for province, sources in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
            for source, communes in sources.items():
                for commune in communes:
                    self.links[old_key[source]][new_key[province, commune["newWardKey"]]] = "unknown"


def correct(links, rows):
    """Applies corrections_2025.tsv; gives clause and note of each corrected link."""
    said = {}
    for row in rows:
        targets = links[row["old"]]
        if row["share"] == "remove":
            if row["new"] not in targets:
                sys.exit(f"corrections: {row['old']} has no link to {row['new']} to remove")
            del targets[row["new"]]
        else:
            targets[row["new"]] = row["share"]
            said[row["old"], row["new"]] = (row["ground"], row["clause"], row["note"])
    return said


def spells_of(package, facts):
    """Every spell, and the successions that hand-written tables state."""
    spells, links = [Spell("00", "quoc_gia", "Việt Nam", "", "", "")], []
    for code, full in package.old_provinces.items():
        if code == BEN_TRE:
            continue
        kind, name = split_name(full, "province")
        merged = [old for old, new in package.province_links.items() if new == package.province_links[code]]
        spells.append(Spell(code, kind, name, "00", "", REFORM if len(merged) > 1 else ""))
    for code, (full, province) in package.districts.items():
        if province != BEN_TRE:
            spells.append(Spell(code, *split_name(full, "district"), province, "", REFORM))
    for code, (full, district) in package.old_communes.items():
        if package.districts[district][1] != BEN_TRE:
            spells.append(Spell(code, *split_name(full, "commune"), district, "", REFORM))

    for row in read_table(facts / "ben_tre_units.tsv"):
        spells.append(Spell(*(row[column] for column in ("code", "kind", "name", "parent", "from", "to"))))
    for row in read_table(facts / "ben_tre_events.tsv"):
        source = next(s for s in spells if s.code == row["from"] and s.end == row["date"])
        target = next(s for s in spells if s.code == row["to"] and s.start == row["date"])
        links.append(
            Link(source, target, row["date"], row["relation"], row["share"], row["ground"], row["clause"], row["note"])
        )
    ours = {s.code: s.name for s in spells if s.end == REFORM}
    for code, (full, district) in package.old_communes.items():
        if ours.get(code) != split_name(full, "commune")[1]:
            sys.exit(f"ben_tre_units.tsv and the package disagree on {code}: {ours.get(code)!r}, {full!r}")

    born = {code for code, target in package.province_links.items() if code == target}
    for code in package.new_provinces:
        if code in born and not any(s.code == code and s.end == REFORM for s in spells):
            continue
        kind, name = split_name(package.new_provinces[code], "province")
        spells.append(Spell(code, kind, name, "00", REFORM, ""))
    for code, (full, province) in package.new_communes.items():
        spells.append(Spell(code, *split_name(full, "commune"), province, REFORM, ""))
    return spells, links


def reform_links(package, facts, spells):
    """The successions of 1 July 2025."""
    before = {s.code: s for s in spells if s.end == REFORM}
    after = {s.code: s for s in spells if s.start == REFORM}
    said = correct(package.links, read_table(facts / "corrections_2025.tsv"))
    clauses = {row["code"]: row["clause"] for row in read_table(facts / "clauses_2025.tsv")}
    resolutions = {row["province"]: row["ground"] for row in read_table(facts / "resolutions_2025.tsv")}
    sources = collections.Counter(new for targets in package.links.values() for new in targets)
    links = []
    for old, new in package.province_links.items():
        if old in before:
            links.append(Link(before[old], after[new], REFORM, "merge", "whole", PROVINCES_GROUND, "", ""))
    for code, targets in package.links.items():
        for new, share in targets.items():
            source, target = before[code], after[new]
            if len(targets) > 1 or share == "none":
                relation = "split"
            elif sources[new] > 1:
                relation = "merge"
            elif source.kind != target.kind:
                relation = "change_of_kind"
            elif source.name != target.name:
                relation = "rename"
            else:
                relation = "change_of_parent"
            ground, clause, note = said.get((code, new), (resolutions[target.parent], clauses.get(new, ""), ""))
            links.append(Link(source, target, REFORM, relation, share, ground, clause, note))
    for code in package.districts:
        if not package.links.get(code) or all(share == "none" for share in package.links[code].values()):
            links.append(
                Link(before[code], None, REFORM, "abolition", "none", DISTRICTS_GROUND, "", "kết thúc hoạt động cấp huyện")
            )
    return links


def later_changes(facts, spells, links):
    """Closes and opens the spells of changes after the reform, one row each."""
    for row in read_table(facts / "later_changes.tsv"):
        (index,) = [i for i, s in enumerate(spells) if s.code == row["code"] and not s.end]
        open_spell = spells[index]
        closed = open_spell._replace(end=row["date"])
        opened = open_spell._replace(kind=row["kind"], name=row["name"], start=row["date"])
        spells[index] = closed
        spells.append(opened)
        links[:] = [l._replace(target=closed) if l.target == open_spell else l for l in links]
        links.append(Link(closed, opened, row["date"], row["relation"], "whole", row["ground"], "", row["note"]))


def number(spells, path):
    """Gives each spell its id: the one it has in the written table, else the next free one."""
    known = {(row["code"], row["from"]): int(row["id"]) for row in read_table(path)}
    ids, following = {}, max(known.values(), default=0) + 1
    for spell in sorted(spells, key=lambda s: (len(s.code), s.code, s.start)):
        if (spell.code, spell.start) in known:
            ids[spell] = known.pop((spell.code, spell.start))
        else:
            ids[spell] = following
            following += 1
    if known:
        sys.exit(f"spells with an id would disappear: {sorted(known)[:5]}")
    return ids


def write(path, header, columns, rows):
    lines = ["# " + line for line in header] + ["\t".join(columns)]
    lines += ["\t".join(str(field) for field in row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--wheel", type=pathlib.Path, help="a wheel that is already there")
    parser.add_argument("--out", type=pathlib.Path, default=PLACES, help="folder of units.tsv and successions.tsv")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = options.wheel or fetch(folder)
        check(wheel)
        package = Package(wheel)
    facts = PLACES / "facts"
    spells, links = spells_of(package, facts)
    links += reform_links(package, facts, spells)
    later_changes(facts, spells, links)
    ids = number(spells, PLACES / "units.tsv")
    options.out.mkdir(parents=True, exist_ok=True)
    made = "Made by `cargo xtask data` from vietnamadminunits 1.0.4 (MIT) and the tables in facts/; do not edit by hand."
    write(
        options.out / "units.tsv",
        [
            made,
            "One spell [from, to) of a unit a row. Ids are stable: rows are only added. A blank `from` is: not known since when.",
        ],
        ["id", "code", "kind", "name", "parent", "from", "to"],
        sorted((ids[s], s.code, s.kind, s.name, s.parent, s.start, s.end) for s in spells),
    )
    write(
        options.out / "successions.tsv",
        [
            made,
            "`from` ends and `to` begins on `date`. The share is of people: whole, n/d, none (land only), unknown (a part of unstated size).",
        ],
        ["from", "to", "date", "relation", "share", "ground", "clause", "note"],
        sorted(
            (
                (ids[l.source], ids.get(l.target, ""), l.date, l.relation, l.share, l.ground, l.clause, l.note)
                for l in links
            ),
            key=lambda row: (row[0], str(row[1])),
        ),
    )
    print(f"{len(spells)} spells, {len(links)} successions -> {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()

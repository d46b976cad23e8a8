"""Reads a workbook with openpyxl in read-only mode and checks its rows, as the peer of `benches/source.rs`.

    python read_xlsx.py FILE.xlsx [ROUNDS]

Prints one line of JSON: rows, faults, seconds of each round with their median, peak memory in bytes. The checks are the
plain ones (sex, commune of five digits, date, identity number), so the peer is not slowed by more than it must do.
Needs openpyxl from PyPI; make a virtual environment for it outside of the repository.
"""

import datetime
import json
import re
import resource
import statistics
import sys
import time

import openpyxl

COMMUNE = re.compile(r"\d{5}")
NATIONAL_ID = re.compile(r"\d{12}|\d{9}")
SEXES = {"Nam": 1, "Nữ": 2}


def read(path):
    """Rows and faulty rows of the first sheet."""
    workbook = openpyxl.load_workbook(path, read_only=True)
    rows = workbook.worksheets[0].iter_rows(values_only=True)
    places = {name: index for index, name in enumerate(next(rows))}
    person, sex, commune = places["Mã số BHXH"], places["Giới tính"], places["Mã xã"]
    birth, national_id = places["Ngày sinh"], places["Số CCCD"]
    count = faults = 0
    for row in rows:
        count += 1
        sound = (
            row[person]
            and row[sex] in SEXES
            and COMMUNE.fullmatch(row[commune])
            and isinstance(row[birth], datetime.datetime)
            and NATIONAL_ID.fullmatch(row[national_id])
        )
        faults += not sound
    workbook.close()
    return count, faults


def main():
    path = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        count, faults = read(path)
        times.append(round(time.perf_counter() - start, 3))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({
        "openpyxl": openpyxl.__version__,
        "rows": count,
        "faults": faults,
        "seconds": times,
        "median": statistics.median(times),
        "peak_rss": peak,
    }))


if __name__ == "__main__":
    main()

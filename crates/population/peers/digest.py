"""One line that is the same for two answers only if they agree to the last person.

digest.py FILE reads an answer of `chungsuc population coverage` (Parquet or CSV) and prints its digest as JSON.
"""

import hashlib
import json
import sys

import numpy


def digest(communes, sexes, groups, residents, covered) -> dict:
    """Digest of cells in any order: texts or numbers of each cell, and two matrices of cells × days.

    Cells without a resident on any of the days count as not there.
    """
    residents = numpy.asarray(residents, dtype=numpy.int64)
    covered = numpy.asarray(covered, dtype=numpy.int64)
    communes = numpy.asarray(communes).astype("U5")
    sexes = numpy.asarray(sexes, dtype=numpy.int64)
    groups = numpy.asarray(groups).astype("U8")
    kept = residents.any(axis=1)
    communes, sexes, groups, residents, covered = (x[kept] for x in (communes, sexes, groups, residents, covered))
    order = numpy.lexsort((groups, sexes, communes))
    summary = hashlib.sha256()
    for column in (communes, sexes, groups, residents, covered):
        summary.update(numpy.ascontiguousarray(column[order]).tobytes())
    return {
        "cells": int(len(order)),
        "residents": int(residents.sum()),
        "covered": int(covered.sum()),
        "sha256": summary.hexdigest(),
    }


def of_file(path: str) -> dict:
    """Digest of an answer in long form: commune, sex, group, [month,] residents, covered."""
    import polars

    texts = {"commune": polars.String, "month": polars.String, "group": polars.String}
    frame = polars.read_csv(path, schema_overrides=texts) if path.endswith(".csv") else polars.read_parquet(path)
    frame = frame.with_columns(polars.col("commune").cast(polars.String), polars.col("group").cast(polars.String))
    if "month" not in frame.columns:
        frame = frame.with_columns(month=polars.lit("one day"))
    frame = frame.with_columns(polars.col("month").cast(polars.String).rank("dense").alias("place") - 1)
    cells = frame.select("commune", "sex", "group").unique(maintain_order=False).with_row_index("cell")
    frame = frame.join(cells, on=["commune", "sex", "group"])
    shape = (cells.height, int(frame["place"].max()) + 1)
    matrices = []
    for column in ("residents", "covered"):
        matrix = numpy.zeros(shape, dtype=numpy.int64)
        matrix[frame["cell"].to_numpy(), frame["place"].to_numpy()] = frame[column].to_numpy()
        matrices.append(matrix)
    return digest(cells["commune"].to_numpy(), cells["sex"].to_numpy(), cells["group"].to_numpy(), *matrices)


if __name__ == "__main__":
    print(json.dumps(of_file(sys.argv[1])))

"""Asks one engine one question: peer.py ENGINE QUESTION FILES FOLDER [--way WAY] [--repeat N] [--threads N] [--no-digest].

ENGINE    duckdb, polars, chdb
QUESTION  day (one date), months (sixty month-ends)
FILES     raw, sorted (residents and cards in Parquet), events (changes of the counts by day), masks (sixty months a person)
prepare:  peer.py duckdb prepare events|masks FOLDER   makes events.parquet or masks.parquet from the sorted files

Prints one line of JSON: seconds of each run, peak anonymous memory, the digest of the answer. A run ends when the answer is
in memory as columns; nothing is written.
"""

import argparse
import json
import os
import threading
import time

import questions as ask


class PeakMemory:
    """The most anonymous memory that this process held while it ran, looked at every 10 ms."""

    def __init__(self) -> None:
        self.peak = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def look(self) -> None:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("RssAnon:"):
                    self.peak = max(self.peak, int(line.split()[1]) * 1024)

    def watch(self) -> None:
        while not self.ended.wait(0.01):
            self.look()

    def end(self) -> int:
        self.look()
        self.ended.set()
        self.thread.join()
        return self.peak


def paths(folder: str, files: str) -> tuple[str, str]:
    ending = "-sorted" if files == "sorted" else ""
    return f"{folder}/residents{ending}.parquet", f"{folder}/cards{ending}.parquet"


def queries(engine: str, question: str, files: str, way: str, table) -> list[str]:
    """The SQL of a question; `table` turns the path of a file into what stands after FROM."""
    folder = "{folder}"
    if files == "events":
        found = table(f"{folder}/events.parquet")
        return [ask.one_day_of_events(engine, found) if question == "day" else ask.months_of_events(engine, found)]
    residents, cards = (table(path) for path in paths(folder, "sorted" if files == "masks" else files))
    if question == "day":
        return [ask.one_day(engine, way, residents, cards)]
    masks = table(f"{folder}/masks.parquet") if files == "masks" else ask.joined_masks(engine, residents, cards)
    return [ask.births(engine, residents), ask.month_sums(engine, masks, way)]


def duckdb_runner(options):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {options.threads}; SET preserve_insertion_order = false")
    texts = queries("duckdb", options.question, options.files, options.way, lambda path: f"'{path}'")
    texts = [text.replace("{folder}", options.folder) for text in texts]
    return lambda: [connection.sql(text).to_arrow_table() for text in texts]


def chdb_runner(options):
    import chdb
    import pyarrow

    folder = os.path.abspath(options.folder)
    texts = queries("chdb", options.question, options.files, options.way, lambda path: f"file('{path}', 'Parquet')")
    texts = [text.replace("{folder}", folder) + f" SETTINGS max_threads = {options.threads}, join_use_nulls = 1" for text in texts]

    def run():
        answers = []
        for text in texts:
            answer = chdb.query(text, "ArrowStream")
            if answer.has_error():
                raise RuntimeError(answer.error_message())
            answers.append(pyarrow.ipc.open_stream(answer.bytes()).read_all())
        return answers

    return run


def polars_runner(options):
    os.environ["POLARS_MAX_THREADS"] = str(options.threads)
    import datetime

    import polars

    cell = ["commune_code", "sex", "group_code"]
    column = polars.col
    day = datetime.date.fromisoformat(ask.DAY)

    def scan(name):
        return polars.scan_parquet(f"{options.folder}/{name}.parquet")

    def number(of):
        months = (of.dt.year().cast(polars.Int64) - ask.FIRST_YEAR) * 12 + of.dt.month().cast(polars.Int64) - 1
        return months.clip(0, ask.MONTHS)

    def collect(frame):
        return frame.collect(engine="streaming")

    ending = "-sorted" if options.files in ("sorted", "masks") else ""

    def one_day():
        if options.files == "events":
            found = scan("events").filter(column("day") <= day)
            return [collect(found.group_by(cell).agg(column("residents").sum(), column("covered").sum()))]
        valid = scan("cards" + ending).filter(
            (column("valid_from") <= day) & ((column("valid_to") >= day) | column("valid_to").is_null())
        )
        residents = scan("residents" + ending)
        born = residents.filter(column("birth_date") <= day).select("person_id", *cell)
        if options.way == "semi":
            everybody = born.group_by(cell).agg(residents=polars.len())
            met = born.join(valid.select("person_id"), on="person_id", how="semi")
            covered = met.group_by(cell).agg(covered=polars.len())
            answer = everybody.join(covered, on=cell, how="left").with_columns(column("covered").fill_null(0))
            return [collect(answer)]
        people = valid.select("person_id").unique().with_columns(one=polars.lit(1, polars.UInt8))
        met = born.join(people, on="person_id", how="left")
        return [collect(met.group_by(cell).agg(residents=polars.len(), covered=column("one").cast(polars.UInt32).sum()))]

    def months():
        if options.files == "events":
            found = scan("events").with_columns(month=number(column("day"))).filter(column("month") < ask.MONTHS)
            return [collect(found.group_by(*cell, "month").agg(column("residents").sum(), column("covered").sum()))]
        residents = scan("residents" + ending)
        births = residents.select(*cell, month=number(column("birth_date")))
        births = collect(births.group_by(*cell, "month").agg(people=polars.len()))
        if options.files == "masks":
            masks = scan("masks")
        else:
            two = polars.lit(2, polars.Int64)
            high = polars.when(column("valid_to").is_null()).then(polars.lit(ask.MONTHS, polars.Int64))
            high = high.otherwise(number(column("valid_to") + polars.duration(days=1)))
            spans = scan("cards" + ending).select("person_id", low=number(column("valid_from")), high=high)
            spans = spans.filter(column("high") > column("low"))
            spans = spans.select("person_id", mask=two.pow(column("high")) - two.pow(column("low")))
            found = spans.group_by("person_id").agg(column("mask").bitwise_or())
            masks = residents.select("person_id", *cell).join(found, on="person_id").select(*cell, "mask")

        def bit(month):
            return (column("mask") // (1 << month)) & 1

        if options.way == "packed":
            fours = range(0, ask.MONTHS, ask.LANES)
            four = [(((column("mask") // (1 << first)) & 15) * ask.SPREAD & ask.KEPT).sum() for first in fours]
            sums = [packed.alias(f"p{first}") for packed, first in zip(four, fours)]
            return [births, collect(masks.group_by(cell).agg(sums))]
        if options.way == "people":
            sums = [bit(month).sum().alias(f"c{month}") for month in range(ask.MONTHS)]
            return [births, collect(masks.group_by(cell).agg(sums))]
        counted = masks.group_by(*cell, "mask").agg(people=polars.len().cast(polars.Int64))
        sums = [(bit(month) * column("people")).sum().alias(f"c{month}") for month in range(ask.MONTHS)]
        return [births, collect(counted.group_by(cell).agg(sums))]

    return one_day if options.question == "day" else months


def matrices(answers, question: str, files: str):
    """Cells, residents and covered people by day, from what an engine answered."""
    import numpy
    import polars

    cell = ["commune_code", "sex", "group_code"]
    frames = [answer if isinstance(answer, polars.DataFrame) else polars.from_arrow(answer) for answer in answers]
    frames = [
        frame.with_columns(polars.col("commune_code", "group_code").cast(polars.Binary).cast(polars.String))
        for frame in frames
    ]
    if question == "day":
        frame = frames[0]
        return frame, frame["residents"].to_numpy()[:, None], frame["covered"].to_numpy()[:, None]
    cells = frames[0].select(cell).unique().with_row_index("cell")

    def spread(frame, value):
        frame = frame.join(cells, on=cell).filter(polars.col("month") < ask.MONTHS)
        matrix = numpy.zeros((cells.height, ask.MONTHS), dtype=numpy.int64)
        matrix[frame["cell"].to_numpy(), frame["month"].to_numpy()] = frame[value].to_numpy()
        return matrix.cumsum(axis=1)

    if files == "events":
        return cells, spread(frames[0], "residents"), spread(frames[0], "covered")
    residents = spread(frames[0], "people")
    covered = numpy.zeros((cells.height, ask.MONTHS), dtype=numpy.int64)
    sums = frames[1].join(cells, on=cell)
    if "p0" in sums.columns:
        places = sums["cell"].to_numpy()
        for month in range(ask.MONTHS):
            packed = sums[f"p{month - month % ask.LANES}"].to_numpy().astype(numpy.uint64)
            covered[places, month] = (packed >> numpy.uint64(16 * (month % ask.LANES))) & numpy.uint64(0xFFFF)
        return cells, residents, covered
    covered[sums["cell"].to_numpy()] = sums.select([f"c{month}" for month in range(ask.MONTHS)]).to_numpy()
    return cells, residents, covered


def prepare(options) -> None:
    """Makes the table that a peer is given ready-made."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {options.threads}")
    residents, cards = (f"'{path}'" for path in paths(options.folder, "sorted"))
    if options.files == "events":
        text = ask.events(residents, cards)
    else:
        text = f"SELECT * FROM {ask.joined_masks('duckdb', residents, cards)} m ORDER BY {ask.CELL}"
    memory, start = PeakMemory(), time.perf_counter()
    target = f"{options.folder}/{options.files}.parquet"
    connection.execute(f"COPY ({text}) TO '{target}.unfinished' (FORMAT parquet, COMPRESSION zstd)")
    os.replace(f"{target}.unfinished", target)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": [seconds], "peak_anon": memory.end(), "digest": None}))


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("engine", choices=["duckdb", "polars", "chdb"])
    arguments.add_argument("question", choices=["day", "months", "prepare"])
    arguments.add_argument("files", choices=["raw", "sorted", "events", "masks"])
    arguments.add_argument("folder")
    arguments.add_argument("--way", default="")
    arguments.add_argument("--repeat", type=int, default=5)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--no-digest", action="store_true")
    options = arguments.parse_args()
    if options.question == "prepare":
        prepare(options)
        return
    run = {"duckdb": duckdb_runner, "chdb": chdb_runner, "polars": polars_runner}[options.engine](options)
    memory = PeakMemory()
    seconds = []
    answers = None
    for _ in range(options.repeat):
        answers = None
        start = time.perf_counter()
        answers = run()
        seconds.append(time.perf_counter() - start)
    peak = memory.end()
    found = None
    if not options.no_digest:
        import digest

        cells, residents, covered = matrices(answers, options.question, options.files)
        keys = (cells[name].to_numpy() for name in ("commune_code", "sex", "group_code"))
        found = digest.digest(*keys, residents, covered)
    print(json.dumps({"seconds": seconds, "peak_anon": peak, "digest": found}))


if __name__ == "__main__":
    main()

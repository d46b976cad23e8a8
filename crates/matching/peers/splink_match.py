"""The same task for Splink 5 on DuckDB, tuned in good faith: splink_match.py vietnamese DIR | febrl DIR N with|without

Tells wall and CPU seconds, peak memory, F1 at the best threshold (picked on the truth, in Splink's favour) and at
probability 0.5, one-to-one for two lists and with connected clusters for one.
"""

import os
import resource
import sys
import time

import duckdb
import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THREADS = int(os.environ.get("THREADS", "2"))


def vietnamese(folder):
    connection = duckdb.connect()
    connection.execute(f"SET threads={THREADS}")
    for side in "ab":
        connection.execute(f"""
            CREATE TABLE list_{side} AS SELECT ma AS unique_id,
                lower(replace(replace(strip_accents(ho_ten), 'đ', 'd'), 'Đ', 'D')) AS name,
                split_part(lower(replace(replace(strip_accents(ho_ten), 'đ', 'd'), 'Đ', 'D')), ' ', -1) AS given,
                split_part(lower(replace(replace(strip_accents(ho_ten), 'đ', 'd'), 'Đ', 'D')), ' ', 1) AS surname,
                ho_ten, ngay_sinh AS born, substr(ngay_sinh, 1, 4) AS year, gioi_tinh AS sex, xa AS commune, cccd AS id,
                substr(ngay_sinh, 1, 5) || substr(ngay_sinh, 9, 2) || '-' || substr(ngay_sinh, 6, 2) AS born_swapped
            FROM read_parquet('{folder}/{side}.parquet')""")
    name = {
        "output_column_name": "name",
        "comparison_levels": [
            cll.NullLevel("name"),
            cll.ExactMatchLevel("ho_ten", term_frequency_adjustments=True),
            cll.ExactMatchLevel("name", term_frequency_adjustments=True),
            {"sql_condition": "given_l = given_r AND surname_l = surname_r", "label_for_charts": "ends"},
            cll.JaroWinklerLevel("name", 0.92),
            cll.ExactMatchLevel("given"),
            cll.ElseLevel(),
        ],
    }
    born = {
        "output_column_name": "born",
        "comparison_levels": [
            cll.NullLevel("born"),
            cll.ExactMatchLevel("born"),
            {"sql_condition": "born_l = born_swapped_r", "label_for_charts": "swapped"},
            {
                "sql_condition": "year_l = year_r AND (born_l LIKE '%-01-01' OR born_r LIKE '%-01-01')",
                "label_for_charts": "year for a day",
            },
            cll.DamerauLevenshteinLevel("born", 1),
            cll.ExactMatchLevel("year"),
            cll.ElseLevel(),
        ],
    }
    identity = {
        "output_column_name": "id",
        "comparison_levels": [
            cll.NullLevel("id"),
            cll.ExactMatchLevel("id"),
            cll.DamerauLevenshteinLevel("id", 1),
            cll.ElseLevel(),
        ],
    }
    rules = [
        block_on("id"),
        block_on("born", "given"),
        block_on("name", "year"),
        block_on("name", "commune"),
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[name, born, cl.ExactMatch("sex"), cl.ExactMatch("commune"), identity],
        blocking_rules_to_generate_predictions=rules,
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
        max_iterations=15,
    )
    database = DuckDBAPI(connection)
    lists = [database.register(f"list_{side}", dataset_display_name=side) for side in "ab"]
    linker = Linker(lists, settings)
    linker.training.estimate_probability_two_random_records_match([block_on("id")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("id"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("born", "given"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "commune"))
    found = linker.inference.predict(threshold_match_probability=0.01)
    connection.execute(f"CREATE TABLE found AS SELECT unique_id_l AS a, unique_id_r AS b, match_probability AS p, match_weight AS w FROM {found.physical_name}")
    pairs = connection.execute("SELECT a, b, p, w FROM found ORDER BY w DESC, a, b").to_arrow_table().to_pandas()
    truth = pd.read_csv(f"{folder}/truth.csv")
    return pairs, set(zip(truth.a, truth.b)), True


def febrl(folder, number, with_number):
    number, with_number = int(number), with_number == "with"
    sides = ["a", "b"] if number == 4 else [""]
    frames = []
    for side in sides:
        frame = pd.read_csv(f"{folder}/febrl{number}{side}.csv", dtype=str)
        frames.append(frame.rename(columns={"rec_id": "unique_id"}))
    comparisons = [
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("address_2", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.ExactMatch("state"),
    ]
    rules = [
        block_on("given_name", "surname"),
        block_on("date_of_birth"),
        block_on("surname", "postcode"),
        block_on("given_name", "postcode"),
        block_on("suburb", "street_number"),
        block_on("address_1"),
        block_on("surname", "state"),
        block_on("given_name", "state"),
    ]
    if with_number:
        comparisons.append(cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]))
        rules.append(block_on("soc_sec_id"))
    settings = SettingsCreator(
        link_type="link_only" if number == 4 else "dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=(5000 / 25e6 if number == 4 else 4000 / 12.5e6),
    )
    database = DuckDBAPI()
    lists = [database.register(frame, dataset_display_name=f"list_{side}") for side, frame in zip(sides, frames)]
    linker = Linker(lists, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("surname", "given_name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode", "suburb"))
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    pairs = found.rename(columns={"unique_id_l": "a", "unique_id_r": "b", "match_probability": "p", "match_weight": "w"})
    truth = pd.read_csv(f"{folder}/truth{number}.csv")
    expected = set(zip(truth.a, truth.b))
    if number != 4:
        expected |= {(b, a) for a, b in expected}
    return pairs.sort_values("w", ascending=False)[["a", "b", "p", "w"]], expected, number == 4


def grade(pairs, expected, two_lists):
    size = len(expected) if two_lists else len(expected) / 2
    taken = (set(), set())
    count = right = 0
    best, at_half = (0.0, 0.0), 0.0
    for a, b, p, w in pairs.itertuples(index=False):
        if two_lists and (a in taken[0] or b in taken[1]):
            continue
        taken[0].add(a)
        taken[1].add(b)
        count += 1
        right += (a, b) in expected
        f1 = 2 * right / (count + size)
        best = max(best, (f1, w))
        if p >= 0.5:
            at_half = f1
    return best, at_half


start = time.time()
pairs, expected, two_lists = {"vietnamese": vietnamese, "febrl": febrl}[sys.argv[1]](*sys.argv[2:])
wall = time.time() - start
use = resource.getrusage(resource.RUSAGE_SELF)
best, at_half = grade(pairs, expected, two_lists)
print(
    f"{' '.join(sys.argv[1:])}: wall {wall:.1f} s, CPU {use.ru_utime + use.ru_stime:.1f} s, "
    f"peak {use.ru_maxrss // 1024} MB, pairs {len(pairs)}, F1 best {best[0]:.5f} (weight {best[1]:.1f}), at 0.5 {at_half:.5f}"
)

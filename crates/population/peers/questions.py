"""The two questions in the SQL that each engine answers fastest.

Both count residents born by the day and those of them whom a card covers, by commune × sex × group. People count once,
however many cards they have; cards of people who are not on the list of residents do not count. A card never begins before
birth in the data, so that a covered person need not be asked for the birth again.
"""

DAY = "2024-06-30"
FIRST_YEAR = 2020
MONTHS = 60

# Four months a number: the factor brings four neighbouring bits 16 places apart, the mask keeps them. It holds as long as
# no cell has more than 65,535 people.
LANES = 4
SPREAD = 1 + (1 << 15) + (1 << 30) + (1 << 45)
KEPT = 1 + (1 << 16) + (1 << 32) + (1 << 48)

CELL = "commune_code, sex, group_code"


def day_number(engine: str, column: str) -> str:
    """How many of the month-ends lie before a day: the first at which it is past or present, counted from nought."""
    if engine == "chdb":
        number = f"(toInt32(toYear({column})) - {FIRST_YEAR}) * 12 + toMonth({column}) - 1"
    else:
        number = f"(year({column}) - {FIRST_YEAR}) * 12 + month({column}) - 1"
    return f"least(greatest({number}, 0), {MONTHS})"


def literal(engine: str) -> str:
    return f"toDate32('{DAY}')" if engine == "chdb" else f"DATE '{DAY}'"


def one_day(engine: str, way: str, residents: str, cards: str) -> str:
    """commune_code, sex, group_code, residents, covered on DAY."""
    day = literal(engine)
    valid = f"SELECT person_id FROM {cards} WHERE valid_from <= {day} AND (valid_to >= {day} OR valid_to IS NULL)"
    born = f"birth_date <= {day}"
    if way == "in":
        covered = "toUInt64(covered)" if engine == "chdb" else "CASE WHEN covered THEN 1 ELSE 0 END"
        return f"""
            SELECT {CELL}, count(*) AS residents, sum({covered}) AS covered
            FROM (SELECT {CELL}, person_id IN ({valid}) AS covered FROM {residents} WHERE {born}) x
            GROUP BY {CELL}"""
    if way == "join":
        return f"""
            SELECT {CELL}, count(*) AS residents, count(c.person_id) AS covered
            FROM (SELECT {CELL}, person_id FROM {residents} WHERE {born}) r
            LEFT JOIN (SELECT DISTINCT person_id FROM ({valid}) v) c ON r.person_id = c.person_id
            GROUP BY {CELL}"""
    if way == "semi":
        return f"""
            SELECT {CELL}, sum(residents) AS residents, sum(covered) AS covered
            FROM (
                SELECT {CELL}, count(*) AS residents, 0 AS covered FROM {residents} WHERE {born} GROUP BY {CELL}
                UNION ALL
                SELECT {CELL}, 0, count(*) FROM {residents} WHERE person_id IN ({valid}) GROUP BY {CELL}
            ) x
            GROUP BY {CELL}"""
    raise ValueError(way)


def person_masks(engine: str, cards: str) -> str:
    """person_id, mask: bit m is set if a card covers the person at month-end m."""
    first = day_number(engine, "valid_from")
    after = day_number(engine, "(valid_to + 1)")
    spans = f"""SELECT person_id, {first} AS low, CASE WHEN valid_to IS NULL THEN {MONTHS} ELSE {after} END AS high FROM {cards}"""
    if engine == "chdb":
        bits = "bitXor(bitShiftLeft(toUInt64(1), toUInt8(high)) - 1, bitShiftLeft(toUInt64(1), toUInt8(low)) - 1)"
        gather = "groupBitOr"
    else:
        bits = "(1::BIGINT << high::BIGINT) - (1::BIGINT << low::BIGINT)"
        gather = "bit_or"
    return f"SELECT person_id, {gather}({bits}) AS mask FROM ({spans}) s WHERE high > low GROUP BY person_id"


def month_sums(engine: str, masks: str, way: str) -> str:
    """Covered people of each cell at each month-end, from a row (cell, mask) a person."""
    bit = (lambda month: f"bitTest(mask, {month})") if engine == "chdb" else (lambda month: f"((mask >> {month}) & 1)")
    if way == "packed":
        if engine == "chdb":
            four = lambda first: f"sum(bitAnd(bitAnd(bitShiftRight(mask, {first}), 15) * {SPREAD}, {KEPT}))"
        else:
            four = lambda first: f"sum((((mask >> {first}) & 15) * {SPREAD}) & {KEPT})::UBIGINT"
        sums = ", ".join(f"{four(first)} AS p{first}" for first in range(0, MONTHS, LANES))
        return f"SELECT {CELL}, {sums} FROM {masks} m GROUP BY {CELL}"
    if way == "count":
        one = (lambda month: f"countIf({bit(month)})") if engine == "chdb" else (lambda month: f"count_if({bit(month)} = 1)")
        sums = ", ".join(f"{one(month)} AS c{month}" for month in range(MONTHS))
        return f"SELECT {CELL}, {sums} FROM {masks} m GROUP BY {CELL}"
    if way == "people":
        sums = ", ".join(f"sum({bit(month)}) AS c{month}" for month in range(MONTHS))
        return f"SELECT {CELL}, {sums} FROM {masks} m GROUP BY {CELL}"
    # Most people of a cell share a few masks: count those, then take the bits apart.
    sums = ", ".join(f"sum({bit(month)} * people) AS c{month}" for month in range(MONTHS))
    counted = f"SELECT {CELL}, mask, count(*) AS people FROM {masks} m GROUP BY {CELL}, mask"
    return f"SELECT {CELL}, {sums} FROM ({counted}) q GROUP BY {CELL}"


def births(engine: str, residents: str) -> str:
    """commune_code, sex, group_code, month, people: month-end from which residents count."""
    month = day_number(engine, "birth_date")
    return f"""SELECT {CELL}, {month} AS month, count(*) AS people FROM {residents} GROUP BY {CELL}, month"""


def joined_masks(engine: str, residents: str, cards: str) -> str:
    return f"""(SELECT {CELL}, mask FROM {residents} r JOIN ({person_masks(engine, cards)}) c USING (person_id))"""


def events(residents: str, cards: str) -> str:
    """DuckDB: commune_code, sex, group_code, day, covered, residents: by how many both counts change on a day."""
    return f"""
        WITH ahead AS (
            SELECT person_id, valid_from, coalesce(valid_to, DATE '9999-12-30') AS valid_to,
                max(coalesce(valid_to, DATE '9999-12-30')) OVER (
                    PARTITION BY person_id ORDER BY valid_from, valid_to
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
            FROM {cards}),
        spells AS (
            SELECT person_id,
                CASE WHEN reached IS NOT NULL AND reached >= valid_from THEN reached + 1 ELSE valid_from END AS first,
                valid_to + 1 AS after
            FROM ahead WHERE reached IS NULL OR valid_to > reached),
        placed AS (SELECT {CELL}, first, after FROM spells JOIN {residents} r USING (person_id)),
        changes AS (
            SELECT {CELL}, first AS day, 1 AS covered, 0 AS residents FROM placed
            UNION ALL SELECT {CELL}, after, -1, 0 FROM placed
            UNION ALL SELECT {CELL}, greatest(birth_date, DATE '1900-01-01'), 0, 1 FROM {residents})
        SELECT {CELL}, day, sum(covered)::INT AS covered, sum(residents)::INT AS residents
        FROM changes GROUP BY {CELL}, day ORDER BY {CELL}, day"""


def one_day_of_events(engine: str, table: str) -> str:
    day = literal(engine)
    return f"""SELECT {CELL}, sum(residents) AS residents, sum(covered) AS covered FROM {table} WHERE day <= {day} GROUP BY {CELL}"""


def months_of_events(engine: str, table: str) -> str:
    """commune_code, sex, group_code, month, residents, covered: changes by month-end, to be summed up along the months."""
    month = day_number(engine, "day")
    return f"""SELECT {CELL}, month, sum(residents) AS residents, sum(covered) AS covered
        FROM (SELECT {CELL}, {month} AS month, residents, covered FROM {table}) x
        WHERE month < {MONTHS} GROUP BY {CELL}, month"""

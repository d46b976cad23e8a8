//! The tables against reference lists made by others, where these lie beside the workspace.

use std::collections::{BTreeMap, BTreeSet};

use super::{REGISTRY, at, day, reference};
use crate::place::{Kind, Level, Relation, Share, Unit};
use crate::text::search_key;

type Rows = Vec<BTreeMap<String, String>>;

/// The rows of a file, or none with a word about it.
fn rows(name: &str) -> Option<Rows> {
    let Some(path) = reference(name) else {
        eprintln!("skipped 1 comparison: no reference file {name}");
        return None;
    };
    let text = std::fs::read_to_string(path).expect("a readable reference file");
    let mut lines = text.lines().map(fields);
    let header = lines.next().expect("a header");
    Some(lines.map(|line| header.iter().cloned().zip(line).collect()).collect())
}

/// The fields of a CSV line; the reference has no line breaks inside fields.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            letter => fields.last_mut().expect("never empty").push(letter),
        }
    }
    fields
}

fn kind_of(word: &str, level: Level) -> Kind {
    let key = search_key(word).replace(' ', "_");
    match Kind::from_key(&key) {
        Some(Kind::ThanhPho) if level == Level::Province => Kind::ThanhPhoTrungUong,
        Some(kind) => kind,
        None => panic!("kind {word}"),
    }
}

/// Compares code, kind and parent of every unit of a level; counts names that are spelt otherwise.
fn same_units(name: &str, level: Level, on: &str, parent: &str) -> Option<usize> {
    let rows = rows(name)?;
    let ours: BTreeMap<&str, &Unit> = REGISTRY
        .descendants(REGISTRY.nation().id, level, day(on))
        .into_iter()
        .map(|unit| (unit.code.as_ref(), unit))
        .collect();
    let mut differing = 0;
    let mut seen = 0;
    for row in rows.iter().filter(|row| row.get("status").is_none_or(|status| status == "active")) {
        let unit = ours.get(row["code"].as_str()).unwrap_or_else(|| panic!("{} is missing", row["code"]));
        // The reference's type column calls these two phường of Thủ Đức "Xã", its name column "Phường".
        if !["27046", "27076"].contains(&unit.code.as_ref()) {
            assert_eq!(unit.kind, kind_of(&row["type"], level), "{}", row["code"]);
        }
        if !parent.is_empty() {
            assert_eq!(unit.parent_code.as_ref(), row[parent], "{}", row["code"]);
        }
        differing += usize::from(search_key(&unit.title()) != search_key(&row["name"]));
        seen += 1;
    }
    assert_eq!(seen, ours.len(), "{name}");
    Some(differing)
}

#[test]
fn both_structures_of_2025() {
    let (old, new) = ("2025-06-30", "2025-07-01");
    // The last number counts names spelt otherwise than by tone place, kind of Đ or punctuation: blanks within names
    // of other languages, "Sính" and "Xính", Roman numbers, Hưng Yên (Nam).
    for (name, level, on, parent, differing) in [
        ("provinces_old.csv", Level::Province, old, "", 0),
        ("districts_old.csv", Level::District, old, "province_code", 0),
        ("communes_old.csv", Level::Commune, old, "district_code", 71),
        ("provinces_new.csv", Level::Province, new, "", 0),
        ("communes_new.csv", Level::Commune, new, "province_code", 0),
    ] {
        let found = same_units(name, level, on, parent);
        assert!(found.is_none_or(|found| found == differing), "{name}: {found:?}");
    }
}

#[test]
fn every_commune_has_the_new_units_of_the_resolutions() {
    let Some(rows) = rows("commune_map_2025.csv") else {
        return;
    };
    let mut map: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for row in &rows {
        // A coastal bank that no commune held: in our tables a link of the district that carries nobody.
        if row["old_code"] != "D376" {
            map.entry(&row["old_code"]).or_default().insert(&row["new_code"], &row["relation"]);
        }
    }
    assert_eq!(map.len(), 10_040);
    let mut split = 0;
    for (code, targets) in &map {
        let unit = at(code.trim_start_matches('D'), "2025-06-30");
        let links: Vec<_> = REGISTRY.successors(unit).collect();
        let ours: BTreeSet<&str> = links.iter().map(|link| new_code(link.to)).collect();
        assert_eq!(ours, targets.keys().copied().collect(), "{code}");
        split += usize::from(links.len() > 1);
        for link in links {
            let relation = targets[new_code(link.to)];
            let share = match relation {
                // All the land of Kỳ Lợi, but people to two other units as well.
                "toan_bo" if targets.len() > 1 => Share::Unknown,
                "mot_phan" | "mot_phan_dan_so" => Share::Unknown,
                "mot_phan_dien_tich" => Share::Nobody,
                _ => Share::Whole,
            };
            assert_eq!(link.share, share, "{code} → {}: {relation}", new_code(link.to));
            // Tà Si Láng is written Tà Xi Láng after the reform: a rename to us.
            let kept = matches!(link.relation, Relation::ChangeOfParent | Relation::Rename);
            assert!(relation != "giu_nguyen" || kept, "{code}: {:?}", link.relation);
        }
    }
    assert_eq!(split, 440);

    let clauses: BTreeMap<(&str, &str), (&str, &str)> = rows
        .iter()
        .map(|row| {
            let key = (row["old_code"].trim_start_matches('D'), row["new_code"].as_str());
            (key, (row["resolution"].as_str(), row["clause_of_article_1"].as_str()))
        })
        .collect();
    let mut with_clause = 0;
    for link in REGISTRY.all_successions().iter().filter(|link| link.date == day("2025-07-01")) {
        let (Some(to), Some(from)) = (link.to, REGISTRY.unit(link.from)) else {
            continue;
        };
        if REGISTRY.unit(to).is_some_and(|unit| unit.level() == Level::Province) {
            continue;
        }
        let ground = link.ground.as_ref().expect("every link has one");
        let (resolution, clause) = clauses[&(from.code.as_ref(), new_code(Some(to)))];
        assert_eq!(ground.document.number.as_ref(), resolution, "{}", from.code);
        if let Some(ours) = &ground.clause {
            assert_eq!(ours.as_ref(), clause, "{}", from.code);
            with_clause += 1;
        }
    }
    // 171 corrected links and that of the bank of Kim Sơn, the 148 communes of Bến Tre.
    assert_eq!(with_clause, 320);
}

fn new_code(id: Option<crate::place::UnitId>) -> &'static str {
    id.and_then(|id| REGISTRY.unit(id)).map_or("", |unit| unit.code.as_ref())
}

#[test]
fn provinces_and_later_changes() {
    if let Some(rows) = rows("provinces_old.csv") {
        for row in rows {
            let old = at(&row["code"], "2025-06-30");
            assert_eq!(REGISTRY.standing_for(old, day("2025-07-01")), [at(&row["new_province_code"], "2025-07-01")]);
        }
    }
    for row in rows("changes_after_20250701.csv").unwrap_or_default() {
        let (before, after) = (at(&row["code"], "2026-04-29"), at(&row["code"], "2026-04-30"));
        assert_eq!(REGISTRY.unit(before).map(Unit::title), Some(row["old_name"].clone()));
        assert_eq!(REGISTRY.unit(after).map(Unit::title), Some(row["new_name"].clone()));
        let ground = REGISTRY.successors(before).next().map(|link| link.ground_text());
        assert_eq!(ground, Some(row["document"].clone()));
    }
}

/// Spells that differ only by people or land moved are one line in the reference.
#[test]
fn ben_tre_from_2004_to_2025() {
    let Some(rows) = rows("unit_history_2004_20250301.csv") else {
        return;
    };
    let districts: BTreeSet<String> = (829..=838).map(|code| code.to_string()).collect();
    let ours = |row: &&BTreeMap<String, String>| {
        row["code"] == "83" || row["parent_code"] == "83" || districts.contains(&row["parent_code"])
    };
    let expected: BTreeSet<(String, String, String, String, String)> = rows
        .iter()
        .filter(ours)
        .map(|row| {
            let level = if row["level"] == "province" { Level::Province } else { Level::Commune };
            let end = if row["valid_to"].is_empty() { "2025-07-01" } else { &row["valid_to"] };
            let kind = kind_of(&row["type"], level).key().to_owned();
            (row["code"].clone(), kind, row["parent_code"].clone(), row["valid_from"].clone(), end.to_owned())
        })
        .collect();
    let mut found = BTreeSet::new();
    for unit in REGISTRY.units().iter().filter(|unit| unit.to.is_some_and(|to| to <= day("2025-07-01"))) {
        let home = unit.code.as_ref() == "83"
            || unit.parent_code.as_ref() == "83"
            || districts.contains(unit.parent_code.as_ref());
        let same_before = REGISTRY.predecessors(unit.id).any(|link| link.relation == Relation::UnchangedPart);
        if !home || same_before {
            continue;
        }
        let mut last = unit;
        while let Some(next) = REGISTRY.goes_on_as(last.id).and_then(|id| REGISTRY.unit(id)) {
            last = next;
        }
        let parent = if unit.level() == Level::Province { "" } else { unit.parent_code.as_ref() };
        let text = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let key =
            (unit.code.to_string(), unit.kind.key().to_owned(), parent.to_owned(), text(unit.from), text(last.to));
        found.insert(key);
    }
    assert_eq!(found, expected);
}

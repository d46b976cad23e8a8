//! Figures of every commune, a month, by sex, and a target for every province and commune.

use chrono::{Datelike, Days, NaiveDate};
use chungsuc::app::App;
use chungsuc::results::{Batch, NewResult, Origin, Value, Which, confirm_results, enter_results};
use chungsuc::targets::{self, NewTarget};
use chungsuc::{accounts, documents};
use platform::blob::Blobs;
use platform::{Problem, Result};
use rules::number::Fixed;
use rules::period::Period;
use rules::place::Level;
use rules::rate::{Comparator, Sex};
use std::sync::Arc;
use std::time::Instant;

/// What the source of every figure is called.
const MARK: &str = "Dữ liệu sinh ngẫu nhiên";
const INDICATOR: &str = "coverage_rate";
const DENOMINATOR: &str = "population_average";

/// The same numbers from the same seed (splitmix64).
pub fn random(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A number from `low` to `high` for a seed.
fn between(seed: u64, low: i64, high: i64) -> i64 {
    let span = u64::try_from(high - low).expect("an ordered range");
    low + i64::try_from(random(seed) % span).expect("below the span")
}

/// Last days of the whole months before `today`, oldest first.
pub fn month_ends(today: NaiveDate, months: u32) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut first = today.with_day(1);
    while let Some(day) = first.filter(|_| days.len() < months as usize) {
        let last = day - Days::new(1);
        days.push(last);
        first = last.with_day(1);
    }
    days.reverse();
    days
}

/// The figures of one commune and month: everybody, men, women.
pub fn of_commune(unit: i64, day: NaiveDate, period: Period, source: &Arc<Origin>) -> [NewResult; 3] {
    let seed = u64::try_from(unit).unwrap_or(0);
    let years = i64::from(day.year() - 2015);
    let people = between(seed, 2_000, 20_000) + 20 * years;
    let men = people * between(seed ^ 1, 480, 505) / 1_000;
    let month = random(seed).wrapping_add(u64::try_from(day.num_days_from_ce()).unwrap_or(0));
    let covered = |people: i64, salt: u64| {
        people * (between(seed ^ salt, 780, 880) + 9 * years + between(month ^ salt, 0, 10)) / 1_000
    };
    let (men_covered, women_covered) = (covered(men, 2), covered(people - men, 3));
    let figure = |sex, num, den| NewResult {
        unit,
        indicator: INDICATOR.to_owned(),
        denominator: Some(DENOMINATOR.to_owned()),
        facet: chungsuc::results::Facet::None,
        period,
        as_of: day,
        sex,
        group: None,
        value: Value::Pair { num, den },
        estimate: false,
        printed: None,
        rounded_to: None,
        note: None,
        source: source.clone(),
        locator: MARK.to_owned(),
    };
    [
        figure(None, men_covered + women_covered, people),
        figure(Some(Sex::Male), men_covered, men),
        figure(Some(Sex::Female), women_covered, people - men),
    ]
}

/// The month that ends on a day.
pub fn month_of(day: NaiveDate) -> Result<Period> {
    let first = day.with_day(1).ok_or_else(|| Problem::internal("a month begins on its first day"))?;
    Period::between(first, day).map_err(|error| Problem::internal(error.to_string()))
}

/// Enters and confirms the figures, then the targets; the key of the last figure.
pub async fn fill(app: &App, months: u32) -> Result<i64> {
    let loader = accounts::system("demo", MARK, "demo");
    let confirmer = accounts::system("demo.xac-nhan", MARK, "demo_confirmer");
    let sha256 = Blobs::of(&app.config().data).keep(MARK.as_bytes())?;
    let source = Arc::new(Origin::Import { name: MARK.to_owned(), sha256 });
    let nation = app.places().nation().id;
    let start = Instant::now();
    let (mut count, mut last) = (0, 0);
    for day in month_ends(app.today(), months) {
        let period = month_of(day)?;
        let communes = app.places().descendants(nation, Level::Commune, day);
        let figures = communes.iter().flat_map(|unit| of_commune(i64::from(unit.id), day, period, &source));
        let batch = Batch { rows: figures.collect(), reason: Some(MARK.to_owned()) };
        count += batch.rows.len();
        let entered = enter_results(app, &loader, batch).await?;
        last = entered.ids.last().copied().unwrap_or(last);
        confirm_results(app, &confirmer, Which::Change(entered.change), Some(MARK)).await?;
        if day.month() == 12 {
            eprintln!("{day}: {} communes, {count} figures in {:?}", communes.len(), start.elapsed());
        }
    }
    eprintln!("{count} figures entered and confirmed in {:?}", start.elapsed());
    targets(app, &loader).await?;
    Ok(last)
}

/// A target of this year and the next for every province and commune.
async fn targets(app: &App, loader: &platform::Actor) -> Result<()> {
    let text = format!(
        "key = \"sinh-ngau-nhien\"\nkind = \"decision\"\nnumber = \"00/QĐ-SNN\"\ndate = \"{}\"\nissuer = \"{MARK}\"\nsubject = \"{MARK}\"",
        app.today()
    );
    let paper =
        platform::definition::parse("national.toml", &text).map_err(|fault| Problem::internal(fault.to_string()))?;
    documents::enter_document(app, loader, &paper).await?;
    let paper = documents::find_document(app.reader(), "sinh-ngau-nhien").await?;
    let mut change = app.begin(loader, targets::ENTER.0, Some(MARK)).await?;
    let source = documents::source_of_document(&mut change, &paper).await?;
    let nation = app.places().nation().id;
    let mut new = Vec::new();
    for level in [Level::Province, Level::Commune] {
        for unit in app.places().descendants(nation, level, app.today()) {
            let unit = i64::from(unit.id);
            let seed = u64::try_from(unit).unwrap_or(0);
            let value = Fixed::from_ten_thousandths(between(seed ^ 7, 900_000, 980_000));
            new.push(target(app.today().year(), unit, value, &paper, source));
        }
    }
    let count = new.len();
    targets::enter_targets(app, loader, &mut change, new).await?;
    change.commit().await?;
    eprintln!("{count} targets");
    Ok(())
}

fn target(year: i32, unit: i64, value: Fixed, paper: &documents::DocumentRow, source: i64) -> NewTarget {
    NewTarget {
        unit,
        each: None,
        indicator: INDICATOR.to_owned(),
        year: Some(year),
        due: None,
        value: Some(value),
        upper: None,
        comparator: Comparator::AtLeast,
        measure: None,
        denominator: None,
        group: None,
        per_sex: false,
        criterion: None,
        authority: "vss".to_owned(),
        document: Some(paper.id),
        decided_on: None,
        movement: None,
        objective: None,
        resolutions: Vec::new(),
        supersedes: None,
        printed: None,
        unknown_reason: None,
        note: Some(MARK.to_owned()),
        source,
        locator: MARK.to_owned(),
    }
}

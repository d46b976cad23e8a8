//! What the load bench is told: which pages to ask, who reads, who writes what.

use super::figures::random;
use chrono::Datelike;
use chungsuc::accounts::{self, NewAccount};
use chungsuc::app::App;
use chungsuc::{demo, documents, movements};
use platform::Result;
use platform::web::encode_query_value;
use rules::place::{Level, Unit};
use std::fmt::Write as _;

const PASSWORD: &str = "mat-khau-do-tai";
const WRITERS: usize = 40;

/// Lines of words between tabs: `page GROUP WEIGHT PATH`, `reader NAME PASSWORD`, `writer NAME CONFIRMER PASSWORD
/// PROVINCE UNIT PERIOD DAY`.
struct Plan(String);

impl Plan {
    fn page(&mut self, group: &str, weight: u32, path: &str) {
        writeln!(self.0, "page\t{group}\t{weight}\t{path}").expect("a string takes every line");
    }
}

/// Writes `load.tsv` and makes the accounts that it names. `last` is the key of the last figure.
pub async fn prepare(app: &App, last: i64) -> Result<()> {
    let mut plan = Plan(String::new());
    pages(app, last, &mut plan).await?;
    for account in demo::ACCOUNTS {
        writeln!(plan.0, "reader\t{}\t{}", account.name, demo::PASSWORD).expect("a string takes every line");
    }
    writers(app, &mut plan).await?;
    std::fs::write(app.config().data.join("load.tsv"), plan.0)?;
    Ok(())
}

/// Some of the units, always the same.
fn some<'a>(units: &[&'a Unit], count: u64) -> Vec<&'a Unit> {
    let length = u64::try_from(units.len()).unwrap_or(1).max(1);
    let place = |index: u64| usize::try_from(random(index) % length).unwrap_or(0);
    (0..count).filter_map(|index| units.get(place(index)).copied()).collect()
}

async fn pages(app: &App, last: i64, plan: &mut Plan) -> Result<()> {
    let registry = app.places();
    let nation = registry.nation().id;
    let today = app.today();
    let before = chrono::NaiveDate::from_ymd_opt(2025, 6, 30).expect("a real day");
    let year = today.year();
    let of_level = |level, day| registry.descendants(nation, level, day);
    let provinces = of_level(Level::Province, today);
    let communes = of_level(Level::Commune, today);
    plan.page("home", 10, "/");
    plan.page("unit: country", 4, &format!("/units/{}", i64::from(nation)));
    for (group, weight, units) in [
        ("unit: province", 12, some(&provinces, 100)),
        ("unit: commune", 16, some(&communes, 300)),
        ("unit: province before 7/2025", 4, some(&of_level(Level::Province, before), 100)),
        ("unit: district before 7/2025", 3, some(&of_level(Level::District, before), 100)),
        ("unit: commune before 7/2025", 5, some(&of_level(Level::Commune, before), 300)),
    ] {
        for unit in units {
            plan.page(group, weight, &format!("/units/{}", i64::from(unit.id)));
        }
    }
    for query in ["", "?year=2025", "?year=2025&structure=new", "?year=2019", "?year=2024"] {
        plan.page("indicator", 6, &format!("/indicators/coverage_rate{query}"));
    }
    for indicator in ["participants", "communes_meeting_criterion"] {
        plan.page("indicator", 6, &format!("/indicators/{indicator}"));
    }
    let tree = |unit: &Unit| format!("/targets?unit={}&indicator=coverage_rate&year={year}", i64::from(unit.id));
    plan.page("targets: country", 4, &tree(registry.nation()));
    for unit in some(&provinces, 100) {
        plan.page("targets: province", 6, &tree(unit));
        plan.page("new-rural: province", 5, &format!("/new-rural?unit={}", i64::from(unit.id)));
        plan.page("places", 6, &format!("/places?unit={}", i64::from(unit.id)));
    }
    for unit in some(&communes, 100) {
        plan.page("places", 6, &format!("/places/{}", i64::from(unit.id)));
        plan.page("search", 6, &format!("/search?q={}", encode_query_value(&unit.name)));
    }
    plan.page("places", 6, "/places");
    plan.page("places", 6, "/places?q=chau");
    for text in ["hoa", "Thạnh", "bao phủ", "1980", "nông thôn mới"] {
        plan.page("search", 6, &format!("/search?q={}", encode_query_value(text)));
    }
    plan.page("new-rural: country", 3, "/new-rural");
    plan.page("documents", 4, "/documents");
    for id in 1..200 {
        if documents::find(app.reader(), id).await?.is_some() {
            plan.page("documents", 4, &documents::path(id));
        }
    }
    plan.page("movements", 4, "/movements");
    for key in movements::list_movements(app).await?.keys() {
        plan.page("movements", 4, &movements::path(key));
    }
    plan.page("plans", 3, "/plans");
    plan.page("definitions", 3, "/catalogue");
    plan.page("definitions", 3, "/offices");
    let last = u64::try_from(last).unwrap_or(1);
    for index in 0..500 {
        plan.page("result", 10, &format!("/results/{}", 1 + random(index) % last));
    }
    plan.page("waiting results", 2, "/results/confirm");
    Ok(())
}

/// Forty people who enter and forty who confirm, each for one province. Each enters a figure that is summed with nobody
/// else's: where a province has two writers, the second one's is of the whole year.
async fn writers(app: &App, plan: &mut Plan) -> Result<()> {
    let registry = app.places();
    let today = app.today();
    let provinces = registry.descendants(registry.nation().id, Level::Province, today);
    let month = format!("{}-{:02}", today.year(), today.month());
    for number in 0..WRITERS {
        let province = provinces[number % provinces.len()];
        let communes = registry.descendants(province.id, Level::Commune, today);
        let commune = communes[number % communes.len()];
        let (writer, confirmer) = (format!("nhap.{number:02}"), format!("duyet.{number:02}"));
        for (name, role) in [(&writer, "province_focal_unit"), (&confirmer, "province_director")] {
            let new = NewAccount {
                name: name.clone(),
                display_name: String::new(),
                roles: vec![role.to_owned()],
                scope_unit: Some(province.id.into()),
                password: Some(PASSWORD.to_owned()),
            };
            accounts::create_account(app, &accounts::local_operator(), new).await?;
        }
        let period = if number < provinces.len() { month.clone() } else { today.year().to_string() };
        let line = [
            "writer",
            &writer,
            &confirmer,
            PASSWORD,
            &i64::from(province.id).to_string(),
            commune.code.as_ref(),
            &period,
            &today.to_string(),
        ];
        writeln!(plan.0, "{}", line.join("\t")).expect("a string takes every line");
    }
    Ok(())
}

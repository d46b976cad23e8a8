//! Writing the sample pack through the front door of each area, and the accounts to try it with.

use super::pack::{Pack, Target, UnitReference};
use crate::accounts::{self, NewAccount};
use crate::app::App;
use crate::criteria::{self, NewRecognition};
use crate::documents;
use crate::targets::{self, NewTarget};
use chrono::NaiveDate;
use platform::{Actor, Change, Fault, Problem, Refusal, Result};
use rules::period::Period;
use rules::place::Level;
use std::collections::HashMap;

/// The password of every demo account; the demo serves on loopback only.
pub const PASSWORD: &str = "chung-suc-demo";

/// An account to try the product with.
#[derive(Debug, Clone, Copy)]
pub struct DemoAccount {
    /// Name to log in with.
    pub name: &'static str,
    /// Name on the screen.
    pub display_name: &'static str,
    /// Key of its role.
    pub role: &'static str,
    /// Its territory; none for the whole country.
    pub scope: Option<&'static str>,
}

/// The demo accounts.
pub const ACCOUNTS: &[DemoAccount] = &[
    DemoAccount { name: "quantri", display_name: "Quản trị hệ thống", role: "system_admin", scope: None },
    DemoAccount {
        name: "vu.tdkt",
        display_name: "Vụ Thi đua - Khen thưởng",
        role: "emulation_department",
        scope: None,
    },
    DemoAccount {
        name: "ban.thu",
        display_name: "Ban Quản lý Thu - Sổ, Thẻ",
        role: "collection_department",
        scope: None,
    },
    DemoAccount { name: "van.thu", display_name: "Văn thư BHXH Việt Nam", role: "clerk", scope: None },
    DemoAccount {
        name: "tong.giamdoc",
        display_name: "Tổng Giám đốc BHXH Việt Nam",
        role: "director_general",
        scope: None,
    },
    DemoAccount {
        name: "tccb.vinhlong",
        display_name: "Phòng Tổ chức cán bộ, BHXH tỉnh Vĩnh Long",
        role: "province_focal_unit",
        scope: Some("tỉnh Vĩnh Long"),
    },
    DemoAccount {
        name: "giamdoc.vinhlong",
        display_name: "Giám đốc BHXH tỉnh Vĩnh Long",
        role: "province_director",
        scope: Some("tỉnh Vĩnh Long"),
    },
];

/// Whether the sample pack is already here.
pub async fn is_loaded(app: &App) -> Result<bool> {
    accounts::exists(app, ACCOUNTS[0].name).await
}

/// Loads papers, targets, results, registers and the accounts. The accounts come last: they say that everything before is there.
pub async fn load(app: &App) -> Result<()> {
    let pack = Pack::load(app.definitions(), app.catalogue()).map_err(refuse)?;
    let loader = accounts::system("demo", "Dữ liệu mẫu", "demo");
    if let Some(first) = pack.documents.first()
        && documents::find_document(app.reader(), &first.key).await.is_ok()
    {
        return Err(Problem::refuse(
            "Lần nạp dữ liệu mẫu trước bị dừng giữa chừng, hoặc thư mục này đã có dữ liệu khác.",
            "Chạy lại với --fresh để bỏ dữ liệu cũ, hoặc chọn thư mục khác bằng --data.",
        ));
    }
    for paper in &pack.documents {
        documents::enter_document(app, &loader, paper).await?;
    }
    load_targets(app, &loader, &pack).await?;
    super::results::load_results(app, &pack).await?;
    load_recognitions(app, &loader, &pack).await?;
    super::registers::load_registers(app, &pack).await?;
    for account in ACCOUNTS {
        let new = NewAccount {
            name: account.name.to_owned(),
            display_name: account.display_name.to_owned(),
            roles: vec![account.role.to_owned()],
            scope_unit: account.scope.map(|text| app.resolve_unit(text, None, Some(app.today()))).transpose()?,
            password: Some(PASSWORD.to_owned()),
        };
        accounts::create_account(app, &accounts::local_operator(), new).await?;
    }
    Ok(())
}

fn refuse(faults: Vec<platform::definition::Fault>) -> Problem {
    let faults = faults.into_iter().map(|fault| Fault {
        sheet: Some(fault.file),
        row: u32::try_from(fault.line).ok(),
        column: fault.field,
        rule: fault.message,
        remedy: "Sửa gói mẫu rồi chạy lại.".to_owned(),
    });
    Refusal::of_faults(faults.collect()).into()
}

/// A sample that does not fit what is there.
pub(super) fn refused(sentence: String) -> Problem {
    Problem::refuse(sentence, "Sửa gói mẫu rồi chạy lại.")
}

async fn load_targets(app: &App, loader: &Actor, pack: &Pack) -> Result<()> {
    let mut change = app.begin(loader, targets::ENTER.0, Some("Dữ liệu mẫu")).await?;
    let mut known: HashMap<&str, i64> = HashMap::new();
    for row in in_order(&pack.targets) {
        let new = new_target(app, &mut change, row, &known).await?;
        let id = targets::enter_targets(app, loader, &mut change, vec![new]).await?;
        if let (Some(key), Some(id)) = (&row.key, id.first()) {
            known.insert(key, *id);
        }
    }
    change.commit().await?;
    Ok(())
}

async fn load_recognitions(app: &App, loader: &Actor, pack: &Pack) -> Result<()> {
    let mut change = app.begin(loader, criteria::RECOGNISE.0, Some("Dữ liệu mẫu")).await?;
    let mut rows = Vec::with_capacity(pack.recognitions.len());
    for row in &pack.recognitions {
        let read = documents::find_document(change.connection(), &row.source.document).await?;
        let document = match &row.document {
            Some(key) => Some(documents::find_document(change.connection(), key).await?.id),
            None => None,
        };
        rows.push(NewRecognition {
            unit: unit(app, &row.unit, None)?,
            level: row.level,
            set: None,
            decided_on: row.decided_on,
            document,
            seen_on: row.seen_on,
            note: row.note.clone(),
            source: documents::source_of_document(&mut change, &read).await?,
            locator: row.source.locator.clone().unwrap_or_default(),
        });
    }
    criteria::recognise(app, loader, &mut change, rows).await?;
    change.commit().await?;
    Ok(())
}

/// Those that replace others come after them.
fn in_order(rows: &[Target]) -> impl Iterator<Item = &Target> {
    let (first, second): (Vec<&Target>, Vec<&Target>) = rows.iter().partition(|row| row.supersedes.is_none());
    first.into_iter().chain(second)
}

async fn new_target(app: &App, change: &mut Change, row: &Target, known: &HashMap<&str, i64>) -> Result<NewTarget> {
    let decided = documents::find_document(change.connection(), &row.document).await?;
    let read = documents::find_document(change.connection(), &row.source.document).await?;
    let source = documents::source_of_document(change, &read).await?;
    let supersedes = row.supersedes.as_deref().map(|key| {
        known.get(key).copied().ok_or_else(|| Problem::internal(format!("sample target {key} is not there yet")))
    });
    Ok(NewTarget {
        unit: unit(app, &row.unit, row.year)?,
        each: row.each,
        indicator: row.indicator.clone(),
        year: row.year,
        due: row.by,
        value: row.value,
        upper: row.upper,
        comparator: row.comparator,
        measure: row.measure,
        denominator: row.denominator.clone(),
        group: row.group.clone(),
        per_sex: row.per_sex,
        criterion: row.criterion.as_ref().map(|criterion| (criterion.set.clone(), criterion.code.clone())),
        authority: row.authority.clone(),
        document: Some(decided.id),
        decided_on: row.decided_on,
        movement: row.movement.clone(),
        objective: row.objective.clone(),
        resolutions: row.resolutions.clone(),
        supersedes: supersedes.transpose()?,
        printed: row.printed.clone(),
        unknown_reason: row.unknown_reason.clone(),
        note: row.note.clone(),
        source,
        locator: row.source.locator.clone().unwrap_or_default(),
    })
}

/// The unit that a pack names, as of its day or of the year of the row.
pub fn unit(app: &App, reference: &UnitReference, year: Option<i32>) -> Result<i64> {
    if reference.level == Level::Nation {
        return Ok(i64::from(app.places().nation().id));
    }
    let day: Option<NaiveDate> = reference.on.or_else(|| year.and_then(Period::year).map(Period::first_day));
    if let (Some(code), Some(day)) = (&reference.code, day) {
        let found = app.places().by_code(code, day).map(|unit| i64::from(unit.id));
        return found.ok_or_else(|| Problem::internal(format!("a sample names a unit nobody knows: {reference:?}")));
    }
    let name = reference.name.as_deref().unwrap_or_default();
    let within = reference.within.as_deref().map(|text| app.resolve_unit(text, None, day)).transpose()?;
    app.resolve_unit(name, within, day).map_err(Problem::from)
}

//! Proving that the books are sound.

use super::{LEFT_OUT, tables};
use crate::accounts::MAINTAIN;
use crate::app::App;
use platform::blob::{Blobs, Hashing};
use platform::gate::{self, Place};
use platform::problem::Refusal;
use platform::slice::Finding;
use platform::{Actor, Result};
use std::collections::BTreeSet;
use std::io;

/// How many single faults a sentence names before it only counts them.
const NAMED: usize = 5;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Whether every finding is.
    pub sound: bool,
    /// One for each check.
    pub findings: Vec<Finding>,
}

/// Checks the audit chain, the database, the definitions (`definitions` is why they did not load, if they did not), the
/// blobs and the books of each slice.
pub async fn doctor(app: &App, actor: &Actor, definitions: Option<&Refusal>) -> Result<Report> {
    gate::authorise(actor, MAINTAIN, Place::Country, app.territory())?;
    let mut findings = vec![check_chain(app).await?, check_definitions(app, definitions)];
    findings.extend(check_database(app).await?);
    findings.push(check_blobs(app).await?);
    for slice in crate::SLICES {
        findings.extend(slice.check(app).await?);
    }
    Ok(Report { sound: findings.iter().all(|finding| finding.sound), findings })
}

/// All is well when there are no faults; else the first few are named.
fn finding(check: &str, sound: String, faults: &[String]) -> Finding {
    let sentence = match faults.len() {
        0 => sound,
        many if many > NAMED => format!("{} Và {} chỗ khác.", faults[..NAMED].join(" "), many - NAMED),
        _ => faults.join(" "),
    };
    Finding { check: check.to_owned(), sound: faults.is_empty(), sentence }
}

async fn check_chain(app: &App) -> Result<Finding> {
    let chain = platform::audit::verify(app.reader()).await?;
    let sound = match chain.entries {
        0 => "Nhật ký chưa có thay đổi nào.".to_owned(),
        entries => format!("Nhật ký liền mạch: {entries} thay đổi, dấu niêm cuối {}.", chain.head),
    };
    Ok(finding("audit_chain", sound, &chain.breaks))
}

fn check_definitions(app: &App, refusal: Option<&Refusal>) -> Finding {
    let sound = format!(
        "Đọc được {} chỉ tiêu thống kê, {} tệp định nghĩa.",
        app.catalogue().indicators.len(),
        app.definitions().iter().count()
    );
    let faults: Vec<String> = refusal
        .map(|refusal| {
            format!("Không dùng được thư mục definitions, nên chỉ xét bản đi kèm phần mềm: {}.", refusal.sentence)
        })
        .into_iter()
        .collect();
    finding("definitions", sound, &faults)
}

async fn check_database(app: &App) -> Result<[Finding; 3]> {
    let integrity = app.database().integrity().await?;
    let is_postgres = app.config().database_url.starts_with("postgres");
    let keys = if is_postgres {
        "PostgreSQL tự giữ mọi khóa ngoại; không ràng buộc nào chưa được kiểm tra."
    } else {
        "Mọi khóa ngoại trỏ tới dòng có thật."
    };
    let file = if is_postgres {
        "PostgreSQL tự giữ tệp của nó."
    } else {
        "Tệp cơ sở dữ liệu nguyên vẹn."
    };
    let (constraints, damage) =
        if is_postgres { (integrity.damage, Vec::new()) } else { (integrity.dangling, integrity.damage) };
    let covered: BTreeSet<&str> = tables().iter().map(|table| table.name()).chain(LEFT_OUT.iter().copied()).collect();
    let missed: Vec<String> = app
        .database()
        .table_names()
        .await?
        .into_iter()
        .filter(|name| !covered.contains(name.as_str()))
        .map(|name| format!("Bảng {name} không có trong bản sao lưu."))
        .collect();
    let tables = format!("Sao lưu gồm đủ {} bảng, cố ý bỏ {}.", covered.len() - LEFT_OUT.len(), LEFT_OUT.join(", "));
    Ok([
        finding("foreign_keys", keys.to_owned(), &constraints),
        finding("database_file", file.to_owned(), &damage),
        finding("backup_tables", tables, &missed),
    ])
}

/// Every file that a row points to is there with its content; files nobody points to are counted, since an upload that
/// was never committed leaves one.
async fn check_blobs(app: &App) -> Result<Finding> {
    let blobs = Blobs::of(&app.config().data);
    let present: BTreeSet<String> = blobs.addresses()?.into_iter().collect();
    let mut wanted = BTreeSet::new();
    for slice in crate::SLICES {
        wanted.extend(slice.blobs(app).await?);
    }
    let mut faults: Vec<String> =
        wanted.difference(&present).map(|address| format!("Thiếu tệp {address} mà số liệu lấy làm nguồn.")).collect();
    for address in &present {
        let mut hashing = Hashing::new(io::sink());
        io::copy(&mut blobs.open(address)?, &mut hashing)?;
        if hashing.finish().1 != *address {
            faults.push(format!("Tệp {address} không còn đúng nội dung."));
        }
    }
    let free = present.difference(&wanted).count();
    let sound = format!("{} tệp đúng nội dung, trong đó {free} tệp chưa có số liệu nào dùng tới.", present.len());
    Ok(finding("blobs", sound, &faults))
}

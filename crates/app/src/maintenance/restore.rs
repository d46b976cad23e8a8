//! Filling an empty installation from a backup: everything is proved first, then written in one transaction.

use super::manifest::{FORMAT, Manifest, NAME, Summary, TableFile};
use super::{STEP, tables};
use crate::accounts::MAINTAIN;
use crate::app::App;
use platform::blob::{Blobs, Hashing, is_address};
use platform::database::Transaction;
use platform::gate::{self, Place};
use platform::table::Portable;
use platform::{Actor, Problem, Result};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use zip::ZipArchive;

type Archive = ZipArchive<BufReader<File>>;

/// Fills the empty installation of `app` from `file`.
pub async fn restore(app: &App, actor: &Actor, file: &Path) -> Result<Summary> {
    gate::authorise(actor, MAINTAIN, Place::Country, app.territory())?;
    let mut archive = open(file)?;
    let manifest = read_manifest(&mut archive)?;
    check_versions(&manifest, &app.database().applied_migrations().await?)?;
    check_names(&manifest, &archive)?;
    check_sums(&manifest, &mut archive)?;

    let transaction = app.database().refill().await?;
    refuse_unless_empty(&transaction).await?;
    let blobs = Blobs::of(&app.config().data);
    for blob in &manifest.blobs {
        blobs.keep_stream(&blob.sha256, &mut entry(&mut archive, &blob.path())?)?;
    }
    for table in tables() {
        if let Some(rows) = manifest.tables.iter().find(|rows| rows.name == table.name()) {
            write_rows(&mut archive, rows, &*table, &transaction).await?;
        }
    }
    let chain = platform::audit::verify(&transaction).await?;
    if chain != manifest.chain {
        return Err(damaged("nhật ký ghi lại được khác với nhật ký lúc sao lưu"));
    }
    transaction.commit().await?;
    app.database().analyze().await?;
    Ok(Summary::of(file, &manifest))
}

fn open(file: &Path) -> Result<Archive> {
    let opened = File::open(file).map_err(|error| {
        Problem::refuse(format!("Không mở được tệp {}: {error}.", file.display()), "Kiểm tra lại đường dẫn.")
    })?;
    ZipArchive::new(BufReader::new(opened)).map_err(|_| {
        Problem::refuse(
            format!("Tệp {} không phải là bản sao lưu của Chung Sức, hoặc bị cắt cụt.", file.display()),
            "Dùng tệp do lệnh chungsuc backup ghi ra.",
        )
    })
}

fn damaged(what: &str) -> Problem {
    Problem::refuse(
        format!("Bản sao lưu hỏng: {what}. Chưa ghi gì vào cơ sở dữ liệu."),
        "Chép lại tệp từ nơi lưu gốc, hoặc dùng bản sao lưu khác.",
    )
}

fn entry<'a>(archive: &'a mut Archive, path: &str) -> Result<zip::read::ZipFile<'a, BufReader<File>>> {
    archive.by_name(path).map_err(|_| damaged(&format!("thiếu {path}")))
}

fn read_manifest(archive: &mut Archive) -> Result<Manifest> {
    #[derive(serde::Deserialize)]
    struct Format {
        format: u32,
    }
    let text = io::read_to_string(entry(archive, NAME)?).map_err(|_| damaged("không đọc được bản kê"))?;
    let format: Format = serde_json::from_str(&text).map_err(|_| damaged("không đọc được bản kê"))?;
    if format.format > FORMAT {
        return Err(Problem::refuse(
            format!("Bản sao lưu có định dạng {}, mới hơn định dạng {FORMAT} mà phần mềm này đọc được.", format.format),
            "Cài phiên bản Chung Sức mới hơn rồi phục hồi lại.",
        ));
    }
    serde_json::from_str(&text).map_err(|_| damaged("bản kê không đúng dạng"))
}

/// Older backups leave newer tables empty; newer ones would lose what this program does not know.
fn check_versions(manifest: &Manifest, known: &[String]) -> Result<()> {
    let unknown: Vec<&str> =
        manifest.migrations.iter().filter(|name| !known.contains(name)).map(String::as_str).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Problem::refuse(
        format!(
            "Bản sao lưu do phiên bản {} ghi ra, có cấu trúc dữ liệu mà phần mềm này chưa biết: {}.",
            manifest.application,
            unknown.join(", ")
        ),
        "Cài phiên bản Chung Sức mới hơn rồi phục hồi lại.",
    ))
}

/// Exactly the files of the manifest, exactly the tables of this program.
fn check_names(manifest: &Manifest, archive: &Archive) -> Result<()> {
    let known: BTreeSet<&str> = tables().iter().map(|table| table.name()).collect();
    if let Some(table) = manifest.tables.iter().find(|table| !known.contains(table.name.as_str())) {
        return Err(damaged(&format!("có bảng lạ {}", table.name)));
    }
    if let Some(blob) = manifest.blobs.iter().find(|blob| !is_address(&blob.sha256)) {
        return Err(damaged(&format!("có tên tệp lạ {}", blob.sha256)));
    }
    let mut expected: BTreeSet<String> = manifest.tables.iter().map(TableFile::path).collect();
    expected.extend(manifest.blobs.iter().map(|blob| blob.path()));
    expected.insert(NAME.to_owned());
    for name in archive.file_names() {
        let name = name.map_err(|_| damaged("có tên tệp không đọc được"))?;
        if !expected.contains(&*name) {
            return Err(damaged(&format!("có tệp {name} không ghi trong bản kê")));
        }
    }
    Ok(())
}

fn check_sums(manifest: &Manifest, archive: &mut Archive) -> Result<()> {
    let tables = manifest.tables.iter().map(|table| (table.path(), &table.sha256));
    let blobs = manifest.blobs.iter().map(|blob| (blob.path(), &blob.sha256));
    for (path, expected) in tables.chain(blobs) {
        let mut hashing = Hashing::new(io::sink());
        io::copy(&mut entry(archive, &path)?, &mut hashing)
            .map_err(|_| damaged(&format!("không giải nén được {path}")))?;
        if hashing.finish().1 != *expected {
            return Err(damaged(&format!("{path} không khớp mã kiểm tra")));
        }
    }
    Ok(())
}

async fn refuse_unless_empty(transaction: &Transaction) -> Result<()> {
    for table in tables() {
        let rows = table.count(transaction).await?;
        if rows > 0 {
            return Err(Problem::refuse(
                format!(
                    "Cơ sở dữ liệu này đã có dữ liệu (bảng {} có {rows} dòng) nên không phục hồi đè lên.",
                    table.name()
                ),
                "Phục hồi vào một thư mục mới bằng --data, hoặc một cơ sở dữ liệu trống bằng --database.",
            ));
        }
    }
    Ok(())
}

async fn write_rows(
    archive: &mut Archive,
    rows: &TableFile,
    table: &dyn Portable,
    transaction: &Transaction,
) -> Result<()> {
    let mut lines = BufReader::new(entry(archive, &rows.path())?).lines();
    loop {
        let portion: Vec<String> = lines.by_ref().take(STEP as usize).collect::<io::Result<_>>()?;
        if portion.is_empty() {
            break;
        }
        table.write(transaction, &portion).await?;
    }
    table.continue_keys(transaction).await?;
    let written = table.count(transaction).await?;
    if written == rows.rows {
        return Ok(());
    }
    Err(damaged(&format!("bảng {} có {written} dòng, bản kê ghi {}", rows.name, rows.rows)))
}

//! Writing a backup of a running installation, in bounded memory.

use super::manifest::{BlobFile, FORMAT, Manifest, NAME, Summary, TableFile};
use super::{STEP, tables};
use crate::accounts::MAINTAIN;
use crate::app::App;
use chrono::SecondsFormat;
use platform::blob::{Blobs, Hashing};
use platform::database::Transaction;
use platform::gate::{self, Place};
use platform::table::Portable;
use platform::{Actor, Problem, Result};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

type Archive = ZipWriter<BufWriter<File>>;

/// Writes everything into `file`. Readers and writers go on meanwhile; the backup shows the moment at which it began.
/// A file of that name is replaced once the new one is whole.
pub async fn backup(app: &App, actor: &Actor, file: &Path) -> Result<Summary> {
    gate::authorise(actor, MAINTAIN, Place::Country, app.territory())?;
    let unfinished = Unfinished::beside(file);
    let mut archive = ZipWriter::new(BufWriter::new(unfinished.create().map_err(|error| unwritable(file, &error))?));
    let manifest = fill(app, &mut archive).await?;
    archive.start_file(NAME, options()).map_err(io::Error::from)?;
    serde_json::to_writer_pretty(&mut archive, &manifest)?;
    let buffer = archive.finish().map_err(io::Error::from)?;
    let written = buffer.into_inner().map_err(io::IntoInnerError::into_error)?;
    written.sync_all()?;
    unfinished.become_whole(file).map_err(|error| unwritable(file, &error))?;
    Ok(Summary::of(file, &manifest))
}

async fn fill(app: &App, archive: &mut Archive) -> Result<Manifest> {
    let database = app.database();
    let snapshot = database.snapshot().await?;
    let mut manifest = Manifest {
        format: FORMAT,
        application: env!("CARGO_PKG_VERSION").to_owned(),
        created_at: app.clock().now().to_rfc3339_opts(SecondsFormat::Secs, true),
        migrations: database.applied_migrations().await?,
        chain: platform::audit::verify(&snapshot).await?,
        tables: Vec::new(),
        blobs: Vec::new(),
    };
    for table in tables() {
        manifest.tables.push(write_table(archive, &*table, &snapshot).await?);
    }
    drop(snapshot);
    // A blob is kept before any row points to it, so those of the snapshot are all there by now.
    let blobs = Blobs::of(&app.config().data);
    for address in blobs.addresses()? {
        manifest.blobs.push(write_blob(archive, &blobs, address)?);
    }
    Ok(manifest)
}

async fn write_table(archive: &mut Archive, table: &dyn Portable, snapshot: &Transaction) -> Result<TableFile> {
    let mut file = TableFile { name: table.name().to_owned(), rows: 0, sha256: String::new() };
    archive.start_file(file.path(), options()).map_err(io::Error::from)?;
    let mut hashing = Hashing::new(archive);
    let mut after = None;
    loop {
        let portion = table.read(snapshot, after, STEP).await?;
        for line in &portion.lines {
            hashing.write_all(line.as_bytes())?;
            hashing.write_all(b"\n")?;
        }
        file.rows += portion.lines.len() as u64;
        after = portion.next;
        if after.is_none() {
            break;
        }
    }
    file.sha256 = hashing.finish().1;
    Ok(file)
}

fn write_blob(archive: &mut Archive, blobs: &Blobs, address: String) -> Result<BlobFile> {
    let mut blob = BlobFile { sha256: address, bytes: 0 };
    archive.start_file(blob.path(), options()).map_err(io::Error::from)?;
    let mut hashing = Hashing::new(archive);
    io::copy(&mut blobs.open(&blob.sha256)?, &mut hashing)?;
    let (_, found, bytes) = hashing.finish();
    if found != blob.sha256 {
        return Err(Problem::refuse(
            format!("Tệp {} trong thư mục blobs không còn đúng nội dung nên không sao lưu được.", blob.sha256),
            "Chạy chungsuc doctor, rồi thay tệp đó bằng bản đúng hoặc chuyển nó ra khỏi thư mục.",
        ));
    }
    blob.bytes = bytes;
    Ok(blob)
}

/// Tables can exceed four gigabytes; whoever may read the backup may read everything.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_level(Some(6)).large_file(true).unix_permissions(0o600)
}

fn unwritable(file: &Path, error: &io::Error) -> Problem {
    Problem::refuse(
        format!("Không ghi được tệp {}: {error}.", file.display()),
        "Chọn một thư mục đã có và được quyền ghi.",
    )
}

/// The file under its temporary name; dropped before it is whole, it disappears.
struct Unfinished(PathBuf);

impl Unfinished {
    fn beside(file: &Path) -> Self {
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self(file.with_file_name(format!(".{name}.part{}", std::process::id())))
    }

    fn create(&self) -> io::Result<File> {
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.0)
    }

    fn become_whole(&self, file: &Path) -> io::Result<()> {
        fs::rename(&self.0, file)?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After the rename there is nothing under this name, and before it a failure to remove hides no result.
        drop(fs::remove_file(&self.0));
    }
}

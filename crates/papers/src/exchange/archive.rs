//! A paper and its annexes in one ZIP.

use super::ExchangeError;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Most that an archive may hold once opened, in bytes.
const LARGEST: u64 = 256 << 20;
/// Most files in an archive.
const MOST: usize = 1_000;

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

fn broken(error: impl std::fmt::Display) -> ExchangeError {
    ExchangeError::Archive(error.to_string())
}

/// A ZIP of these files; a name that comes again gets a number. The same files give the same bytes.
pub fn pack(members: &[Member]) -> Result<Vec<u8>, ExchangeError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut names: Vec<String> = Vec::with_capacity(members.len());
    for member in members {
        let base = file_name(&member.name);
        let mut name = base.clone();
        let mut copy = 2;
        while names.contains(&name) {
            name = format!("{copy}-{base}");
            copy += 1;
        }
        writer.start_file(name.as_str(), options).map_err(broken)?;
        writer.write_all(&member.bytes).map_err(broken)?;
        names.push(name);
    }
    Ok(writer.finish().map_err(broken)?.into_inner())
}

/// The files of a ZIP, folders forgotten. Refuses what grows beyond every real paper.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Member>, ExchangeError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST {
        return Err(ExchangeError::TooLarge);
    }
    let mut members = Vec::with_capacity(archive.len());
    let mut room = LARGEST;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        if file.is_dir() {
            continue;
        }
        let name = file_name(&file.name().map_err(broken)?);
        let mut content = Vec::new();
        file.take(room + 1).read_to_end(&mut content).map_err(broken)?;
        room = room.checked_sub(content.len() as u64).ok_or(ExchangeError::TooLarge)?;
        members.push(Member { name, bytes: content });
    }
    Ok(members)
}

/// The name of a file without its folders and without what no file system takes.
pub(super) fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|letter| !letter.is_control()).collect();
    if clean.is_empty() || clean.chars().all(|letter| letter == '.') { "tep".to_owned() } else { clean }
}

//! Where the files of an import on the web wait: sealed with the installation's key, one data key an import. They lie in
//! clear only while they are read, in a folder that goes when the reading is over, or with the next [`super::sweep`].

use super::{keyring, people_problem, uploads};
use crate::app::App;
use platform::{Problem, Result};
use population::people::{DataKey, WRAPPED_KEY_FILE, open_file, seal_file};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SEALED: &str = "sealed";

/// The room of one import.
pub struct Room {
    folder: PathBuf,
    key: DataKey,
}

fn key_name(token: &str) -> String {
    format!("upload/{token}")
}

impl Room {
    /// Makes a room of this name, with a key.
    pub fn make(app: &App, token: &str) -> Result<Self> {
        let folder = uploads(app).join(token);
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let made = keyring(app)?.make_data_key(&key_name(token), &platform::random::fill);
        let (key, wrapped) = made.map_err(people_problem)?;
        wrapped.write(&folder).map_err(people_problem)?;
        Ok(Self { folder, key })
    }

    /// Opens the room of this name.
    pub fn open(app: &App, token: &str) -> Result<Self> {
        let folder = uploads(app).join(token);
        if !folder.join(WRAPPED_KEY_FILE).is_file() {
            return Err(gone());
        }
        let key = keyring(app)?.unwrap_in(&key_name(token), &folder).map_err(people_problem)?;
        Ok(Self { folder, key })
    }

    /// A folder for files in clear, which goes with the value.
    pub fn clear(&self) -> Result<TempDir> {
        Ok(tempfile::Builder::new().prefix("clear-").tempdir_in(&self.folder)?)
    }

    /// Seals a file under a name, in place of what was there before.
    pub fn seal(&self, name: &str, plain: &Path) -> Result<()> {
        let path = sealed(&self.folder, name);
        let draft = path.with_extension("sealing");
        remove(&draft)?;
        seal_file(&self.key, name, plain, &draft, &platform::random::fill).map_err(people_problem)?;
        fs::rename(&draft, &path)?;
        File::open(&self.folder)?.sync_all()?;
        Ok(())
    }

    /// Opens what was sealed under a name into a new file for its owner alone.
    pub fn open_into(&self, name: &str, plain: &Path) -> Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(plain)?;
        open_file(&self.key, name, &sealed(&self.folder, name), &mut file).map_err(people_problem)
    }

    /// What was sealed under a name.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        open_file(&self.key, name, &sealed(&self.folder, name), &mut bytes).map_err(people_problem)?;
        Ok(bytes)
    }
}

/// The sealed file of this name in a folder.
pub fn sealed(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.{SEALED}"))
}

/// What whoever comes too late is told.
pub fn gone() -> Problem {
    Problem::refuse("Các tệp đã gửi không còn nữa.", "Gửi lại cả hai tệp.")
}

/// Removes everything of a room that is not sealed: what a process left that was killed while it read.
pub fn clear_away(folder: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        let is_sealed = path.extension().is_some_and(|ending| ending == SEALED);
        if !is_sealed && path.file_name().is_some_and(|name| name != WRAPPED_KEY_FILE) {
            remove(&path)?;
        }
    }
    Ok(())
}

/// Removes a file or a folder with all that is in it, if it is there.
pub fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

//! Files kept by their content: uploads and imported sheets. A blob is written and synced before any row points to it.

use crate::Result;
use crate::problem::Problem;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of blobs, each named by the SHA-256 of its content.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    /// The blobs of an installation.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("blobs") }
    }

    /// Keeps `bytes` and returns their address. Keeping the same bytes again changes nothing.
    pub fn keep(&self, bytes: &[u8]) -> Result<String> {
        let address = crate::audit::sha256(bytes);
        let path = self.folder.join(&address);
        if path.exists() {
            return Ok(address);
        }
        fs::create_dir_all(&self.folder)?;
        let unfinished = self.folder.join(format!("{address}.part{}", std::process::id()));
        let mut file = File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        File::open(&self.folder)?.sync_all()?;
        Ok(address)
    }

    /// The content at an address, proved to be what the address says.
    pub fn read(&self, address: &str) -> Result<Vec<u8>> {
        let missing = || Problem::NotFound(format!("tệp {address}"));
        if address.len() != 64 || !address.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(missing());
        }
        let bytes = fs::read(self.folder.join(address)).map_err(|_| missing())?;
        if crate::audit::sha256(&bytes) == address {
            return Ok(bytes);
        }
        Err(Problem::internal(format!("blob {address} does not have the content its name says")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_is_found_by_its_content_and_proved_when_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let blobs = Blobs::of(folder.path());
        let address = blobs.keep(b"so lieu").expect("it is kept");
        assert_eq!(blobs.keep(b"so lieu").expect("it is kept again"), address);
        assert_eq!(blobs.read(&address).expect("it is read"), b"so lieu");
        fs::write(folder.path().join("blobs").join(&address), b"khac").expect("it is forged");
        assert!(matches!(blobs.read(&address), Err(Problem::Internal(_))));
        assert!(matches!(blobs.read("../../etc/passwd"), Err(Problem::NotFound(_))));
    }
}

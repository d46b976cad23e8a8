//! Files kept by their content: uploads and imported sheets. A blob is written and synced before any row points to it.

use crate::Result;
use crate::problem::Problem;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Write};
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

    /// Keeps what `content` gives under the address it must have, a piece at a time; refuses other content.
    pub fn keep_stream(&self, address: &str, content: &mut impl Read) -> Result<()> {
        fs::create_dir_all(&self.folder)?;
        let unfinished = self.folder.join(format!("{address}.part{}", std::process::id()));
        let mut file = Hashing::new(File::create(&unfinished)?);
        io::copy(content, &mut file)?;
        let (file, found, _) = file.finish();
        file.sync_all()?;
        if found != address {
            fs::remove_file(&unfinished)?;
            return Err(Problem::internal(format!("the content given for blob {address} is that of {found}")));
        }
        fs::rename(&unfinished, self.folder.join(address))?;
        File::open(&self.folder)?.sync_all()?;
        Ok(())
    }

    /// The addresses of all blobs, sorted.
    pub fn addresses(&self) -> Result<Vec<String>> {
        if !self.folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut addresses = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            addresses.extend(entry?.file_name().into_string().ok().filter(|name| is_address(name)));
        }
        addresses.sort();
        Ok(addresses)
    }

    /// The content at an address to be read a piece at a time; the reader proves it, for instance with [`Hashing`].
    pub fn open(&self, address: &str) -> Result<File> {
        if !is_address(address) {
            return Err(Problem::NotFound(format!("tệp {address}")));
        }
        Ok(File::open(self.folder.join(address))?)
    }

    /// The content at an address, proved to be what the address says.
    pub fn read(&self, address: &str) -> Result<Vec<u8>> {
        let missing = || Problem::NotFound(format!("tệp {address}"));
        if !is_address(address) {
            return Err(missing());
        }
        let bytes = fs::read(self.folder.join(address)).map_err(|_| missing())?;
        if crate::audit::sha256(&bytes) == address {
            return Ok(bytes);
        }
        Err(Problem::internal(format!("blob {address} does not have the content its name says")))
    }
}

/// Whether a text can be the address of a blob.
pub fn is_address(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A writer that passes everything on and hashes it on the way.
pub struct Hashing<W> {
    inner: W,
    hasher: Sha256,
    bytes: u64,
}

impl<W: Write> Hashing<W> {
    /// Hashes what goes to `inner`.
    pub fn new(inner: W) -> Self {
        Self { inner, hasher: Sha256::new(), bytes: 0 }
    }

    /// The writer, the SHA-256 of what it got in hexadecimal, and how many bytes that was.
    pub fn finish(self) -> (W, String, u64) {
        (self.inner, crate::audit::hex(&self.hasher.finalize()), self.bytes)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(piece)?;
        self.hasher.update(&piece[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
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

//! The files of the index: what is in them, and writing them.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, DictionaryArray, FixedSizeListArray, ListArray, RecordBatch, StringArray, UInt8Array, UInt16Array,
    UInt32Array,
};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use arrow_schema::{DataType, Field, Schema};
use sha2::{Digest, Sha256};

use super::IndexError;
use super::bands::AgeBands;
use super::event::{RowKey, unpack};
use crate::places::{Communes, Province};

/// What the metadata of a file says it is.
pub(super) const FORMAT: &str = "chung-suc count index 1";

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IndexFile {
    /// Code of the province, two digits; the file is `CODE.arrow`.
    pub province: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Length of the file.
    pub bytes: u64,
    /// Rows in it.
    pub rows: u64,
}

/// The rows of one province, gathered from sorted events.
pub(super) struct ProvinceRows {
    bands: usize,
    keys: Vec<RowKey>,
    undated: Vec<u32>,
    births: Events,
    starts: Events,
    ends: Events,
    /// For each row and band how many starts the row has up to and with that band.
    start_bands: Vec<u32>,
    end_bands: Vec<u32>,
}

/// Days of all rows, and where each row's end.
struct Events {
    days: Vec<u16>,
    offsets: Vec<i32>,
}

impl Events {
    fn new() -> Events {
        Events { days: Vec::new(), offsets: vec![0] }
    }

    fn close(&mut self) {
        self.offsets.push(self.days.len() as i32);
    }

    fn list(self) -> Result<ListArray, IndexError> {
        let item = Arc::new(Field::new_list_field(DataType::UInt16, false));
        Ok(ListArray::try_new(
            item,
            OffsetBuffer::new(ScalarBuffer::from(self.offsets)),
            Arc::new(UInt16Array::from(self.days)),
            None,
        )?)
    }
}

impl ProvinceRows {
    pub(super) fn new(bands: usize) -> ProvinceRows {
        ProvinceRows {
            bands,
            keys: Vec::new(),
            undated: Vec::new(),
            births: Events::new(),
            starts: Events::new(),
            ends: Events::new(),
            start_bands: Vec::new(),
            end_bands: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Takes the sorted events of further rows, whole rows only.
    pub(super) fn append(&mut self, events: &[u64]) {
        for of_row in events.chunk_by(|&a, &b| unpack(a).0 == unpack(b).0) {
            self.keys.push(unpack(of_row[0]).0);
            let first_band = self.start_bands.len();
            self.start_bands.resize(first_band + self.bands, 0);
            self.end_bands.resize(first_band + self.bands, 0);
            let mut undated = 0;
            for &event in of_row {
                let (_, kind, band, day) = unpack(event);
                match kind {
                    0 if band == 0 => undated += 1,
                    0 => self.births.days.push(day),
                    1 => {
                        self.starts.days.push(day);
                        self.start_bands[first_band + band] += 1;
                    }
                    _ => {
                        self.ends.days.push(day);
                        self.end_bands[first_band + band] += 1;
                    }
                }
            }
            for bands in [&mut self.start_bands, &mut self.end_bands] {
                for band in first_band + 1..bands.len() {
                    bands[band] += bands[band - 1];
                }
            }
            self.undated.push(undated);
            self.births.close();
            self.starts.close();
            self.ends.close();
        }
    }

    /// Writes `CODE.arrow` into the folder, readable by its owner alone.
    pub(super) fn write(
        self,
        folder: &Path,
        province: &Province,
        communes: &Communes,
        groups: &[String],
        bands: &AgeBands,
    ) -> Result<IndexFile, IndexError> {
        let rows = self.keys.len() as u64;
        let first = province.communes.start as u16;
        let codes =
            StringArray::from_iter_values(province.communes.clone().map(|commune| communes.code(commune as u16)));
        let commune = DictionaryArray::try_new(
            self.keys.iter().map(|key| key.commune() - first).collect::<UInt16Array>(),
            Arc::new(codes),
        )?;
        let names = StringArray::from_iter_values(groups[1..].iter());
        let group = DictionaryArray::try_new(
            self.keys.iter().map(|key| key.group().checked_sub(1)).collect::<UInt16Array>(),
            Arc::new(names),
        )?;
        let per_band = Arc::new(Field::new_list_field(DataType::UInt32, false));
        let by_band = |counts: Vec<u32>| {
            FixedSizeListArray::try_new(per_band.clone(), self.bands as i32, Arc::new(UInt32Array::from(counts)), None)
        };
        let last_of = |row: &[i32]| if row[0] == row[1] { 0 } else { self.births.days[row[1] as usize - 1] };
        let last_birth: UInt16Array = self.births.offsets.windows(2).map(|row| Some(last_of(row))).collect();
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("commune", Arc::new(commune)),
            ("sex", Arc::new(self.keys.iter().map(|key| Some(key.sex())).collect::<UInt8Array>())),
            ("group", Arc::new(group)),
            ("ethnic", Arc::new(self.keys.iter().map(|key| Some(key.ethnic())).collect::<UInt8Array>())),
            ("undated", Arc::new(UInt32Array::from(self.undated))),
            ("births", Arc::new(self.births.list()?)),
            ("starts", Arc::new(self.starts.list()?)),
            ("ends", Arc::new(self.ends.list()?)),
            ("last_birth", Arc::new(last_birth)),
            ("start_bands", Arc::new(by_band(self.start_bands)?)),
            ("end_bands", Arc::new(by_band(self.end_bands)?)),
        ];
        let fields: Vec<Field> = columns
            .iter()
            .map(|(name, column)| Field::new(*name, column.data_type().clone(), *name == "group"))
            .collect();
        let ages = bands.beginnings().iter().map(u8::to_string).collect::<Vec<_>>().join(",");
        let metadata = [("format", FORMAT.to_owned()), ("ages", ages), ("province", province.code.clone())];
        let schema =
            Arc::new(Schema::new_with_metadata(fields, metadata.map(|(key, value)| (key.to_owned(), value)).into()));
        let batch = RecordBatch::try_new(schema.clone(), columns.into_iter().map(|(_, column)| column).collect())?;
        let path = folder.join(format!("{}.arrow", province.code));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let options = IpcWriteOptions::try_new(64, false, arrow_ipc::MetadataVersion::V5)?;
        let mut writer = FileWriter::try_new_with_options(Hashing::new(file), &schema, options)?;
        writer.write(&batch)?;
        let (sha256, bytes) = writer.into_inner()?.finish()?;
        Ok(IndexFile { province: province.code.clone(), sha256, bytes, rows })
    }
}

/// Hashes what goes to a file.
struct Hashing {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Hashing {
    fn new(file: File) -> Hashing {
        Hashing { file: BufWriter::with_capacity(1 << 16, file), hash: Sha256::new(), bytes: 0 }
    }

    /// Flushes, gives digest and length.
    fn finish(self) -> io::Result<(String, u64)> {
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok((hexadecimal(&self.hash.finalize()), self.bytes))
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! Opening the index: files are mapped, nothing is copied.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt16Type;
use arrow_array::{
    Array, FixedSizeListArray, ListArray, RecordBatch, StringArray, UInt8Array, UInt16Array, UInt32Array,
};
use arrow_buffer::Buffer;
use arrow_ipc::reader::{FileDecoder, read_footer_length};
use arrow_ipc::root_as_footer;

use super::IndexError;
use super::bands::AgeBands;
use super::format::{FORMAT, IndexFile};

/// The index of one snapshot.
#[derive(Debug)]
pub struct Index {
    provinces: Vec<ProvinceIndex>,
    bands: AgeBands,
}

/// The index of one province.
#[derive(Debug)]
pub struct ProvinceIndex {
    code: String,
    communes: Vec<String>,
    groups: Vec<String>,
    batch: RecordBatch,
}

/// Days of all rows, and where each row's begin and end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days<'a> {
    pub days: &'a [u16],
    pub offsets: &'a [i32],
}

impl<'a> Days<'a> {
    /// Those of a row.
    #[inline]
    pub(crate) fn of(&self, row: usize) -> &'a [u16] {
        &self.days[self.offsets[row] as usize..self.offsets[row + 1] as usize]
    }
}

impl Index {
    /// Opens the files of a folder.
    ///
    /// # Errors
    /// A file is missing, or is no index of this version.
    pub fn open(folder: &Path, files: &[IndexFile]) -> Result<Index, IndexError> {
        let mut provinces = Vec::with_capacity(files.len());
        let mut bands = None;
        for file in files {
            let path = folder.join(format!("{}.arrow", file.province));
            let (province, its_bands) = open(&path)?;
            if bands.get_or_insert_with(|| its_bands.clone()) != &its_bands {
                return Err(IndexError::NotAnIndex {
                    file: path, reason: "nhóm tuổi khác các tệp khác".to_owned()
                });
            }
            provinces.push(province);
        }
        Ok(Index { provinces, bands: bands.unwrap_or_default() })
    }

    /// Its provinces, in the order of their codes.
    pub fn provinces(&self) -> &[ProvinceIndex] {
        &self.provinces
    }

    /// The bands of age at which covered spells are cut.
    pub fn bands(&self) -> &AgeBands {
        &self.bands
    }
}

impl ProvinceIndex {
    /// The province's code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// Codes of its communes, by the numbers of [`ProvinceIndex::commune_numbers`].
    pub fn communes(&self) -> &[String] {
        &self.communes
    }

    /// Its groups, by the numbers of [`ProvinceIndex::group_numbers`] less one.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Each row's commune.
    pub fn commune_numbers(&self) -> &[u16] {
        self.batch.column(0).as_dictionary::<UInt16Type>().keys().values()
    }

    /// Each row's sex: 1 man, 2 woman.
    pub fn sexes(&self) -> &[u8] {
        self.column::<UInt8Array>(1).values()
    }

    /// Each row's group: nought if none is stated, else one more than its place in [`ProvinceIndex::groups`].
    pub fn group_numbers(&self) -> Vec<u16> {
        let keys: &UInt16Array = self.batch.column(2).as_dictionary::<UInt16Type>().keys();
        keys.iter().map(|key| key.map_or(0, |key| key + 1)).collect()
    }

    /// Whether each row's people belong to an ethnic minority, as [`Ethnic`] numbers it.
    pub fn ethnics(&self) -> &[u8] {
        self.column::<UInt8Array>(3).values()
    }

    /// The last birth of each row's residents; nought where none is known.
    pub(crate) fn last_births(&self) -> &[u16] {
        self.column::<UInt16Array>(8).values()
    }

    /// For each row how many residents' birth is not known.
    pub(crate) fn undated(&self) -> &[u32] {
        self.column::<UInt32Array>(4).values()
    }

    pub(crate) fn births(&self) -> Days<'_> {
        self.days(5)
    }

    pub(crate) fn starts(&self) -> Days<'_> {
        self.days(6)
    }

    pub(crate) fn ends(&self) -> Days<'_> {
        self.days(7)
    }

    /// For each row and band, how many starts lie in bands up to it.
    pub(crate) fn start_bands(&self) -> &[u32] {
        self.column::<FixedSizeListArray>(9).values().as_primitive::<arrow_array::types::UInt32Type>().values()
    }

    /// For each row and band, how many ends lie in bands up to it.
    pub(crate) fn end_bands(&self) -> &[u32] {
        self.column::<FixedSizeListArray>(10).values().as_primitive::<arrow_array::types::UInt32Type>().values()
    }

    fn days(&self, column: usize) -> Days<'_> {
        let list = self.column::<ListArray>(column);
        Days { days: list.values().as_primitive::<UInt16Type>().values(), offsets: list.value_offsets() }
    }

    fn column<T: 'static>(&self, column: usize) -> &T {
        self.batch
            .column(column)
            .as_any()
            .downcast_ref()
            .expect("the types of the columns were checked when the file was opened")
    }
}

/// The columns and their types; `None` for the lists of bands, whose length the bands give.
fn expected(bands: usize) -> Vec<(&'static str, arrow_schema::DataType)> {
    use arrow_schema::{DataType, Field};
    let texts = DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8));
    let days = DataType::List(Arc::new(Field::new_list_field(DataType::UInt16, false)));
    let by_band = DataType::FixedSizeList(Arc::new(Field::new_list_field(DataType::UInt32, false)), bands as i32);
    vec![
        ("commune", texts.clone()),
        ("sex", DataType::UInt8),
        ("group", texts),
        ("ethnic", DataType::UInt8),
        ("undated", DataType::UInt32),
        ("births", days.clone()),
        ("starts", days.clone()),
        ("ends", days),
        ("last_birth", DataType::UInt16),
        ("start_bands", by_band.clone()),
        ("end_bands", by_band),
    ]
}

fn open(path: &Path) -> Result<(ProvinceIndex, AgeBands), IndexError> {
    let not = |reason: &str| IndexError::NotAnIndex { file: path.to_owned(), reason: reason.to_owned() };
    let buffer = map(path)?;
    let trailer = buffer.len().checked_sub(10).ok_or_else(|| not("tệp quá ngắn"))?;
    let footer_length = read_footer_length(buffer[trailer..].try_into().map_err(|_| not("thiếu phần cuối"))?)?;
    let start = trailer.checked_sub(footer_length).ok_or_else(|| not("thiếu phần cuối"))?;
    let footer = root_as_footer(&buffer[start..trailer]).map_err(|_| not("phần cuối hỏng"))?;
    let schema = footer.schema().ok_or_else(|| not("không có lược đồ"))?;
    let schema = Arc::new(arrow_ipc::convert::fb_to_schema(schema));
    if schema.metadata().get("format").map(String::as_str) != Some(FORMAT) {
        return Err(not("định dạng khác"));
    }
    let ages: Option<Vec<u8>> =
        schema.metadata().get("ages").map(|ages| ages.split(',').map_while(|age| age.parse().ok()).collect());
    let bands = ages.and_then(|ages| AgeBands::new(&ages)).ok_or_else(|| not("không rõ nhóm tuổi"))?;
    let fields = schema.fields().iter().map(|field| (field.name().as_str(), field.data_type().clone()));
    if !fields.eq(expected(bands.count())) {
        return Err(not("các cột khác"));
    }
    let code = schema.metadata().get("province").cloned().ok_or_else(|| not("không rõ tỉnh"))?;
    let mut decoder = FileDecoder::new(schema, footer.version());
    let block_of = |block: &arrow_ipc::Block| {
        let (offset, length) = (block.offset() as usize, block.bodyLength() as usize + block.metaDataLength() as usize);
        if offset.checked_add(length).is_none_or(|end| end > buffer.len()) {
            Err(not("tệp bị cắt"))
        } else {
            Ok(buffer.slice_with_length(offset, length))
        }
    };
    for block in footer.dictionaries().iter().flatten() {
        decoder.read_dictionary(block, &block_of(block)?)?;
    }
    let block = footer
        .recordBatches()
        .filter(|blocks| blocks.len() == 1)
        .map(|blocks| *blocks.get(0))
        .ok_or_else(|| not("không có số liệu"))?;
    let batch = decoder.read_record_batch(&block, &block_of(&block)?)?.ok_or_else(|| not("không có số liệu"))?;
    let texts = |column: usize| -> Vec<String> {
        let values: &StringArray = batch.column(column).as_dictionary::<UInt16Type>().values().as_string();
        values.iter().map(|text| text.unwrap_or_default().to_owned()).collect()
    };
    Ok((ProvinceIndex { code, communes: texts(0), groups: texts(2), batch }, bands))
}

/// The bytes of a file, mapped.
#[expect(unsafe_code, reason = "a mapped file is memory that the system fills")]
fn map(path: &Path) -> Result<Buffer, IndexError> {
    let file = File::open(path)?;
    // SAFETY: the bytes must not change while they are mapped. Files of a snapshot are written once, under a name that
    // is new, and never opened for writing again; erasing a snapshot unlinks them, which leaves mapped bytes alone.
    let mapped = unsafe { memmap2::Mmap::map(&file)? };
    Ok(Buffer::from(bytes::Bytes::from_owner(mapped)))
}

//! Parquet files that are made of whole row groups, which any thread may encode.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef};
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;

/// A Parquet file that grows by whole row groups. Readers see plain types: Arrow's own schema is not in it.
pub(crate) struct RowGroupFile {
    writer: SerializedFileWriter<BufWriter<File>>,
}

/// Turns columns into row groups of one file; any thread may.
pub(crate) struct Encoder {
    schema: SchemaRef,
    factory: ArrowRowGroupWriterFactory,
}

/// A row group that only has to be appended.
pub(crate) struct RowGroup {
    chunks: Vec<ArrowColumnChunk>,
    /// Its rows.
    pub rows: u64,
}

impl RowGroupFile {
    /// Begins a file with these columns.
    pub fn create(
        path: &Path,
        schema: SchemaRef,
        properties: WriterProperties,
    ) -> Result<(RowGroupFile, Encoder), ParquetError> {
        let file = BufWriter::with_capacity(1 << 20, File::create(path)?);
        let root = ArrowSchemaConverter::new().convert(&schema)?.root_schema_ptr();
        let writer = SerializedFileWriter::new(file, root, Arc::new(properties))?;
        let factory = ArrowRowGroupWriterFactory::new(&writer, Arc::clone(&schema));
        Ok((RowGroupFile { writer }, Encoder { schema, factory }))
    }

    /// One more row group.
    pub fn append(&mut self, group: RowGroup) -> Result<(), ParquetError> {
        let mut writer = self.writer.next_row_group()?;
        for chunk in group.chunks {
            chunk.append_to_row_group(&mut writer)?;
        }
        writer.close()?;
        Ok(())
    }

    /// Ends the file.
    pub fn close(self) -> Result<(), ParquetError> {
        self.writer.close()?;
        Ok(())
    }
}

impl Encoder {
    /// The columns in the order of the schema as a row group.
    pub fn encode(&self, columns: &[ArrayRef]) -> Result<RowGroup, ParquetError> {
        let mut chunks = Vec::with_capacity(columns.len());
        let writers = self.factory.create_column_writers(0)?;
        for ((mut writer, field), column) in writers.into_iter().zip(&self.schema.fields).zip(columns) {
            for leaf in &compute_leaves(field, column)? {
                writer.write(leaf)?;
            }
            chunks.push(writer.close()?);
        }
        Ok(RowGroup { chunks, rows: columns.first().map_or(0, |column| column.len() as u64) })
    }
}

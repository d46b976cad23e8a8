//! The lists as columns of dictionary codes, read from CSV or Parquet.

mod ids;
pub(crate) mod intern;
mod parquet;
mod table;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::run::MatchError;
use crate::schema::Schema;
pub(crate) use ids::Ids;
use intern::Interner;

/// Rows that a list may have: rows are numbered in 32 bits, and the last number is kept for none.
pub(crate) const MOST_ROWS: usize = u32::MAX as usize - 1;

/// The lists as they were read: one column a field, each with one dictionary for both lists.
#[derive(Debug)]
pub(crate) struct Lists {
    /// One column for each field of the schema.
    pub(crate) columns: Vec<RawColumn>,
    /// The names of the rows of each list; the second is empty where there is but one list.
    pub(crate) ids: [Ids; 2],
    /// Rows of each list.
    pub(crate) rows: [usize; 2],
}

/// A field of both lists.
#[derive(Debug, Default)]
pub(crate) struct RawColumn {
    /// The values as they are written.
    pub(crate) interner: Interner,
    /// The code of each row's value in each list, 0 where there is none.
    pub(crate) codes: [Vec<u32>; 2],
}

/// Reads both lists, or the one.
pub(crate) fn read(left: &Path, right: Option<&Path>, schema: &Schema) -> Result<Lists, MatchError> {
    let sides: Vec<Side> = [Some(left), right]
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(side, path)| Ok(Side { side, path, is_parquet: is_parquet(path)? }))
        .collect::<Result<_, MatchError>>()?;
    let mut lists = Lists {
        columns: schema.fields.iter().map(|_| RawColumn::default()).collect(),
        ids: [Ids::RowNumbers, Ids::RowNumbers],
        rows: [0, 0],
    };
    if sides.iter().all(|side| side.is_parquet) {
        parquet::read(&sides, schema, &mut lists)?;
    } else {
        for side in &sides {
            if side.is_parquet {
                parquet::read(std::slice::from_ref(side), schema, &mut lists)?;
            } else {
                table::read(side, schema, &mut lists)?;
            }
        }
    }
    for side in &sides {
        if lists.rows[side.side] > MOST_ROWS {
            return Err(MatchError::TooManyRows { path: side.path.to_owned(), most: MOST_ROWS });
        }
    }
    Ok(lists)
}

/// One of the files.
#[derive(Clone, Copy, Debug)]
struct Side<'a> {
    /// 0 for the first list, 1 for the second.
    side: usize,
    path: &'a Path,
    is_parquet: bool,
}

impl Side<'_> {
    /// The columns that a field takes from this file.
    fn of<'s>(&self, columns: &'s crate::schema::Columns) -> &'s [String] {
        if self.side == 0 { &columns.left } else { &columns.right }
    }

    fn unreadable(&self, source: impl std::error::Error + Send + Sync + 'static) -> MatchError {
        MatchError::Unreadable { path: self.path.to_owned(), source: Box::new(source) }
    }

    /// Where a column stands among those of the file.
    fn find(&self, column: &str, there: &[String]) -> Result<usize, MatchError> {
        let exactly = there.iter().position(|name| name == column);
        let roughly = || there.iter().position(|name| name.trim().eq_ignore_ascii_case(column.trim()));
        exactly.or_else(roughly).ok_or_else(|| MatchError::NoColumn {
            path: self.path.to_owned(),
            column: column.to_owned(),
            found: there.join(", "),
        })
    }
}

fn is_parquet(path: &Path) -> Result<bool, MatchError> {
    let unreadable = |source| MatchError::Unreadable { path: path.to_owned(), source: Box::new(source) };
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(4).read_to_end(&mut head)).map_err(unreadable)?;
    Ok(head == b"PAR1")
}

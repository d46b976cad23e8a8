//! What single rows say, for people who decide on pairs.

use std::path::Path;

use crate::run::MatchError;
use crate::schema::Schema;
use crate::source;

/// Which of two lists a file is; the schema may call columns differently in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first list, or the only one.
    First,
    /// The second list.
    Second,
}

/// For each of these rows of a file (counted from 0 without the header) the values of the schema's fields, as they are
/// written there; empty where there is none.
///
/// # Errors
/// The file cannot be read, or has fewer rows.
pub fn contents(path: &Path, schema: &Schema, side: Side, rows: &[u32]) -> Result<Vec<Vec<String>>, MatchError> {
    let mut schema = schema.clone();
    if side == Side::Second {
        for columns in schema.fields.iter_mut().map(|field| &mut field.columns).chain(schema.id.as_mut()) {
            columns.left.clone_from(&columns.right);
        }
    }
    let lists = source::read(path, None, &schema)?;
    let value = |column: &source::RawColumn, row: u32| {
        let code = column.codes[0].get(row as usize).copied().unwrap_or(0);
        if code == 0 { String::new() } else { String::from_utf8_lossy(column.interner.get(code)).into_owned() }
    };
    Ok(rows.iter().map(|&row| lists.columns.iter().map(|column| value(column, row)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_shown_as_they_are_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("b.csv");
        std::fs::write(&file, "ma,ho_ten,sinh\n1,Nguyễn Văn An,1980-02-01\n2,,1981\n").expect("written");
        let schema = Schema::parse(
            "[id]\ncolumn = \"ma\"\n[[field]]\nleft = \"ten\"\nright = \"ho_ten\"\nkind = \"name\"\n[[field]]\ncolumn = \"sinh\"\nkind = \"date\"\n",
        )
        .expect("a schema");
        let rows = contents(&file, &schema, Side::Second, &[1, 0]).expect("read");
        assert_eq!(rows, [["", "1981"], ["Nguyễn Văn An", "1980-02-01"]]);
    }
}

//! What the columns of the lists hold, as a small TOML file says.
//!
//! ```toml
//! [id]
//! column = "ma_so"              # or left = "…" and right = "…" where the lists differ
//!
//! [[field]]
//! column = ["ho_dem", "ten"]    # several columns are read as one, joined by a space
//! kind = "name"
//!
//! [[field]]
//! left = "ngay_sinh"
//! right = "dob"
//! kind = "date"                 # optional: format = "MDY" where 03/04 is the 4th of March
//!
//! [[field]]
//! column = "xa"
//! kind = "place"                # optional: history = "xa_cu_moi.csv", two columns: old code, new code
//! ```

mod parse;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub use parse::SchemaError;

/// The columns of the lists and what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The column that names a row; without it rows are named by their number, the first being 1.
    pub id: Option<Columns>,
    /// The fields to compare.
    pub fields: Vec<Field>,
}

/// A thing that both lists tell of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in reports: the column, unless the schema gives another one.
    pub name: String,
    /// Where it stands.
    pub columns: Columns,
    /// What it is.
    pub kind: Kind,
    /// In which order a date names its parts, where its shape does not say.
    pub order: DateOrder,
    /// A CSV file of old and new codes of places, one succession a line.
    pub history: Option<PathBuf>,
    /// Successions of places handed in by the caller: old code, new code.
    pub successions: Vec<(String, String)>,
}

/// The columns in which a field stands; several are read as one text, joined by a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// In the first list.
    pub left: Vec<String>,
    /// In the second list.
    pub right: Vec<String>,
}

/// What a field holds, and so how its values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A whole name, surname first and given name last as in Vietnamese.
    Name,
    /// A given name alone.
    Given,
    /// A surname alone.
    Surname,
    /// Words in free order: an address, an occupation.
    Text,
    /// A day, a month of a year, or a year alone.
    Date,
    /// A year.
    Year,
    /// Man or woman.
    Sex,
    /// A code from a list: a postal code, a group.
    Code,
    /// An administrative unit, by code or by name.
    Place,
    /// A number given to one person: identity number, social security number, card number.
    Identifier,
    /// A number of something: of a house, of people.
    Number,
    /// A telephone number.
    Phone,
}

/// The order in which a date names day, month and year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// By the shape of the value: four digits at the front are the year, else the day comes first.
    #[default]
    ByShape,
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Year, month, day.
    YearFirst,
}

impl Kind {
    /// The word for it in a schema.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Given => "given",
            Kind::Surname => "surname",
            Kind::Text => "text",
            Kind::Date => "date",
            Kind::Year => "year",
            Kind::Sex => "sex",
            Kind::Code => "code",
            Kind::Place => "place",
            Kind::Identifier => "identifier",
            Kind::Number => "number",
            Kind::Phone => "phone",
        }
    }

    /// All kinds, in the order of the documentation.
    pub const ALL: [Kind; 12] = [
        Kind::Name,
        Kind::Given,
        Kind::Surname,
        Kind::Text,
        Kind::Date,
        Kind::Year,
        Kind::Sex,
        Kind::Code,
        Kind::Place,
        Kind::Identifier,
        Kind::Number,
        Kind::Phone,
    ];
}

impl Columns {
    /// One column of the same name in both lists.
    pub fn same(column: &str) -> Columns {
        Columns { left: vec![column.to_owned()], right: vec![column.to_owned()] }
    }
}

impl Field {
    /// A field of the same column in both lists.
    pub fn new(column: &str, kind: Kind) -> Field {
        Field {
            name: column.to_owned(),
            columns: Columns::same(column),
            kind,
            order: DateOrder::ByShape,
            history: None,
            successions: Vec::new(),
        }
    }
}

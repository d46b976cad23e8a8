//! Who is covered by health insurance, and who is not: counted for any day from lists of residents and of cards.
//!
//! A list of residents says who lives where; a list of cards says who was insured from when to when. Read and checked
//! (`source`), they become a *snapshot* (`snapshot`): an immutable folder with a manifest, a *count index*
//! (`index`) that holds no identifier, and, unless only numbers were asked for, the people themselves, sealed
//! (`people`). Coverage of any day is then a count of events in the index (`coverage`); the names of those who are not
//! covered come from the sealed chunk of one commune (`gap`).
//!
//! Terms: a *resident* is a row of the list of residents; a *card* is a period of validity, both days included; a person is
//! *covered* on a day if at least one card is valid on it, however many overlap. A resident counts from birth on; a
//! resident without a known birth date counts on every day. The rate is covered residents over residents
//! (dossier 3.5): people with cards who are not on the list of residents are told apart and never counted in.
//!
//! The engine knows no database and no web; days, seeds and folders are handed in.

pub mod coverage;
pub mod day;
pub mod gap;
pub mod import;
pub mod index;
mod order;
pub mod output;
pub mod people;
pub mod person;
pub mod places;
pub mod policy;
mod row_groups;
pub mod runs;
pub mod snapshot;
pub mod source;
pub mod synthetic;

#[cfg(test)]
mod testing;

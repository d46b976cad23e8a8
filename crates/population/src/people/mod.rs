//! The people of a snapshot, sealed: one chunk opens only with the key of the snapshot, one commune at a time.
//!
//! - [`Keyring`] holds the key file of the installation, `keys/persons.key`; it wraps a *data key* for each snapshot.
//!   Without the key file nothing opens, and none is made anew where sealed people exist.
//! - [`PeopleWriter`] takes residents and cards as they are read, in any order and from several threads, brings each
//!   person's rows together with bounded memory and writes one file a province, `people/NN.sealed`. Cards of people who are
//!   on no list of residents stand apart in `people/strays.sealed`.
//! - [`SealedPeople`] opens one commune: the people in household order with the days on which they were covered
//!   ([`People`]), and, only when asked, their cards as listed ([`Cards`]).
//! - [`erase_person`] and [`erase_snapshot`] take people out again.
//! - [`seal_file`] and [`open_file`] keep a list that waits, or rows that were refused.
//!
//! Every chunk is encrypted with XChaCha20-Poly1305 under a nonce of its own and bound to the snapshot, the commune, its
//! number and what it is, so that no chunk can stand in for another. What is spilt to disk on the way is encrypted with a key
//! that only lives in memory, in files without a name (dossier 9.2: minimum data, a trace of each opening, erasure).
//!
//! Chance is handed in: [`Chance`] must be the operating system's.

mod bytes;
mod chunk;
mod columns;
mod erase;
mod error;
mod file;
mod join;
mod kept;
mod note;
mod row;
#[cfg(test)]
pub(crate) mod sample;
mod seal;
mod sealed;
mod spill;
#[cfg(test)]
mod tests;
mod texts;
mod writer;

pub use columns::{Card, Cards, People, Spell, Strays};
pub use erase::{Erased, erase_person, erase_snapshot, put_in_place};
pub use error::PeopleError;
pub use file::FileSum;
pub use kept::{open_file, seal_file};
pub use seal::{Chance, DataKey, Keyring, WrappedKey};
pub use sealed::{CommunePeople, SealedPeople};
pub use texts::Texts;
pub use writer::{Codes, PeopleCounts, PeopleFiles, PeopleWriter, WriterOptions};

/// The folder of the sealed files inside a snapshot's folder.
pub const PEOPLE_FOLDER: &str = "people";

/// The file of the wrapped data key inside a snapshot's folder.
pub const WRAPPED_KEY_FILE: &str = "people.key";

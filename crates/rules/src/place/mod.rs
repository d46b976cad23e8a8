//! Administrative units of Việt Nam valid over time, and what became of them.
//!
//! A *spell* ([`Unit`], [`UnitId`]) is the time `[from, to)` during which code, kind, name and parent of a unit stay the
//! same; every change closes a spell and opens the next, and a [`Succession`] links the two with its legal ground and
//! the share of the people that went along. Codes are reused for other territories, so only (code, day) is a key. The
//! parent is a code, too: which spell of it, depends on the day asked about.
//!
//! The country is known before and after 01/07/2025 (202/2025/QH15, 1654–1687/NQ-UBTVQH15), Bến Tre since 2004. A day
//! before the known time gives [`NotCounted::NotKnown`], never a wrong count. [`Remap`] carries figures from the
//! structure of one day to that of another: exact where the law says where all people went, unknown where it does not.
//!
//! Nothing here reads files: the caller passes the text of `definitions/places`.

mod assemble;
mod find;
mod flow;
mod index;
mod parse;
mod registry;
mod remap;
mod unit;

#[cfg(test)]
mod tests;

pub use find::{Find, Match, Quality, ResolveError};
pub use parse::{DefinitionFault, Tables};
pub use registry::{Counts, NotCounted, Registry};
pub use remap::{Figure, Held, Outcome, Remap, RemapError, Value};
pub use unit::{Code, Document, Ground, Kind, Level, MISSING_GROUND, Relation, Share, Succession, Unit, UnitId};

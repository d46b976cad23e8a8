//! What any product of this kind needs, and no business word: the database and its one way of writing, the audit
//! chain, the gate, words in two languages, pages and the error page, sheets in and out, the clock.
//!
//! Business areas ("slices") live in the `app` crate and plug in through [`Slice`].

pub mod audit;
pub mod blob;
pub mod bulk;
pub mod change;
pub mod clock;
pub mod database;
pub mod definition;
pub mod form;
pub mod gate;
pub mod key;
pub mod memo;
pub mod page;
pub mod problem;
pub mod random;
pub mod revision;
pub mod sheet;
pub mod slice;
pub mod table;
pub mod testing;
pub mod web;
pub mod words;

pub use change::Change;
pub use clock::Clock;
pub use database::Database;
pub use gate::{Actor, Permission, Scope, Territory};
pub use memo::Memo;
pub use page::Page;
pub use problem::{Fault, Problem, Refusal, Result};
pub use slice::Slice;
pub use words::{Lang, Words};

/// The frame's own messages.
pub const WORDS: words::WordFiles = words::WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") };

/// The platform's own migrations: the audit chain, which everything points to, and the revisions of definitions.
pub fn migrations() -> Vec<table::Migration> {
    vec![audit::table::migration(), revision::migration()]
}

/// The platform's own table, which every other points to.
pub fn tables() -> Vec<Box<dyn table::Portable>> {
    vec![table::whole::<audit::table::Entity>()]
}

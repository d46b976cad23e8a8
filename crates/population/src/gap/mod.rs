//! Who is not covered: lists of people for those who go and see them, and what is still missing to a target.
//!
//! - [`uncovered`], [`running_out`] and [`left_poor_list`] make lists from the opened people of a commune, ordered for
//!   the round of a collection agent: household by household, first those in which nobody is covered.
//! - [`Breakdown`] counts residents and covered by sex, group, policy set, age and household; [`Needs`] says how many people
//!   are missing to a target, in all, by group, and for men and for women apart (criterion 15.1 holds for both sexes).
//! - [`VoluntaryCounts`] does the same for lists of voluntary social insurance, by poverty, with who is new in a period.
//! - [`GapWriter`] writes lists as XLSX, CSV or Parquet, masked unless asked otherwise ([`Disclosure`]).
//!
//! A list shows people only as far as its reader may see them; whoever opens one is named in the audit trail by the caller
//! (dossier 9.2). What is not stated about somebody keeps them out of a list that asks for it, and they are counted
//! ([`GapList::unsure`]): they are neither in nor out.

mod disclosure;
mod list;
mod needs;
mod poverty;
#[cfg(test)]
mod tests;
mod voluntary;
mod write;

pub use disclosure::Disclosure;
pub use list::{Filter, GapList, GapRow, ListKind, running_out, uncovered};
pub use needs::{AgeBand, Breakdown, BreakdownBy, Households, Need, Needs, Pair, still_needed};
pub use poverty::{LeftPoorList, left_poor_list};
pub use voluntary::{Poverty, VoluntaryCount, VoluntaryCounts, VoluntaryList};
pub use write::{COLUMNS, Column, GapError, GapWriter};

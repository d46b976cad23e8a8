//! Chung Sức: from the decision down to the last person without a card, and back up to the award.
//!
//! Every business area is one folder, a *slice*; [`SLICES`] lists them in order, and a slice uses only slices above it.

pub mod accounts;
pub mod app;
pub mod catalogue;
pub mod cli;
pub mod criteria;
pub mod demo;
pub mod documents;
pub mod exchange;
pub mod maintenance;
pub mod movements;
pub mod offices;
pub mod overview;
pub mod people;
#[cfg(test)]
mod permissions;
pub mod places;
pub mod plans;
pub mod results;
pub mod server;
pub mod targets;
#[cfg(test)]
mod testing;

use app::App;
use platform::Slice;

/// The business areas in their order.
#[rustfmt::skip]
pub const SLICES: &[&dyn Slice<App>] = &[
    &places::Places,
    &offices::OfficesSlice,
    &accounts::Accounts,
    &catalogue::CatalogueSlice,
    &documents::Documents,
    &movements::Movements,
    &plans::Plans,
    &targets::Targets,
    &results::Results,
    &criteria::Criteria,
    &people::People,
    &overview::Overview,
];

/// What makes something of the facts read from papers, a handler for each kind.
pub const FINDINGS: &[&dyn documents::AcceptFinding] =
    &[&documents::CitationFinding, &movements::MovementFinding, &movements::DutyFinding, &targets::TargetFinding];

/// Every migration of the platform and of the slices.
pub fn migrations() -> platform::database::Migrations {
    let platform = platform::migrations().into_iter();
    let slices = SLICES.iter().flat_map(|slice| slice.migrations());
    platform.chain(slices).map(platform::table::Migration::boxed).collect()
}

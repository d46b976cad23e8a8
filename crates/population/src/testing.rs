//! What tests of several modules use.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rules::place::{Registry, Tables};

use crate::places::Communes;
use crate::policy::PolicySets;

/// The administrative units of the country.
pub(crate) static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let tables = Tables {
        units: include_str!("../../../definitions/places/units.tsv"),
        successions: include_str!("../../../definitions/places/successions.tsv"),
        documents: include_str!("../../../definitions/places/documents.tsv"),
        known: include_str!("../../../definitions/places/known.tsv"),
    };
    Registry::parse(&tables).expect("the definitions hold no fault")
});

/// The communes of 31 December 2024.
pub(crate) static COMMUNES: LazyLock<Communes> = LazyLock::new(|| Communes::on(&REGISTRY, day("2024-12-31")));

/// The sets of people of the definitions.
pub(crate) static POLICY: LazyLock<PolicySets> = LazyLock::new(|| {
    PolicySets::parse("policy.toml", include_str!("../../../definitions/population/policy.toml"))
        .expect("the definitions hold no fault")
});

/// A date as `2024-12-31`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

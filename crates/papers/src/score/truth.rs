//! What a person says a paper holds.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::reading::Kind;

/// The facts of one paper, in the form of `samples/README.md`. A field that is not there means that the paper does not hold the fact.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is named after the fact it holds; samples/README.md says what a fact is")]
pub struct Truth {
    /// For people.
    pub style: String,
    /// How the text was broken.
    pub broken: Vec<String>,
    /// Kinds of fact that this truth says nothing about.
    pub unscored: Vec<String>,
    /// Kinds of fact of which this truth names only some: more may be found.
    pub incomplete: Vec<String>,
    pub number: Option<String>,
    pub symbol: Option<TruthSymbol>,
    pub kind: Option<Kind>,
    pub date: Option<NaiveDate>,
    pub place: Option<String>,
    pub subject: Option<String>,
    pub issuer: Option<String>,
    pub parent_issuer: Option<String>,
    pub signer: Option<TruthSigner>,
    pub addressees: Vec<String>,
    pub recipients: Vec<String>,
    pub annexes: Vec<TruthAnnex>,
    pub citations: Vec<TruthCitation>,
    pub targets: Vec<TruthTarget>,
    pub results: Vec<TruthResult>,
    pub duties: Vec<TruthDuty>,
    pub deadlines: Vec<TruthDeadline>,
    pub reviews: Vec<TruthReview>,
    pub support: Vec<TruthSupport>,
    pub awards: Vec<TruthAward>,
    pub linked_movements: Vec<String>,
    pub assignments: Vec<TruthAssignment>,
    pub situation: TruthSituation,
    pub money: Vec<TruthMoney>,
    pub movement: Option<TruthMovement>,
    pub reports_on: Option<TruthCitation>,
}

macro_rules! truths {
    ($($(#[$meta:meta])* $name:ident { $($field:ident: $kind:ty),+ $(,)? })+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Default, Deserialize)]
            #[serde(default, deny_unknown_fields)]
            #[expect(missing_docs, reason = "the fields are those of the fact of the same name")]
            pub struct $name {
                $(pub $field: $kind,)+
            }
        )+
    };
}

truths! {
    /// What the symbol says.
    TruthSymbol { kind: Option<Kind>, agency: Option<String>, unit: Option<String> }
    /// Who signed.
    TruthSigner { name: Option<String>, title: Option<String>, capacity: Option<String> }
    /// An annex.
    TruthAnnex { label: String, title: Option<String>, present: bool }
    /// A cited paper, or the one that a page reports.
    TruthCitation {
        number: Option<String>, kind: Option<Kind>, date: Option<NaiveDate>, issuer: Option<String>, subject: Option<String>,
    }
    /// A value to be reached.
    TruthTarget {
        indicator: String, group: Option<String>, value: Option<f64>, upper: Option<f64>, comparator: Option<String>,
        unit: Option<String>, year: Option<i32>, scope: Option<String>, both_sexes: bool, standard: Option<String>,
    }
    /// A value that was reached.
    TruthResult {
        indicator: String, value: Option<f64>, unit: Option<String>, year: Option<i32>, as_of: Option<NaiveDate>,
        target: Option<f64>, beyond: Option<f64>, met: Option<i64>, of: Option<i64>, scope: Option<String>,
        group: Option<String>,
    }
    /// A day by which something must be done.
    TruthDeadline {
        date: Option<NaiveDate>, rule: String, last_day: Option<NaiveDate>, soft: bool, text: Option<String>,
    }
    /// What somebody has to do.
    TruthDuty {
        who: Option<String>, what: String, due: Option<TruthDeadline>, to: Option<String>, via: Option<String>,
    }
    /// A review of a movement.
    TruthReview { kind: String, by: Option<String>, at: Option<String>, to: Option<String>, soft: bool }
    /// Money or cards given.
    TruthSupport {
        year: Option<i32>, cards: Option<i64>, amount: Option<i64>, valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>, share: Option<f64>, groups: Vec<String>,
    }
    /// An award.
    TruthAward { form: Option<String>, review: Option<String>, collectives: Option<i64>, individuals: Option<i64> }
    /// An amount of money.
    TruthMoney { amount: i64, text: Option<String> }
    /// The movement a paper carries out.
    TruthMovement { name: String, from: Option<i32>, to: Option<i32> }
    /// A unit made responsible.
    TruthAssignment { unit: String, text: Option<String> }
    /// The situation section: a few head words of each statement.
    TruthSituation { achievements: Vec<String>, weaknesses: Vec<String>, causes: Vec<String> }
}

//! Papers: what was decided or reported, by number, kind, date and issuer, and what each paper does
//! to others (cites, implements, replaces, amends).
//!
//! Every movement, plan, target and result points to a paper and a place in it. A portal article
//! is a paper of the kind `article`: it has an address and a day of publication instead of a number.
//!
//! Invariants: keys are unique; a number alone is not a key (18/CT-TTg exists in many years).

pub mod model;

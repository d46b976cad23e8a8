//! App.

pub mod catalogue;
pub mod demo;
pub mod documents;
pub mod movements;
pub mod offices;

//! Platform.

pub mod definition;

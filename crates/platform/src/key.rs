//! Keys of enumerations in columns and forms: the same words as in their serialised form.

use crate::Result;
use crate::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The key of a unit variant (`InForce` → `in_force`, as its `rename_all` says).
pub fn of(value: &impl Serialize) -> Result<String> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(key) => Ok(key),
        other => Err(Problem::internal(format!("not a key: {other}"))),
    }
}

/// The variant of a key; nothing when there is none.
pub fn parse<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(key.to_owned())).ok()
}

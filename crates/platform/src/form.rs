//! Forms: the fields as they were sent, typed access that collects faults, and the form coming back filled in.

use crate::problem::{Fault, Refusal};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Request};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a form sent. A field that came twice keeps the last value; texts are trimmed.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    values: BTreeMap<String, String>,
}

impl Fields {
    /// Fields from pairs, for a form that starts filled in.
    pub fn of<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { values: pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect() }
    }

    /// The text of a field; empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str).trim()
    }

    /// The text of a field, or nothing when empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        Some(self.value(name)).filter(|value| !value.is_empty())
    }

    /// Whether an option is the one chosen, for `selected` and `checked`.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.value(name) == value
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.insert(name.to_owned(), value.into());
    }

    /// All fields whose name starts with `prefix`, with the rest of the name.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.values.iter().filter_map(move |(name, value)| name.strip_prefix(prefix).map(|rest| (rest, value.trim())))
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = FormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, state).await?;
        Ok(Self::of(pairs))
    }
}

/// Reads fields and collects what is wrong with them, so that the user sees all faults at once.
#[derive(Debug)]
pub struct Reading<'a> {
    fields: &'a Fields,
    faults: Vec<Fault>,
}

impl<'a> Reading<'a> {
    /// Starts reading.
    pub fn new(fields: &'a Fields) -> Self {
        Self { fields, faults: Vec::new() }
    }

    /// A text that must be there.
    pub fn required(&mut self, name: &str) -> String {
        let value = self.fields.value(name);
        if value.is_empty() {
            self.fault(name, "để trống", "Điền ô này.");
        }
        value.to_owned()
    }

    /// A text that may be missing.
    pub fn optional(&mut self, name: &str) -> Option<String> {
        self.fields.filled(name).map(str::to_owned)
    }

    /// A value that `parse` understands; its error is the sentence of the fault.
    pub fn parsed<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let value = self.fields.filled(name)?;
        match parse(value) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.fault(name, error.to_string(), remedy);
                None
            }
        }
    }

    /// A day from a date field (`2019-08-31`).
    pub fn day(&mut self, name: &str) -> Option<NaiveDate> {
        self.parsed(name, "Viết ngày theo dạng 31/8/2019 hoặc 2019-08-31.", |value| {
            NaiveDate::parse_from_str(value, "%Y-%m-%d")
                .or_else(|_| NaiveDate::parse_from_str(value, "%d/%m/%Y"))
                .map_err(|_| format!("“{value}” không phải là ngày"))
        })
    }

    /// Notes a fault.
    pub fn fault(&mut self, name: &str, rule: impl Into<String>, remedy: impl Into<String>) {
        self.faults.push(Fault::field(name, rule, remedy));
    }

    /// Ends reading: nothing when all is well, else every fault.
    pub fn finish(self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::of_faults(self.faults)) }
    }
}

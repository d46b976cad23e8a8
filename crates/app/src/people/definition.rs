//! The definitions that counting people rests on: policy words as sets, names of group codes, how long lists are kept.

use crate::app::App;
use chrono::NaiveDate;
use platform::definition::Definitions;
use platform::{Problem, Result};
use population::index::AgeBands;
use population::policy::PolicySets;
use population::source::GroupCatalogue;
use serde::Deserialize;

/// The file of the sets of people among the definitions.
pub const POLICY: &str = "population/policy.toml";
const GROUPS: &str = "population/groups.toml";
const RETENTION: &str = "population/retention.toml";

fn text<'a>(app: &'a App, file: &str) -> Result<&'a str> {
    text_of(app.definitions(), file)
}

fn text_of<'a>(definitions: &'a Definitions, file: &str) -> Result<&'a str> {
    let source = definitions.get(file).ok_or_else(|| Problem::internal(format!("{file} is not there")))?;
    Ok(&source.text)
}

fn refuse(faults: &[impl std::fmt::Display]) -> Problem {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    Problem::refuse(format!("Định nghĩa nhóm đối tượng có lỗi. {first}."), "Sửa tệp định nghĩa của đơn vị.")
}

/// The sets that policy words mean, by the installation's definitions.
pub fn policy_sets(app: &App) -> Result<PolicySets> {
    PolicySets::parse(POLICY, text(app, POLICY)?).map_err(|faults| refuse(&faults))
}

/// The group codes with their names.
pub fn group_catalogue(app: &App) -> Result<GroupCatalogue> {
    group_catalogue_of(app.definitions())
}

/// The group codes of definitions, for whoever needs no database.
pub fn group_catalogue_of(definitions: &Definitions) -> Result<GroupCatalogue> {
    GroupCatalogue::parse(GROUPS, text_of(definitions, GROUPS)?).map_err(|faults| refuse(&faults))
}

/// For how long lists of persons are kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Days after the import; none: until somebody erases them.
    #[serde(default)]
    pub days: Option<u32>,
    /// The document that says so; empty is "chưa có căn cứ".
    #[serde(default)]
    pub ground: String,
    /// Days for which lists that were sent wait for somebody to go on importing them, sealed.
    #[serde(default = "a_week")]
    pub uploads_days: u32,
    /// Days for which refused rows wait to be fetched after an import, sealed.
    #[serde(default = "thirty_days")]
    pub returned_days: u32,
}

fn a_week() -> u32 {
    7
}

fn thirty_days() -> u32 {
    30
}

impl Retention {
    /// The rule of the installation.
    pub fn of(app: &App) -> Result<Self> {
        platform::definition::parse(RETENTION, text(app, RETENTION)?).map_err(|fault| refuse(&[fault]))
    }

    /// The day from which a list imported on `made` should be gone.
    pub fn until(&self, made: NaiveDate) -> Option<NaiveDate> {
        made.checked_add_days(chrono::Days::new(self.days?.into()))
    }
}

/// The policy sets, for an index with these bands of age. Refused where a set begins or ends at an age at which no band
/// does: people could not be told apart.
pub fn counted_sets(app: &App, bands: &AgeBands) -> Result<PolicySets> {
    let sets = policy_sets(app)?;
    match sets.age_not_in(bands) {
        None => Ok(sets),
        Some(age) => Err(Problem::refuse(
            format!("Có nhóm dùng mốc {age} tuổi, mà bản số liệu không chia theo mốc ấy."),
            "Sửa mốc tuổi của nhóm, hoặc nạp lại danh sách để chia theo mốc mới.",
        )),
    }
}

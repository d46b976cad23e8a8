//! Lists of the people of a commune who are not covered, soon will not be, or left the list of the poor.

use super::super::definition::policy_sets;
use super::{OpenedList, Sight, find, on_a_thread, open_list, uploads};
use crate::app::App;
use chrono::NaiveDate;
use platform::gate::Actor;
use platform::problem::Fault;
use platform::{Problem, Refusal, Result};
use population::gap::{
    Breakdown, BreakdownBy, Disclosure, Filter, GapError, GapList, GapRow, GapWriter, Households, LeftPoorList,
    left_poor_list, running_out, uncovered,
};
use population::policy::{PolicySets, SetBits};
use population::snapshot::Snapshot;
use rules::rate::Sex;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;

/// The sets whose people the directives ask to keep insured after they leave them.
const POOR: [&str; 2] = ["poor", "near_poor"];

/// Which list of a commune is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Residents without a valid card.
    Uncovered,
    /// Residents whose cover ends within so many days.
    RunningOut(u32),
    /// Residents who were among the poor or near-poor in an earlier version, and no longer are.
    LeftPoorList(u32),
}

/// A list that somebody asks for.
#[derive(Debug, Clone)]
pub struct ListAsked {
    /// The commune as of the snapshot's day.
    pub unit: i64,
    /// The day.
    pub on: NaiveDate,
    /// Which list.
    pub wanted: Wanted,
    /// Whom of it.
    pub who: Who,
}

/// Whom of a list somebody wants to see; what is not given does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// Only people of the policy set with this key.
    pub set: Option<String>,
    /// Only people with this group code.
    pub group: Option<String>,
    /// Only men, or only women.
    pub sex: Option<Sex>,
    /// From this age on, completed years.
    pub age_from: Option<u16>,
    /// Up to this age, that year included.
    pub age_to: Option<u16>,
}

/// A list with what was counted beside it.
#[derive(Debug, Clone)]
pub struct Made {
    /// The list.
    pub list: GapList,
    /// Who was on the earlier list of the poor and is not on the list of this commune any more.
    pub gone: Vec<GapRow>,
    /// Households of the commune by how many of their people are covered.
    pub households: Households,
    /// How much of it may be shown.
    pub sight: Sight,
}

impl Sight {
    /// The same for the engine's lists.
    pub fn disclosure(self) -> Disclosure {
        match self {
            Self::Masked => Disclosure::Masked,
            Self::Names => Disclosure::Open,
        }
    }
}

/// Opens what the list needs, each opening audited, and makes it.
pub async fn make_list(
    app: &App,
    actor: &Actor,
    snapshot: &Snapshot,
    asked: ListAsked,
    sight: Sight,
    purpose: &str,
) -> Result<Made> {
    let sets = policy_sets(app)?;
    let bits = match &asked.who.set {
        None => None,
        Some(key) => Some(sets.bits_of([key.as_str()]).map_err(|key| Problem::NotFound(format!("nhóm “{key}”")))?),
    };
    let opened = open_list(app, actor, snapshot, asked.unit, sight, purpose).await?;
    let before = match asked.wanted {
        Wanted::LeftPoorList(version) => Some(earlier(app, actor, snapshot, version, &asked, sight, purpose).await?),
        Wanted::Uncovered | Wanted::RunningOut(_) => None,
    };
    on_a_thread(move || made(&opened, before.as_ref(), &asked, &sets, bits)).await
}

async fn earlier(
    app: &App,
    actor: &Actor,
    snapshot: &Snapshot,
    version: u32,
    asked: &ListAsked,
    sight: Sight,
    purpose: &str,
) -> Result<(OpenedList, NaiveDate)> {
    let before = find(app, &snapshot.manifest().name, Some(version)).await?;
    let day = before.manifest().as_of;
    Ok((open_list(app, actor, &before, asked.unit, sight, purpose).await?, day))
}

fn made(
    opened: &OpenedList,
    before: Option<&(OpenedList, NaiveDate)>,
    asked: &ListAsked,
    sets: &PolicySets,
    bits: Option<SetBits>,
) -> Result<Made> {
    let groups: Option<Vec<String>> = asked.who.group.clone().map(|group| vec![group]);
    let filter = Filter {
        groups: groups.as_deref(),
        sets: bits.map(|bits| (sets, bits)),
        sex: asked.who.sex.map(|sex| if sex == Sex::Male { 1 } else { 2 }),
        age_from: asked.who.age_from,
        age_to: asked.who.age_to,
    };
    let by = BreakdownBy { sets, ages: &[] };
    let households = Breakdown::of(&opened.list.people, asked.on, by).households;
    let mut gone = Vec::new();
    let list = match (asked.wanted, before) {
        (Wanted::Uncovered, _) => uncovered(&opened.list, asked.on, &filter),
        (Wanted::RunningOut(days), _) => running_out(&opened.list, asked.on, days, &filter),
        (Wanted::LeftPoorList(_), before) => {
            let poor = sets.bits_of(POOR).map_err(|key| {
                Problem::refuse(
                    format!("Tệp định nghĩa nhóm không có nhóm “{key}”."),
                    "Thêm nhóm này vào tệp định nghĩa.",
                )
            })?;
            let lists: Vec<_> = before.iter().map(|(opened, day)| (&opened.list.people, *day)).collect();
            let LeftPoorList { here, gone: left } =
                left_poor_list(&lists, &opened.list, asked.on, (sets, poor), &filter);
            gone = left;
            here
        }
    };
    Ok(Made { list, gone, households, sight: opened.sight })
}

/// The list with names as a file for a collection agent's round, household by household. `ending`: `xlsx`, `csv`.
pub async fn round(
    app: &App,
    actor: &Actor,
    snapshot: &Snapshot,
    asked: ListAsked,
    purpose: &str,
    ending: &'static str,
) -> Result<Vec<u8>> {
    let made = make_list(app, actor, snapshot, asked, Sight::Names, purpose).await?;
    if made.list.rows.is_empty() {
        let fault = Fault::field("list", "danh sách không có ai", "Chọn ngày, nhóm hoặc danh sách khác.");
        return Err(Refusal::of_faults(vec![fault]).into());
    }
    let folder = uploads(app);
    let token = platform::audit::hex(&platform::random::bytes::<16>()?);
    on_a_thread(move || {
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let path = folder.join(format!("{token}.{ending}"));
        let written = GapWriter::create(&path, made.list.kind, made.list.on, Disclosure::Open)
            .and_then(|mut writer| writer.write(&made.list).and_then(|()| writer.finish()));
        written.map_err(|error: GapError| Problem::Internal(std::sync::Arc::new(error)))?;
        let bytes = fs::read(&path)?;
        fs::remove_file(&path)?;
        Ok(bytes)
    })
    .await
}

//! Accepting what a paper says of a target enters the target, with the words it came from as its place in the source.

use super::exchange::comparator;
use super::model::NewTarget;
use super::{enter_targets, path};
use crate::app::App;
use crate::catalogue::CriteriaLevel;
use crate::documents::{self, AcceptFinding, Accepted, Became};
use crate::exchange::cells::number;
use chrono::NaiveDate;
use platform::problem::{Fault, Problem, Refusal};
use platform::table::Later;
use platform::{Actor, Change, Result};
use rules::period::Period;
use rules::place::Level;
use rules::rate::Comparator;
use rules::text::search_key;

/// Makes targets of findings.
pub struct TargetFinding;

impl AcceptFinding for TargetFinding {
    fn kind(&self) -> &'static str {
        "target"
    }

    fn fields(&self) -> &'static [&'static str] {
        &[
            "scope",
            "each",
            "indicator",
            "group",
            "comparator",
            "value",
            "upper",
            "year",
            "both_sexes",
            "standard",
            "authority",
        ]
    }

    fn accept<'a>(
        &'a self,
        app: &'a App,
        actor: &'a Actor,
        change: &'a mut Change,
        finding: &'a Accepted,
    ) -> Later<'a, Became> {
        Box::pin(accept(app, actor, change, finding))
    }
}

async fn accept(app: &App, actor: &Actor, change: &mut Change, finding: &Accepted) -> Result<Became> {
    let mut reading = Reading { app, finding, faults: Vec::new() };
    let read = reading.target();
    if !reading.faults.is_empty() {
        return Err(Refusal::of_faults(reading.faults).into());
    }
    let read = read.ok_or_else(|| Problem::internal("a target without faults is incomplete"))?;
    let source = documents::source_of_document(change, &finding.paper).await?;
    let target = NewTarget { document: Some(finding.paper.id), source, locator: finding.locator.clone(), ..read };
    let ids = enter_targets(app, actor, change, vec![target]).await?;
    let id = ids.first().copied().ok_or_else(|| Problem::internal("a target that was entered has no key"))?;
    Ok(Became { kind: "target".to_owned(), title: finding.paper.key.clone(), path: path(id) })
}

/// Reads the fields of a finding as the catalogue names things; whatever is not certain is a fault to correct.
struct Reading<'a> {
    app: &'a App,
    finding: &'a Accepted,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn target(&mut self) -> Option<NewTarget> {
        let year = self.parsed("year", "Ghi năm bốn chữ số.", |text| text.parse::<i32>().ok());
        let value = self.parsed("value", "Ghi số như 86,5 hoặc 91.641.000.", |text| number(text).ok());
        let upper = self.parsed("upper", "Ghi số như 2.", |text| number(text).ok());
        let (unit, each) = self.unit(year).unzip();
        let criterion = self.criterion(year);
        let indicator = self.indicator();
        let authority = self.authority();
        let sign = self.finding.field("comparator").map(comparator);
        if sign == Some(None) {
            self.faults.push(Fault::field("comparator", "cách so không hiểu được", "Ghi ≥, >, ≤, < hoặc =."));
        }
        Some(NewTarget {
            unit: unit?,
            each: each?,
            indicator: indicator?,
            year,
            due: None,
            value,
            upper,
            comparator: sign.flatten().unwrap_or(Comparator::AtLeast),
            measure: None,
            denominator: None,
            group: self.finding.field("group").map(str::to_owned),
            per_sex: self.finding.field("both_sexes") == Some("yes"),
            criterion,
            authority: authority?,
            document: None,
            decided_on: None,
            movement: None,
            objective: None,
            resolutions: Vec::new(),
            supersedes: None,
            printed: None,
            unknown_reason: None,
            note: None,
            source: 0,
            locator: String::new(),
        })
    }

    fn parsed<T>(&mut self, name: &str, remedy: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.finding.field(name)?;
        let value = parse(text);
        if value.is_none() {
            self.faults.push(Fault::field(name, format!("không hiểu “{text}”"), remedy));
        }
        value
    }

    /// The unit and, for "mỗi xã", the level of the units within it.
    fn unit(&mut self, year: Option<i32>) -> Option<(i64, Option<Level>)> {
        let each = match self.finding.field("each").map(search_key).as_deref() {
            None => None,
            Some("province" | "tinh") => Some(Level::Province),
            Some("district" | "huyen") => Some(Level::District),
            Some("commune" | "xa") => Some(Level::Commune),
            Some(other) => {
                self.faults.push(Fault::field("each", format!("không hiểu cấp “{other}”"), "Ghi tỉnh, huyện hoặc xã."));
                return None;
            }
        };
        let nation = i64::from(self.app.places().nation().id);
        match self.finding.field("scope") {
            Some("national") => Some((nation, each)),
            Some("province") => Some((nation, Some(Level::Province))),
            Some("district") => Some((nation, Some(Level::District))),
            Some("commune") => Some((nation, Some(Level::Commune))),
            Some(name) => match self.app.resolve_unit_of_year(name, None, year) {
                Ok(unit) => Some((unit, each)),
                Err(refusal) => {
                    self.faults.push(Fault::field("scope", refusal.sentence, refusal.remedy));
                    None
                }
            },
            None => {
                let remedy = "Sửa dữ kiện: điền tên đơn vị, hoặc “cả nước”.";
                self.faults.push(Fault::field("scope", "văn bản không nêu chỉ tiêu của địa bàn nào", remedy));
                None
            }
        }
    }

    /// The catalogue's key; papers name a criterion's rate and the catalogue keeps one indicator for all criteria.
    fn indicator(&mut self) -> Option<String> {
        let text = self.finding.field("indicator").unwrap_or_default();
        let wanted = match text {
            "criterion_15_1" | "criterion_14_1" => "criterion_rate",
            "new_rural_communes" => "communes_recognised",
            "communes_adopted_per_unit_per_year" => "communes_adopted",
            other => other,
        };
        let folded = search_key(wanted);
        let rows = &self.app.catalogue().indicators;
        let found = rows.iter().find(|row| row.key == wanted || search_key(&row.name) == folded);
        if found.is_none() {
            let rule = format!("danh mục không có chỉ tiêu “{text}”");
            self.faults.push(Fault::field(
                "indicator",
                rule,
                "Sửa dữ kiện: ghi khóa hoặc tên chỉ tiêu trong danh mục.",
            ));
        }
        found.map(|row| row.key.clone())
    }

    /// The criterion of the set in force at the end of the target's year or, without one, on the day of the paper.
    fn criterion(&mut self, year: Option<i32>) -> Option<(String, String)> {
        let code = match self.finding.field("indicator")? {
            "criterion_15_1" => "15.1",
            "criterion_14_1" => "14.1",
            _ => return None,
        };
        let level = match self.finding.field("standard") {
            Some("advanced_new_rural") => CriteriaLevel::Advanced,
            _ => CriteriaLevel::NewRural,
        };
        let day = year.and_then(Period::year).map(Period::last_day).or(self.finding.paper.issued_on);
        let set = day.and_then(|day: NaiveDate| self.app.catalogue().criteria_in_force(level, day));
        let found = set.filter(|set| set.criterion(code).is_some());
        if found.is_none() {
            let rule = format!("không có bộ tiêu chí nào có tiêu chí {code} vào thời gian này");
            self.faults.push(Fault::field("standard", rule, "Nhập chỉ tiêu này bằng biểu nhập và chọn bộ tiêu chí."));
        }
        found.map(|set| (set.key.clone(), code.to_owned()))
    }

    /// The deciding authority: the one named, else the issuer of the paper where the catalogue knows it.
    fn authority(&mut self) -> Option<String> {
        let issuer = self.finding.paper.issuer.as_str();
        let text = self.finding.field("authority").unwrap_or(issuer);
        let folded = search_key(text);
        let rows = &self.app.catalogue().authorities;
        let found = rows.iter().find(|row| row.key == text || search_key(&row.name) == folded);
        if found.is_none() {
            let rule = format!("danh mục không có cơ quan “{text}”");
            self.faults.push(Fault::field("authority", rule, "Sửa dữ kiện: ghi khóa hoặc tên cơ quan trong danh mục."));
        }
        found.map(|row| row.key.clone())
    }
}

//! Reading the catalogue and the rules that TOML cannot express.

use std::collections::BTreeSet;

use platform::definition::Mark;
use platform::definition::{Definitions, Fault, Problem, Source, faults, parse};
use rules::number::Fixed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::criteria::{CriteriaSet, Criterion};
use super::model::{
    Actor, Authority, AwardForm, Catalogue, Counted, Denominator, Group, Indicator, Precedence, Region,
};

/// The folder that holds one criteria set a file.
pub const CRITERIA: &str = "law/criteria/";

/// Every folder and file that some area reads; a definition elsewhere would be read by nobody.
const READ: [&str; 7] =
    ["catalogue/", CRITERIA, "law/awards.toml", "movements/", crate::offices::OFFICES_FILE, "population/", "samples/"];

const NEGATIVE: &str = "Ngưỡng phải từ 0 trở lên; hãy sửa lại.";

macro_rules! list_file {
    ($name:ident, $field:ident, $row:ty) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            $field: Vec<$row>,
        }
    };
}

list_file!(IndicatorFile, indicators, Indicator);
list_file!(DenominatorFile, denominators, Denominator);
list_file!(GroupFile, groups, Group);
list_file!(ActorFile, actors, Actor);
list_file!(RegionFile, regions, Region);
list_file!(AwardFile, forms, AwardForm);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorityFile {
    authorities: Vec<Authority>,
    #[serde(default)]
    precedence: Vec<Precedence>,
}

impl Catalogue {
    /// Reads and checks the catalogue, the criteria sets and the award forms.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn load(definitions: &Definitions) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader { definitions, wrong: unread(definitions) };
        let authorities = reader.file::<AuthorityFile>("catalogue/authorities.toml");
        let (authorities, precedence) =
            authorities.map_or_else(Default::default, |file| (file.authorities, file.precedence));
        let mut catalogue = Self {
            indicators: reader.list("catalogue/indicators.toml", |file: IndicatorFile| file.indicators),
            denominators: reader.list("catalogue/denominators.toml", |file: DenominatorFile| file.denominators),
            groups: reader.list("catalogue/groups.toml", |file: GroupFile| file.groups),
            authorities,
            precedence,
            actors: reader.list("catalogue/actors.toml", |file: ActorFile| file.actors),
            regions: reader.list("catalogue/regions.toml", |file: RegionFile| file.regions),
            criteria_sets: Vec::new(),
            award_forms: reader.list("law/awards.toml", |file: AwardFile| file.forms),
        };
        let mut sets = Vec::new();
        for (name, source) in definitions.under(CRITERIA) {
            if let Some(set) = reader.read::<CriteriaSet>(name, source) {
                sets.push((name, source, set));
            }
        }
        let mut wrong = reader.wrong;
        if wrong.is_empty() {
            catalogue.criteria_sets = sets.iter().map(|(_, _, set)| set.clone()).collect();
            wrong.extend(catalogue.faults(definitions));
            for (index, (name, source, set)) in sets.iter().enumerate() {
                let mut problems = set_problems(set, &catalogue);
                if sets[..index].iter().any(|(_, _, other)| other.key == set.key) {
                    problems.push(used_twice("key", &set.key));
                }
                wrong.extend(faults(name, &source.text, problems));
            }
            catalogue.criteria_sets.sort_by_key(CriteriaSet::begins);
        }
        if wrong.is_empty() { Ok(catalogue) } else { Err(wrong) }
    }

    fn faults(&self, definitions: &Definitions) -> Vec<Fault> {
        let files = [
            ("catalogue/indicators.toml", self.indicator_problems()),
            ("catalogue/denominators.toml", self.denominator_problems()),
            ("catalogue/groups.toml", twice("groups", self.groups.iter().map(|row| &row.key))),
            ("catalogue/authorities.toml", self.authority_problems()),
            ("catalogue/actors.toml", self.actor_problems()),
            ("catalogue/regions.toml", twice("regions", self.regions.iter().map(|row| &row.key))),
            ("law/awards.toml", self.award_problems()),
        ];
        files
            .into_iter()
            .flat_map(|(name, problems)| {
                let text = definitions.get(name).map_or("", |source| source.text.as_str());
                faults(name, text, problems)
            })
            .collect()
    }

    fn indicator_problems(&self) -> Vec<Problem> {
        let mut problems = twice("indicators", self.indicators.iter().map(|row| &row.key));
        for (index, row) in self.indicators.iter().enumerate() {
            let field = format!("indicators[{index}].denominators");
            for key in &row.denominators {
                if self.denominator(key).is_none() {
                    problems.push(missing(&field, "mẫu số", key));
                }
            }
            let is_rate = row.measure.is_rate();
            if is_rate && row.denominators.is_empty() {
                problems.push(Problem::new(&field, "Chỉ tiêu tỷ lệ phải có ít nhất một mẫu số; hãy thêm mã mẫu số."));
            }
        }
        problems
    }

    fn denominator_problems(&self) -> Vec<Problem> {
        let mut problems = twice("denominators", self.denominators.iter().map(|row| &row.key));
        for (index, row) in self.denominators.iter().enumerate() {
            if row.counts == Counted::Units && row.level.is_none() {
                problems.push(Problem::new(
                    format!("denominators[{index}].level"),
                    "Mẫu số đếm đơn vị hành chính phải nêu cấp; hãy thêm `level`.",
                ));
            }
        }
        problems
    }

    fn authority_problems(&self) -> Vec<Problem> {
        let mut problems = twice("authorities", self.authorities.iter().map(|row| &row.key));
        problems.extend(twice("precedence", self.precedence.iter().map(|row| &row.key)));
        for (index, rule) in self.precedence.iter().enumerate() {
            if rule.steps.is_empty() {
                problems.push(Problem::new(
                    format!("precedence[{index}].steps"),
                    "Quy tắc chọn chỉ tiêu phải có ít nhất một bước; hãy thêm bước.",
                ));
            }
        }
        problems
    }

    fn actor_problems(&self) -> Vec<Problem> {
        twice("actors", self.actors.iter().map(|row| &row.key))
    }

    fn award_problems(&self) -> Vec<Problem> {
        let mut problems = twice("forms", self.award_forms.iter().map(|row| &row.key));
        for (index, form) in self.award_forms.iter().enumerate() {
            check_mark(&format!("forms[{index}]"), form.mark, form.ground.as_ref(), &mut problems);
        }
        problems
    }
}

struct Reader<'a> {
    definitions: &'a Definitions,
    wrong: Vec<Fault>,
}

impl Reader<'_> {
    fn read<T: DeserializeOwned>(&mut self, name: &str, source: &Source) -> Option<T> {
        parse(name, &source.text).map_err(|fault| self.wrong.push(fault)).ok()
    }

    fn file<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let definitions = self.definitions;
        if let Some(source) = definitions.get(name) {
            return self.read(name, source);
        }
        self.wrong.push(Fault {
            file: name.to_owned(),
            line: 1,
            field: String::new(),
            message: "Thiếu tệp danh mục bắt buộc; hãy khôi phục tệp này.".to_owned(),
        });
        None
    }

    fn list<T: DeserializeOwned, R>(&mut self, name: &str, rows: impl Fn(T) -> Vec<R>) -> Vec<R> {
        self.file(name).map(rows).unwrap_or_default()
    }
}

fn unread(definitions: &Definitions) -> Vec<Fault> {
    definitions
        .iter()
        .filter(|(name, _)| !READ.iter().any(|known| name.starts_with(known)) || !name.ends_with(".toml"))
        .map(|(name, _)| Fault {
            file: name.to_owned(),
            line: 1,
            field: String::new(),
            message: format!(
                "Không phần nào của hệ thống đọc tệp này; hãy đặt tệp .toml vào một trong: {}.",
                READ.join(", ")
            ),
        })
        .collect()
}

fn set_problems(set: &CriteriaSet, catalogue: &Catalogue) -> Vec<Problem> {
    let mut problems = twice("criteria", set.criteria.iter().map(|row| &row.code));
    problems.extend(twice("headings", set.headings.iter().map(|row| &row.code)));
    if catalogue.authority(&set.decision.issuer).is_none() {
        problems.push(missing("decision.issuer", "cơ quan ban hành", &set.decision.issuer));
    }
    if set.period.to < set.period.from {
        problems.push(Problem::new("period", "Năm cuối đứng trước năm đầu; hãy sửa lại."));
    }
    if let (Some(from), Some(to)) = (set.begins(), set.valid_to)
        && to < from
    {
        problems.push(Problem::new("valid_to", "Ngày hết hiệu lực đứng trước ngày có hiệu lực; hãy sửa lại."));
    }
    check_mark("", set.mark, set.ground.as_ref(), &mut problems);
    band_problems(set, &mut problems);
    for (index, criterion) in set.criteria.iter().enumerate() {
        criterion_problems(&format!("criteria[{index}]"), criterion, catalogue, &mut problems);
    }
    problems
}

/// Bands, highest first, must cover 0 to the total once each.
fn band_problems(set: &CriteriaSet, problems: &mut Vec<Problem>) {
    let Some(first) = set.bands.first() else {
        return;
    };
    problems.extend(twice("bands", set.bands.iter().map(|band| &band.key)));
    let gapless = set.bands.windows(2).all(|pair| pair[1].to + 1 == pair[0].from);
    let ordered = set.bands.iter().all(|band| band.from <= band.to);
    let whole = set.total == Some(first.to) && set.bands.last().is_some_and(|last| last.from == 0);
    if !(gapless && ordered && whole) {
        problems.push(Problem::new(
            "bands",
            "Các mức phải chia hết từ 0 đến tổng số tiêu chí, không chồng, không hở, cao trước thấp sau; hãy sửa `from`, `to`.",
        ));
    }
}

fn criterion_problems(path: &str, criterion: &Criterion, catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    if let Some(indicator) = &criterion.indicator {
        match catalogue.indicator(indicator) {
            None => problems.push(missing(&format!("{path}.indicator"), "chỉ tiêu", indicator)),
            Some(found) if criterion.per_sex && !found.sexes => problems.push(Problem::new(
                format!("{path}.per_sex"),
                format!("Chỉ tiêu `{indicator}` không tách nam, nữ; hãy bỏ `per_sex` hoặc chọn chỉ tiêu khác."),
            )),
            Some(_) => {}
        }
    }
    let has_threshold = criterion.threshold.is_some() || !criterion.regions.is_empty();
    if has_threshold && criterion.comparator.is_none() {
        problems.push(Problem::new(
            format!("{path}.comparator"),
            "Có ngưỡng thì phải có dấu so sánh; hãy thêm `comparator`, như \">=\".",
        ));
    }
    if !has_threshold && !criterion.judged && criterion.mark != Mark::NotFound {
        problems.push(Problem::new(
            format!("{path}.threshold"),
            "Tiêu chí không có ngưỡng phải ghi `judged = true` hoặc `mark = \"not_found\"`; hãy bổ sung.",
        ));
    }
    if criterion.threshold.is_some_and(|threshold| threshold < Fixed::ZERO) {
        problems.push(Problem::new(format!("{path}.threshold"), NEGATIVE));
    }
    let mut seen = BTreeSet::new();
    for (index, row) in criterion.regions.iter().enumerate() {
        let field = format!("{path}.regions[{index}].region");
        if catalogue.region(&row.region).is_none() {
            problems.push(missing(&field, "vùng", &row.region));
        }
        if row.threshold.is_some_and(|threshold| threshold < Fixed::ZERO) {
            problems.push(Problem::new(format!("{path}.regions[{index}].threshold"), NEGATIVE));
        }
        if !seen.insert(&row.region) {
            problems.push(used_twice(&field, &row.region));
        }
    }
    check_mark(path, criterion.mark, criterion.ground.as_ref(), problems);
}

/// A statement said to have a source names it; one said to have none does not pretend.
fn check_mark(path: &str, mark: Mark, ground: Option<&String>, problems: &mut Vec<Problem>) {
    let field = if path.is_empty() { "mark".to_owned() } else { format!("{path}.mark") };
    if mark.needs_ground() && ground.is_none() {
        problems.push(Problem::new(field, "Đã ghi là có nguồn thì phải nêu căn cứ; hãy thêm `ground` hoặc bỏ `mark`."));
    } else if mark == Mark::Unverified && ground.is_some() {
        problems.push(Problem::new(
            field,
            "Đã nêu căn cứ thì phải ghi mức chắc chắn; hãy thêm `mark = \"stated\"` hoặc `\"published\"`.",
        ));
    }
}

fn twice<'a>(list: &str, keys: impl Iterator<Item = &'a String>) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    keys.enumerate()
        .filter(|(_, key)| !seen.insert(*key))
        .map(|(index, key)| used_twice(&format!("{list}[{index}]"), key))
        .collect()
}

fn used_twice(field: &str, key: &str) -> Problem {
    Problem::new(field, format!("Mã `{key}` đã được dùng; mỗi mã chỉ dùng một lần, hãy đặt mã khác."))
}

fn missing(field: &str, what: &str, key: &str) -> Problem {
    Problem::new(field, format!("Không có {what} mã `{key}` trong danh mục; hãy sửa mã hoặc thêm vào danh mục."))
}

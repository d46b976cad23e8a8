//! Rules of the sample packs: references resolve, values fit their indicator.

use std::collections::{BTreeMap, BTreeSet};

use platform::definition::Problem;

use super::registers::{self, Registers};
use super::{File, Recognition, ResultRow, Target, TargetTable, UnitReference};
use crate::catalogue::{Catalogue, CriterionReference};
use crate::documents::Direction;
use crate::movements::model::Citation;
use rules::number::Fixed;
use rules::place::Level;
use rules::target::Measure;

/// 100 %.
const WHOLE: Fixed = Fixed::from_ten_thousandths(100 * Fixed::UNIT);

/// Keys of all files, since one file may name rows of another.
#[derive(Debug, Default)]
pub(super) struct Names {
    documents: BTreeSet<String>,
    targets: BTreeSet<String>,
    series: BTreeMap<String, Direction>,
    files: BTreeSet<String>,
    /// Symbols of outgoing papers: their numbers are given when they are loaded.
    symbols: BTreeSet<String>,
    twice: BTreeSet<String>,
}

impl Names {
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a File>) -> Self {
        let mut names = Self::default();
        for file in files {
            for paper in &file.documents {
                if !names.documents.insert(paper.key.clone()) {
                    names.twice.insert(paper.key.clone());
                }
            }
            let tables: Vec<Target> = file.target_tables.iter().flat_map(TargetTable::targets).collect();
            for key in file.targets.iter().chain(&tables).filter_map(|target| target.key.as_ref()) {
                if !names.targets.insert(key.clone()) {
                    names.twice.insert(key.clone());
                }
            }
            names.series.extend(file.series.iter().map(|series| (series.key.clone(), series.direction)));
            names.files.extend(file.files.iter().map(|file| file.name.clone()));
            names.symbols.extend(file.outgoing.iter().map(|paper| paper.symbol.clone()));
        }
        names
    }

    pub(super) fn has_series(&self, key: &str, direction: Direction) -> bool {
        self.series.get(key) == Some(&direction)
    }

    pub(super) fn has_file(&self, name: &str) -> bool {
        self.files.contains(name)
    }

    /// Whether a paper of the pack has this key, or an outgoing one may get it as its number.
    pub(super) fn may_be_paper(&self, key: &str) -> bool {
        let symbol = key.split_once('/').map(|(_, symbol)| symbol);
        self.documents.contains(key) || symbol.is_some_and(|symbol| self.symbols.contains(symbol))
    }
}

pub(super) fn problems(file: &File, catalogue: &Catalogue, names: &Names) -> Vec<Problem> {
    let mut check = Check { catalogue, names, problems: Vec::new() };
    for (index, paper) in file.documents.iter().enumerate() {
        let path = format!("documents[{index}]");
        check.not_twice(&path, Some(&paper.key));
        for (field, keys) in paper.relations() {
            for key in keys {
                check.document(&format!("{path}.{field}"), key);
            }
        }
        if let Some(key) = &paper.authority
            && catalogue.authority(key).is_none()
        {
            check.missing(&format!("{path}.authority"), "cơ quan ban hành", key);
        }
        if paper.mark.needs_ground() && paper.ground.is_none() {
            check.problem(
                &format!("{path}.mark"),
                "Đã ghi là có nguồn thì phải nêu căn cứ; hãy thêm `ground` hoặc bỏ `mark`.".to_owned(),
            );
        }
    }
    for (index, target) in file.targets.iter().enumerate() {
        check.target(&format!("targets[{index}]"), target);
    }
    for (index, table) in file.target_tables.iter().enumerate() {
        check.table(&format!("target_tables[{index}]"), table);
    }
    for (index, row) in file.results.iter().enumerate() {
        check.result(&format!("results[{index}]"), row);
    }
    for (index, row) in file.recognitions.iter().enumerate() {
        check.recognition(&format!("recognitions[{index}]"), row);
    }
    check.problems.extend(registers::problems(Registers { incoming: &file.incoming, outgoing: &file.outgoing }, names));
    check.problems
}

struct Check<'a> {
    catalogue: &'a Catalogue,
    names: &'a Names,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn target(&mut self, path: &str, target: &Target) {
        self.not_twice(path, target.key.as_ref());
        self.unit(path, &target.unit);
        self.indicator(path, &target.indicator, target.group.as_ref(), target.denominator.as_ref());
        self.authority(path, &target.authority);
        self.document(&format!("{path}.document"), &target.document);
        self.citation(path, &target.source);
        self.criterion(path, target.criterion.as_ref());
        for key in &target.resolutions {
            self.document(&format!("{path}.resolutions"), key);
        }
        if let Some(key) = &target.supersedes
            && !self.names.targets.contains(key)
        {
            self.missing(&format!("{path}.supersedes"), "dòng chỉ tiêu", key);
        }
        self.not_negative(&format!("{path}.value"), target.value);
        self.not_negative(&format!("{path}.upper"), target.upper);
        let measure = target.measure.or_else(|| self.catalogue.indicator(&target.indicator).map(|found| found.measure));
        if measure.is_some_and(Measure::is_rate) && target.value.is_some_and(|value| value > WHOLE) {
            self.problem(&format!("{path}.value"), "Chỉ tiêu tỷ lệ phải từ 0 đến 100 %; hãy sửa lại.".to_owned());
        }
        if target.upper.is_some() && target.value.is_none() {
            self.problem(&format!("{path}.upper"), "Có đầu trên thì phải có đầu dưới; hãy thêm `value`.".to_owned());
        }
    }

    fn table(&mut self, path: &str, table: &TargetTable) {
        self.indicator(path, &table.indicator, None, table.denominator.as_ref());
        self.authority(path, &table.authority);
        self.document(&format!("{path}.document"), &table.document);
        self.citation(path, &table.source);
        for (index, row) in table.rows.iter().enumerate() {
            let field = format!("{path}.rows[{index}]");
            if row.values.len() != table.years.len() {
                self.problem(
                    &format!("{field}.values"),
                    format!(
                        "Có {} giá trị cho {} năm; mỗi năm một giá trị, để \"\" nếu chưa tìm thấy.",
                        row.values.len(),
                        table.years.len()
                    ),
                );
            }
            for value in row.values.iter().filter(|value| !value.is_empty()) {
                match value.parse::<Fixed>() {
                    Ok(value) => self.not_negative(&format!("{field}.values"), Some(value)),
                    Err(error) => self.problem(&format!("{field}.values"), error.to_string()),
                }
            }
            for key in row.supersedes.iter().filter(|key| !key.is_empty()) {
                if !self.names.targets.contains(key) {
                    self.missing(&format!("{field}.supersedes"), "dòng chỉ tiêu", key);
                }
            }
        }
        for target in table.targets() {
            self.not_twice(path, target.key.as_ref());
        }
    }

    fn result(&mut self, path: &str, row: &ResultRow) {
        self.unit(path, &row.unit);
        self.indicator(path, &row.indicator, row.group.as_ref(), row.denominator.as_ref());
        self.citation(path, &row.source);
        self.criterion(path, row.criterion.as_ref());
        if row.num.is_none() && row.published.is_none() && row.unknown_reason.is_none() {
            self.problem(
                &format!("{path}.num"),
                "Kết quả phải có tử số, tỷ lệ công bố hoặc lý do chưa xác định; hãy bổ sung.".to_owned(),
            );
        }
        if row.num.is_some_and(|num| num < 0) || row.den.is_some_and(|den| den <= 0) {
            self.problem(&format!("{path}.num"), "Tử số không âm và mẫu số lớn hơn 0; hãy sửa lại.".to_owned());
        }
        self.not_negative(&format!("{path}.published"), row.published);
        if row.den.is_some() && row.denominator.is_none() {
            self.problem(
                &format!("{path}.denominator"),
                "Có mẫu số thì phải nêu định nghĩa của nó; hãy thêm `denominator`.".to_owned(),
            );
        }
        let set = row.criteria_set.as_ref().map(|key| (key, self.catalogue.criteria_set(key)));
        match (set, &row.band) {
            (Some((key, None)), _) => self.missing(&format!("{path}.criteria_set"), "bộ tiêu chí", key),
            (Some((_, Some(set))), Some(band)) if !set.bands.iter().any(|row| row.key == *band) => {
                self.missing(&format!("{path}.band"), "mức số tiêu chí", band);
            }
            (None, Some(_)) => self.problem(
                &format!("{path}.criteria_set"),
                "Có mức số tiêu chí thì phải nêu bộ tiêu chí; hãy thêm `criteria_set`.".to_owned(),
            ),
            _ => {}
        }
    }

    fn recognition(&mut self, path: &str, row: &Recognition) {
        self.unit(path, &row.unit);
        self.citation(path, &row.source);
        if let Some(key) = &row.document {
            self.document(&format!("{path}.document"), key);
        }
    }

    fn unit(&mut self, path: &str, unit: &UnitReference) {
        let named = unit.name.is_some() || unit.code.is_some();
        if named == (unit.level == Level::Nation) {
            self.problem(
                &format!("{path}.unit"),
                "Cả nước thì không ghi tên, đơn vị khác thì phải có tên hoặc mã; hãy sửa lại.".to_owned(),
            );
        }
    }

    fn indicator(&mut self, path: &str, key: &str, group: Option<&String>, denominator: Option<&String>) {
        let Some(indicator) = self.catalogue.indicator(key) else {
            self.missing(&format!("{path}.indicator"), "chỉ tiêu", key);
            return;
        };
        if let Some(group) = group {
            if self.catalogue.group(group).is_none() {
                self.missing(&format!("{path}.group"), "nhóm đối tượng", group);
            } else if !indicator.groups {
                self.problem(
                    &format!("{path}.group"),
                    format!("Chỉ tiêu `{key}` không chia theo nhóm; hãy bỏ nhóm hoặc chọn chỉ tiêu khác."),
                );
            }
        }
        if let Some(denominator) = denominator
            && !indicator.denominators.contains(denominator)
        {
            self.problem(
                &format!("{path}.denominator"),
                format!(
                    "Mẫu số `{denominator}` không phải của chỉ tiêu `{key}`; hãy chọn: {}.",
                    indicator.denominators.join(", ")
                ),
            );
        }
    }

    fn authority(&mut self, path: &str, key: &str) {
        if self.catalogue.authority(key).is_none() {
            self.missing(&format!("{path}.authority"), "cơ quan quyết định", key);
        }
    }

    fn criterion(&mut self, path: &str, reference: Option<&CriterionReference>) {
        if let Some(reference) = reference
            && self.catalogue.criterion(reference).is_none()
        {
            self.missing(&format!("{path}.criterion"), "tiêu chí", &format!("{} / {}", reference.set, reference.code));
        }
    }

    fn citation(&mut self, path: &str, citation: &Citation) {
        self.document(&format!("{path}.source.document"), &citation.document);
    }

    fn document(&mut self, field: &str, key: &str) {
        if !self.names.documents.contains(key) {
            self.missing(field, "văn bản", key);
        }
    }

    fn not_twice(&mut self, path: &str, key: Option<&String>) {
        if let Some(key) = key.filter(|key| self.names.twice.contains(*key)) {
            self.problem(
                &format!("{path}.key"),
                format!("Mã `{key}` đã được dùng; mỗi mã chỉ dùng một lần, hãy đặt mã khác."),
            );
        }
    }

    fn not_negative(&mut self, field: &str, value: Option<Fixed>) {
        if value.is_some_and(|value| value < Fixed::ZERO) {
            self.problem(field, "Số phải từ 0 trở lên; hãy sửa lại.".to_owned());
        }
    }

    fn missing(&mut self, field: &str, what: &str, key: &str) {
        self.problem(field, format!("Không có {what} mã `{key}`; hãy sửa mã hoặc bổ sung."));
    }

    fn problem(&mut self, field: &str, message: String) {
        self.problems.push(Problem::new(field, message));
    }
}

//! Rules of a movement that its types cannot express; the same for a pack and for a web form.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use platform::definition::Problem;

use super::model::{Citation, Duty, Goal, Movement, Objective, Phase};
use super::moment::Deadline;
use crate::catalogue::Catalogue;
use rules::number::Fixed;
use rules::rate::Comparator;

/// Keys that live outside the catalogue.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Keys of every movement.
    pub movements: BTreeSet<String>,
    /// Keys of every paper; absent when papers are not checked.
    pub documents: Option<BTreeSet<String>>,
}

impl Movement {
    /// Every broken rule, in the order of the fields: keys are unique and exist, days lie within
    /// their phase, phases do not overlap, criteria sets serve their phase, ranges are in order.
    pub fn validate(&self, catalogue: &Catalogue, known: &Known) -> Vec<Problem> {
        let mut check = Check { catalogue, known, keys: BTreeSet::new(), problems: Vec::new() };
        check.movement(self);
        check.problems
    }
}

struct Check<'a> {
    catalogue: &'a Catalogue,
    known: &'a Known,
    keys: BTreeSet<String>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn movement(&mut self, movement: &Movement) {
        if movement.name.trim().is_empty() {
            self.problem("name", "Phong trào phải có tên; hãy nhập tên.");
        }
        let launcher = &movement.launched_by;
        if self.catalogue.authority(launcher).is_none() && self.catalogue.actor(launcher).is_none() {
            self.missing("launched_by", "cơ quan phát động", launcher);
        }
        self.documents("bases", &movement.bases);
        for (index, key) in movement.linked.iter().enumerate() {
            let field = format!("linked[{index}]");
            if *key == movement.key {
                self.problem(&field, "Phong trào không thể liên kết với chính nó; hãy bỏ mã này.");
            } else if !self.known.movements.contains(key) {
                self.missing(&field, "phong trào", key);
            }
        }
        for (index, phase) in movement.phases.iter().enumerate() {
            let path = format!("phases[{index}]");
            if let Some(before) = index.checked_sub(1).map(|before| &movement.phases[before])
                && before.to.is_none_or(|to| phase.from <= to)
            {
                self.problem(
                    &format!("{path}.from"),
                    &format!(
                        "Giai đoạn bắt đầu khi giai đoạn `{}` chưa kết thúc; hãy xếp giai đoạn theo thời gian và sửa ngày.",
                        before.key
                    ),
                );
            }
            self.phase(&path, phase);
        }
    }

    fn phase(&mut self, path: &str, phase: &Phase) {
        self.unique(&format!("{path}.key"), &phase.key);
        if phase.to.is_some_and(|to| to < phase.from) {
            self.problem(
                &format!("{path}.to"),
                "Ngày kết thúc giai đoạn đứng trước ngày bắt đầu; hãy sửa một trong hai ngày.",
            );
        }
        self.documents(&format!("{path}.bases"), &phase.bases);
        if let Some(plan) = &phase.plan {
            self.document(&format!("{path}.plan"), plan);
        }
        self.criteria_sets(&format!("{path}.criteria_sets"), &phase.criteria_sets, phase);
        for (index, year) in phase.years.iter().enumerate() {
            let field = format!("{path}.years[{index}]");
            self.year(&format!("{field}.year"), year.year, phase);
            if phase.years[..index].iter().any(|other| other.year == year.year) {
                self.problem(&format!("{field}.year"), "Năm được ghi hai lần; hãy giữ lại một lần.");
            }
            self.criteria_sets(&format!("{field}.criteria_sets"), &year.criteria_sets, phase);
            if let Some(plan) = &year.plan {
                self.document(&format!("{field}.plan"), plan);
            }
        }
        for (index, objective) in phase.objectives.iter().enumerate() {
            self.objective(&format!("{path}.objectives[{index}]"), objective, phase);
        }
        for (index, standard) in phase.standards.iter().enumerate() {
            let field = format!("{path}.standards[{index}]");
            self.unique(&format!("{field}.key"), &standard.key);
            self.actor(&format!("{field}.for_whom"), &standard.for_whom);
            for year in &standard.years {
                self.year(&format!("{field}.years"), *year, phase);
            }
            self.citation(&field, standard.source.as_ref());
        }
        for (index, duty) in phase.duties.iter().enumerate() {
            self.duty(&format!("{path}.duties[{index}]"), duty, phase);
        }
        for (index, drive) in phase.drives.iter().enumerate() {
            let field = format!("{path}.drives[{index}]");
            self.unique(&format!("{field}.key"), &drive.key);
            if drive.to < drive.from {
                self.problem(&format!("{field}.to"), "Đợt thi đua kết thúc trước khi bắt đầu; hãy sửa ngày.");
            }
            if !phase.holds(drive.from) || !phase.holds(drive.to) {
                self.problem(&format!("{field}.from"), "Đợt thi đua nằm ngoài giai đoạn; hãy sửa ngày.");
            }
            self.citation(&field, drive.source.as_ref());
        }
        for (index, review) in phase.reviews.iter().enumerate() {
            let field = format!("{path}.reviews[{index}]");
            self.unique(&format!("{field}.key"), &review.key);
            self.actor(&format!("{field}.by"), &review.by);
            self.deadline(&format!("{field}.deadline"), review.deadline, phase);
            self.citation(&field, review.source.as_ref());
        }
        for (index, participant) in phase.participants.iter().enumerate() {
            self.actor(&format!("{path}.participants[{index}].who"), &participant.who);
        }
        for (index, form) in phase.award_forms.iter().enumerate() {
            if self.catalogue.award_form(form).is_none() {
                self.missing(&format!("{path}.award_forms[{index}]"), "hình thức khen thưởng", form);
            }
        }
        for (index, hop) in phase.report_route.iter().enumerate() {
            self.actor(&format!("{path}.report_route[{index}]"), hop);
        }
    }

    fn objective(&mut self, path: &str, objective: &Objective, phase: &Phase) {
        self.unique(&format!("{path}.key"), &objective.key);
        if let Some(key) = &objective.indicator {
            match self.catalogue.indicator(key) {
                None => self.missing(&format!("{path}.indicator"), "chỉ tiêu", key),
                Some(indicator) if !objective.groups.is_empty() && !indicator.groups => self.problem(
                    &format!("{path}.groups"),
                    &format!("Chỉ tiêu `{key}` không chia theo nhóm; hãy bỏ nhóm hoặc chọn chỉ tiêu khác."),
                ),
                Some(_) => {}
            }
        } else if objective.goal.is_some() {
            self.problem(&format!("{path}.indicator"), "Mục tiêu có số thì phải nêu chỉ tiêu; hãy thêm `indicator`.");
        }
        if let Some(goal) = &objective.goal {
            self.goal(&format!("{path}.goal"), goal, phase);
        }
        if let Some(criterion) = &objective.criterion {
            let field = format!("{path}.criterion");
            match self.catalogue.criteria_set(&criterion.set) {
                None => self.missing(&field, "bộ tiêu chí", &criterion.set),
                Some(set) if set.criterion(&criterion.code).is_none() => self.problem(
                    &field,
                    &format!(
                        "Bộ tiêu chí `{}` không có tiêu chí `{}`; hãy sửa số hiệu.",
                        criterion.set, criterion.code
                    ),
                ),
                Some(set) if !set.serves(phase.from, phase.to) => self.out_of_force(&field, &criterion.set),
                Some(_) => {}
            }
        }
        for (index, group) in objective.groups.iter().enumerate() {
            if self.catalogue.group(group).is_none() {
                self.missing(&format!("{path}.groups[{index}]"), "nhóm đối tượng", group);
            }
        }
        self.documents(&format!("{path}.resolutions"), &objective.resolutions);
        self.citation(path, objective.source.as_ref());
    }

    fn goal(&mut self, path: &str, goal: &Goal, phase: &Phase) {
        if goal.value < Fixed::ZERO {
            self.problem(&format!("{path}.value"), "Số phải từ 0 trở lên; hãy sửa lại.");
        }
        if let Some(upper) = &goal.upper {
            if *upper < goal.value {
                self.problem(&format!("{path}.upper"), "Đầu trên của khoảng nhỏ hơn đầu dưới; hãy sửa lại.");
            }
            if goal.comparator != Comparator::AtLeast {
                self.problem(
                    &format!("{path}.comparator"),
                    "Mục tiêu là một khoảng thì so sánh với đầu dưới, dấu \">=\"; hãy sửa lại.",
                );
            }
        }
        if let Some(year) = goal.year {
            self.year(&format!("{path}.year"), year, phase);
        }
    }

    fn duty(&mut self, path: &str, duty: &Duty, phase: &Phase) {
        self.unique(&format!("{path}.key"), &duty.key);
        if duty.who.is_empty() {
            self.problem(&format!("{path}.who"), "Nhiệm vụ phải có người thực hiện; hãy thêm `who`.");
        }
        for (index, who) in duty.who.iter().enumerate() {
            self.actor(&format!("{path}.who[{index}]"), who);
        }
        if let Some(to) = &duty.to_whom {
            self.actor(&format!("{path}.to_whom"), to);
        }
        if let Some(via) = &duty.via {
            self.actor(&format!("{path}.via"), via);
        }
        if let Some(paper) = &duty.done_by {
            self.document(&format!("{path}.done_by"), paper);
        }
        self.deadline(&format!("{path}.deadline"), duty.deadline, phase);
        self.citation(path, duty.source.as_ref());
    }

    fn deadline(&mut self, field: &str, deadline: Deadline, phase: &Phase) {
        if matches!(deadline, Deadline::EachYear(_)) {
            return;
        }
        let day = deadline.last_day(phase.from.year());
        if day.is_some_and(|day| !phase.holds(day)) {
            self.problem(field, "Hạn nằm ngoài giai đoạn; hãy sửa hạn hoặc ngày của giai đoạn.");
        }
    }

    fn criteria_sets(&mut self, path: &str, keys: &[String], phase: &Phase) {
        for (index, key) in keys.iter().enumerate() {
            let field = format!("{path}[{index}]");
            match self.catalogue.criteria_set(key) {
                None => self.missing(&field, "bộ tiêu chí", key),
                Some(set) if !set.serves(phase.from, phase.to) => self.out_of_force(&field, key),
                Some(_) => {}
            }
        }
    }

    fn year(&mut self, field: &str, year: i32, phase: &Phase) {
        let last = phase.to.map_or(i32::MAX, |to: NaiveDate| to.year());
        if !(phase.from.year()..=last).contains(&year) {
            self.problem(field, &format!("Năm {year} nằm ngoài giai đoạn; hãy sửa năm."));
        }
    }

    fn citation(&mut self, path: &str, citation: Option<&Citation>) {
        if let Some(citation) = citation {
            self.document(&format!("{path}.source.document"), &citation.document);
        }
    }

    fn documents(&mut self, path: &str, keys: &[String]) {
        for (index, key) in keys.iter().enumerate() {
            self.document(&format!("{path}[{index}]"), key);
        }
    }

    fn document(&mut self, field: &str, key: &str) {
        if self.known.documents.as_ref().is_some_and(|known| !known.contains(key)) {
            self.missing(field, "văn bản", key);
        }
    }

    fn actor(&mut self, field: &str, key: &str) {
        if self.catalogue.actor(key).is_none() {
            self.missing(field, "cơ quan hoặc vai trò", key);
        }
    }

    fn unique(&mut self, field: &str, key: &str) {
        if !self.keys.insert(key.to_owned()) {
            self.problem(field, &format!("Mã `{key}` đã được dùng trong phong trào; hãy đặt mã khác."));
        }
    }

    fn out_of_force(&mut self, field: &str, key: &str) {
        self.problem(
            field,
            &format!("Bộ tiêu chí `{key}` không áp dụng trong giai đoạn này; hãy chọn bộ đang có hiệu lực."),
        );
    }

    fn missing(&mut self, field: &str, what: &str, key: &str) {
        self.problem(field, &format!("Không có {what} mã `{key}`; hãy sửa mã hoặc thêm vào danh mục."));
    }

    fn problem(&mut self, field: &str, message: &str) {
        self.problems.push(Problem::new(field, message));
    }
}

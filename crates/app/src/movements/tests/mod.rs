mod done;
mod stories;

use chrono::NaiveDate;
use platform::definition::parse;

use super::model::{Movement, MovementKind, Status, load};
use super::{Deadline, Derivation, Known};
use crate::catalogue::Catalogue;
use crate::catalogue::definitions;
use crate::demo::pack::Pack;
use rules::period::Period;

fn world() -> (Catalogue, Vec<Movement>, Known) {
    let definitions = definitions();
    let catalogue = Catalogue::load(&definitions).expect("the catalogue");
    let pack = Pack::load(&definitions, &catalogue).expect("the pack");
    let documents = pack.document_keys();
    let movements = load(&definitions, &catalogue, Some(&documents)).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    });
    let known = Known {
        movements: movements.iter().map(|movement| movement.key.clone()).collect(),
        documents: Some(documents),
    };
    (catalogue, movements, known)
}

fn movement(key: &str) -> Movement {
    let (_, movements, _) = world();
    movements.into_iter().find(|movement| movement.key == key).expect("an embedded movement")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

#[test]
fn the_embedded_movements_are_whole() {
    let (_, movements, _) = world();
    let shape: Vec<(&str, MovementKind, usize)> =
        movements.iter().map(|movement| (movement.key.as_str(), movement.kind, movement.phases.len())).collect();
    assert_eq!(
        shape,
        [
            ("chi_dao_3036", MovementKind::Directive, 1),
            ("nong_thon_moi", MovementKind::Thematic, 3),
            ("vi_nguoi_ngheo", MovementKind::Thematic, 1),
        ]
    );
}

#[test]
fn before_the_31st_means_the_30th_and_goes_through_the_department_of_collection() {
    let directive = movement("chi_dao_3036");
    let duty = directive.phases[0].duties.iter().find(|duty| duty.key == "gui_quyet_dinh_quy_che").expect("the duty");
    assert_eq!(duty.deadline.last_day(2020), Some(day("2020-10-30")));
    assert_eq!(duty.to_whom.as_deref(), Some("vss"));
    assert_eq!(duty.via.as_deref(), Some("thu"));
    assert_eq!(duty.sends.len(), 2);
    assert_eq!(directive.phases[0].objectives[0].resolutions.len(), 5);
}

#[test]
fn reviews_fall_due_at_the_end_of_their_quarter_or_year() {
    let new_rural = movement("nong_thon_moi");
    let due = |key: &str| {
        let phase = new_rural.phase("2021-2025").expect("the phase");
        let review = phase.reviews.iter().find(|review| review.key == key).expect("the review");
        review.deadline.last_day(2021)
    };
    assert_eq!(due("so_ket_don_vi"), Some(day("2023-09-30")));
    assert_eq!(due("tong_ket_nganh"), Some(day("2025-12-31")));
    let poor = movement("vi_nguoi_ngheo");
    let interim = &poor.phases[0].reviews[0];
    assert_eq!((interim.deadline.last_day(2016), interim.soft), (Some(day("2018-12-31")), true));
}

#[test]
fn status_is_computed() {
    let new_rural = movement("nong_thon_moi");
    let running = |on| match new_rural.status(day(on)) {
        Status::Running(phase) => phase.key.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(running("2019-10-04"), "2016-2020");
    assert_eq!(running("2022-08-12"), "2021-2025");
    assert_eq!(new_rural.status(day("2010-12-31")), Status::Upcoming);
    assert_eq!(new_rural.status(day("2026-01-01")), Status::Ended);
    let mut gap = new_rural.clone();
    gap.phases.remove(1);
    assert!(matches!(gap.status(day("2019-10-04")), Status::Between(phase) if phase.key == "2021-2025"));
    assert!(matches!(movement("chi_dao_3036").status(day("2026-01-01")), Status::Running(_)));
}

#[test]
fn json_and_toml_hold_the_same_movement() {
    for movement in world().1 {
        let json = serde_json::to_string(&movement).expect("JSON");
        let back: Movement = serde_json::from_str(&json).expect("the same types read it");
        assert_eq!(back, movement);
    }
}

#[test]
fn a_new_phase_carries_work_and_not_decisions() {
    let (catalogue, _, known) = world();
    let mut new_rural = movement("nong_thon_moi");
    let from = new_rural.phase("2021-2025").expect("the phase").clone();
    assert_eq!(Movement::dates_after(&from), Some((day("2026-01-01"), day("2030-12-31"))));
    let derived = Movement::derive_phase(
        &from,
        Derivation {
            key: "2026-2030".to_owned(),
            name: "Giai đoạn 2026-2030".to_owned(),
            from: day("2026-01-01"),
            to: Some(day("2030-12-31")),
        },
        &catalogue,
    );
    let phase = &derived.phase;
    assert_eq!(phase.criteria_sets, ["qd_51_2025"]);
    assert!(phase.bases.is_empty() && phase.plan.is_none());
    assert!(phase.objectives.iter().all(|objective| objective.goal.is_none() && objective.source.is_none()));
    let criterion = phase.objectives[0].criterion.as_ref().expect("re-chosen");
    assert_eq!((criterion.set.as_str(), criterion.code.as_str()), ("qd_51_2025", "BHYT"));
    assert_eq!(phase.objectives[0].parent.as_deref(), Some("tieu_chi_15_1"));
    assert_eq!(phase.reviews[0].deadline, Deadline::Within(Period::quarter(2028, 3).expect("a quarter")));
    assert!(derived.notes.iter().any(|note| note.contains("chưa rõ ngưỡng")));
    assert!(derived.notes.iter().any(|note| note.contains("qd_318_2022_phu_luc_2")));
    new_rural.phases.push(derived.phase);
    assert_eq!(new_rural.validate(&catalogue, &known), []);
}

#[test]
fn a_phase_of_the_past_takes_the_set_of_its_time() {
    let (catalogue, _, _) = world();
    let new_rural = movement("nong_thon_moi");
    let derived = Movement::derive_phase(
        &new_rural.phases[0],
        Derivation { key: "x".to_owned(), name: "x".to_owned(), from: day("2016-01-01"), to: Some(day("2020-12-31")) },
        &catalogue,
    );
    assert_eq!(derived.phase.criteria_sets, ["qd_1980_2016"]);
}

#[test]
fn broken_rules_stand_on_their_field() {
    let (catalogue, _, known) = world();
    let check = |change: &dyn Fn(&mut Movement), field: &str, part: &str| {
        let mut changed = movement("nong_thon_moi");
        change(&mut changed);
        let problems = changed.validate(&catalogue, &known);
        assert!(
            problems.iter().any(|problem| problem.field == field && problem.message.contains(part)),
            "{problems:#?}"
        );
    };
    check(&|m| m.phases[1].to = Some(day("2015-01-01")), "phases[1].to", "đứng trước ngày bắt đầu");
    check(&|m| m.phases[2].from = day("2020-06-01"), "phases[2].from", "chưa kết thúc");
    check(&|m| m.phases[2].criteria_sets[0] = "qd_1980_2016".to_owned(), "phases[2].criteria_sets[0]", "không áp dụng");
    check(&|m| m.phases[2].duties[0].via = Some("ai".to_owned()), "phases[2].duties[0].via", "Không có cơ quan");
    check(&|m| m.phases[2].duties[1].key = "ke_hoach_2213".to_owned(), "phases[2].duties[1].key", "đã được dùng");
    check(
        &|m| m.phases[2].duties[0].deadline = Deadline::Before(day("2021-01-01")),
        "phases[2].duties[0].deadline",
        "ngoài giai đoạn",
    );
    check(&|m| m.phases[2].bases.push("1/QĐ".to_owned()), "phases[2].bases[6]", "Không có văn bản");
    check(&|m| m.linked.push("nong_thon_moi".to_owned()), "linked[1]", "chính nó");
    check(
        &|m| {
            if let Some(goal) = m.phases[2].objectives[0].goal.as_mut() {
                goal.year = Some(2030);
            }
        },
        "phases[2].objectives[0].goal.year",
        "Năm 2030",
    );
}

#[test]
fn a_fault_in_a_pack_names_line_and_field() {
    let mut definitions = definitions();
    let catalogue = Catalogue::load(&definitions).expect("the catalogue");
    let file = "movements/chi_dao_3036.toml";
    let text = definitions.get(file).expect("the pack").text.clone();
    let line = 1 + text.lines().position(|line| line.starts_with("via = ")).expect("a via");
    definitions.overlay([(file.to_owned(), text.replacen("via = \"thu\"", "via = \"ban_thu\"", 1))]);
    let faults = load(&definitions, &catalogue, None).expect_err("no such actor");
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].line, faults[0].field.as_str()), (line, "phases[0].duties[4].via"));
    let misspelt = parse::<Movement>(file, &text.replacen("to_whom", "towhom", 1)).expect_err("no such field");
    assert!(misspelt.message.contains("có phải là `to_whom`"), "{misspelt}");
}

#[test]
fn deadlines_move_with_their_phase() {
    let february = |year| Deadline::Within(Period::month(year, 2).expect("a month"));
    assert_eq!(february(2023).shifted(1), february(2024), "a month stays a whole month");
    assert_eq!(Deadline::Before(day("2024-02-29")).shifted(1), Deadline::Before(day("2025-02-28")));
}

//! That duties were done: recorded, judged by the day, struck out.

use crate::movements::*;
use crate::testing::{Answer, World, day, on_each_world};
use axum::http::StatusCode;
use chrono::NaiveDate;

const DUTY: &str = "/movements/chi_dao_3036/duties/nghi_quyet_tinh_uy";

async fn load(world: &World) {
    sync_packs(&world.app, &world.operator()).await.expect("the packs load");
}

async fn record(world: &World, cookie: &str, unit: &str, on: &str, more: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, &str)> = [("unit", unit), ("done_on", on)].iter().chain(more).copied().collect();
    world.post(DUTY, cookie, &fields).await
}

fn yearly(last: NaiveDate) -> Task {
    Task {
        movement: "m".to_owned(),
        key: "bao_cao".to_owned(),
        what: "Báo cáo".to_owned(),
        deadline: Deadline::EachYear("12-15".to_owned().try_into().expect("a day of the year")),
        soft: false,
        repeats: Repeats::Yearly,
        by_paper: false,
        span: Span { from: day(2022, 8, 12), to: Some(last) },
        year: None,
    }
}

fn row(for_year: Option<i64>, done_on: NaiveDate) -> DoneRow {
    DoneRow {
        id: 1,
        movement_key: "m".to_owned(),
        duty_key: "bao_cao".to_owned(),
        unit_id: 7,
        for_year,
        done_on,
        document_id: None,
        note: None,
        source_id: 1,
        locator: String::new(),
        by: "a".to_owned(),
        change_id: 1,
        closed_by: None,
    }
}

#[test]
fn the_report_of_one_year_does_not_answer_for_the_next() {
    let task = yearly(day(2025, 12, 31));
    let rows = [row(Some(2023), day(2023, 12, 15)), row(Some(2024), day(2025, 1, 3))];
    let outcomes: Vec<DueState> = rows.iter().map(|row| task.outcome(row)).collect();
    assert_eq!(outcomes, [DueState::DoneInTime, DueState::DoneLate]);
    let stands = |today| task.state(task.done_in(&rows, &[7], today), today);
    assert_eq!(stands(day(2023, 12, 1)), DueState::DoneInTime);
    assert_eq!(stands(day(2024, 12, 1)), DueState::DoneLate, "done, as is known today, after its day");
    assert_eq!(stands(day(2025, 12, 1)), DueState::Due);
    assert_eq!(stands(day(2025, 10, 1)), DueState::Upcoming);
    assert_eq!(task.state(task.done_in(&rows, &[8], day(2023, 12, 1)), day(2023, 12, 1)), DueState::Due);
    let of_2025 = Task { year: Some(2025), ..task };
    assert_eq!(of_2025.last_day(day(2023, 1, 1)), Some(day(2025, 12, 15)), "a plan of one year has that year's day");
}

#[test]
fn before_a_day_means_the_day_before_and_an_expected_day_makes_nobody_late() {
    let before = |soft, done_on| {
        let deadline = Deadline::Before(day(2020, 10, 31));
        let task = Task { deadline, soft, repeats: Repeats::Once, ..yearly(day(2020, 12, 31)) };
        task.outcome(&row(None, done_on))
    };
    assert_eq!(before(false, day(2020, 10, 30)), DueState::DoneInTime);
    assert_eq!(before(false, day(2020, 10, 31)), DueState::DoneLate);
    assert_eq!(before(true, day(2020, 11, 30)), DueState::DoneInTime);
    let undated = Task { deadline: Deadline::Unstated, repeats: Repeats::Once, ..yearly(day(2020, 12, 31)) };
    assert_eq!(undated.outcome(&row(None, day(2021, 1, 1))), DueState::Done);
}

#[tokio::test]
async fn a_province_records_by_which_paper_it_did_a_duty() {
    on_each_world(async |world| {
        load(&world).await;
        world.decision("09-NQ/TU", "Tỉnh ủy Bến Tre", day(2020, 10, 26)).await;
        let cookie = world.login("tccb", "province_focal_unit", Some("tỉnh Bến Tre")).await;
        let before = world.get("/movements/chi_dao_3036", &cookie).await.body;
        assert!(before.contains(&format!("href=\"{DUTY}\"")), "{before}");
        let page = world.get(DUTY, &cookie).await.body;
        assert!(page.contains("Chưa đơn vị nào ghi là đã làm") && page.contains("value=\"tỉnh Bến Tre\""), "{page}");
        for (unit, on, more, wrong) in [
            ("tỉnh Bến Tre", "2020-10-26", vec![], "document-fault"),
            ("tỉnh Bến Tre", "2020-10-26", vec![("document", "1/XX")], "document-fault"),
            ("tỉnh Bến Tre", "2027-01-01", vec![("document", "09-NQ/TU")], "unit-fault"),
            ("tỉnh Bến Tree", "2020-10-26", vec![("document", "09-NQ/TU")], "unit-fault"),
            ("tỉnh Bến Tre", "2020-10-26", vec![("document", "09-NQ/TU"), ("for_year", "2020")], "role=\"alert\""),
        ] {
            let refused = record(&world, &cookie, unit, on, &more).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(refused.body.contains(wrong), "{wrong} in {}", refused.body);
        }
        let done = record(&world, &cookie, "tỉnh Bến Tre", "2020-10-26", &[("document", "09-NQ/TU")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let twice = record(&world, &cookie, "tỉnh Bến Tre", "2020-10-27", &[("document", "09-NQ/TU")]).await;
        assert!(twice.body.contains("đã ghi là làm xong ngày 26/10/2020"), "{}", twice.body);
        let foreign = record(&world, &cookie, "tỉnh Cà Mau", "2020-10-26", &[("document", "09-NQ/TU")]).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);

        let own = world.get("/movements/chi_dao_3036", &cookie).await.body;
        assert!(own.contains("đã làm đúng hạn") && own.contains("09-NQ/TU ngày 26/10/2020"), "{own}");
        let anyone = world.get("/movements/chi_dao_3036", "").await.body;
        assert!(anyone.contains("1 đơn vị đã ghi hoàn thành"), "{anyone}");
        let unit = world.get(&format!("/units/{}", world.unit("tỉnh Bến Tre")), "").await.body;
        assert!(unit.contains("đã làm đúng hạn") && unit.contains("đã qua"), "{unit}");
        assert!(!unit.contains("chưa ghi nhận hoàn thành"), "a unit that ended is not late");
        let paper = documents_page(&world, "09-NQ/TU").await;
        assert!(paper.contains(DUTY), "the paper says what rests on it: {paper}");
    })
    .await;
}

async fn documents_page(world: &World, number: &str) -> String {
    let paper = crate::documents::find_document(world.app.reader(), number).await.expect("the paper");
    world.get(&crate::documents::path(paper.id), "").await.body
}

#[tokio::test]
async fn a_record_made_by_mistake_is_struck_out_and_the_duty_waits_again() {
    on_each_world(async |world| {
        load(&world).await;
        let cookie = world.login("giamdoc", "province_director", Some("tỉnh Cà Mau")).await;
        let waiting = "nhiệm vụ đã qua hạn, chưa ghi nhận hoàn thành";
        let unit = world.unit("tỉnh Cà Mau");
        let stood = world.app.places().unit(crate::places::id(unit).expect("a unit"));
        let stood = stood.is_some_and(|unit| unit.valid_on(day(2020, 10, 30)));
        let home = world.get("/", &cookie).await.body;
        assert_eq!(home.contains(waiting), stood, "a unit owes only what fell due while it stood");
        let neighbour = world.login("lang.son", "province_director", Some("tỉnh Lạng Sơn")).await;
        let home = world.get("/", &neighbour).await.body;
        assert!(home.contains(&format!("4 {waiting}")), "{home}");
        for duty in ["nghi_quyet_tinh_uy", "lap_ban_chi_dao"] {
            let path = format!("/movements/chi_dao_3036/duties/{duty}");
            let fields = [("unit", "tỉnh Lạng Sơn"), ("done_on", "2020-10-30"), ("note", "Tỉnh ủy đã ban hành")];
            let done = world.post(&path, &neighbour, &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        }
        let home = world.get("/", &neighbour).await.body;
        assert!(home.contains(&format!("2 {waiting}")), "{home}");
        let note = [("note", "Đã tham mưu ban hành, văn bản lưu tại tỉnh ủy")];
        let done = record(&world, &cookie, "tỉnh Cà Mau", "2020-11-02", &note).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = world.get(DUTY, &cookie).await.body;
        assert!(page.contains("đã làm, muộn hạn") && page.contains("văn bản lưu tại tỉnh ủy"), "{page}");
        let own = async || {
            let rows = done_of_movement(&world.app, "chi_dao_3036").await.expect("read");
            rows.into_iter().find(|row| row.note.as_deref() == Some("Đã tham mưu ban hành, văn bản lưu tại tỉnh ủy"))
        };
        let id = own().await.expect("the record").id.to_string();
        let strike = format!("{DUTY}/strike-out");
        let short = world.post(&strike, &cookie, &[("record", &id), ("reason", "sai")]).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let other = "/movements/chi_dao_3036/duties/lap_ban_chi_dao/strike-out";
        let reason = ("reason", "Nhầm sang văn bản khác");
        let elsewhere = world.post(other, &cookie, &[("record", &id), reason]).await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "a record is struck out on its own page");
        let struck = world.post(&strike, &cookie, &[("record", &id), reason]).await;
        assert_eq!(struck.status, StatusCode::SEE_OTHER, "{}", struck.body);
        assert!(own().await.is_none());
        assert!(!world.get(DUTY, &cookie).await.body.contains("văn bản lưu tại tỉnh ủy"));
    })
    .await;
}

#[test]
fn each_level_owes_what_is_its_own() {
    use rules::place::Level;
    let owed = |level, who: &[&str]| is_owed_at(level, &who.iter().map(|who| (*who).to_owned()).collect::<Vec<_>>());
    assert!(owed(Level::Province, &["province_director"]) && !owed(Level::Nation, &["province_director"]));
    assert!(owed(Level::Nation, &["vss"]) && !owed(Level::Province, &["vss"]));
    assert!(owed(Level::Nation, &["central_units", "province_office"]), "it is owed at both levels");
    assert!(owed(Level::District, &["district_office"]) && !owed(Level::Commune, &["district_office"]));
    assert!([Level::Province, Level::District, Level::Commune].into_iter().all(|level| owed(level, &["units"])));
    assert!(!owed(Level::Nation, &["staff"]), "people are no unit");
}

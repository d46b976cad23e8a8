//! Movements through the front door.

use crate::movements::form::{fill, read_movement};
use crate::movements::*;
use crate::testing::{World, on_each_world};
use axum::http::StatusCode;
use platform::form::Fields;

async fn load(world: &World) {
    assert_eq!(sync_packs(&world.app, &world.operator()).await.expect("the packs load"), 3);
}

fn pairs<'a>(fields: &'a Fields, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.with_prefix("").filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

async fn opened(world: &World, key: &str, phase: &str) -> Fields {
    let revision = find_movement(&world.app, key).await.expect("the movement");
    let mut fields = fill(&revision.body, revision.body.phase(phase));
    fields.set("based_on", revision.id.to_string());
    fields
}

#[tokio::test]
async fn packs_load_once_and_show_on_pages() {
    on_each_world(async |world| {
        load(&world).await;
        assert_eq!(sync_packs(&world.app, &world.operator()).await.expect("nothing differs"), 0);
        let list = world.get("/movements", "").await.body;
        assert!(list.contains("đã kết thúc") && list.contains("đang ở Thực hiện công văn 3036/BHXH-BT"), "{list}");
        let directive = world.get("/movements/chi_dao_3036", "").await.body;
        assert!(directive.contains("trước ngày 31/10/2020 (ngày cuối đúng hạn là 30/10/2020)"), "{directive}");
        assert!(directive.contains("đã qua hạn, chưa ghi nhận hoàn thành"));
        assert!(directive.contains("chưa có trong sổ"), "no paper was entered yet");
        let poor = world.get("/movements/vi_nguoi_ngheo?phase=2016-2020", "").await.body;
        assert!(poor.contains("dự kiến trong năm 2018") && poor.contains("đạt 90,7 % · năm 2020"), "{poor}");
        assert!(poor.contains("Cùng đo, chỉ tính một lần"));
        assert!(!poor.contains("chưa ghi nhận hoàn thành"), "a phase that is over makes nobody late");
        assert_eq!(world.get("/movements/nong_thon_moi?phase=x", "").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_movement_is_made_from_nothing() {
    on_each_world(async |world| {
        load(&world).await;
        let form = world.get("/movements/new", "").await;
        assert_eq!(form.status, StatusCode::SEE_OTHER, "log in first");
        let cookie = world.login("vu", "emulation_department", None).await;
        let fields = [
            ("key", "an_sinh_2026"),
            ("name", "Thi đua vì an sinh 2026"),
            ("kind", "thematic"),
            ("launched_by", "vss"),
            ("phase_key", "2026"),
            ("phase_name", "Năm 2026"),
            ("phase_from", "2026-01-01"),
            ("phase_to", "2026-12-31"),
            ("objectives", "bao_phu | Bao phủ bảo hiểm y tế | coverage_rate | > 95,15 | 2026 | 28-NQ/TW"),
            (
                "duties",
                "ke_hoach | kế hoạch | Lập kế hoạch đơn vị | trước 31/12/2026 | province_office; units | vss | vu_tdkt",
            ),
        ];
        let answer = world.post("/movements", &cookie, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let shown = world.get("/movements/an_sinh_2026", "").await.body;
        assert!(shown.contains("trên 95,15 % · năm 2026"), "{shown}");
        assert!(shown.contains("chưa có căn cứ"));
        assert!(shown.contains("sắp tới"), "39 days are left");
        let again = world.post("/movements", &cookie, &fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains("đã có phong trào mã"));
    })
    .await;
}

#[tokio::test]
async fn faults_stand_at_their_line_and_nothing_unseen_is_lost() {
    on_each_world(async |world| {
        load(&world).await;
        let cookie = world.login("vu", "emulation_department", None).await;
        let fields = opened(&world, "nong_thon_moi", "2021-2025").await;
        let before = find_movement(&world.app, "nong_thon_moi").await.expect("the movement");
        let same = read_movement(&fields, Some(&before.body), Some("2021-2025")).expect("the form reads back");
        assert_eq!(same, before.body);
        let path = "/movements/nong_thon_moi/edit";
        let duties = "x | không có | việc | 31/2/2022 | vss\ny | báo cáo | việc | 2022 | ai_do";
        let wrong = world.post(path, &cookie, &pairs(&fields, &[("duties", duties)])).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("dòng 1: “31/2/2022” không phải ngày"), "{}", wrong.body);
        let wrong =
            world.post(path, &cookie, &pairs(&fields, &[("duties", "y | báo cáo | việc | 2022 | ai_do")])).await;
        assert!(wrong.body.contains("dòng 1: Không có cơ quan hoặc vai trò mã `ai_do`"), "{}", wrong.body);
        let named = [("name", "Tên mới của phong trào")];
        let saved = world.post(path, &cookie, &pairs(&fields, &named)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let after = find_movement(&world.app, "nong_thon_moi").await.expect("the movement");
        assert_eq!((after.number, after.body.name.as_str()), (2, "Tên mới của phong trào"));
        assert_eq!(after.body.phases, before.body.phases);
        let late = world.post(path, &cookie, &pairs(&fields, &[("name", "Tên khác")])).await;
        assert!(late.body.contains("đã được sửa thành bản 2"), "{}", late.body);
    })
    .await;
}

#[tokio::test]
async fn a_later_pack_does_not_undo_what_people_decided() {
    on_each_world(async |world| {
        load(&world).await;
        let cookie = world.login("vu", "emulation_department", None).await;
        let fields = opened(&world, "vi_nguoi_ngheo", "2016-2020").await;
        let edited = pairs(&fields, &[("name", "Tên của ngành")]);
        world.post("/movements/vi_nguoi_ngheo/edit", &cookie, &edited).await;
        let mut pack = find_movement(&world.app, "vi_nguoi_ngheo").await.expect("the movement").body;
        pack.name = "Tên của gói mới".to_owned();
        let mut change = world.app.begin(&world.operator(), "movements.load", None).await.expect("a change");
        let origin = platform::revision::Origin::Pack;
        let new = platform::revision::NewRevision { kind: KIND, key: &pack.key, origin, unit: None, body: &pack };
        platform::revision::insert_revision(&mut change, new).await.expect("written").expect("it differs");
        change.commit().await.expect("committed");
        let shown = world.get("/movements/vi_nguoi_ngheo", &cookie).await.body;
        assert!(shown.contains("Tên của ngành") && shown.contains("khác bản đang dùng"), "{shown}");
        world.post("/movements/vi_nguoi_ngheo/pack", &cookie, &[]).await;
        let shown = world.get("/movements/vi_nguoi_ngheo", &cookie).await.body;
        assert!(shown.contains("Tên của gói mới") && !shown.contains("khác bản đang dùng"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_phase_follows_an_earlier_one_with_its_notes() {
    on_each_world(async |world| {
        load(&world).await;
        let cookie = world.login("vu", "emulation_department", None).await;
        let path = "/movements/nong_thon_moi/phases/new";
        let form = world.get(&format!("{path}?from=2021-2025"), &cookie).await.body;
        assert!(form.contains("value=\"2026-2030\"") && form.contains("chưa rõ ngưỡng"), "{form}");
        let based_on = find_movement(&world.app, "nong_thon_moi").await.expect("it").id.to_string();
        let fields = [
            ("earlier", "2021-2025"),
            ("key", "2026-2030"),
            ("name", "Giai đoạn 2026-2030"),
            ("from", "2026-01-01"),
            ("to", "2030-12-31"),
            ("based_on", based_on.as_str()),
        ];
        let answer = world.post(path, &cookie, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let edit = world.get(&answer.headers["location"], &cookie).await.body;
        assert!(edit.contains("Cần người quyết định"), "{edit}");
        let shown = world.get("/movements/nong_thon_moi", "").await.body;
        assert!(shown.contains("đang ở Giai đoạn 2026-2030"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_province_edits_its_own_movement_only() {
    on_each_world(async |world| {
        load(&world).await;
        let cookie = world.login("tccb", "province_focal_unit", Some("tỉnh Vĩnh Long")).await;
        let national = world.get("/movements/nong_thon_moi/edit", &cookie).await;
        assert_eq!(national.status, StatusCode::FORBIDDEN);
        let country =
            [("key", "ca_nuoc"), ("name", "Của cả nước"), ("kind", "drive"), ("launched_by", "province_office")];
        assert_eq!(world.post("/movements", &cookie, &country).await.status, StatusCode::FORBIDDEN);
        let own = pairs(&Fields::of(country), &[("unit", "tỉnh Vĩnh Long"), ("key", "vinh_long_2026")])
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<Vec<_>>();
        let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = world.post("/movements", &cookie, &own).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(world.get("/movements/vinh_long_2026/edit", &cookie).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn duties_of_the_readers_office_are_said_first_and_searched() {
    on_each_world(async |world| {
        use platform::Slice;
        load(&world).await;
        let hits = Movements.search(&world.app, &world.operator(), "nong thon").await.expect("searched");
        assert!(hits.iter().any(|hit| hit.path == "/movements/nong_thon_moi"), "{hits:?}");
        let revision = find_movement(&world.app, "chi_dao_3036").await.expect("it").body;
        let owed = revision.owed_by(&["province_director"], world.app.today());
        assert_eq!(owed.len(), 4, "the four of 30/10/2020");
        assert!(owed.iter().all(|owed| owed.state == DueState::Overdue));
        assert!(revision.owed_by(&["thu"], world.app.today()).is_empty());
    })
    .await;
}

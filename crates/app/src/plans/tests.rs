//! Plans through the front door.

use super::*;
use crate::movements::sync_packs;
use crate::testing::{Answer, World, on_each_world};
use axum::http::StatusCode;

const MOVEMENT: &str = "vi_nguoi_ngheo";
const PHASE: &str = "2016-2020";

/// The people of the story, logged in.
struct People {
    focal: String,
    director: String,
    department: String,
    general: String,
    clerk: String,
}

async fn begin(world: &World) -> People {
    sync_packs(&world.app, &world.operator()).await.expect("the packs load");
    People {
        focal: world.login("tccb", "province_focal_unit", Some("tỉnh Bến Tre")).await,
        director: world.login("giamdoc", "province_director", Some("tỉnh Bến Tre")).await,
        department: world.login("vu", "emulation_department", None).await,
        general: world.login("tgd", "director_general", None).await,
        clerk: world.login("vanthu", "clerk", None).await,
    }
}

async fn derive(world: &World, cookie: &str, unit: &str, year: &str) -> Answer {
    let fields = [("movement", MOVEMENT), ("phase", PHASE), ("unit", unit), ("year", year)];
    world.post("/plans", cookie, &fields).await
}

fn id_in(answer: &Answer) -> i64 {
    let location = answer.headers.get("location").unwrap_or_else(|| panic!("not made: {}", answer.body));
    location.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a plan's path")
}

async fn step(world: &World, cookie: &str, id: i64, step: &str, more: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, &str)> = [("step", step)].iter().chain(more).copied().collect();
    world.post(&format!("/plans/{id}/step"), cookie, &fields).await
}

async fn paper(world: &World, clerk: &str, number: &str) {
    let fields = [("number", number), ("kind", "plan"), ("issuer", "BHXH"), ("subject", "Kế hoạch thi đua")];
    let answer = world.post("/documents", clerk, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

/// Submits, signs, numbers and issues.
async fn issue(world: &World, id: i64, proposer: &str, signer: &str, clerk: &str, number: &str) {
    paper(world, clerk, number).await;
    for (cookie, name, more) in [
        (proposer, "submit", vec![]),
        (signer, "sign", vec![]),
        (clerk, "number", vec![("document", number)]),
        (clerk, "issue", vec![]),
    ] {
        let answer = step(world, cookie, id, name, &more).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.body);
    }
}

async fn national(world: &World, people: &People) -> i64 {
    let id = id_in(&derive(world, &people.department, "Việt Nam", "").await);
    issue(world, id, &people.department, &people.general, &people.clerk, "4575/KH-BHXH").await;
    id
}

fn item<'a>(items: &'a [ItemRow], key: &str) -> &'a ItemRow {
    items.iter().find(|item| item.key == key).unwrap_or_else(|| panic!("no item {key}"))
}

/// The form of the items as it stands, with changes.
fn form(items: &[ItemRow], changes: &[(String, &str)]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for item in items {
        fields.push((format!("item_{}_text", item.id), item.text.clone()));
        fields.push((format!("item_{}_due", item.id), item.due.clone()));
        fields.push((format!("item_{}_note", item.id), item.deviation_note.clone().unwrap_or_default()));
    }
    fields.extend(changes.iter().map(|(name, value)| (name.clone(), (*value).to_owned())));
    fields
}

async fn edit(world: &World, cookie: &str, id: i64, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.post(&format!("/plans/{id}/edit"), cookie, &fields).await
}

#[tokio::test]
async fn ben_tre_derives_its_plan_from_the_centres() {
    on_each_world(async |world| {
        let people = begin(&world).await;
        let early = derive(&world, &people.focal, "tỉnh Bến Tre", "").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.body.contains("chưa phát hành kế hoạch"), "{}", early.body);
        let centre = national(&world, &people).await;
        let id = id_in(&derive(&world, &people.focal, "tỉnh Bến Tre", "").await);
        let plan = find_plan(world.app.reader(), id).await.expect("the plan").plan;
        assert_eq!(plan.parent_plan_id, Some(centre));
        let above = store::items(world.app.reader(), centre).await.expect("items");
        let items = store::items(world.app.reader(), id).await.expect("items");
        let objective = item(&items, "bao_phu_2020");
        assert_eq!(objective.parent_item_id, Some(item(&above, "bao_phu_2020").id));
        assert_eq!(objective.text, "Bao phủ bảo hiểm y tế cả nước năm 2020: ≥ 90,7 % (năm 2020)");
        assert!(items.iter().any(|item| item.key == "ke_hoach_don_vi_ngheo"));
        assert!(!items.iter().any(|item| item.key == "qd_1258"), "the Prime Minister's duty stays above");
        let twice = derive(&world, &people.focal, "tỉnh Bến Tre", "").await;
        assert!(twice.body.contains("đã có kế hoạch này"), "{}", twice.body);
        let overview = world.get(&format!("/plans?movement={MOVEMENT}&phase={PHASE}"), "").await.body;
        assert!(overview.contains("trên 63 tỉnh"), "{overview}");
        assert!(overview.contains(&format!("/plans/{id}")));
        let own = world.get("/plans?unit=t%E1%BB%89nh%20B%E1%BA%BFn%20Tre", "").await.body;
        assert!(own.contains(&format!("/plans/{id}")) && own.contains("chưa có"), "{own}");
    })
    .await;
}

#[tokio::test]
async fn a_local_edit_needs_a_note_and_keeps_the_parents_text_in_view() {
    on_each_world(async |world| {
        let people = begin(&world).await;
        national(&world, &people).await;
        let id = id_in(&derive(&world, &people.focal, "tỉnh Bến Tre", "").await);
        let items = store::items(world.app.reader(), id).await.expect("items");
        let objective = item(&items, "bao_phu_2020").id;
        let text = (format!("item_{objective}_text"), "Bao phủ bảo hiểm y tế của tỉnh đạt 92,5 %");
        let bare = edit(&world, &people.focal, id, &form(&items, std::slice::from_ref(&text))).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.body.contains("khác với cấp trên mà chưa nói vì sao"), "{}", bare.body);
        assert!(bare.body.contains("của tỉnh đạt 92,5 %"), "the form comes back filled in");
        let note = (format!("item_{objective}_note"), "Theo quyết định của Ủy ban nhân dân tỉnh");
        let added = ("added".to_owned(), "giải pháp | Đi từng hộ vận động | hằng năm 30/6");
        let saved = edit(&world, &people.focal, id, &form(&items, &[text, note, added])).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let shown = world.get(&format!("/plans/{id}"), "").await.body;
        assert!(shown.contains("≥ 90,7 % (năm 2020)") && shown.contains("của tỉnh đạt 92,5 %"), "{shown}");
        assert!(shown.contains("Theo quyết định của Ủy ban nhân dân tỉnh") && shown.contains("Đi từng hộ"));
        let stale = edit(&world, &people.focal, id, &form(&items, &[])).await;
        assert!(stale.body.contains("người khác sửa"), "{}", stale.body);
        let vinh_long = world.login("khac", "province_focal_unit", Some("tỉnh An Giang")).await;
        assert_eq!(world.get(&format!("/plans/{id}/edit"), &vinh_long).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_plan_goes_through_its_steps_and_nobody_signs_his_own() {
    on_each_world(async |world| {
        let people = begin(&world).await;
        national(&world, &people).await;
        let id = id_in(&derive(&world, &people.focal, "tỉnh Bến Tre", "").await);
        let refused = |answer: Answer, part: &str| {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
            assert!(answer.body.contains(part), "{}", answer.body);
        };
        refused(step(&world, &people.clerk, id, "issue", &[]).await, "còn là bản nháp");
        assert_eq!(step(&world, &people.focal, id, "submit", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(step(&world, &people.focal, id, "sign", &[]).await.status, StatusCode::FORBIDDEN);
        refused(step(&world, &people.director, id, "return", &[("reason", "sửa lại")]).await, "ít nhất 20 ký tự");
        let reason = [("reason", "Bổ sung chỉ tiêu từng huyện rồi trình lại")];
        assert_eq!(step(&world, &people.director, id, "return", &reason).await.status, StatusCode::SEE_OTHER);
        assert_eq!(step(&world, &people.director, id, "submit", &[]).await.status, StatusCode::SEE_OTHER);
        refused(step(&world, &people.director, id, "sign", &[]).await, "Người trình kế hoạch không được tự ký");
        assert_eq!(step(&world, &people.general, id, "sign", &[]).await.status, StatusCode::SEE_OTHER);
        refused(step(&world, &people.clerk, id, "number", &[]).await, "chưa nêu văn bản");
        let unknown = [("document", "1/KH-X")];
        refused(step(&world, &people.clerk, id, "number", &unknown).await, "Chưa có văn bản");
        paper(&world, &people.clerk, "1572/KH-BHXH").await;
        let number = [("document", "1572/KH-BHXH")];
        assert_eq!(step(&world, &people.clerk, id, "number", &number).await.status, StatusCode::SEE_OTHER);
        assert_eq!(step(&world, &people.clerk, id, "issue", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(step(&world, &people.focal, id, "start", &[]).await.status, StatusCode::SEE_OTHER);
        let shown = world.get(&format!("/plans/{id}"), &people.focal).await.body;
        assert!(shown.contains("đang thực hiện") && shown.contains("Bổ sung chỉ tiêu từng huyện"), "{shown}");
        assert!(shown.contains("1572/KH-BHXH"));
        let document = document_of(&world.app, "1572/KH-BHXH").await.expect("it");
        let resting = world.get(&format!("/documents/{document}"), "").await.body;
        assert!(resting.contains(&format!("/plans/{id}")), "{resting}");
    })
    .await;
}

#[tokio::test]
async fn a_second_version_takes_over_when_it_is_issued() {
    on_each_world(async |world| {
        let people = begin(&world).await;
        let first = national(&world, &people).await;
        let adjusted = world.post(&format!("/plans/{first}/adjust"), &people.department, &[]).await;
        let second = id_in(&adjusted);
        let again = world.post(&format!("/plans/{first}/adjust"), &people.department, &[]).await;
        assert!(again.body.contains("Đã có bản điều chỉnh"), "{}", again.body);
        let standing = find_plan(world.app.reader(), second).await.expect("it");
        assert_eq!((standing.plan.version, standing.plan.supersedes), (2, Some(first)));
        assert_eq!(find_plan(world.app.reader(), first).await.expect("it").state, model::State::Issued);
        issue(&world, second, &people.department, &people.general, &people.clerk, "4576/KH-BHXH").await;
        assert_eq!(find_plan(world.app.reader(), first).await.expect("it").state, model::State::Superseded);
        let shown = world.get(&format!("/plans/{first}"), "").await.body;
        assert!(shown.contains("đã có bản sau") && shown.contains(&format!("/plans/{second}")), "{shown}");
        let id = id_in(&derive(&world, &people.focal, "tỉnh Bến Tre", "").await);
        let parent = find_plan(world.app.reader(), id).await.expect("it").plan.parent_plan_id;
        assert_eq!(parent, Some(second));
    })
    .await;
}

#[tokio::test]
async fn a_year_takes_what_falls_in_it() {
    on_each_world(async |world| {
        let people = begin(&world).await;
        let outside = derive(&world, &people.department, "Việt Nam", "2021").await;
        assert!(outside.body.contains("năm 2021 nằm ngoài"), "{}", outside.body);
        let id = id_in(&derive(&world, &people.department, "Việt Nam", "2018").await);
        let items = store::items(world.app.reader(), id).await.expect("items");
        assert!(!items.iter().any(|item| item.key == "bao_phu_2020"), "its goal is of 2020");
        assert!(items.iter().any(|item| item.key == "khen_hang_nam" && item.year == Some(2018)));
        assert!(!items.iter().any(|item| item.key == "qd_1258"), "2017 is over");
    })
    .await;
}

#[tokio::test]
async fn plans_that_wait_are_said_to_who_can_act() {
    on_each_world(async |world| {
        use platform::Slice;
        let people = begin(&world).await;
        let id = id_in(&derive(&world, &people.department, "Việt Nam", "").await);
        step(&world, &people.department, id, "submit", &[]).await;
        let hits = Plans.search(&world.app, &world.operator(), "ke hoach viet nam").await.expect("searched");
        assert_eq!(hits.len(), 1, "{hits:?}");
        let standing = find_plan(world.app.reader(), id).await.expect("it");
        assert_eq!(standing.proposer(), Some("vu"));
        let director = world.actor("giamdoc").await;
        let refused = take_step(&world.app, &director, id, model::Step::Sign, Said::default()).await;
        assert!(matches!(refused, Err(platform::Problem::Forbidden(_))), "a province does not sign for the country");
    })
    .await;
}

#[tokio::test]
async fn the_unit_records_what_it_did_of_its_plan_and_the_movement_knows() {
    on_each_world(async |world| {
        let people = begin(&world).await;
        national(&world, &people).await;
        let id = id_in(&derive(&world, &people.focal, "tỉnh Bến Tre", "").await);
        let key = "ke_hoach_don_vi_ngheo";
        let path = format!("/plans/{id}/items/{key}");
        let early = world.get(&path, &people.focal).await;
        assert!(early.body.contains("chưa phát hành"), "{}", early.body);
        issue(&world, id, &people.focal, &people.director, &people.clerk, "12/KH-BHXH").await;
        let page = world.get(&format!("/plans/{id}"), &people.focal).await.body;
        assert!(page.contains(&format!("href=\"{path}\"")), "{page}");
        let fields = [("done_on", "2017-03-01"), ("document", "12/KH-BHXH")];
        let stranger = world.login("khac", "province_focal_unit", Some("tỉnh Cà Mau")).await;
        assert_eq!(world.post(&path, &stranger, &fields).await.status, StatusCode::FORBIDDEN);
        let done = world.post(&path, &people.focal, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = world.get(&format!("/plans/{id}"), "").await.body;
        assert!(page.contains("01/3/2017") && page.contains("12/KH-BHXH"), "{page}");
        let movement = world.get(&format!("/movements/{MOVEMENT}/duties/{key}"), "").await.body;
        assert!(movement.contains("tỉnh Bến Tre") && movement.contains("01/3/2017"), "{movement}");
        let gone = world.get(&format!("/plans/{id}/items/bao_phu_2020"), "").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "an objective is measured, not done");
    })
    .await;
}

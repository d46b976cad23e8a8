//! Stories of the new-rural programme, on each database.

use super::model::{BandCount, band_faults};
use super::*;
use crate::catalogue::CriteriaLevel;
use crate::demo::pack::Pack;
use crate::results::{Batch, Facet, NewResult, Origin, Value, Which, confirm_results, enter_results};
use crate::targets::{NewTarget, enter_targets};
use crate::testing::{World, day, loaded, on_each_world};
use crate::{accounts, documents};
use axum::http::StatusCode;
use chrono::{Datelike, NaiveDate};
use platform::Actor;
use rules::criteria::Verdict;
use rules::period::Period;
use rules::rate::{Comparator, Knowledge, Sex};
use std::sync::Arc;

const OCTOBER: (i32, u32, u32) = (2019, 10, 4);

fn october() -> NaiveDate {
    day(OCTOBER.0, OCTOBER.1, OCTOBER.2)
}

fn clerk() -> Actor {
    accounts::system("nhap.lieu", "Người nhập", "local_officer")
}

fn director() -> Actor {
    accounts::system("giam.doc", "Giám đốc", "province_director")
}

/// Papers and results of the sample pack, and the target on recognised communes.
async fn load_samples(world: &World) {
    let loaded = loaded();
    let pack = Pack::load(&loaded.definitions, &loaded.catalogue).expect("the pack is sound");
    let loader = accounts::system("demo", "Dữ liệu mẫu", "demo");
    for paper in &pack.documents {
        documents::enter_document(&world.app, &loader, paper).await.expect("the paper is entered");
    }
    crate::demo::results::load_results(&world.app, &pack).await.expect("the results are entered");
    let paper = documents::find_document(world.app.reader(), "bai-bhxh-ben-tre-2019-10-04").await.expect("the article");
    let mut change = world.app.begin(&loader, "targets.enter", None).await.expect("it begins");
    let source = documents::source_of_document(&mut change, &paper).await.expect("a source");
    let target = NewTarget {
        unit: world.unit("tỉnh Bến Tre"),
        each: None,
        indicator: "communes_recognised".to_owned(),
        year: Some(2020),
        due: None,
        value: Some("50".parse().expect("a number")),
        upper: None,
        comparator: Comparator::AtLeast,
        measure: None,
        denominator: None,
        group: None,
        per_sex: false,
        criterion: None,
        authority: "provincial_peoples_committee".to_owned(),
        document: Some(paper.id),
        decided_on: None,
        movement: None,
        objective: None,
        resolutions: Vec::new(),
        supersedes: None,
        printed: None,
        unknown_reason: None,
        note: None,
        source,
        locator: "đoạn 6".to_owned(),
    };
    enter_targets(&world.app, &loader, &mut change, vec![target]).await.expect("the target is entered");
    change.commit().await.expect("it is committed");
}

fn rate(unit: i64, on: NaiveDate, criterion: (&str, &str), sex: Option<Sex>, pair: (i64, i64)) -> NewResult {
    NewResult {
        unit,
        indicator: "criterion_rate".to_owned(),
        denominator: Some("population_resident".to_owned()),
        facet: Facet::Criterion { set: criterion.0.to_owned(), code: criterion.1.to_owned() },
        period: Period::year(on.year()).expect("a year"),
        as_of: on,
        sex,
        group: None,
        value: Value::Pair { num: pair.0, den: pair.1 },
        estimate: false,
        printed: None,
        rounded_to: None,
        note: None,
        source: Arc::new(Origin::Form),
        locator: "biểu nhập".to_owned(),
    }
}

async fn confirmed(world: &World, rows: Vec<NewResult>) {
    let entered =
        enter_results(&world.app, &clerk(), Batch { rows, reason: None }).await.expect("the figures are entered");
    confirm_results(&world.app, &director(), Which::Change(entered.change), None).await.expect("they are confirmed");
}

fn commune(world: &World, name: &str, on: NaiveDate) -> i64 {
    let province = world.unit("tỉnh Bến Tre");
    world.app.resolve_unit(name, Some(province), Some(on)).expect("the commune is found")
}

/// The card of a ratio on the page: from its denominator's name backwards.
fn page_has(body: &str, parts: &[&str]) {
    for part in parts {
        assert!(body.contains(part), "{part} is not in {body}");
    }
}

#[tokio::test]
async fn each_row_of_the_test_table_is_judged_on_integers() {
    on_each_world(async |world| {
        let on = day(2022, 12, 31);
        let set = ("qd_318_2022_phu_luc_1", "15.1");
        let names = ["xã Châu Bình", "xã Châu Hòa", "xã Phong Nẫm", "xã Lương Hòa"];
        let units: Vec<i64> = names.iter().map(|name| commune(&world, name, on)).collect();
        let (male, female) = (Some(Sex::Male), Some(Sex::Female));
        let rows = vec![
            rate(units[0], on, set, male, (2_250, 2_500)),
            rate(units[0], on, set, female, (2_300, 2_500)),
            rate(units[0], on, set, None, (4_550, 5_000)),
            rate(units[1], on, set, male, (22_499, 25_000)),
            rate(units[1], on, set, female, (24_000, 25_000)),
            rate(units[1], on, set, None, (46_499, 50_000)),
            rate(units[2], on, set, male, (2_200, 2_500)),
            rate(units[2], on, set, female, (2_500, 2_500)),
            rate(units[2], on, set, None, (4_700, 5_000)),
            rate(units[3], on, set, None, (95, 100)),
        ];
        confirmed(&world, rows).await;
        let province = world.unit("tỉnh Bến Tre");
        let found = evaluate(&world.app, province, CriteriaLevel::NewRural, on, None).await.expect("it is judged");
        let found = found.expect("a set is in force");
        let of = |unit: i64| &found.rows.iter().find(|row| row.unit == unit).expect("a row").verdict;
        assert_eq!(of(units[0]), &Verdict::Met);
        assert!(matches!(of(units[1]), Verdict::NotMet { reason } if reason.contains("89,996")), "{:?}", of(units[1]));
        assert!(matches!(of(units[2]), Verdict::NotMet { reason } if reason.contains("88,00")), "{:?}", of(units[2]));
        assert!(matches!(of(units[3]), Verdict::Unknown { reason } if reason.contains("nam và nữ")));
        let communes = i64::try_from(found.rows.len()).expect("it fits");
        assert_eq!(found.all.units(), communes, "the verdicts sum up to the communes");
        assert_eq!((found.all.met, found.all.not_met), (1, 2));
        assert!(found.rural.units() < communes);
        let page = world.get(&path(province, Some(on)), "").await;
        assert_eq!(page.status, StatusCode::OK);
        page_has(&page.body, &["318/QĐ-TTg", "từ 90 % trở lên, cả nam và nữ", "chưa đủ dữ liệu", "/results/"]);
        let only = world.get(&format!("{}&verdict=not_met", path(province, Some(on))), "").await;
        page_has(&only.body, &["89,996 %", "88,00 %", "Phong Nẫm"]);
        assert!(!only.body.contains("Tiên Thủy"));
    })
    .await;
}

#[tokio::test]
async fn the_older_set_asks_for_no_split() {
    on_each_world(async |world| {
        let unit = commune(&world, "xã Châu Bình", october());
        let on = day(2019, 8, 31);
        confirmed(&world, vec![rate(unit, on, ("qd_1980_2016", "15.1"), None, (8_500, 10_000))]).await;
        let found = evaluate(&world.app, unit, CriteriaLevel::NewRural, october(), None).await.expect("it is judged");
        let found = found.expect("a set is in force");
        assert_eq!(found.rows.len(), 1, "a commune is judged by itself");
        assert_eq!(found.rows[0].verdict, Verdict::Met);
        let later = evaluate(&world.app, unit, CriteriaLevel::NewRural, day(2022, 6, 30), None).await;
        let later = later.expect("it is judged").expect("a set is in force");
        assert!(matches!(&later.rows[0].verdict, Verdict::Unknown { .. }), "a figure of the older set is no proof");
        let new = world.unit("tỉnh Vĩnh Long");
        let today = evaluate(&world.app, new, CriteriaLevel::NewRural, day(2026, 6, 30), None).await;
        let today = today.expect("it is judged").expect("a set is in force");
        let reason = today.rows[0].verdict.reason().expect("a reason");
        assert!(reason.contains("51/2025/QĐ-TTg") && today.all.unknown == today.all.units(), "{reason}");
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_confirmation_proves_nothing() {
    on_each_world(async |world| {
        let unit = commune(&world, "xã Châu Bình", october());
        let row = rate(unit, day(2019, 8, 31), ("qd_1980_2016", "15.1"), None, (9_000, 10_000));
        enter_results(&world.app, &clerk(), Batch { rows: vec![row], reason: None }).await.expect("entered");
        let found = evaluate(&world.app, unit, CriteriaLevel::NewRural, october(), None).await.expect("it is judged");
        assert_eq!(found.expect("a set is in force").all.unknown, 1);
    })
    .await;
}

#[tokio::test]
async fn ben_tre_of_2019_names_every_denominator() {
    on_each_world(async |world| {
        load_samples(&world).await;
        let province = world.unit("tỉnh Bến Tre");
        let ratios = communes_meeting(&world.app, province, october(), None).await.expect("they are read");
        assert_eq!(ratios.len(), 2);
        let all = ratios.iter().find(|ratio| ratio.denominator == "communes_all").expect("over all");
        let pair = all.ratio.known().expect("a pair");
        assert_eq!((pair.num(), pair.den()), (132, 164));
        assert_eq!(all.made_of.as_deref(), Some("164 = 147 xã + 10 phường + 7 thị trấn, ngày 31/8/2019"));
        assert!(all.faults.is_empty());
        let rural = ratios.iter().find(|ratio| ratio.denominator == "communes_rural").expect("over the rural ones");
        assert!(rural.ratio.reason().expect("it is unknown").contains("bao nhiêu xã"), "{rural:?}");
        let found = bands(&world.app, province, october(), None).await.expect("they are read").expect("there are some");
        let counts: Vec<Option<i64>> = found.bands.iter().map(|band| band.communes).collect();
        assert_eq!(counts, [Some(43), Some(12), Some(62), Some(30), Some(0)]);
        assert!(found.faults.is_empty(), "43 + 12 + 62 + 30 + 0 = 147: {:?}", found.faults);
        let page = world.get(&path(province, Some(october())), "").await;
        page_has(
            &page.body,
            &[
                "80,49 %",
                "132/164",
                "Mọi đơn vị hành chính cấp xã",
                "164 = 147 xã + 10 phường + 7 thị trấn",
                "86,00 %",
                "43/50",
                "Số kế hoạch",
                "29,25 %",
                "43/147",
                "từ 50 trở lên",
                "Mới có 1 lần đếm",
                "Các mức chia hết số xã",
                "<svg",
                "Số này từ đâu?",
            ],
        );
        assert!(!page.body.contains("[criteria-") && page.body.len() < 150_000, "{}", page.body.len());
        let english = world.get(&path(province, Some(october())), "chungsuc_lang=en").await;
        assert!(english.body.contains("All commune-level units") && !english.body.contains("[criteria-"));
    })
    .await;
}

#[tokio::test]
async fn a_second_count_gives_a_projection_with_its_method() {
    on_each_world(async |world| {
        load_samples(&world).await;
        let province = world.unit("tỉnh Bến Tre");
        let counted = |on: NaiveDate, num| NewResult {
            indicator: "communes_recognised".to_owned(),
            denominator: Some("plan_target".to_owned()),
            facet: Facet::Set("qd_1980_2016".to_owned()),
            ..rate(province, on, ("", ""), None, (num, 50))
        };
        confirmed(&world, vec![counted(day(2018, 8, 31), 33)]).await;
        let found = plan(&world.app, province, october(), None).await.expect("it is read").expect("there is a plan");
        let Knowledge::Known(projection) = found.projection else { panic!("{:?}", found.projection) };
        assert_eq!((projection.on, projection.count), (day(2020, 12, 31), 56));
        assert!(projection.label().contains("hai lần đếm gần nhất"));
        let before = plan(&world.app, province, day(2018, 12, 31), None).await.expect("it is read").expect("a plan");
        assert!(before.projection.known().is_none(), "one count of that time is too few");
    })
    .await;
}

#[test]
fn bands_that_do_not_share_out_the_communes_are_faults() {
    let band = |range, communes| BandCount { name: format!("{range:?}"), range, communes, figure: None };
    let whole = |last| {
        vec![
            band((19, 19), Some(43)),
            band((15, 18), Some(12)),
            band((10, 14), Some(62)),
            band((5, 9), Some(30)),
            band((0, 4), last),
        ]
    };
    let rural = Knowledge::Known(147);
    assert!(band_faults(&whole(Some(0)), 19, &rural).is_empty());
    let one = |bands: &[BandCount], rural: &Knowledge<i64>| band_faults(bands, 19, rural).join(" ");
    assert!(one(&whole(Some(1)), &rural).contains("148 xã, khác 147 xã"));
    assert!(one(&whole(None), &rural).contains("Chưa có số xã của mức"));
    assert!(one(&whole(Some(0))[1..], &rural).contains("19"));
    assert!(one(&whole(Some(0)), &Knowledge::Unknown("chưa có danh sách.".to_owned())).contains("chưa có danh sách"));
}

#[tokio::test]
async fn a_recognition_is_entered_withdrawn_and_remembered() {
    on_each_world(async |world| {
        let cookie = world.login("dau.moi", "province_focal_unit", Some("tỉnh Bến Tre")).await;
        world.decision("100/QĐ-UBND", "Ủy ban nhân dân tỉnh Bến Tre", day(2016, 1, 15)).await;
        world.decision("200/QĐ-UBND", "Ủy ban nhân dân tỉnh Bến Tre", day(2018, 6, 1)).await;
        let form = |unit: &'static str| {
            vec![
                ("unit", unit),
                ("level", "new_rural"),
                ("set", "qd_342_2013"),
                ("document", "100/QĐ-UBND"),
                ("decided_on", "2016-01-15"),
                ("locator", "Điều 1"),
            ]
        };
        let made = world.post("/new-rural/recognitions", &cookie, &form("xã Châu Bình, tỉnh Bến Tre")).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let page = made.headers["location"].clone();
        page_has(&world.get(&page, "").await.body, &["Châu Bình", "100/QĐ-UBND", "15/01/2016", "đã công nhận"]);
        let twice = world.post("/new-rural/recognitions", &cookie, &form("xã Châu Bình, tỉnh Bến Tre")).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            twice.body.contains("đã có công nhận này") && twice.body.contains("id=\"unit-fault\""),
            "{}",
            twice.body
        );
        assert!(!twice.body.contains("unit: "), "a field is called by its label: {}", twice.body);
        let ward = world.post("/new-rural/recognitions", &cookie, &form("thị trấn Giồng Trôm, tỉnh Bến Tre")).await;
        assert!(
            ward.status == StatusCode::UNPROCESSABLE_ENTITY && ward.body.contains("không phải xã"),
            "{}",
            ward.body
        );
        let foreign = world.post("/new-rural/recognitions", &cookie, &form("xã Tân Phong, tỉnh Tiền Giang")).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{}", foreign.body);
        let visitor = world.post("/new-rural/recognitions", "", &form("xã Châu Hòa, tỉnh Bến Tre")).await;
        assert_eq!(visitor.status, StatusCode::SEE_OTHER, "a visitor is sent to the door");
        let known_then = last_change(&world).await;

        let province = world.unit("tỉnh Bến Tre");
        let count = async |on, known_at| {
            recognised_communes(&world.app, province, on, known_at).await.expect("they are read").len()
        };
        assert_eq!(count(day(2016, 1, 14), None).await, 0);
        assert_eq!(count(day(2016, 1, 15), None).await, 1);
        let withdrawal =
            [("decided_on", "2018-06-01"), ("document", "200/QĐ-UBND"), ("reason", "Không giữ được chuẩn")];
        let done = world.post(&format!("{page}/withdraw"), &cookie, &withdrawal).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!((count(day(2018, 5, 31), None).await, count(day(2018, 6, 1), None).await), (1, 0));
        assert_eq!(count(day(2018, 6, 1), Some(known_then)).await, 1, "as it was known before");
        page_has(&world.get(&page, "").await.body, &["đã thu hồi", "Không giữ được chuẩn", "200/QĐ-UBND"]);
        let again = world.post(&format!("{page}/withdraw"), &cookie, &withdrawal).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

        let exported = service::export_all(&world.app).await.expect("exported").rows;
        let (ended, withdrawn) = (&exported[0][0], &exported[0][6]);
        assert!(matches!(ended, platform::sheet::Value::Text(name) if name.contains("Châu Bình")), "a unit that ended");
        assert_eq!(*withdrawn, platform::sheet::Value::Day(day(2018, 6, 1)));
        let struck = world.post(&format!("{page}/strike-out"), &cookie, &[("mistake", "Nhập nhầm xã khác")]).await;
        assert_eq!(struck.status, StatusCode::SEE_OTHER);
        assert_eq!(count(day(2017, 1, 1), None).await, 0);
        assert!(service::export_all(&world.app).await.expect("exported").rows.is_empty(), "what was struck out is not");
        assert_eq!(count(day(2017, 1, 1), Some(known_then)).await, 1);
    })
    .await;
}

async fn last_change(world: &World) -> i64 {
    let change = world.app.begin(&world.operator(), "test.look", None).await.expect("it begins");
    change.id() - 1
}

#[tokio::test]
async fn a_recognition_seen_in_a_paper_holds_from_that_day_and_says_so() {
    on_each_world(async |world| {
        world.decision("1/BC-UBND", "Ủy ban nhân dân tỉnh Bến Tre", october()).await;
        let paper = documents::find_document(world.app.reader(), "1/BC-UBND").await.expect("the paper");
        let officer = accounts::system("dau.moi", "Đầu mối", "province_focal_unit");
        let mut change = world.app.begin(&officer, RECOGNISE.0, None).await.expect("it begins");
        let source = documents::source_of_document(&mut change, &paper).await.expect("a source");
        let new = NewRecognition {
            unit: commune(&world, "xã Châu Bình", october()),
            level: CriteriaLevel::NewRural,
            set: None,
            decided_on: None,
            document: None,
            seen_on: Some(october()),
            note: None,
            source,
            locator: "chú thích ảnh".to_owned(),
        };
        let nothing = NewRecognition { seen_on: None, ..new.clone() };
        recognise(&world.app, &officer, &mut change, vec![nothing]).await.expect_err("no day at all");
        recognise(&world.app, &officer, &mut change, vec![new]).await.expect("it is entered");
        change.commit().await.expect("it is committed");
        let province = world.unit("tỉnh Bến Tre");
        let page = world.get(&path(province, Some(october())), "").await;
        page_has(&page.body, &["thấy trong văn bản ngày 04/10/2019, ngày quyết định chưa rõ", "1 xã có công nhận"]);
        let paper = world.get(&format!("/documents/{}", paper.id), "").await;
        assert_eq!(paper.status, StatusCode::OK);
        let after = world.get(&path(world.unit("tỉnh Vĩnh Long"), Some(day(2025, 7, 1))), "").await;
        page_has(&after.body, &["Cấp huyện kết thúc sau ngày 30/6/2025"]);
    })
    .await;
}

const HEADINGS: &str = "Đơn vị;Thuộc;Công nhận là;Bộ tiêu chí;Số quyết định;Ngày quyết định;Đọc được ở văn bản;Chỗ trong văn bản;Thấy trong văn bản ngày\n";

async fn import(world: &World, actor: &Actor, rows: &str) -> crate::exchange::Sorted<NewRecognition> {
    let bytes = format!("{HEADINGS}{rows}").into_bytes();
    let upload = crate::exchange::Upload { name: "cong-nhan.csv".to_owned(), bytes, address: String::new() };
    exchange::check(&world.app, actor, &upload).await.expect("the sheet is read")
}

#[tokio::test]
async fn a_sheet_of_recognitions_says_each_fault_at_its_cell() {
    on_each_world(async |world| {
        world.login("dau.moi", "province_focal_unit", Some("tỉnh Bến Tre")).await;
        let officer = world.actor("dau.moi").await;
        world.decision("100/QĐ-UBND", "Ủy ban nhân dân tỉnh Bến Tre", day(2016, 1, 15)).await;
        let good = "xa chau binh;ben tre;Xã nông thôn mới;342/QĐ-TTg;100/QĐ-UBND;15/1/2016;;Điều 1;\n";
        let rows = [
            good,
            good,
            "thị trấn Giồng Trôm;Bến Tre;xã nông thôn mới;;100/QĐ-UBND;15/1/2016;;Điều 1;\n",
            "xã Tân Phong;huyện Cai Lậy, tỉnh Tiền Giang;xã nông thôn mới;;100/QĐ-UBND;15/1/2016;;Điều 1;\n",
            "xã Châu Hòa;Bến Tre;xã văn hóa;99/QĐ;7/QĐ-X;mai;;;\n",
            "xã Châu Hòa;Bến Tre;new_rural;;;;;trang 2;\n",
        ];
        let sorted = import(&world, &officer, &rows.concat()).await;
        assert_eq!(sorted.good.len(), 1, "{:?}", sorted.faults);
        let (first, new) = &sorted.good[0];
        assert_eq!((*first, new.set.as_deref(), new.decided_on), (0, Some("qd_342_2013"), Some(day(2016, 1, 15))));
        assert_eq!(new.locator, "100/QĐ-UBND ngày 15/01/2016 · Điều 1");
        let at = |row: u32| -> Vec<&str> {
            let of_row = sorted.faults.iter().filter(|fault| fault.row == Some(row));
            of_row.map(|fault| fault.column.as_str()).collect()
        };
        assert_eq!((at(3), at(4)), (vec!["Đơn vị"], vec!["Đơn vị"]), "twice in the sheet; no commune");
        assert!(!at(5).is_empty(), "another province");
        assert_eq!(at(6), ["Ngày quyết định", "Công nhận là", "Số quyết định", "Chỗ trong văn bản"]);
        assert_eq!(at(7), ["Số quyết định"], "nobody says where it was read");
        let twice = sorted.faults.iter().find(|fault| fault.row == Some(3)).expect("a fault");
        assert!(twice.rule.contains("hai lần"), "{}", twice.rule);
        assert!(sorted.faults.iter().all(|fault| !fault.remedy.is_empty()));
        assert!(!sorted.may_commit(false) && sorted.may_commit(true));
        assert_eq!(sorted.refused().len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_sheet_of_recognitions_is_committed_on_the_web_once() {
    on_each_world(async |world| {
        let cookie = world.login("dau.moi", "province_focal_unit", Some("tỉnh Bến Tre")).await;
        world.decision("100/QĐ-UBND", "Ủy ban nhân dân tỉnh Bến Tre", day(2016, 1, 15)).await;
        let province = world.unit("tỉnh Bến Tre");
        let overview = world.get(&path(province, Some(day(2019, 12, 31))), &cookie).await;
        page_has(&overview.body, &["/new-rural/recognitions/import"]);
        let form = world.get("/new-rural/recognitions/import", &cookie).await;
        page_has(&form.body, &["Nhập công nhận từ bảng tính", "/new-rural/recognitions/template"]);
        let template = world.get("/new-rural/recognitions/template", &cookie).await;
        assert_eq!(template.status, StatusCode::OK);
        let row = |commune: &str| format!("{commune};Bến Tre;xã nông thôn mới;;100/QĐ-UBND;15/1/2016;;Điều 1;\n");
        let text = format!("{HEADINGS}{}{}", row("xã Châu Bình"), row("xã Châu Hòa"));
        let address =
            platform::blob::Blobs::of(&world.app.config().data).keep(text.as_bytes()).expect("the file is kept");
        let fields = [("name", "cong-nhan.csv"), ("address", address.as_str())];
        let done = world.post("/new-rural/recognitions/import/commit", &cookie, &fields).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        let found = recognised_communes(&world.app, province, day(2019, 12, 31), None).await.expect("they are read");
        assert_eq!(found.len(), 2);
        let page = world.get(&recognition_path(found[0].recognitions[0].id), "").await;
        page_has(&page.body, &["cong-nhan.csv", "100/QĐ-UBND ngày 15/01/2016 · Điều 1", "15/01/2016"]);
        let again = world.post("/new-rural/recognitions/import/commit", &cookie, &fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        page_has(&again.body, &["đã có công nhận này"]);
        let returned = world.post("/new-rural/recognitions/import/returned", &cookie, &fields).await;
        assert_eq!(returned.status, StatusCode::OK);
        let clerk = world.login("van.thu", "clerk", None).await;
        assert_eq!(world.get("/new-rural/recognitions/import", &clerk).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

//! Stories of lists, coverage and the people not covered, on each database.

use super::service::{self, Sight};
use super::*;
use crate::accounts;
use crate::testing::{Answer, World, day, on_each_world, on_sqlite_world};
use axum::http::StatusCode;
use matching::Agreement;
use platform::Actor;

/// Four people of xã Châu Bình (two of one household without any card), one of the commune beside it.
pub const RESIDENTS: &str = "Mã số BHXH,Họ và tên,Giới tính,Ngày sinh,Mã xã,Mã đối tượng,Mã hộ,Dân tộc\n\
    8300000001,Nguyễn Văn An,nam,01/02/1980,29008,GD,H1,Kinh\n\
    8300000002,Trần Thị Bình,nữ,15/06/1950,29008,HN,H1,Kinh\n\
    8300000003,Lê Văn Cường,nam,20/10/1990,29008,GD,H2,Kinh\n\
    8300000004,Phạm Thị Dung,nữ,03/03/2001,29008,GD,H2,Kinh\n\
    8300000005,Võ Thị Em,nữ,03/03/1999,29005,GD,H9,Kinh\n";
/// Cards of two of them, one ending soon, and of somebody who is not on the list.
pub const CARDS: &str = "Mã số BHXH,Thẻ có giá trị từ ngày,Thẻ có giá trị đến ngày,Số thẻ\n\
    8300000001,01/01/2024,31/12/2024,\n\
    8300000002,01/01/2024,15/01/2025,\n\
    8300000009,01/01/2024,31/12/2024,\n";

/// The name of the snapshot.
pub const NAME: &str = "thang-12-2024";
/// The commune in which most of its people live.
pub const COMMUNE: &str = "29008";

/// Sends two lists and confirms their columns as they were found; the path of the import, once it has ended.
async fn import(world: &World, cookie: &str, residents: &str, cards: &str) -> String {
    let fields = [("name", NAME), ("as_of", "31/12/2024")];
    let files = [("residents", "dan-cu.csv", residents), ("cards", "the.csv", cards)];
    let sent = world.post_files("/people/import", cookie, &fields, &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let path = sent.headers.get("location").expect("the page of the import").clone();
    let page = world.get(&path, cookie).await;
    assert!(page.body.contains("chờ xác nhận cột"), "{}", page.body);
    let chosen = chosen(&page.body);
    let chosen: Vec<(&str, &str)> = chosen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let started = world.post(&format!("{path}/start"), cookie, &chosen).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    ended(world, &path, cookie).await;
    path
}

/// The selects of a page with what is chosen in them.
fn chosen(body: &str) -> Vec<(String, String)> {
    let value = |text: &str| {
        text.split_once("value=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value.to_owned())
    };
    let selects = body.split("<select ").skip(1).filter_map(|select| {
        let (select, _) = select.split_once("</select>")?;
        let (_, name) = select.split_once("name=\"")?;
        let options = select.split("<option ").filter(|option| option.contains(" selected"));
        Some((name.split_once('"')?.0.to_owned(), options.filter_map(value).next().unwrap_or_default()))
    });
    selects.collect()
}

/// Waits until an import has ended; its page.
pub async fn ended(world: &World, path: &str, cookie: &str) -> Answer {
    for _ in 0..600 {
        let page = world.get(path, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        if !page.headers.contains_key("refresh") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the import does not end");
}

/// Somebody who may import lists and open names.
pub async fn collector(world: &World) -> String {
    world.login("thu.bhxh", "collection_department", None).await
}

fn officer_of(world: &World, place: &str) -> Actor {
    let mut actor = accounts::system("can.bo", "Cán bộ", "local_officer");
    actor.scope = platform::Scope::Unit(world.unit(place));
    actor
}

#[tokio::test]
async fn two_lists_sent_on_the_web_become_coverage_of_a_commune() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        let none = world.get("/people", &cookie).await;
        assert!(none.body.contains("Chưa có bản số liệu nào"), "{}", none.body);
        let path = import(&world, &cookie, RESIDENTS, CARDS).await;
        let job = world.get(&path, &cookie).await;
        assert!(job.body.contains("5 dòng, trả lại 0 dòng"), "{}", job.body);
        let list = world.get("/people", &cookie).await;
        for words in [NAME, "31/12/2024", "dan-cu.csv, the.csv", "1 người, 1 dòng thẻ", "3 người không có thẻ nào"]
        {
            assert!(list.body.contains(words), "{words}: {}", list.body);
        }
        let unit = world.app.places().by_code(COMMUNE, day(2024, 12, 31)).expect("Châu Bình").id;
        let page = world.get(&format!("/people/{NAME}?unit={unit}&on=2024-12-31&by=set"), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        for words in ["2 người có thẻ trên 4 dân", "50,00 %", "Còn 2 người chưa tham gia", "Người nghèo", "không đạt"]
        {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        // A day later the card of the year has ended.
        let later = world.get(&format!("/people/{NAME}?unit={unit}&on=2025-01-01"), &cookie).await;
        assert!(later.body.contains("1 người có thẻ trên 4 dân"), "{}", later.body);
        let country = world.get(&format!("/people/{NAME}"), &cookie).await;
        assert!(
            country.body.contains("2 người có thẻ trên 5 dân") && country.body.contains("tỉnh Bến Tre"),
            "{}",
            country.body
        );
        let district = platform::web::encode_query_value("huyện Giồng Trôm");
        let table = world.get(&format!("/people/{NAME}/table?q={district}&format=csv"), &cookie).await;
        assert!(table.body.contains("29008;xã Châu Bình;4;2;50,00;2;1;50,00;2;1;50,00"), "{}", table.body);
    })
    .await;
}

/// A list as communes keep it: the day of birth in three columns; and one with the year of birth under men or women.
const PARTED: &str = "Mã số BHXH,Họ và tên,\"Ngày, tháng, năm sinh\",,,Giới tính,Mã xã\n\
    ,,Ngày,Tháng,Năm,,\n\
    8300000001,Nguyễn Văn An,1,2,1980,nam,29008\n\
    8300000002,Trần Thị Bình,,,1950,nữ,29008\n";
const BY_SEX: &str = "Mã số BHXH,Họ và tên,Năm sinh,,Mã xã\n\
    ,,Nam,Nữ,\n\
    8300000001,Nguyễn Văn An,1980,,29008\n\
    8300000002,Trần Thị Bình,,1950,29008\n";

#[tokio::test]
async fn births_in_several_columns_are_shown_and_changed_on_the_page() {
    on_sqlite_world(async |world: World| {
        let cookie = collector(&world).await;
        let send = async |residents: &str| {
            let fields = [("name", NAME), ("as_of", "31/12/2024")];
            let files = [("residents", "dan-cu.csv", residents), ("cards", "the.csv", CARDS)];
            let sent = world.post_files("/people/import", &cookie, &fields, &files).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
            sent.headers["location"].clone()
        };
        let start = async |path: &str, chosen: &[(String, String)]| {
            let chosen: Vec<(&str, &str)> =
                chosen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            world.post(&format!("{path}/start"), &cookie, &chosen).await
        };
        let births = async || {
            let snapshot = service::find(&world.app, NAME, None).await.expect("it is there");
            let unit = world.app.places().by_code(COMMUNE, day(2024, 12, 31)).expect("Châu Bình").id.into();
            let opened = open_list(&world.app, &world.operator(), &snapshot, unit, Sight::Masked, "").await;
            let people = opened.expect("it opens").list.people;
            let born = |index: usize| people.birth(index).expect("a day").to_string();
            (0..people.len()).map(|index| (born(index), people.sex(index))).collect::<std::collections::BTreeSet<_>>()
        };
        for (residents, of_an, changed) in [
            (PARTED, "1980-02-01", ("residents.birth_year", "Ngày, tháng, năm sinh - Năm")),
            (BY_SEX, "1980-01-01", ("residents.female", "Năm sinh - Nữ")),
        ] {
            let path = send(residents).await;
            let page = world.get(&path, &cookie).await;
            let mut choice = chosen(&page.body);
            let at = choice.iter().position(|(name, _)| name == changed.0).expect("the select is there");
            assert_eq!(choice[at].1, changed.1, "{}", page.body);
            assert!(page.body.contains(&format!("<dd>cột “{}”</dd>", changed.1)), "{}", page.body);
            // Whoever takes it away is told at that place what is missing, and finds the other choices as they were.
            choice[at].1.clear();
            let refused = start(&path, &choice).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
            let told = if residents == PARTED { "residents.birth_year-fault" } else { "residents.sex-fault" };
            assert!(refused.body.contains(&format!("id=\"{told}\"")), "{}", refused.body);
            assert_eq!(chosen(&refused.body), choice);
            choice[at].1 = changed.1.to_owned();
            let started = start(&path, &choice).await;
            assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
            let done = ended(&world, &path, &cookie).await;
            assert!(done.body.contains("2 dòng, trả lại 0 dòng"), "{}", done.body);
            let of_years = if residents == PARTED { "1 người chỉ ghi năm" } else { "2 người chỉ ghi năm" };
            assert!(done.body.contains(of_years), "{}", done.body);
            assert_eq!(births().await, [(of_an.to_owned(), 1), ("1950-01-01".to_owned(), 2)].into());
        }
    })
    .await;
}

#[tokio::test]
async fn people_of_merged_communes_are_counted_in_the_structure_of_another_day() {
    on_sqlite_world(async |world: World| {
        let cookie = collector(&world).await;
        import(&world, &cookie, RESIDENTS, CARDS).await;
        let page = world.get(&format!("/people/{NAME}?structure=2025-07-01&on=2024-12-31"), &cookie).await;
        assert!(page.body.contains("tỉnh Vĩnh Long") && !page.body.contains("tỉnh Bến Tre"), "{}", page.body);
        assert!(page.body.contains("2 người có thẻ trên 5 dân"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn refused_rows_come_back_and_nothing_is_published_unless_good_rows_alone_are_asked_for() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        let wrong = RESIDENTS.replace("20/10/1990,29008", "20/10/1990,99999");
        let path = import(&world, &cookie, &wrong, CARDS).await;
        let page = world.get(&path, &cookie).await;
        assert!(
            page.body.contains("có dòng sai, chưa đưa vào") && page.body.contains("5 dòng, trả lại 1 dòng"),
            "{}",
            page.body
        );
        let returned = world.get(&format!("{path}/returned/0"), &cookie).await;
        assert!(returned.status.is_success() && returned.body.contains("99999"), "{}", returned.body);
        assert_eq!(world.get(&format!("/people/{NAME}"), &cookie).await.status, StatusCode::NOT_FOUND);
        let again = world.post(&format!("{path}/again"), &cookie, &[("accept_valid", "yes")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
        ended(&world, &path, &cookie).await;
        let country = world.get(&format!("/people/{NAME}"), &cookie).await;
        assert!(country.body.contains("2 người có thẻ trên 4 dân"), "{}", country.body);
        let uploads = service::uploads(&world.app);
        let left: Vec<_> = walk(&uploads).into_iter().filter(|path| path.ends_with("dan-cu.csv")).collect();
        assert!(left.is_empty(), "lists stay in clear: {left:?}");
    })
    .await;
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn names_open_only_for_a_purpose_which_stands_in_the_trail() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        import(&world, &cookie, RESIDENTS, CARDS).await;
        let gap = format!("/people/{NAME}/gap/{COMMUNE}");
        let counts = world.get(&gap, &cookie).await;
        assert!(counts.body.contains("Còn cần để đạt") && !counts.body.contains("Lê"), "{}", counts.body);
        let masked = world.get(&format!("{gap}?list=uncovered"), &cookie).await;
        for words in ["Lê V. C.", "Phạm T. D.", "******0003", "cả hộ chưa có thẻ", "chưa từng có thẻ"]
        {
            assert!(masked.body.contains(words), "{words}: {}", masked.body);
        }
        assert!(!masked.body.contains("Cường") && !masked.body.contains("8300000003"), "{}", masked.body);
        let ending = world.get(&format!("{gap}?list=ending&days=30"), &cookie).await;
        assert!(
            ending.body.contains("Trần T. B.") && ending.body.contains("hết hạn ngày 15/01/2025"),
            "{}",
            ending.body
        );

        let silent = world.post(&format!("{gap}/names"), &cookie, &[("list", "uncovered")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!silent.body.contains("Cường"));
        let purpose = "Vận động hộ chưa tham gia trong tháng 12";
        let fields = [("list", "uncovered"), ("purpose", purpose)];
        let open = world.post(&format!("{gap}/names"), &cookie, &fields).await;
        assert!(open.body.contains("Lê Văn Cường") && open.body.contains("8300000003"), "{}", open.body);
        let round = world.post(&format!("{gap}/round"), &cookie, &fields).await;
        assert!(
            round.status.is_success() && round.headers["content-disposition"].contains("di-thu-29008"),
            "{}",
            round.status
        );
        let (mut entries, _) = platform::audit::list(world.app.reader(), 0, 100).await.expect("the trail");
        entries.retain(|entry| entry.reason.as_deref() == Some(purpose));
        assert_eq!(entries.len(), 2, "the opening and the round");
        assert!(entries.iter().all(|entry| entry.actor == "thu.bhxh" && entry.details.contains(COMMUNE)));
        assert!(entries.iter().all(|entry| !entry.details.contains("Cường")), "no name in the trail");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_of_another_territory_sees_neither_numbers_nor_names() {
    on_sqlite_world(async |world: World| {
        let cookie = collector(&world).await;
        import(&world, &cookie, RESIDENTS, CARDS).await;
        let snapshot = service::find(&world.app, NAME, None).await.expect("it is there");
        let unit = world.app.places().by_code(COMMUNE, day(2024, 12, 31)).expect("Châu Bình").id.into();
        let elsewhere = officer_of(&world, "tỉnh Cao Bằng");
        let look = service::look(&world.app, &elsewhere, NAME, None, unit, day(2024, 12, 31)).await;
        assert!(matches!(look, Err(platform::Problem::Forbidden(_))));
        let open = open_list(&world.app, &elsewhere, &snapshot, unit, Sight::Masked, "").await;
        assert!(matches!(open, Err(platform::Problem::Forbidden(_))));
        // Bến Tre went into Vĩnh Long: who works there now works for its people.
        let here = officer_of(&world, "tỉnh Vĩnh Long");
        let opened = open_list(&world.app, &here, &snapshot, unit, Sight::Masked, "").await.expect("it opens");
        assert_eq!(opened.list.people.len(), 4);
        let viewer = world.login("xem", "viewer", None).await;
        assert_eq!(world.get("/people", &viewer).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.get(&format!("/people/{NAME}/gap/{COMMUNE}"), &viewer).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_province_imports_its_own_lists_and_other_provinces_neither_see_nor_replace_them() {
    on_each_world(async |world: World| {
        let own = world.login("to.chuc.vl", "province_focal_unit", Some("tỉnh Vĩnh Long")).await;
        let form = world.get("/people/import", &own).await;
        assert!(form.body.contains("Danh sách của tỉnh Vĩnh Long"), "{}", form.body);
        let stray = format!("{RESIDENTS}8300000007,Đỗ Văn Phú,nam,01/01/1970,00001,GD,H7,Kinh\n");
        let path = import(&world, &own, &stray, CARDS).await;
        let page = world.get(&path, &own).await;
        for words in ["6 dòng, trả lại 1 dòng", "phải thuộc địa bàn của danh sách"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        let returned = format!("{path}/returned/0");
        let row = world.get(&returned, &own).await;
        assert!(row.body.contains("phường Phúc Xá") && row.body.contains("ngoài địa bàn"), "{}", row.body);
        world.post(&format!("{path}/again"), &own, &[("accept_valid", "yes")]).await;
        ended(&world, &path, &own).await;
        let snapshot = service::find(&world.app, NAME, None).await.expect("it is there");
        assert_eq!(snapshot.manifest().unit.map(i64::from), Some(world.unit("tỉnh Vĩnh Long")));

        let other = world.login("to.chuc.cb", "province_focal_unit", Some("tỉnh Cao Bằng")).await;
        for path in [&path, &returned, &format!("/people/{NAME}/erase")] {
            assert_eq!(world.get(path, &other).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(world.get(&format!("/people/{NAME}"), &other).await.status, StatusCode::NOT_FOUND);
        for path in ["/people", "/people/import"] {
            let page = world.get(path, &other).await;
            assert!(page.status.is_success() && !page.body.contains(NAME), "{path}: {}", page.body);
        }
        let centre = collector(&world).await;
        let files = [("residents", "dan-cu.csv", RESIDENTS), ("cards", "the.csv", CARDS)];
        for cookie in [&other, &centre] {
            let sent = world.post_files("/people/import", cookie, &[("name", NAME)], &files).await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.body);
            assert!(sent.body.contains("đã là tên bản số liệu của một địa bàn khác"), "{}", sent.body);
        }

        let list = world.get("/people", &centre).await;
        assert!(list.body.contains(NAME) && list.body.contains("<dd>tỉnh Vĩnh Long</dd>"), "{}", list.body);
        let country = world.get(&format!("/people/{NAME}"), &centre).await;
        assert!(country.body.contains("chỉ có dân của tỉnh Vĩnh Long"), "{}", country.body);
        let nation = world.app.places().nation().id.into();
        let record = record(&world.app, &world.operator(), NAME, None, nation, day(2024, 12, 31)).await;
        let refusal = record.expect_err("a province is not the country").to_string();
        assert!(refusal.contains("không đủ để ghi số"), "{refusal}");
        let reason = [("reason", "nạp nhầm danh sách tháng trước")];
        let erased = world.post(&format!("/people/{NAME}/erase"), &own, &reason).await;
        assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.body);
    })
    .await;
}

#[tokio::test]
async fn recorded_coverage_waits_for_somebody_else_and_knows_its_lists() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        import(&world, &cookie, RESIDENTS, CARDS).await;
        let unit = world.unit("huyện Giồng Trôm");
        let fields = [("unit", unit.to_string()), ("on", "2024-12-31".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let done = world.post(&format!("/people/{NAME}/record"), &cookie, &fields).await;
        // The district and both communes, each in all, men and women (the second commune has no men); and of the district
        // the poor, the elderly and the households.
        assert!(done.status.is_success() && done.body.contains("Đã ghi 11 số"), "{}", done.body);
        let twice = world.post(&format!("/people/{NAME}/record"), &cookie, &fields).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", twice.body);
        let confirmer = accounts::system("giam.doc", "Giám đốc", "province_director");
        let waiting = crate::results::waiting_in_scope(&world.app, &confirmer).await.expect("what waits");
        assert_eq!(waiting.iter().map(|(_, count)| *count).sum::<i64>(), 11);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_voluntary_insurance_is_counted_and_not_kept() {
    on_sqlite_world(async |world: World| {
        let cookie = collector(&world).await;
        let list = "Mã số BHXH,Từ ngày,Đến ngày,Mã đối tượng\n\
            8300000001,15/01/2024,31/03/2024,HN\n\
            8300000002,01/02/2024,,CN\n\
            8300000003,30/02/2024,,CN\n";
        let send = async |what: &str, from: &str| {
            let fields = [("from", from), ("to", "2024-04"), ("do", what)];
            world.post_files("/people/voluntary", &cookie, &fields, &[("list", "tu-nguyen.csv", list)]).await
        };
        let counted = send("count", "2024-01").await;
        for words in ["2 người, 3 dòng", "1 dòng sai không được đếm", "02/2024", "mới 1", "Cả thời gian"]
        {
            assert!(counted.body.contains(words), "{words}: {}", counted.body);
        }
        let returned = send("returned", "2024-01").await;
        assert!(returned.body.contains("8300000003") && !returned.body.contains("8300000001"), "{}", returned.body);
        let refused = send("count", "giêng").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("không phải là tháng"), "{}", refused.body);
        let kept = std::fs::read_dir(world.app.config().data.join("population/.uploads")).expect("the folder");
        assert_eq!(kept.count(), 0, "nothing of the lists is left");
    })
    .await;
}

#[tokio::test]
async fn lists_hold_whom_the_reader_asks_for() {
    on_sqlite_world(async |world: World| {
        let cookie = collector(&world).await;
        import(&world, &cookie, RESIDENTS, CARDS).await;
        let ask = async |who: &str| {
            let path = format!("/people/{NAME}/gap/{COMMUNE}?list=uncovered&on=2025-06-30&{who}");
            world.get(&path, &cookie).await
        };
        for (who, found) in
            [("", "4 người"), ("group=gd", "3 người"), ("sex=female", "2 người"), ("age_from=60", "1 người")]
        {
            let page = ask(who).await;
            assert!(page.body.contains(&format!("<h2>{found}")), "{who}: {}", page.body);
        }
        for (who, wrong) in [
            ("age_to=già", "tuổi không phải là số nguyên"),
            ("age_from=60&age_to=16", "tuổi cuối nhỏ hơn tuổi đầu"),
            ("days=tháng", "số ngày không phải là số nguyên"),
            ("target=gần-đủ", "Ghi tỷ lệ phần trăm"),
        ] {
            let refused = ask(who).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{who}");
            let fault = refused.body.split("class=\"error\"").nth(1).unwrap_or_default();
            assert!(fault.split("</span>").next().unwrap_or_default().contains(wrong), "{who}: {}", refused.body);
        }
        // Names and the round come back with the form, too, and with what was typed.
        let fields = [("list", "uncovered"), ("age_from", "sáu mươi"), ("purpose", "Vận động hộ chưa tham gia")];
        for what in ["names", "round"] {
            let refused = world.post(&format!("/people/{NAME}/gap/{COMMUNE}/{what}"), &cookie, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            for words in ["id=\"age_from-fault\"", "value=\"sáu mươi\"", "value=\"Vận động hộ chưa tham gia\""]
            {
                assert!(refused.body.contains(words), "{what}: {words}: {}", refused.body);
            }
            assert!(!refused.body.contains("Cường"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_person_and_a_snapshot_are_erased_for_a_reason() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        import(&world, &cookie, RESIDENTS, CARDS).await;
        let path = format!("/people/{NAME}/erase");
        let reason = ("person_reason", "theo đơn yêu cầu số 12 ngày 20/11/2026");
        let nobody = world.post(&format!("{path}/person"), &cookie, &[("person_id", "77"), reason]).await;
        assert!(nobody.body.contains("Không có ai mang mã số này"), "{}", nobody.body);
        let gone = world.post(&format!("{path}/person"), &cookie, &[("person_id", "8300000002"), reason]).await;
        assert!(gone.body.contains("Đã xóa 1 dòng dân cư và 1 dòng thẻ"), "{}", gone.body);
        let snapshot = service::find(&world.app, NAME, None).await.expect("it is there");
        let unit = world.app.places().by_code(COMMUNE, day(2024, 12, 31)).expect("Châu Bình").id.into();
        let opened =
            open_list(&world.app, &world.operator(), &snapshot, unit, Sight::Masked, "").await.expect("it opens");
        assert_eq!(opened.list.people.len(), 3);
        snapshot.verify().expect("the manifest knows the files without that person");
        let silent = world.post(&path, &cookie, &[("reason", "")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        let erased = world.post(&path, &cookie, &[("reason", "hết thời hạn lưu danh sách")]).await;
        assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.body);
        assert_eq!(world.get(&format!("/people/{NAME}"), &cookie).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

fn pair(a: &str, b: &str, name: (&str, &str), probability: f64) -> NewPair {
    let field = |name: &str, (a, b): (&str, &str), agreement| PairField {
        name: name.to_owned(),
        a: a.to_owned(),
        b: b.to_owned(),
        agreement,
    };
    let fields = vec![
        field("ho_ten", name, Agreement::Folded),
        field("ngay_sinh", ("01/02/1980", "1980"), Agreement::Shortened),
    ];
    NewPair { content: PairContent { a_id: a.to_owned(), b_id: b.to_owned(), fields }, probability }
}

/// Files two pairs for review.
pub async fn sample_review(world: &World) -> i64 {
    let operator = world.operator();
    let mut change = world.app.begin(&operator, REVIEW.0, None).await.expect("it begins");
    let pairs = vec![
        pair("A1", "B7", ("Nguyễn Văn An", "Nguyen Van An"), 0.62),
        pair("A2", "B9", ("Trần Thị Bình", "Tran Thi Binh"), 0.41),
    ];
    let id = file_review(&world.app, &operator, &mut change, "doi-soat-1", None, pairs).await.expect("it is filed");
    change.commit().await.expect("it is committed");
    id
}

#[tokio::test]
async fn pairs_are_decided_one_by_one_and_a_decision_can_be_taken_back() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        let id = sample_review(&world).await;
        let path = format!("/matching/{id}");
        let shut = world.get(&path, &cookie).await;
        assert!(shut.body.contains("đã xét 0 trên 2 cặp") && !shut.body.contains("Nguyễn Văn An"), "{}", shut.body);
        let open = world.post(&format!("{path}/open"), &cookie, &[]).await;
        for words in ["Nguyễn Văn An", "Nguyen Van An", "giống, chỉ khác dấu", "62,00 %", "A1", "B7"] {
            assert!(open.body.contains(words), "{words}: {}", open.body);
        }
        let sealed = store::pairs(world.app.reader(), id).await.expect("the pairs");
        assert!(sealed.iter().all(|pair| !pair.sealed.contains("Nguy")), "rows are sealed");
        let first = sealed[0].id.to_string();
        let decided = world.post(&format!("{path}/decide"), &cookie, &[("pair", &first), ("verdict", "same")]).await;
        assert!(
            decided.body.contains("Trần Thị Bình") && decided.body.contains("đã xét 1 trên 2 cặp"),
            "{}",
            decided.body
        );
        let twice = world.post(&format!("{path}/decide"), &cookie, &[("pair", &first), ("verdict", "different")]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", twice.body);
        let second = sealed[1].id.to_string();
        let last = world.post(&format!("{path}/decide"), &cookie, &[("pair", &second), ("verdict", "skip")]).await;
        assert!(last.body.contains("Mọi cặp đều đã xét"), "{}", last.body);
        let undone = world.post(&format!("{path}/undo"), &cookie, &[("pair", &second)]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
        let csv = world.post(&format!("{path}/decisions"), &cookie, &[]).await;
        assert!(csv.body.contains("A1;B7;0.6200;same") && csv.body.contains("A2;B9;0.4100;\n"), "{}", csv.body);
        let elsewhere = world.login("cao.bang", "local_officer", Some("tỉnh Cao Bằng")).await;
        assert_eq!(world.get(&path, &elsewhere).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

/// A snapshot for tests of pages.
pub async fn sample_snapshot(world: &World) {
    let cookie = collector(world).await;
    import(world, &cookie, RESIDENTS, CARDS).await;
}

use super::*;
use crate::cli::Answer;
use crate::exchange::ImportArguments;
use crate::testing::on_each_world;
use axum::http::StatusCode;
use serde_json::{Value as Json, json};
use std::path::Path;

const HEAD: &str = "Đơn vị;Thuộc;Chỉ tiêu;Kỳ;Đến ngày;Số đạt;Mẫu số;Định nghĩa mẫu số;Tỷ lệ công bố;Căn cứ;Vị trí";

async fn import(world: &World, file: &Path, dry_run: bool, accept_valid: bool) -> Answer {
    let command = cli::Command::Import(ImportArguments { file: file.to_owned(), dry_run, accept_valid });
    cli::run(&world.app, &world.operator(), command).await.expect("the file is read")
}

fn write(folder: &Path, name: &str, rows: &[&str]) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, format!("{HEAD}\n{}\n", rows.join("\n"))).expect("the file is written");
    path
}

const GOOD: &str = "xã Châu Bình;Bến Tre;coverage_rate;2019;31/8/2019;9.212;10.000;population_average;;;";
const BAD: &str = "xã Không Đâu;Bến Tre;coverage_rate;2019;31/8/2019;-1;10.000;population_average;;;";

#[tokio::test]
async fn one_bad_row_commits_nothing() {
    on_each_world(async |world| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = write(folder.path(), "xa.csv", &[GOOD, BAD]);
        let answer = import(&world, &file, false, false).await;
        assert!(answer.refused.is_some(), "exit 1");
        assert_eq!(
            (&answer.value["committed"], &answer.value["rows"], &answer.value["valid"]),
            (&json!(false), &json!(2), &json!(1))
        );
        let faults = answer.value["faults"].as_array().expect("a list");
        assert!(faults.iter().any(|fault| fault["row"] == 3 && fault["column"] == "Đơn vị"), "{faults:?}");
        let unit = chau_binh(&world);
        assert!(of_unit(&world.app, unit, None, None).await.expect("read").is_empty());

        let answer = import(&world, &file, false, true).await;
        assert_eq!((&answer.value["committed"], answer.refused.is_none()), (&json!(true), true));
        let returned = answer.value["returned"].as_str().expect("a path");
        assert!(returned.ends_with("xa.can-sua.xlsx") && Path::new(returned).exists());
        let figures = of_unit(&world.app, unit, None, None).await.expect("read");
        assert_eq!(figures[0].value, Value::Pair { num: 9212, den: 10_000 });
        assert!(figures[0].confirmed.is_none());
        assert_eq!(figures[0].locator, "dòng 2");

        let again = import(&world, &write(folder.path(), "lai.csv", &[GOOD]), true, false).await;
        assert!(again.value["faults"][0]["rule"].as_str().expect("a rule").contains("đã có số liệu này"));
    })
    .await;
}

#[tokio::test]
async fn the_command_line_shows_target_and_result_of_each_year() {
    on_each_world(async |world| {
        crate::demo::load(&world.app).await.expect("the demo is loaded");
        let show = async |unit: &str, indicator: &str| {
            cli::show(&world.app, unit, indicator, &Facet::None).await.expect("it is shown").value
        };
        let rows = show("Bến Tre", "coverage_rate").await;
        let row = |year: i32| {
            rows.as_array().expect("a list").iter().find(|row| row["year"] == year).cloned().unwrap_or(Json::Null)
        };
        for (year, target, result, points, as_of, full_year) in [
            (2016, "75.20", "82.29", "7.09", "2016-12-31", true),
            (2017, "79.00", "91.20", "12.20", "2017-12-31", true),
            (2018, "82.80", "91.87", "9.07", "2018-12-31", true),
            (2019, "86.50", "92.12", "5.62", "2019-08-31", false),
        ] {
            let row = row(year);
            let said = json!([row["target"], row["result"], row["points"], row["as_of"], row["full_year"]]);
            assert_eq!(said, json!([target, result, points, as_of, full_year]), "{year}");
            assert_eq!(row["source"]["locator"], "đoạn 5");
            assert_eq!(row["source"]["confirmed_by"], "demo.xac-nhan");
        }
        let (national, waiting) =
            (show("Việt Nam", "participants").await, pair(world.unit("Bến Tre"), (2019, 12, 31), 1, 2));
        assert!(national.as_array().expect("a list").iter().any(|row| row["result"] == "91100000"), "{national}");
        enter(&world, vec![waiting]).await;
        let rows = show("Bến Tre", "coverage_rate").await;
        let last = rows.as_array().expect("a list").iter().find(|row| row["year"] == 2019).expect("the year");
        assert_eq!((&last["result"], &last["waiting"]["result"]), (&json!("92.12"), &json!("50.00")));
    })
    .await;
}

#[tokio::test]
async fn a_figure_is_entered_confirmed_and_followed_to_its_source_on_pages() {
    on_each_world(async |world| {
        let officer = world.login("can.bo", "local_officer", Some("Bến Tre")).await;
        let boss = world.login("giam.doc", "province_director", Some("tỉnh Vĩnh Long")).await;
        assert_eq!(world.get("/results/new", &officer).await.status, StatusCode::OK);
        let fields = |num: &'static str| {
            [
                ("unit", "xã Châu Bình, tỉnh Bến Tre"),
                ("indicator", "coverage_rate"),
                ("denominator", "population_average"),
                ("period", "2019"),
                ("as_of", "2019-08-31"),
                ("num", num),
                ("den", "10.000"),
            ]
        };
        let wrong = world.post("/results", &officer, &fields("chín")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("num-fault"), "the fault stands at its field");
        let entered = world.post("/results", &officer, &fields("9.212")).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
        let path = entered.headers["location"].clone();
        let shown = world.get(&path, &officer).await;
        for words in
            ["92,12 % (9.212/10.000)", "Dân số trung bình năm", "chưa hết năm", "chờ xác nhận", "Biểu nhập kết quả"]
        {
            assert!(shown.body.contains(words), "{words}");
        }
        let listed = world.get("/results/confirm", &boss).await;
        assert!(listed.body.contains("Châu Bình"), "{}", listed.body);
        let id = path.rsplit('/').next().expect("a key").to_owned();
        let tick = format!("observation-{id}");
        let own = world.post("/results/confirm", &officer, &[(&tick, "yes")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        let confirmed = world.post("/results/confirm", &boss, &[(&tick, "yes")]).await;
        assert!(confirmed.body.contains("Đã xác nhận 1 số liệu"), "{}", confirmed.body);
        let shown = world.get(&path, &officer).await;
        assert!(shown.body.contains("1/164 đơn vị"), "the sums it went into: {}", shown.body);
        let corrected = world.post(&format!("{path}/correct"), &officer, &fields("9.300")).await;
        assert!(corrected.body.contains("chưa ghi lý do sửa"));
        let csv = world.get(&format!("/results/export?unit={}&format=csv", chau_binh(&world)), &officer).await;
        assert!(csv.body.contains(";9212;10000;") && csv.body.contains("Biểu nhập kết quả"), "{}", csv.body);
        for path in ["/results/import", "/results/template", "/results/export?indicator=coverage_rate", "/results"] {
            assert_eq!(world.get(path, &officer).await.status, StatusCode::OK, "{path}");
        }
    })
    .await;
}

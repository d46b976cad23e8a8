//! The contract of the command line, as stories about the built binary.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// An installation in a folder of its own.
struct Installation {
    folder: TempDir,
}

/// What a command left behind.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Installation {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chungsuc"));
        command.arg("--data").arg(self.data()).args(arguments);
        command.env_remove("CHUNGSUC_DATABASE").env_remove("RUST_LOG").current_dir(self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().expect("the program runs"))
    }

    /// Runs a command that must succeed; its JSON.
    fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
        serde_json::from_str(&ran.out).expect("standard output is JSON and nothing else")
    }

    /// Runs a command that must be refused; the sentence.
    fn refusal(&self, arguments: &[&str]) -> String {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ran.code, Some(1), "{arguments:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.out, "", "{arguments:?}: a refusal says nothing on standard output");
        assert!(!ran.err.is_ascii(), "{arguments:?}: in Vietnamese: {}", ran.err);
        assert!(!ran.err.starts_with("Lỗi của hệ thống"), "{arguments:?}: {}", ran.err);
        ran.err
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn wrong_usage_is_told_apart_from_a_refusal() {
    let here = Installation::new();
    for arguments in [&["places"][..], &["fly"], &["places", "count", "--as-of", "hôm qua"], &["backup"], &[]] {
        let ran = here.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
    assert!(!here.data().exists(), "wrong usage makes nothing");
    assert_eq!(here.run(&["--help"]).code, Some(0));
}

#[test]
fn places_are_counted_as_of_a_day() {
    let here = Installation::new();
    let ben_tre = here.json(&["places", "count", "--as-of", "2019-10-04", "--within", "Bến Tre"]);
    assert_eq!((&ben_tre["provinces"], &ben_tre["communes"]), (&1.into(), &164.into()));
    assert_eq!(ben_tre["by_kind"], serde_json::json!({ "xa": 147, "phuong": 10, "thi_tran": 7 }));
    for (day, provinces, districts, communes) in [("2025-06-30", 63, 696, 10035), ("2025-07-01", 34, 0, 3321)] {
        let country = here.json(&["places", "count", "--as-of", day]);
        assert_eq!(
            (&country["provinces"], &country["districts"], &country["communes"]),
            (&provinces.into(), &districts.into(), &communes.into()),
            "{day}"
        );
    }
    let table = here.run(&["places", "count", "--as-of", "2019-10-04", "--within", "ben tre"]);
    assert_eq!(table.code, Some(0));
    assert!(table.out.contains("Xã") && table.out.contains("164"), "{}", table.out);
}

#[test]
fn a_unit_is_found_by_name_and_shown_with_what_became_of_it() {
    let here = Installation::new();
    let shown = here.json(&["places", "show", "xã Châu Bình", "--within", "Bến Tre", "--as-of", "2019-10-04"]);
    assert_eq!(shown["unit"]["name"], "Châu Bình");
    let ancestors: Vec<&str> =
        shown["ancestors"].as_array().expect("a list").iter().filter_map(|unit| unit["name"].as_str()).collect();
    assert!(ancestors.contains(&"Bến Tre"), "{ancestors:?}");
    let successor = &shown["successors"][0];
    for field in ["date", "relation", "ground"] {
        assert!(successor[field].is_string(), "{field}: {successor}");
    }
    // The abolished commune is found without a day, too, and without diacritics or its kind.
    let without_day = here.json(&["places", "show", "chau binh", "--within", "ben tre"]);
    assert_eq!(without_day["unit"], shown["unit"]);
}

#[test]
fn a_name_that_does_not_name_one_unit_is_refused_with_what_to_do() {
    let here = Installation::new();
    let several = here.refusal(&["places", "show", "Tân Thành", "--as-of", "2019-10-04"]);
    assert!(several.matches("Tân Thành").count() > 2, "the candidates are listed: {several}");
    let gone = here.refusal(&["places", "show", "xã Châu Bình", "--within", "Bến Tre", "--as-of", "2026-01-01"]);
    assert!(gone.contains("Châu Hòa"), "the successor is named: {gone}");
    let gone = here.refusal(&["places", "count", "--within", "tỉnh Bến Tre", "--as-of", "2025-07-01"]);
    assert!(gone.contains("Vĩnh Long"), "the successor is named: {gone}");
    here.refusal(&["places", "show", "Không Đâu Cả"]);
    here.refusal(&["places", "show", "BHXH tỉnh Bến Tre"]);
    here.refusal(&["user", "add", "ai.do", "--role", "viewer", "--scope", "Phòng Tổ chức cán bộ"]);
}

#[test]
fn accounts_are_made_and_act() {
    let here = Installation::new();
    let made = here.json(&["user", "add", "can.bo", "--role", "province_focal_unit", "--scope", "tỉnh Vĩnh Long"]);
    assert_eq!(made["scope"], "tỉnh Vĩnh Long");
    assert!(made["password"].as_str().is_some_and(|password| password.len() >= 12), "{made}");
    assert!(here.refusal(&["user", "add", "can.bo", "--role", "viewer"]).contains("đã có tài khoản"));
    assert!(here.refusal(&["user", "add", "khac", "--role", "vua"]).contains("vua"));
    assert!(here.refusal(&["--as", "can.bo", "user", "add", "khac", "--role", "viewer"]).contains("can.bo"));
    assert!(here.refusal(&["--as", "khong.co", "doctor"]).contains("khong.co"));
}

#[test]
fn a_reader_who_has_read_enough_is_no_fault() {
    let here = Installation::new();
    let mut child = here
        .command(&["places", "show", "Bến Tre", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code < 2) && !err.contains("panicked"), "{err}");
}

#[test]
fn recognitions_are_imported_whole_or_not_at_all() {
    let here = Installation::new();
    let (template, sheet) = (here.file("mau.xlsx"), here.file("cong-nhan.csv"));
    here.json(&["recognitions", "template", "-o", text(&template)]);
    assert!(std::fs::read(&template).expect("the template").starts_with(b"PK"));
    let rows = "Đơn vị;Công nhận là;Số quyết định;Chỗ trong văn bản\nxã Châu Bình;xã nông thôn mới;9/QĐ-X;Điều 1\n";
    std::fs::write(&sheet, rows).expect("the sheet is written");
    let ran = here.run(&["recognitions", "import", text(&sheet), "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).expect("the refusal still prints its JSON");
    assert_eq!((&answer["committed"], &answer["valid"]), (&false.into(), &0.into()), "{answer}");
    assert!(here.file("cong-nhan.can-sua.xlsx").exists(), "the rows to mend come back");
}

#[test]
fn a_backup_goes_round_and_the_books_stay_sound() {
    let here = Installation::new();
    here.json(&["user", "add", "can.bo", "--role", "viewer"]);
    let file = here.file("sao-luu.zip");
    let made = here.json(&["backup", text(&file)]);
    assert!(made["changes"].as_u64().is_some_and(|changes| changes > 0), "{made}");

    let there = Installation::new();
    let restored = there.json(&["restore", text(&file)]);
    assert_eq!((&restored["head"], &restored["rows"]), (&made["head"], &made["rows"]));
    let report = there.json(&["doctor"]);
    assert_eq!(report["sound"], true);
    let sentences = report["findings"].to_string();
    assert!(sentences.contains(made["head"].as_str().expect("a hash")), "the head is printed: {sentences}");
    assert!(there.refusal(&["user", "add", "can.bo", "--role", "viewer"]).contains("đã có"), "the account is there");
    assert!(there.refusal(&["restore", text(&file)]).contains("đã có dữ liệu"));

    let table = there.run(&["doctor"]);
    assert_eq!(table.code, Some(0));
    assert!(table.out.contains("Kiểm tra") && table.out.contains("audit_chain"), "{}", table.out);

    std::fs::write(&file, b"PK").expect("it is cut");
    assert!(Installation::new().refusal(&["restore", text(&file)]).contains("không phải là bản sao lưu"));
    assert!(here.refusal(&["restore", "khong-co.zip"]).contains("khong-co.zip"));
    assert!(here.refusal(&["backup", "khong/co/thu-muc.zip"]).contains("thu-muc.zip"));
}

#[test]
fn the_doctor_says_what_is_unsound_and_still_prints_it() {
    let here = Installation::new();
    let folder = here.data().join("definitions/catalogue");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("indicators.toml"), "sai = true\n").expect("it is written");
    assert!(here.refusal(&["places", "count"]).contains("indicators.toml"), "other commands refuse it");
    let ran = here.run(&["doctor", "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).expect("JSON even when unsound");
    assert_eq!(report["sound"], false);
    let unsound: Vec<&Value> =
        report["findings"].as_array().expect("a list").iter().filter(|finding| finding["sound"] == false).collect();
    assert_eq!(unsound.len(), 1, "{unsound:?}");
    assert_eq!(unsound[0]["check"], "definitions");
    assert!(unsound[0]["sentence"].as_str().is_some_and(|sentence| sentence.contains("indicators.toml")));
}

#[tokio::test]
async fn a_restore_that_was_killed_can_be_done_again() {
    let here = Installation::new();
    here.json(&["user", "add", "can.bo", "--role", "viewer"]);
    let url = format!("sqlite://{}", here.data().join("chungsuc.db").display());
    let database = platform::Database::open(&url).await.expect("it opens");
    let papers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
                  INSERT INTO document (key, kind, issuer, subject, state, search_key, body, change_id) \
                  SELECT 'đ-' || i, 'dispatch', 'BHXH Việt Nam', 'Số liệu', 'unknown', 'x', '{}', 1 FROM n";
    platform::testing::run(&database, papers).await;
    // They have no words to search for.
    platform::testing::run(&database, "INSERT INTO paper_indexed (id, change_id) SELECT id, 1 FROM document").await;
    database.close().await.expect("it closes");
    let blobs = platform::blob::Blobs::of(&here.data());
    blobs.keep(b"so lieu").expect("a blob is kept");
    let file = here.file("lon.zip");
    let made = here.json(&["backup", text(&file)]);

    let there = Installation::new();
    let mut restoring = there
        .command(&["restore", text(&file)])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    // Blobs are kept inside the transaction, before the rows: once they are there, it is under way.
    let begun = there.data().join("blobs");
    let started = Instant::now();
    while !begun.exists() && restoring.try_wait().expect("it is watched").is_none() {
        assert!(started.elapsed() < Duration::from_secs(120), "the restore does not get under way");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(50));
    restoring.kill().expect("it is killed");
    assert!(!restoring.wait().expect("it ended").success(), "it was killed before it was done");

    let restored = there.json(&["restore", text(&file)]);
    assert_eq!((&restored["rows"], &restored["head"]), (&made["rows"], &made["head"]));
    assert_eq!(there.json(&["doctor"])["sound"], true);
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../papers/samples/open").join(name)
}

#[test]
fn a_paper_is_read_into_one_object_whose_spans_lie_in_the_text_written_beside_it() {
    let here = Installation::new();
    let (paper, words) = (sample("029-ke-hoach-bhxh-viet-nam-2013.txt"), here.file("van-ban.txt"));
    let reading = here.json(&["read", text(&paper), "--text", text(&words)]);
    assert_eq!(reading["number"]["value"], "3915/KH-BHXH");
    assert_eq!((&reading["kind"]["value"], &reading["date"]["value"]), (&"ke_hoach".into(), &"2013-10-10".into()));
    assert_eq!(
        (&reading["signer"]["name"], &reading["signer"]["value"]["name"]),
        (&"Lê Thành Nhân".into(), &"Lê Thành Nhân".into())
    );
    let written = std::fs::read_to_string(&words).expect("the text is written");
    let span = |fact: &Value| {
        let end = |place: usize| usize::try_from(fact["span"][place].as_u64().expect("a place")).expect("it fits");
        written.get(end(0)..end(1)).expect("the span lies in the text").to_owned()
    };
    assert!(span(&reading["number"]).contains("3915"), "{}", span(&reading["number"]));
    let targets = reading["targets"].as_array().expect("a list");
    assert!(!targets.is_empty() && targets.iter().all(|target| !span(target).is_empty()));
    assert!(reading["parent_issuer"].is_null() && reading["reports_on"].is_null(), "what is not there is null");
    assert!(!here.data().exists(), "reading makes no installation");

    let several = here.json(&["read", text(&paper), text(&sample("001-ke-hoach-bhxh-tinh-2022.txt"))]);
    assert_eq!(several.as_array().map(Vec::len), Some(2));
    assert!(here.refusal(&["read", text(&here.file("khong-co.pdf"))]).contains("khong-co.pdf"));
}

#[test]
fn an_example_of_each_kind_becomes_a_pdf_and_a_docx() {
    let here = Installation::new();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chungsuc"));
        Ran::of(command.args(arguments).current_dir(here.folder.path()).output().expect("the program runs"))
    };
    for kind in ["cong_van", "quyet_dinh", "bao_cao"] {
        let example = run(&["write", "--example", kind]);
        assert_eq!(example.code, Some(0), "{}", example.err);
        std::fs::write(here.file("mau.toml"), example.out).expect("the data file is written");
        for (name, begins) in [("ra.pdf", &b"%PDF-"[..]), ("ra.docx", &b"PK"[..])] {
            let ran = run(&["write", kind, "--data", "mau.toml", "-o", name]);
            assert_eq!(ran.code, Some(0), "{kind}: {}", ran.err);
            assert!(std::fs::read(here.file(name)).expect("it is written").starts_with(begins), "{kind} as {name}");
        }
    }
    std::fs::write(here.file("sai.toml"), "so = 1").expect("a wrong data file is written");
    let wrong = run(&["write", "cong_van", "--data", "sai.toml", "-o", "ra.pdf"]);
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.err.contains("sai.toml") && wrong.err.contains("dòng"), "{}", wrong.err);
    assert_eq!(run(&["write", "tho_tay", "--data", "mau.toml", "-o", "ra.pdf"]).code, Some(1));
}

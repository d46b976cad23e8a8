use super::facts::read_file;
use super::model::{Finding, ReadPaper, Repair};
use super::service::decide::{Judgement, decide};
use super::{findings_of, store, store_text, take_in};
use crate::accounts;
use crate::documents;
use crate::testing::{World, day, on_each_world};
use axum::http::StatusCode;
use platform::Problem;
use std::collections::BTreeMap;

const TEXT: &str = "Căn cứ Quyết định số 1258/QĐ-TTg ngày 21/8/2017; phấn đấu đạt 95,15% dân số có b ảo hiểm y tế.";

fn finding(kind: &str, words: &str, fields: &[(&str, &str)], confidence: f64) -> Finding {
    let start = TEXT.find(words).expect("the words stand in the text");
    Finding {
        kind: kind.to_owned(),
        label: words.to_owned(),
        fields: fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        span: Some(start..start + words.len()),
        confidence,
    }
}

fn read() -> ReadPaper {
    let broken = TEXT.find("b ảo").expect("it is broken");
    ReadPaper {
        format: "txt".to_owned(),
        text: TEXT.to_owned(),
        repairs: vec![Repair {
            span: broken..broken + "b ảo".len(),
            was: "b ảo".to_owned(),
            now: "bảo".to_owned(),
            rule: "chữ bị tách".to_owned(),
        }],
        findings: vec![
            finding(
                "citation",
                "Quyết định số 1258/QĐ-TTg ngày 21/8/2017",
                &[("number", "1258/QĐ-TTg"), ("date", "2017-08-21")],
                0.97,
            ),
            finding("date", "21/8/2017", &[("value", "2017-08-21")], 0.99),
            finding("result", "đạt 95,15% dân số", &[("indicator", "coverage_rate"), ("value", "95.15")], 0.42),
        ],
    }
}

async fn paper(world: &World) -> i64 {
    world.decision("587/QĐ-TTg", "Thủ tướng Chính phủ", day(2022, 5, 18)).await
}

#[tokio::test]
async fn an_accepted_citation_stands_in_the_register_with_its_place() {
    on_each_world(async |world| {
        let id = paper(&world).await;
        let cited = world.decision("1258/QĐ-TTg", "Thủ tướng Chính phủ", day(2017, 8, 21)).await;
        let text = store_text(&world.app, &world.operator(), id, None, read()).await.expect("it is stored");
        let findings = store::findings(world.app.reader(), text).await.expect("the findings");
        assert_eq!(findings.len(), 3);
        let officer = accounts::system("can.bo", "Cán bộ", "emulation_department");
        let none = BTreeMap::new;
        decide(&world.app, &officer, findings[0].id, Judgement::Accepted, none(), None).await.expect("it is accepted");
        let shown = world.get(&documents::path(id), "").await;
        assert!(shown.body.contains(&documents::path(cited)), "{}", shown.body);
        let again = decide(&world.app, &officer, findings[0].id, Judgement::Rejected, none(), None).await;
        assert!(matches!(again, Err(Problem::Refused(_))), "what became something is mended there");
        decide(
            &world.app,
            &officer,
            findings[2].id,
            Judgement::Rejected,
            none(),
            Some("Không phải kết quả".to_owned()),
        )
        .await
        .expect("it is rejected");
        decide(&world.app, &officer, findings[2].id, Judgement::Accepted, none(), None)
            .await
            .expect("on second thoughts");
        let decisions = store::decisions(world.app.reader(), &[findings[2].id]).await.expect("the decisions");
        assert_eq!(decisions.iter().filter(|row| row.closed_by.is_none()).count(), 1);
        assert_eq!(decisions.len(), 2, "both stay");
        let page = world.get(&format!("/documents/{id}/facts"), "").await;
        assert!(page.body.contains("id=\"text-1\"") && page.body.contains("href=\"#fact-2\""), "{}", page.body);
        assert!(page.body.contains("chữ bị tách") && !page.body.contains("name=\"verdict\""), "{}", page.body);
        let visitor =
            decide(&world.app, &platform::Actor::visitor(), findings[1].id, Judgement::Accepted, none(), None).await;
        assert!(matches!(visitor, Err(Problem::LoginNeeded)));
    })
    .await;
}

#[tokio::test]
async fn a_citation_without_its_number_is_corrected_on_the_page() {
    on_each_world(async |world| {
        let id = paper(&world).await;
        let bare = ReadPaper {
            findings: vec![finding("citation", "Quyết định số", &[("issuer", "TTg")], 0.5)],
            ..read()
        };
        store_text(&world.app, &world.operator(), id, None, bare).await.expect("it is stored");
        let cookie = world.login("can.bo", "emulation_department", None).await;
        let page = world.get(&format!("/documents/{id}/facts"), &cookie).await;
        assert!(page.body.contains("name=\"field-number\""), "{}", page.body);
        let refused = world.post("/documents/findings/1", &cookie, &[("verdict", "accepted")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("chưa có số, ký hiệu"), "{}", refused.body);
        let no_day = [("verdict", "corrected"), ("field-number", "9/NQ-CP"), ("field-date", "31/2/2017")];
        let refused = world.post("/documents/findings/1", &cookie, &no_day).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("không hiểu ngày “31/2/2017”"), "{}", refused.body);
        let fields = [
            ("verdict", "corrected"),
            ("field-number", "9/NQ-CP"),
            ("field-date", "2/3/2017"),
            ("field-issuer", "TTg"),
        ];
        let answer = world.post("/documents/findings/1", &cookie, &fields).await;
        assert_eq!(
            answer.headers.get("location").map(String::as_str),
            Some(format!("/documents/{id}/facts#fact-1").as_str())
        );
        let shown = world.get(&documents::path(id), "").await;
        assert!(shown.body.contains("9/NQ-CP"), "a paper nobody entered is named, not invented: {}", shown.body);
    })
    .await;
}

#[tokio::test]
async fn spans_outside_the_text_and_files_without_words_are_honest() {
    on_each_world(async |world| {
        let id = paper(&world).await;
        let mut wrong = read();
        wrong.findings[0].span = Some(0..2);
        let stored = store_text(&world.app, &world.operator(), id, None, wrong).await;
        assert!(matches!(stored, Err(Problem::Internal(_))), "a span may not cut a letter");
        assert!(matches!(read_file("a.pdf", b"%PDF-1.7"), Err(Problem::Refused(_))), "a PDF without words is refused");
        let (read, _) = read_file("a.TXT", "\u{feff}Số 1".as_bytes()).expect("it is read");
        assert_eq!(read.text, "Số 1");
        let page = world.get(&format!("/documents/{id}/facts"), "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(world.get(&format!("/documents/{id}/original"), "").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// A short dispatch of a commune's people's committee.
fn dispatch(commune: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nXÃ {}\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n\
         Số: 15/UBND-VX\nV/v vận động người dân tham gia bảo hiểm y tế\n{commune}, ngày 12 tháng 5 năm 2023\n\
         Kính gửi: Các ấp trên địa bàn xã\nỦy ban nhân dân xã {commune} đề nghị các ấp vận động người dân tham gia bảo hiểm y tế./.\n\
         Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nNguyễn Văn Bình\n",
        commune.to_uppercase()
    )
}

#[tokio::test]
async fn two_agencies_that_gave_the_same_number_on_the_same_day_keep_their_papers_apart() {
    on_each_world(async |world| {
        let operator = world.operator();
        let mut ids = Vec::new();
        for commune in ["An Phú", "Tân Lập", "An Phú"] {
            let taken = take_in(&world.app, &operator, "cong-van.txt", "", dispatch(commune).as_bytes()).await;
            ids.push(taken.expect("it is taken in"));
        }
        assert_eq!(ids[0], ids[2], "the same paper again");
        assert_ne!(ids[0], ids[1], "another agency's paper");
        let first = documents::find(world.app.reader(), ids[0]).await.expect("a query").expect("a paper");
        assert_eq!(first.key, "15/UBND-VX", "papers that cite the number alone find it");
        let second = documents::find(world.app.reader(), ids[1]).await.expect("a query").expect("a paper");
        assert_eq!(second.key, "15/UBND-VX (2023)");
    })
    .await;
}

#[tokio::test]
async fn what_was_read_surely_is_confirmed_at_once_and_the_rest_waits() {
    on_each_world(async |world| {
        let id = paper(&world).await;
        store_text(&world.app, &world.operator(), id, None, read()).await.expect("it is stored");
        let cookie = world.login("vu.tdkt", "emulation_department", None).await;
        let page = world.get(&format!("/documents/{id}/facts"), &cookie).await;
        assert!(page.body.contains("Xác nhận 1 dữ kiện đọc chắc"), "{}", page.body);
        let path = format!("/documents/{id}/confirm");
        assert_eq!(world.post(&path, &cookie, &[]).await.status, StatusCode::SEE_OTHER);
        let findings = findings_of(&world.app, id).await.expect("the findings");
        let ids: Vec<i64> = findings.iter().map(|finding| finding.id).collect();
        let decisions = store::decisions(world.app.reader(), &ids).await.expect("the decisions");
        let kinds: Vec<&str> = findings
            .iter()
            .filter(|finding| decisions.iter().any(|decision| decision.finding_id == finding.id))
            .map(|finding| finding.kind.as_str())
            .collect();
        assert_eq!(kinds, ["date"], "a ground becomes something, and the result was read unsurely");
        let again = world.post(&path, &cookie, &[]).await;
        assert!(again.body.contains("Không còn dữ kiện chắc chắn"), "{}", again.body);

        let province = world.login("tccb", "province_focal_unit", Some("tỉnh Vĩnh Long")).await;
        let page = world.get(&format!("/documents/{id}/facts"), &province).await;
        assert!(page.body.contains("chỉ xem dữ kiện") && !page.body.contains("name=\"verdict\""), "{}", page.body);
        assert_eq!(world.post(&path, &province, &[]).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn fields_are_corrected_in_words_and_kept_as_keys() {
    on_each_world(async |world| {
        let id = paper(&world).await;
        let fields = [
            ("indicator", "coverage_rate"),
            ("value", "92.5"),
            ("unit", "percent"),
            ("comparator", ">="),
            ("scope", "province"),
        ];
        let read = ReadPaper { findings: vec![finding("target", "đạt 95,15% dân số", &fields, 0.7)], ..read() };
        store_text(&world.app, &world.operator(), id, None, read).await.expect("it is stored");
        let cookie = world.login("can.bo", "emulation_department", None).await;
        let page = world.get(&format!("/documents/{id}/facts"), &cookie).await;
        assert!(page.body.contains("<option value=\"percent\" selected>%</option>"), "{}", page.body);
        assert!(page.body.contains("name=\"field-scope\" value=\"toàn tỉnh\""), "{}", page.body);
        let corrected = [
            ("verdict", "corrected"),
            ("field-scope", "Nơi không có"),
            ("field-comparator", ">"),
            ("field-unit", "percent"),
        ];
        let refused = world.post("/documents/findings/1", &cookie, &corrected).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert!(refused.body.contains("value=\"Nơi không có\""), "what was typed stays: {}", refused.body);
        let corrected = [("verdict", "corrected"), ("field-scope", "Cả nước"), ("field-year", "2022")];
        let taken = world.post("/documents/findings/1", &cookie, &corrected).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
        let decisions = store::decisions(world.app.reader(), &[1]).await.expect("the decisions");
        let kept =
            decisions.iter().find(|row| row.closed_by.is_none()).and_then(|row| row.fields.clone()).expect("fields");
        assert!(kept.contains("\"scope\":\"national\""), "{kept}");
    })
    .await;
}

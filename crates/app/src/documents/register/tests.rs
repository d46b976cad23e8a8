use super::edxml;
use super::model::{Content, Direction, Handling, NewIncoming, ReceiptStatus, Recipient, Signature, State, Step};
use super::service::incoming::{Handled, handle_arrival, register_arrival};
use super::service::{
    self, NewSeries, Receipt, Said, draft_paper, edit_paper, find, note_receipts, open_series, take_step,
};
use super::store;
use crate::accounts;
use crate::documents::model::DocumentKind;
use crate::documents::{self, find_document};
use crate::testing::{World, day, on_each_world, on_sqlite_world};
use axum::http::StatusCode;
use platform::{Actor, Problem};
use std::collections::BTreeSet;

fn clerk() -> Actor {
    accounts::system("van.thu", "Văn thư", "clerk")
}

fn director() -> Actor {
    accounts::system("tong.giam.doc", "Tổng Giám đốc", "director_general")
}

async fn series(world: &World, direction: Direction, name: &str, secret: bool) -> i64 {
    let issuer = "Bảo hiểm xã hội Việt Nam".to_owned();
    let new = NewSeries { direction, issuer, name: name.to_owned(), secret, unit: None };
    open_series(&world.app, &clerk(), new).await.expect("the series is opened")
}

fn content(kind: DocumentKind, symbol: &str, subject: &str) -> Content {
    Content {
        kind,
        symbol: symbol.to_owned(),
        subject: subject.to_owned(),
        place: Some("Hà Nội".to_owned()),
        drafted_by: None,
        keeper: Some("VT, TĐKT".to_owned()),
        copies: Some(5),
        addressees: Vec::new(),
        recipients: Vec::new(),
        cites: Vec::new(),
        implements: Vec::new(),
        replaces: Vec::new(),
        amends: Vec::new(),
        annexes: Vec::new(),
        files: Vec::new(),
        note: None,
    }
}

fn signature(on: chrono::NaiveDate) -> Said {
    let signature =
        Signature {
            name: "Nguyễn Thế Mạnh".to_owned(), post: Some("Tổng Giám đốc".to_owned()), capacity: None, on
        };
    Said { signature: Some(signature), ..Said::default() }
}

/// A paper that is signed and has no number yet.
async fn signed(world: &World, series: i64, content: &Content) -> i64 {
    let id = draft_paper(&world.app, &clerk(), series, content, None).await.expect("it is drafted");
    take_step(&world.app, &clerk(), id, Step::Submit, Said::default()).await.expect("it is submitted");
    take_step(&world.app, &director(), id, Step::Sign, signature(day(2026, 11, 20))).await.expect("it is signed");
    id
}

async fn issue(world: &World, id: i64) -> platform::Result<()> {
    take_step(&world.app, &clerk(), id, Step::Issue, Said::default()).await
}

async fn printed(world: &World, id: i64) -> String {
    let paper = find(world.app.reader(), id).await.expect("the paper");
    paper.number.expect("a number").printed
}

fn sentence(result: platform::Result<impl std::fmt::Debug>) -> String {
    match result {
        Err(Problem::Refused(refusal)) => refusal.sentence,
        Err(Problem::Forbidden(sentence)) => sentence,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_issuers_at_once_leave_no_gap_and_no_duplicate() {
    on_each_world(async |world| {
        let plans = series(&world, Direction::Outgoing, "Văn bản hành chính", false).await;
        let council = series(&world, Direction::Outgoing, "Hội đồng Thi đua - Khen thưởng", false).await;
        let mut papers = Vec::new();
        for index in 0..40 {
            let (series, symbol) = if index % 4 == 0 { (council, "KH-HĐTĐKT") } else { (plans, "KH-BHXH") };
            let subject = format!("Kế hoạch số {index}");
            papers.push((series, signed(&world, series, &content(DocumentKind::Plan, symbol, &subject)).await));
        }
        let tasks: Vec<_> = papers
            .iter()
            .map(|(_, id)| {
                let (world, id) = (world.clone(), *id);
                tokio::spawn(async move { issue(&world, id).await })
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic").expect("every paper gets its number");
        }
        for (series, symbol, count) in [(plans, "KH-BHXH", 30), (council, "KH-HĐTĐKT", 10)] {
            let mut numbers = BTreeSet::new();
            for (_, id) in papers.iter().filter(|(of, _)| *of == series) {
                numbers.insert(printed(&world, *id).await);
            }
            let expected: BTreeSet<String> = (1..=count).map(|number| format!("{number:02}/{symbol}")).collect();
            assert_eq!(numbers, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn a_paper_gets_its_number_after_its_signature_and_keeps_it() {
    on_each_world(async |world| {
        let plans = series(&world, Direction::Outgoing, "Văn bản hành chính", false).await;
        let text = content(DocumentKind::Plan, "KH-BHXH", "Phát động thi đua năm 2027");
        let id = draft_paper(&world.app, &clerk(), plans, &text, None).await.expect("it is drafted");
        assert!(sentence(issue(&world, id).await).contains("còn là bản nháp"));
        let changed = Content { note: Some("bản 2".to_owned()), ..text };
        edit_paper(&world.app, &clerk(), id, &changed).await.expect("a draft is edited");
        take_step(&world.app, &clerk(), id, Step::Submit, Said::default()).await.expect("it is submitted");
        assert!(sentence(edit_paper(&world.app, &clerk(), id, &changed).await).contains("Chỉ sửa được bản nháp"));
        assert!(
            sentence(take_step(&world.app, &clerk(), id, Step::Sign, signature(day(2026, 11, 20))).await)
                .contains("registers.sign")
        );
        take_step(&world.app, &director(), id, Step::Sign, signature(day(2026, 11, 20))).await.expect("it is signed");
        let early = Said { issued_on: Some(day(2026, 11, 19)), ..Said::default() };
        assert!(sentence(take_step(&world.app, &clerk(), id, Step::Issue, early).await).contains("trước ngày ký"));
        issue(&world, id).await.expect("it is issued");
        let paper = find(world.app.reader(), id).await.expect("the paper");
        assert_eq!((paper.state(), paper.revisions), (State::Issued, 2));
        let open = find_document(world.app.reader(), "01/KH-BHXH").await.expect("it is in the open register");
        assert_eq!(open.subject, "Phát động thi đua năm 2027");
        assert!(sentence(take_step(&world.app, &clerk(), id, Step::Recall, Said::default()).await).contains("lý do"));
        let reason = Said { reason: Some("Phát hành nhầm bản dự thảo".to_owned()), ..Said::default() };
        take_step(&world.app, &clerk(), id, Step::Recall, reason).await.expect("it is recalled");
        let next = signed(&world, plans, &content(DocumentKind::Plan, "KH-BHXH", "Phát động lại")).await;
        issue(&world, next).await.expect("it is issued");
        assert_eq!(printed(&world, next).await, "02/KH-BHXH", "the recalled paper keeps its number");
    })
    .await;
}

#[tokio::test]
async fn a_mistake_is_mended_by_a_paper_of_equal_form_or_a_dispatch() {
    on_each_world(async |world| {
        let plans = series(&world, Direction::Outgoing, "Văn bản hành chính", false).await;
        let wrong = signed(&world, plans, &content(DocumentKind::Plan, "KH-BHXH", "Kế hoạch sai số liệu")).await;
        issue(&world, wrong).await.expect("it is issued");
        let dispatch = signed(&world, plans, &content(DocumentKind::Dispatch, "BHXH-TĐKT", "Đính chính ngày")).await;
        issue(&world, dispatch).await.expect("it is issued");
        let right = signed(&world, plans, &content(DocumentKind::Plan, "KH-BHXH", "Kế hoạch đúng")).await;
        issue(&world, right).await.expect("it is issued");
        let by = |number: &str| Said { document: Some(number.to_owned()), ..Said::default() };
        let taken = async |step, number: &str| take_step(&world.app, &clerk(), wrong, step, by(number)).await;
        assert!(sentence(taken(Step::Correct, "03/KH-BHXH").await).contains("phải là công văn"));
        assert!(sentence(taken(Step::Replace, "02/BHXH-TĐKT").await).contains("hình thức tương đương"));
        assert!(sentence(taken(Step::Replace, "01/KH-BHXH").await).contains("chính là văn bản này"));
        taken(Step::Correct, "02/BHXH-TĐKT").await.expect("it is corrected");
        taken(Step::Replace, "03/KH-BHXH").await.expect("it is replaced");
        let paper = find(world.app.reader(), wrong).await.expect("the paper");
        assert_eq!(paper.state(), State::Replaced);
        let open = paper.number.and_then(|number| number.document_id).expect("an open paper");
        let answer = world.get(&documents::path(open), "").await;
        assert!(
            answer.body.contains("Bị thay thế bởi") && answer.body.contains("Được đính chính bởi"),
            "{}",
            answer.body
        );
    })
    .await;
}

#[tokio::test]
async fn a_paper_to_all_provinces_has_a_receipt_for_each() {
    on_each_world(async |world| {
        let plans = series(&world, Direction::Outgoing, "Văn bản hành chính", false).await;
        let text = Content {
            addressees: vec!["Bảo hiểm xã hội các tỉnh, thành phố trực thuộc Trung ương".to_owned()],
            recipients: vec![Recipient {
                name: "Thủ tướng Chính phủ".to_owned(), purpose: Some("để b/c".to_owned())
            }],
            ..content(DocumentKind::Dispatch, "BHXH-TĐKT", "Triển khai phong trào")
        };
        let id = signed(&world, plans, &text).await;
        issue(&world, id).await.expect("it is issued");
        let paper = find(world.app.reader(), id).await.expect("the paper");
        assert_eq!(paper.recipients.len(), 34 + 1, "34 provinces since July 2025 and the Prime Minister");
        let first = paper.recipients[0].0.id;
        let note = async |status| {
            note_receipts(&world.app, &clerk(), id, &[first], Receipt { status, day: None, note: None }).await
        };
        note(ReceiptStatus::Sent).await.expect("it is noted");
        note(ReceiptStatus::Received).await.expect("it is noted");
        assert!(sentence(note(ReceiptStatus::Cancelled).await).contains("chưa bị thu hồi"));
        let paper = find(world.app.reader(), id).await.expect("the paper");
        assert_eq!((paper.confirmed(), paper.recipients[0].1.len()), (1, 2), "both facts stay");
        let table = service::exports(&world.app, &clerk(), Direction::Outgoing).await.expect("the sheet");
        assert_eq!((table.headings.len(), table.rows.len()), (10, 1));
        assert_eq!(table.rows[0][8], platform::sheet::Value::Text("1/35".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn secret_papers_have_their_own_numbers_and_stay_out_of_the_open_register() {
    on_each_world(async |world| {
        let open = series(&world, Direction::Outgoing, "Văn bản hành chính", false).await;
        let secret = series(&world, Direction::Outgoing, "Văn bản mật", true).await;
        let first = signed(&world, open, &content(DocumentKind::Plan, "KH-BHXH", "Kế hoạch thường")).await;
        issue(&world, first).await.expect("it is issued");
        let hidden = signed(&world, secret, &content(DocumentKind::Plan, "KH-BHXH", "Chuyện kín")).await;
        issue(&world, hidden).await.expect("it is issued");
        assert_eq!(printed(&world, hidden).await, "01/KH-BHXH");
        let all = find_document(world.app.reader(), "01/KH-BHXH").await.expect("only the open one");
        assert_eq!(all.subject, "Kế hoạch thường");
        let officer = accounts::system("can.bo", "Cán bộ", "emulation_department");
        assert!(sentence(service::find_for(&world.app, &officer, hidden).await).contains("registers.secret"));
        let table = service::exports(&world.app, &officer, Direction::Outgoing).await.expect("the sheet");
        assert_eq!(table.rows.len(), 1);
        let (trail, _) = platform::audit::list(world.app.reader(), 0, 100).await.expect("the trail");
        let told = trail.iter().any(|entry| entry.details.contains("Chuyện kín"));
        assert!(!told, "the audit trail is read by more people than the secret register");
    })
    .await;
}

fn arrival(series: i64, printed: &str, on: chrono::NaiveDate) -> NewIncoming {
    NewIncoming {
        series,
        arrived_on: on,
        author: "Ủy ban nhân dân tỉnh Bến Tre".to_owned(),
        printed: Some(printed.to_owned()),
        issued_on: Some(day(2026, 11, 2)),
        kind: DocumentKind::Decision,
        subject: "Giao chỉ tiêu bảo hiểm y tế".to_owned(),
        note: None,
        file: None,
        again: false,
    }
}

#[tokio::test]
async fn arrivals_are_numbered_in_order_and_a_second_one_is_asked_about() {
    on_each_world(async |world| {
        let book = series(&world, Direction::Incoming, "Văn bản đến", false).await;
        let first = arrival(book, "2110/QĐ-UBND", day(2026, 11, 10));
        let id = register_arrival(&world.app, &clerk(), &first).await.expect("it is registered");
        assert!(sentence(register_arrival(&world.app, &clerk(), &first).await).contains("có thể đã vào sổ"));
        let early = arrival(book, "2111/QĐ-UBND", day(2026, 11, 9));
        assert!(sentence(register_arrival(&world.app, &clerk(), &early).await).contains("số đến 1 của sổ này"));
        let again = NewIncoming { again: true, ..first };
        let second = register_arrival(&world.app, &clerk(), &again).await.expect("the clerk insists");
        let row = store::find_incoming(world.app.reader(), second).await.expect("a row").expect("the arrival");
        assert_eq!((row.number, row.year), (2, 2026));
        let step = async |state, whom: Option<&str>| {
            let handled = Handled { state, whom: whom.map(str::to_owned), note: None, day: None };
            handle_arrival(&world.app, &clerk(), id, handled).await
        };
        assert!(sentence(step(Handling::Handled, None).await).contains("chưa ở bước đó"));
        assert!(sentence(step(Handling::Transferred, None).await).contains("chưa ghi đơn vị"));
        step(Handling::Transferred, Some("Ban Thu")).await.expect("it is passed on");
        step(Handling::Received, Some("Lê Thị B")).await.expect("it is signed for");
        step(Handling::Handled, None).await.expect("it is done");
        let table = service::exports(&world.app, &clerk(), Direction::Incoming).await.expect("the sheet");
        assert_eq!((table.headings.len(), table.rows.len()), (10, 2));
    })
    .await;
}

#[tokio::test]
async fn the_pages_of_both_registers_work_without_script() {
    on_sqlite_world(async |world| {
        let clerk = world.login("van.thu", "clerk", None).await;
        let director = world.login("tong.gd", "director_general", None).await;
        assert_eq!(world.get("/documents/outgoing", "").await.status, StatusCode::SEE_OTHER);
        let open = [("direction", "outgoing"), ("issuer", "BHXH Việt Nam"), ("name", "Văn bản hành chính")];
        assert_eq!(world.post("/documents/series", &clerk, &open).await.status, StatusCode::SEE_OTHER);
        let twice = world.post("/documents/series", &clerk, &open).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut form = vec![("series", "1"), ("kind", "plan"), ("symbol", "BHXH-KH"), ("subject", "Thi đua 2027")];
        form.extend([("addressees", "BHXH các tỉnh, thành phố"), ("copies", "3")]);
        let refused = world.post("/documents/outgoing", &clerk, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("không bắt đầu bằng “KH”") && refused.body.contains("Thi đua 2027"));
        form[2] = ("symbol", "KH-BHXH");
        let drafted = world.post("/documents/outgoing", &clerk, &form).await;
        assert_eq!(drafted.headers.get("location").map(String::as_str), Some("/documents/outgoing/1"));
        let step = async |cookie: &str, fields: &[(&str, &str)]| {
            world.post("/documents/outgoing/1/step", cookie, fields).await
        };
        assert_eq!(step(&clerk, &[("step", "submit")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(step(&director, &[("step", "sign"), ("name", "Trần C")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(step(&director, &[("step", "issue")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(step(&clerk, &[("step", "issue")]).await.status, StatusCode::SEE_OTHER);
        let shown = world.get("/documents/outgoing/1", &clerk).await;
        assert!(shown.body.contains("01/KH-BHXH") && shown.body.contains("Cấp số, phát hành"), "{}", shown.body);
        let list = world.get("/documents/outgoing?kind=plan&state=issued&year=2026&q=thi+dua", &clerk).await;
        assert!(list.body.contains("01/KH-BHXH"), "{}", list.body);
        let none = world.get("/documents/outgoing?kind=report", &clerk).await;
        assert!(!none.body.contains("01/KH-BHXH"));
        assert_eq!(world.get("/documents/outgoing/export", &clerk).await.status, StatusCode::OK);
        let all = [("all", "yes"), ("status", "sent")];
        let noted = world.post("/documents/outgoing/1/receipts", &clerk, &all).await;
        assert_eq!(noted.status, StatusCode::SEE_OTHER);
        let shown = world.get("/documents/outgoing/1", &clerk).await;
        assert!(!shown.body.contains("chưa ghi nhận gửi"), "{}", shown.body);
    })
    .await;
}

#[tokio::test]
async fn a_paper_goes_out_as_edxml_and_comes_in_elsewhere() {
    on_sqlite_world(async |world| {
        let plans = series(&world, Direction::Outgoing, "Văn bản hành chính", false).await;
        let book = series(&world, Direction::Incoming, "Văn bản đến", false).await;
        let text = Content {
            recipients: vec![Recipient { name: "Bộ Y tế".to_owned(), purpose: Some("để b/c".to_owned()) }],
            ..content(DocumentKind::Plan, "KH-BHXH", "Thi đua <2027> & sau đó")
        };
        let id = signed(&world, plans, &text).await;
        let unsent = edxml::envelope(&world.app, &find(world.app.reader(), id).await.expect("the paper")).await;
        assert!(sentence(unsent).contains("chưa phát hành"));
        issue(&world, id).await.expect("it is issued");
        let envelope = edxml::envelope(&world.app, &find(world.app.reader(), id).await.expect("the paper")).await;
        let envelope = envelope.expect("it can be sent");
        assert_eq!(edxml::stem(&envelope), "01-kh-bhxh");
        let xml = edxml::file(&envelope).expect("it is written");
        let read = papers::exchange::read(&xml).expect("it is read");
        let mut arrival = edxml::arrival(&world.app, &read, book).expect("it says enough");
        arrival.subject.push_str(" (bản đến)");
        assert_eq!((arrival.kind, arrival.printed.as_deref()), (DocumentKind::Plan, Some("01/KH-BHXH")));
        let arrived = register_arrival(&world.app, &clerk(), &arrival).await.expect("it is registered");
        let row = store::find_incoming(world.app.reader(), arrived).await.expect("a row").expect("the arrival");
        assert_eq!(row.author, "Bảo hiểm xã hội Việt Nam");
        let paper = find(world.app.reader(), id).await.expect("the paper");
        assert_eq!(row.document_id, paper.number.and_then(|number| number.document_id), "it is the same paper");
        let cookie = world.login("van.thu", "clerk", None).await;
        let sent = world.get(&format!("/documents/outgoing/{id}/edxml"), &cookie).await;
        assert_eq!(sent.body, xml);
        let package = world.get(&format!("/documents/outgoing/{id}/package"), &cookie).await;
        assert_eq!(package.headers.get("content-type").map(String::as_str), Some("application/zip"));
    })
    .await;
}

#[tokio::test]
async fn a_paper_goes_out_with_its_annexes_in_one_archive() {
    on_each_world(async |world| {
        let plans = series(&world, Direction::Outgoing, "Văn bản hành chính", false).await;
        let text = content(DocumentKind::Plan, "KH-BHXH", "Kế hoạch có phụ lục");
        let id = draft_paper(&world.app, &clerk(), plans, &text, None).await.expect("it is drafted");
        let cookie = world.login("van.thu", "clerk", None).await;
        let path = format!("/documents/outgoing/{id}/files");
        for (name, content) in [("Phụ lục I.csv", "Xã;Chỉ tiêu\nChâu Bình;95\n"), ("ban-ky.txt", "KẾ HOẠCH")]
        {
            let sent = world.post_files(&path, &cookie, &[], &[("file", name, content)]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        }
        let none = world.post_files(&path, &cookie, &[], &[]).await;
        assert!(none.body.contains("Chưa chọn tệp"), "{}", none.body);
        let edited = Content { subject: "Kế hoạch năm 2027".to_owned(), ..text };
        service::edit_paper(&world.app, &clerk(), id, &edited).await.expect("it is edited");
        let paper = find(world.app.reader(), id).await.expect("the paper");
        let names: Vec<&str> = paper.content.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["Phụ lục I.csv", "ban-ky.txt"], "what is written anew keeps its files");
        let shown = world.get(&format!("/documents/outgoing/{id}"), &cookie).await;
        assert!(shown.body.contains("Phụ lục I.csv"), "{}", shown.body);
        let first = &paper.content.files[0].sha256;
        assert_eq!(world.get(&format!("{path}/{first}"), &cookie).await.body, "Xã;Chỉ tiêu\nChâu Bình;95\n");
        assert_eq!(world.get(&format!("{path}/{}", "0".repeat(64)), &cookie).await.status, StatusCode::NOT_FOUND);
        let second = paper.content.files[1].sha256.clone();
        let blobs = store::blobs(world.app.reader()).await.expect("the addresses");
        assert!(blobs.contains(first) && blobs.contains(&second), "a backup takes the files along");
        let gone = world.post(&format!("{path}/remove"), &cookie, &[("sha256", &second)]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);

        take_step(&world.app, &clerk(), id, Step::Submit, Said::default()).await.expect("it is submitted");
        take_step(&world.app, &director(), id, Step::Sign, signature(day(2026, 11, 20))).await.expect("it is signed");
        issue(&world, id).await.expect("it is issued");
        let paper = find(world.app.reader(), id).await.expect("the paper");
        let envelope = edxml::envelope(&world.app, &paper).await.expect("it can be sent");
        let members = papers::exchange::unpack(&edxml::package(&envelope).expect("packed")).expect("a ZIP");
        let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["01-kh-bhxh.edxml", "Phụ lục I.csv"]);
        let late = world.post_files(&path, &cookie, &[], &[("file", "muon.txt", "late")]).await;
        assert!(late.body.contains("đã phát hành"), "{}", late.body);
    })
    .await;
}

#[tokio::test]
async fn what_is_noted_later_keeps_its_day() {
    on_each_world(async |world| {
        let book = series(&world, Direction::Incoming, "Văn bản đến", false).await;
        let first = arrival(book, "2110/QĐ-UBND", day(2026, 11, 10));
        let id = register_arrival(&world.app, &clerk(), &first).await.expect("it is registered");
        let pass_on = async |on| {
            let whom = Some("Ban Thu".to_owned());
            let handled = Handled { state: Handling::Transferred, whom, note: None, day: Some(on) };
            handle_arrival(&world.app, &clerk(), id, handled).await
        };
        assert!(sentence(pass_on(day(2026, 11, 9)).await).contains("trước ngày 10/11/2026"));
        assert!(sentence(pass_on(day(2026, 11, 23)).await).contains("ở tương lai"));
        pass_on(day(2026, 11, 12)).await.expect("it was passed on ten days ago");
        let table = service::exports(&world.app, &clerk(), Direction::Incoming).await.expect("the sheet");
        assert_eq!(table.rows[0][7], platform::sheet::Value::Day(day(2026, 11, 12)));

        let plans = series(&world, Direction::Outgoing, "Văn bản hành chính", false).await;
        let text = Content {
            addressees: vec!["Bộ Tài chính".to_owned()],
            ..content(DocumentKind::Plan, "KH-BHXH", "Phát động thi đua năm 2027")
        };
        let id = signed(&world, plans, &text).await;
        issue(&world, id).await.expect("it is issued");
        let paper = find(world.app.reader(), id).await.expect("the paper");
        let to = [paper.recipients[0].0.id];
        let early = Receipt { status: ReceiptStatus::Sent, day: Some(day(2026, 11, 21)), note: None };
        let noted = note_receipts(&world.app, &clerk(), id, &to, early).await;
        assert!(sentence(noted).contains("trước ngày 22/11/2026"), "nothing is sent before it is issued");
    })
    .await;
}

#[tokio::test]
async fn the_file_of_an_arrival_is_read_where_it_lies() {
    on_sqlite_world(async |world| {
        let book = series(&world, Direction::Incoming, "Văn bản đến", false).await.to_string();
        let cookie = world.login("van.thu", "clerk", None).await;
        let fields = [
            ("series", book.as_str()),
            ("arrived_on", "2026-11-10"),
            ("author", "Thủ tướng Chính phủ"),
            ("printed", "12/QĐ-TTg"),
            ("kind", "decision"),
            ("subject", "Giao chỉ tiêu"),
        ];
        let text = "Căn cứ Nghị quyết số 68/2013/QH13 ngày 29 tháng 11 năm 2013 của Quốc hội;\n";
        let files = [("file", "quyet-dinh.txt", text)];
        let sent = world.post_files("/documents/incoming", &cookie, &fields, &files).await;
        assert_eq!(sent.headers.get("location").map(String::as_str), Some("/documents/incoming/1"), "{}", sent.body);
        let shown = world.get("/documents/incoming/1", &cookie).await;
        assert!(shown.body.contains("Đọc tệp này"), "{}", shown.body);
        let read = world.post("/documents/incoming/1/facts", &cookie, &[]).await;
        assert_eq!(read.headers.get("location").map(String::as_str), Some("/documents/1/facts"), "{}", read.body);
        let facts = world.get("/documents/1/facts", &cookie).await;
        assert!(facts.body.contains("68/2013/QH13") && facts.body.contains("quyet-dinh.txt"), "{}", facts.body);
        let shown = world.get("/documents/incoming/1", &cookie).await;
        assert!(shown.body.contains("Xem toàn văn và dữ kiện") && !shown.body.contains("Đọc tệp này"));

        let bare = register_arrival(&world.app, &clerk(), &arrival(1, "13/QĐ-TTg", day(2026, 11, 10))).await;
        let path = format!("/documents/incoming/{}/facts", bare.expect("it is registered"));
        let none = world.post(&path, &cookie, &[]).await;
        assert!(none.body.contains("không có tệp để đọc"), "{}", none.body);
    })
    .await;
}

use super::*;
use chrono::NaiveDate;
use proptest::prelude::*;

fn envelope() -> Envelope {
    Envelope {
        from: Agency { id: "000.00.00.G24".to_owned(), name: Some("BHXH Việt Nam".to_owned()), ..Agency::default() },
        to: vec![
            Agency { id: "000.00.01.G24".to_owned(), ..Agency::default() },
            Agency { id: "000.00.02.G24".to_owned(), email: Some("a@b.vn".to_owned()), ..Agency::default() },
        ],
        document_id: Some("abc".to_owned()),
        number: Some("2213".to_owned()),
        notation: Some("KH-BHXH".to_owned()),
        place: Some("Hà Nội".to_owned()),
        date: NaiveDate::from_ymd_opt(2022, 8, 12),
        kind_name: Some("Kế hoạch".to_owned()),
        subject: Some("Phong trào <thi đua> & khen thưởng".to_owned()),
        signer: Signatory { full_name: Some("Nguyễn A".to_owned()), ..Signatory::default() },
        to_places: vec!["Như trên".to_owned(), "Lưu: VT".to_owned()],
        copies: Some(70),
        traces: vec![Trace { agency: "000.00.00.G24".to_owned(), at: "2022/08/12 10:00:00".to_owned() }],
        attachments: vec![Attachment {
            id: "cid:1".to_owned(),
            name: "Kế hoạch 2213.pdf".to_owned(),
            content_type: "application/pdf".to_owned(),
            bytes: b"%PDF-1.7 \x00\xff".to_vec(),
        }],
        ..Envelope::default()
    }
}

#[test]
fn what_is_written_is_read_again() {
    let xml = write(&envelope()).expect("it is written");
    assert!(xml.contains("<PromulgationDate>2022/08/12</PromulgationDate>"));
    assert_eq!(read(&xml).expect("it is read"), envelope());
    assert_eq!(envelope().printed().as_deref(), Some("2213/KH-BHXH"));
}

#[test]
fn older_and_odd_variants_are_understood() {
    let xml = "\u{feff}<?xml version='1.0'?><!DOCTYPE x><x:EDXML xmlns:x='u'><x:messageheader>
        <x:From>000.00.05.H56</x:From><x:To>H01</x:To><x:codenumber> 12 </x:codenumber><x:CodeNotation>BC-UBND</x:CodeNotation>
        <x:PromulgationDate>05-01-2021 08:00</x:PromulgationDate><x:Subject><![CDATA[Báo cáo & số liệu]]></x:Subject>
        <x:ToPlaces>Sở Y tế; Lưu</x:ToPlaces><x:Unknown>&nosuch;&#x41;</x:Unknown></x:messageheader>
        <x:Attachment><x:AttachmentName>a.txt</x:AttachmentName><x:ContentTransferEncoded>w6A\n=</x:ContentTransferEncoded></x:Attachment></x:EDXML>";
    let found = read(xml).expect("it is read");
    assert_eq!((found.from.id.as_str(), found.to.len()), ("000.00.05.H56", 1));
    assert_eq!(found.printed().as_deref(), Some("12/BC-UBND"));
    assert_eq!(found.date, NaiveDate::from_ymd_opt(2021, 1, 5));
    assert_eq!(found.subject.as_deref(), Some("Báo cáo & số liệu"));
    assert_eq!(found.to_places, ["Sở Y tế", "Lưu"]);
    assert_eq!(found.attachments[0].bytes, "à".as_bytes());
}

#[test]
fn what_is_no_paper_is_refused_in_words() {
    assert!(matches!(read("no xml"), Err(ExchangeError::NotXml(_))));
    assert!(matches!(read("<a><b></a>"), Err(ExchangeError::NotXml(_))));
    assert!(matches!(read("<a><b>"), Err(ExchangeError::NotXml(_))));
    assert_eq!(read("<a><b/></a>"), Err(ExchangeError::NotEdXml));
    assert_eq!(read(&"<a>".repeat(100)), Err(ExchangeError::TooLarge));
    let bad = "<e><Subject>x</Subject><Attachment><AttachmentName>t</AttachmentName><ContentTransferEncoded>%%</ContentTransferEncoded></Attachment></e>";
    assert_eq!(read(bad), Err(ExchangeError::Attachment("t".to_owned())));
}

#[test]
fn a_paper_and_its_annexes_go_into_one_file_and_out_again() {
    let member = |name: &str, bytes: &[u8]| Member { name: name.to_owned(), bytes: bytes.to_vec() };
    let packed =
        pack(&[member("vb.pdf", b"1"), member("../Phụ lục 1.xlsx", b"2"), member("vb.pdf", b"3")]).expect("packed");
    let names: Vec<String> = unpack(&packed).expect("unpacked").into_iter().map(|member| member.name).collect();
    assert_eq!(names, ["vb.pdf", "Phụ lục 1.xlsx", "2-vb.pdf"]);
    assert!(matches!(unpack(b"PK\x03\x04 broken"), Err(ExchangeError::Archive(_))));
}

#[test]
fn statuses_have_the_codes_of_the_exchange() {
    assert_eq!(Status::of_code("03"), Some(Status::Received));
    assert_eq!(Status::RecallAsked.code(), "13");
    assert_eq!(Status::of_code("99"), None);
}

fn text() -> impl Strategy<Value = String> {
    "[a-zà-ỹĐđ0-9&<>\"'/.()-]([a-zà-ỹĐđ0-9 &<>\"'/.\\r\\n\\t-]{0,20}[a-zà-ỹĐđ0-9&<>\"';.])?"
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(text())
}

fn an_agency() -> impl Strategy<Value = Agency> {
    (text(), maybe(), maybe(), maybe(), maybe(), maybe(), maybe(), maybe()).prop_map(
        |(id, in_charge, name, address, email, telephone, fax, website)| Agency {
            id,
            in_charge,
            name,
            address,
            email,
            telephone,
            fax,
            website,
        },
    )
}

fn an_attachment() -> impl Strategy<Value = Attachment> {
    let name = "[a-zà-ỹ0-9][a-zà-ỹ0-9 ]{0,10}[a-z]\\.(pdf|zip|docx)";
    (text(), name, text(), proptest::collection::vec(any::<u8>(), 0..200))
        .prop_map(|(id, name, content_type, bytes)| Attachment { id, name, content_type, bytes })
}

fn a_date() -> impl Strategy<Value = Option<NaiveDate>> {
    proptest::option::of(
        (1900..2100_i32, 1..13_u32, 1..29_u32)
            .prop_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).expect("every month has 28 days")),
    )
}

prop_compose! {
    fn an_envelope()(
        from in an_agency(),
        to in proptest::collection::vec(an_agency(), 0..3),
        texts in proptest::collection::vec(maybe(), 19),
        (date, due) in (a_date(), a_date()),
        to_places in proptest::collection::vec(text(), 0..3),
        (copies, pages) in (any::<Option<u32>>(), any::<Option<u32>>()),
        traces in proptest::collection::vec((text(), text()), 0..3),
        attachments in proptest::collection::vec(an_attachment(), 0..3),
    ) -> Envelope {
        let mut texts = texts.into_iter();
        let mut next = || texts.next().flatten();
        Envelope {
            from,
            to,
            document_id: next(),
            number: next(),
            notation: next(),
            place: next(),
            date,
            kind: next(),
            kind_detail: next(),
            kind_name: next(),
            subject: next(),
            content: next(),
            signer: Signatory { competence: next(), position: next(), full_name: next() },
            due,
            to_places,
            priority: next(),
            sphere: next(),
            typist: next(),
            copies,
            pages,
            direction: next(),
            steering: next(),
            business: next(),
            traces: traces.into_iter().map(|(agency, at)| Trace { agency, at }).collect(),
            attachments,
        }
    }
}

proptest! {
    #[test]
    fn writing_then_reading_changes_nothing(envelope in an_envelope()) {
        let xml = write(&envelope).expect("it is written");
        prop_assert_eq!(read(&xml).expect("it is read"), envelope);
    }

    #[test]
    fn no_input_makes_reading_panic(text in "\\PC{0,400}") {
        let _ = read(&text);
        let _ = read(&format!("<edXML><From>{text}</From></edXML>"));
        let _ = unpack(text.as_bytes());
    }
}

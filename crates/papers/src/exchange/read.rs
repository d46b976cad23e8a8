//! Reading edXML leniently: into a plain tree of elements, and what is asked for by name out of it.

use super::ExchangeError;
use super::archive::{file_name, unpack};
use super::model::{Agency, Attachment, Envelope, Signatory, Trace};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chrono::NaiveDate;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Longest file that is read, in bytes.
pub const LARGEST: usize = 512 << 20;
/// Deepest nesting and most elements of a real file, with much room.
const DEEPEST: usize = 64;
const MOST: usize = 200_000;

/// Base64 with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// An element: its name without prefix, the text directly in it, and the elements in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    inside: Vec<Element>,
}

impl Element {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The first element of this name, at any depth, in the order of the file.
    fn find(&self, name: &str) -> Option<&Self> {
        self.inside.iter().find_map(|child| if child.is(name) { Some(child) } else { child.find(name) })
    }

    /// Every outermost element of this name.
    fn all<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for child in &self.inside {
            if child.is(name) { found.push(child) } else { child.all(name, found) }
        }
    }

    fn list(&self, name: &str) -> Vec<&Self> {
        let mut found = Vec::new();
        self.all(name, &mut found);
        found
    }

    /// The text of the first element that has one of these names and a text.
    fn said(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let text = self.find(name)?.text.trim().to_owned();
            (!text.is_empty()).then_some(text)
        })
    }
}

/// An exchanged paper out of its XML.
pub fn read(xml: &str) -> Result<Envelope, ExchangeError> {
    if xml.len() > LARGEST {
        return Err(ExchangeError::TooLarge);
    }
    let root = tree(xml.trim_start_matches('\u{feff}'))?;
    let header = root.find("MessageHeader").or_else(|| root.find("edXMLHeader")).unwrap_or(&root);
    let known = ["From", "CodeNotation", "CodeNumber", "Subject"];
    if !known.iter().any(|name| header.find(name).is_some()) {
        return Err(ExchangeError::NotEdXml);
    }
    let other = header.find("OtherInfo").unwrap_or(header);
    let promulgation = header.find("PromulgationInfo").unwrap_or(header);
    let signer = header.find("SignerInfo").unwrap_or(header);
    let count = |names: &[&str]| other.said(names).and_then(|text| text.parse().ok());
    Ok(Envelope {
        from: header.find("From").map(agency).unwrap_or_default(),
        to: header.list("To").into_iter().map(agency).collect(),
        document_id: header.said(&["DocumentId"]),
        number: header.said(&["CodeNumber"]),
        notation: header.said(&["CodeNotation"]),
        place: promulgation.said(&["Place"]),
        date: promulgation.said(&["PromulgationDate", "IssuedDate"]).as_deref().and_then(day),
        kind: header.find("DocumentType").and_then(|kind| kind.said(&["Type"])),
        kind_detail: header.said(&["TypeDetail"]),
        kind_name: header.said(&["TypeName"]),
        subject: header.said(&["Subject"]),
        content: header.said(&["Content"]),
        signer: Signatory {
            competence: signer.said(&["Competence"]),
            position: signer.said(&["Position"]),
            full_name: signer.said(&["FullName"]),
        },
        due: header.said(&["DueDate"]).as_deref().and_then(day),
        to_places: header.find("ToPlaces").map(places).unwrap_or_default(),
        priority: other.said(&["Priority"]),
        sphere: other.said(&["SphereOfPromulgation"]),
        typist: other.said(&["TyperNotation", "TypistNotation"]),
        copies: count(&["PromulgationAmount"]),
        pages: count(&["PageAmount"]),
        direction: other.said(&["Direction"]),
        steering: header.said(&["SteeringType"]),
        business: root.find("TraceHeaderList").and_then(|list| list.said(&["Bussiness", "Business"])),
        traces: root.list("TraceHeader").into_iter().filter_map(trace).collect(),
        attachments: attachments(&root)?,
    })
}

fn agency(element: &Element) -> Agency {
    let flat = element.text.trim();
    Agency {
        id: element.said(&["OrganId"]).unwrap_or_else(|| flat.to_owned()),
        in_charge: element.said(&["OrganizationInCharge"]),
        name: element.said(&["OrganName"]),
        address: element.said(&["OrganAdd"]),
        email: element.said(&["Email"]),
        telephone: element.said(&["Telephone"]),
        fax: element.said(&["Fax"]),
        website: element.said(&["Website"]),
    }
}

/// Recipients: an element each, or one text with semicolons.
fn places(element: &Element) -> Vec<String> {
    let listed: Vec<String> = element.inside.iter().map(|place| place.text.trim().to_owned()).collect();
    let all =
        if listed.is_empty() { element.text.split(';').map(|place| place.trim().to_owned()).collect() } else { listed };
    all.into_iter().filter(|place| !place.is_empty()).collect()
}

fn trace(element: &Element) -> Option<Trace> {
    let at = element.said(&["Timestamp"]).unwrap_or_default();
    element.said(&["OrganId"]).map(|agency| Trace { agency, at })
}

/// A date with the year first or last, with or without a time behind it.
fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split([' ', 'T']).next()?;
    let parts: Vec<u32> = date.split(['/', '-', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if *first > 31 { (*first, *last) } else { (*last, *first) };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, *month, day)
}

fn attachments(root: &Element) -> Result<Vec<Attachment>, ExchangeError> {
    let mut found = Vec::new();
    for element in root.list("Attachment") {
        let Some(encoded) = element.find("ContentTransferEncoded") else { continue };
        let name = element.said(&["AttachmentName", "ContentId"]).unwrap_or_else(|| "tep".to_owned());
        let plain: String = encoded.text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let bytes = BASE64.decode(plain).map_err(|_| ExchangeError::Attachment(name.clone()))?;
        found.push(Attachment {
            id: element.said(&["ContentId"]).unwrap_or_default(),
            content_type: element.said(&["ContentType"]).unwrap_or_else(|| "application/octet-stream".to_owned()),
            bytes: unwrapped(&name, bytes),
            name,
        });
    }
    Ok(found)
}

/// The file itself where it came in a ZIP of its own; any other content stays as it is.
fn unwrapped(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return bytes;
    }
    match unpack(&bytes) {
        Ok(mut members) if members.len() == 1 && members[0].name == file_name(name) => members.remove(0).bytes,
        _ => bytes,
    }
}

/// The elements of a file. Entities beyond the five of XML and numbers mean nothing and are left out; none is fetched.
fn tree(xml: &str) -> Result<Element, ExchangeError> {
    let broken = |error: &dyn std::fmt::Display| ExchangeError::NotXml(error.to_string());
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        let event = reader.read_event().map_err(|error| broken(&error))?;
        if matches!(event, Event::Start(_) | Event::Empty(_)) {
            count += 1;
            if count > MOST || open.len() > DEEPEST {
                return Err(ExchangeError::TooLarge);
            }
        }
        let Some(last) = open.last_mut() else { return Err(broken(&"unbalanced")) };
        match event {
            Event::Start(start) => {
                let name = local(start.local_name().as_ref());
                open.push(Element { name, ..Element::default() });
            }
            Event::Empty(start) => {
                let name = local(start.local_name().as_ref());
                last.inside.push(Element { name, ..Element::default() });
            }
            Event::End(_) => {
                let Some(done) = open.pop() else { return Err(broken(&"unbalanced")) };
                let Some(above) = open.last_mut() else { return Err(broken(&"unbalanced")) };
                above.inside.push(done);
            }
            Event::Text(text) => last.text.push_str(&text.xml10_content()),
            Event::CData(text) => last.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                if let Ok(Some(letter)) = reference.resolve_char_ref() {
                    last.text.push(letter);
                } else {
                    last.text.push_str(entity(&reference.xml10_content()));
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match open.pop() {
        Some(root) if open.is_empty() && !root.inside.is_empty() => Ok(root),
        _ => Err(broken(&"the file ends within an element")),
    }
}

fn local(name: &str) -> String {
    name.to_owned()
}

fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

//! Writing edXML, in one version.

use super::ExchangeError;
use super::archive::{Member, pack};
use super::model::{Agency, Attachment, Envelope};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use std::fmt::Write as _;

/// The name space of QCVN 102:2016/BTTTT.
const NAMESPACE: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

/// The paper as edXML. Characters that XML cannot hold (controls) are left out.
pub fn write(envelope: &Envelope) -> Result<String, ExchangeError> {
    let mut out = Out { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), depth: 0 };
    let _ = writeln!(out.text, "<edXML xmlns=\"{NAMESPACE}\">");
    out.depth = 1;
    out.within("edXMLEnvelope", |out| {
        out.within("edXMLHeader", |out| {
            out.within("MessageHeader", |out| header(out, envelope));
            traces(out, envelope);
        });
        out.within("edXMLBody", |out| {
            out.within("edXMLManifest", |out| {
                for attachment in &envelope.attachments {
                    out.within("Reference", |out| {
                        out.text("ContentId", &attachment.id);
                        out.text("ContentType", &attachment.content_type);
                        out.text("AttachmentName", &attachment.name);
                    });
                }
            });
        });
    });
    let files = envelope.attachments.iter().map(encoded).collect::<Result<Vec<_>, _>>()?;
    out.within("AttachmentEncoded", |out| {
        for (attachment, content) in envelope.attachments.iter().zip(files) {
            out.within("Attachment", |out| {
                out.text("ContentId", &attachment.id);
                out.text("AttachmentName", &attachment.name);
                out.text("ContentType", &attachment.content_type);
                out.text("ContentTransferEncoded", &content);
            });
        }
    });
    out.text.push_str("</edXML>\n");
    Ok(out.text)
}

/// The base64 of a ZIP that holds the file, as the standard's samples have it.
fn encoded(attachment: &Attachment) -> Result<String, ExchangeError> {
    let member = Member { name: attachment.name.clone(), bytes: attachment.bytes.clone() };
    Ok(STANDARD.encode(pack(&[member])?))
}

fn header(out: &mut Out, envelope: &Envelope) {
    out.within("From", |out| agency(out, &envelope.from));
    for to in &envelope.to {
        out.within("To", |out| agency(out, to));
    }
    out.optional("DocumentId", envelope.document_id.as_deref());
    out.within("Code", |out| {
        out.optional("CodeNumber", envelope.number.as_deref());
        out.optional("CodeNotation", envelope.notation.as_deref());
    });
    out.within("PromulgationInfo", |out| {
        out.optional("Place", envelope.place.as_deref());
        out.optional("PromulgationDate", envelope.date.map(day).as_deref());
    });
    out.within("DocumentType", |out| {
        out.optional("Type", envelope.kind.as_deref());
        out.optional("TypeDetail", envelope.kind_detail.as_deref());
        out.optional("TypeName", envelope.kind_name.as_deref());
    });
    out.optional("Subject", envelope.subject.as_deref());
    out.optional("Content", envelope.content.as_deref());
    out.within("SignerInfo", |out| {
        out.optional("Competence", envelope.signer.competence.as_deref());
        out.optional("Position", envelope.signer.position.as_deref());
        out.optional("FullName", envelope.signer.full_name.as_deref());
    });
    out.optional("DueDate", envelope.due.map(day).as_deref());
    if !envelope.to_places.is_empty() {
        out.within("ToPlaces", |out| {
            for place in &envelope.to_places {
                out.text("Place", place);
            }
        });
    }
    out.within("OtherInfo", |out| {
        out.optional("Priority", envelope.priority.as_deref());
        out.optional("SphereOfPromulgation", envelope.sphere.as_deref());
        out.optional("TyperNotation", envelope.typist.as_deref());
        out.optional("PromulgationAmount", envelope.copies.map(|count| count.to_string()).as_deref());
        out.optional("PageAmount", envelope.pages.map(|count| count.to_string()).as_deref());
        out.optional("Direction", envelope.direction.as_deref());
    });
    out.optional("SteeringType", envelope.steering.as_deref());
}

fn agency(out: &mut Out, agency: &Agency) {
    out.text("OrganId", &agency.id);
    out.optional("OrganizationInCharge", agency.in_charge.as_deref());
    out.optional("OrganName", agency.name.as_deref());
    out.optional("OrganAdd", agency.address.as_deref());
    out.optional("Email", agency.email.as_deref());
    out.optional("Telephone", agency.telephone.as_deref());
    out.optional("Fax", agency.fax.as_deref());
    out.optional("Website", agency.website.as_deref());
}

fn traces(out: &mut Out, envelope: &Envelope) {
    out.within("TraceHeaderList", |out| {
        for trace in &envelope.traces {
            out.within("TraceHeader", |out| {
                out.text("OrganId", &trace.agency);
                out.text("Timestamp", &trace.at);
            });
        }
        out.optional("Bussiness", envelope.business.as_deref());
    });
}

fn day(day: NaiveDate) -> String {
    day.format("%Y/%m/%d").to_string()
}

struct Out {
    text: String,
    depth: usize,
}

impl Out {
    fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.indent();
        let _ = writeln!(self.text, "<{name}>");
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.indent();
        let _ = writeln!(self.text, "</{name}>");
    }

    fn text(&mut self, name: &str, content: &str) {
        self.indent();
        let _ = write!(self.text, "<{name}>");
        for letter in content.chars() {
            match letter {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                // A bare carriage return would come back as a line feed.
                '\r' => self.text.push_str("&#13;"),
                '\n' | '\t' => self.text.push(letter),
                '\u{fffe}' | '\u{ffff}' => {}
                letter if letter < ' ' => {}
                letter => self.text.push(letter),
            }
        }
        let _ = writeln!(self.text, "</{name}>");
    }

    fn optional(&mut self, name: &str, content: Option<&str>) {
        if let Some(content) = content {
            self.text(name, content);
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.depth));
    }
}

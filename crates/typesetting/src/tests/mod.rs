//! Tests.

use crate::{Fonts, Format, Kind, data, example, write_paper};

#[test]
fn every_example_is_written() {
    for kind in Kind::ALL {
        let paper = data::read(kind, "mẫu", example(kind)).unwrap_or_else(|faults| panic!("{kind}: {faults:#?}"));
        for (format, ending) in [(Format::Pdf, "pdf"), (Format::Docx, "docx")] {
            let bytes = write_paper(kind, &paper, format, Fonts::bundled()).unwrap_or_else(|error| panic!("{kind}: {error}"));
            if let Some(folder) = option_env!("TYPESET_OUT") {
                std::fs::write(format!("{folder}/{kind}.{ending}"), bytes).expect("the folder is there");
            }
        }
    }
}

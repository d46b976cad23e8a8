//! XML written piece by piece; every text and attribute passes through one escape.

use std::fmt::Display;

use quick_xml::escape::escape;

/// XML under construction.
#[derive(Default)]
pub(super) struct Xml {
    text: String,
}

impl Xml {
    /// A document with its declaration.
    pub(super) fn document() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned() }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) -> &mut Self {
        self.open(name, attributes, "/>")
    }

    /// An element around what `inside` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &dyn Display)],
        inside: impl FnOnce(&mut Self),
    ) -> &mut Self {
        self.open(name, attributes, ">");
        inside(self);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
        self
    }

    /// A text.
    pub(super) fn words(&mut self, words: &str) -> &mut Self {
        self.text.push_str(&escape(words));
        self
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &dyn Display)], end: &str) -> &mut Self {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            self.text.push_str(&escape(value.to_string()));
            self.text.push('"');
        }
        self.text.push_str(end);
        self
    }
}

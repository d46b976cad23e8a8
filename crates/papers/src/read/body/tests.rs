use crate::layer::TextLayer;
use crate::reading::Reading;

fn read(text: &str) -> Reading {
    crate::read::read(&TextLayer { text: text.to_owned() })
}

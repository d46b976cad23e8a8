//! From any file to its facts: every fact stands in the text.
#![no_main]

mod memory;

use libfuzzer_sys::fuzz_target;
use papers::TextLayer;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let Ok(layer) = TextLayer::open("whole", bytes) else { return };
    let reading = memory::bounded(layer.text.len(), || papers::read(&layer));
    let mut open = vec![serde_json::to_value(&reading).expect("a reading is JSON")];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values),
            Value::Object(fields) => {
                if let Some(ends) = fields.get("span").and_then(Value::as_array) {
                    let end = |at: usize| ends.get(at).and_then(Value::as_u64).and_then(|end| usize::try_from(end).ok());
                    assert!(layer.text.get(end(0).expect("a start")..end(1).expect("an end")).is_some(), "{ends:?}");
                }
                open.extend(fields.into_iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
});

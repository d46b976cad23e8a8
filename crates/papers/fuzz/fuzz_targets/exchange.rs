//! Exchanged papers (edXML): what is read can be written, and what is written can be read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use papers::exchange;

fuzz_target!(|xml: &str| {
    if let Ok(envelope) = exchange::read(xml)
        && let Ok(written) = exchange::write(&envelope)
    {
        exchange::read(&written).expect("what was written can be read");
    }
});

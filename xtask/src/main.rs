//! xtask

mod data;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((verb, rest)) if verb == "data" => data::run(rest),
        _ => Err("usage: cargo xtask data [--wheel FILE] [--out DIR]".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            use std::io::Write;
            // Nothing is left to tell the caller if standard error is closed.
            let _closed = writeln!(std::io::stderr(), "{message}");
            ExitCode::FAILURE
        }
    }
}

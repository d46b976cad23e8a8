//! `cargo xtask bless`: golden files are written anew from what the code does now; review them like code.

use crate::{Outcome, postgres, process, test, workspace};

/// Runs the tests with the word that makes them write instead of compare, and names the files that changed.
///
/// Words after the command go to the runner, so that one crate or test can be blessed: `bless -p rules`.
pub fn run(arguments: &[String]) -> Outcome {
    let server = if postgres::is_available() { Some(postgres::Server::start()?) } else { None };
    let mut command = test::runner();
    if arguments.is_empty() {
        command.arg("--workspace");
    }
    command.args(arguments).env("INSTA_UPDATE", "always").env("INSTA_FORCE_PASS", "1").env("CHUNGSUC_BLESS", "1");
    if let Some(server) = &server {
        command.env("TEST_POSTGRES_URL", server.url());
    }
    let outcome = process::succeed(&mut command);
    println!("\nfiles that differ from the last commit:\n{}", workspace::changes()?);
    outcome
}

//! chungsuc
fn main() {}

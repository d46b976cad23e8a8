//! Exceptions, each with its reason: `rule path reason…`, one a line.

use super::Fault;

/// Where they are written.
pub const PATH: &str = "xtask/tidy.allow";

/// Takes out the faults that a line excuses; a line without a reason, or that excuses nothing, is itself a fault.
pub fn apply(list: &str, mut faults: Vec<Fault>) -> Vec<Fault> {
    let mut own = Vec::new();
    for (index, line) in list.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let (rule, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if words.next().is_none() {
            own.push(Fault::new(
                PATH,
                index + 1,
                "allow",
                "write `rule path reason`: an exception has a reason".to_owned(),
            ));
            continue;
        }
        let before = faults.len();
        faults.retain(|fault| !(fault.rule == rule && fault.path == path));
        if faults.len() == before {
            let message = format!("nothing in {path} breaks `{rule}` any more: remove this line");
            own.push(Fault::new(PATH, index + 1, "allow", message));
        }
    }
    faults.extend(own);
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_need_a_reason_and_a_use() {
        let fault = |path: &str| Fault::new(path, 3, "clock", "no".to_owned());
        let faults = apply(
            "# a comment\nclock a.rs measures how long a request took\nclock b.rs\nclock c.rs not needed\n",
            vec![fault("a.rs"), fault("b.rs")],
        );
        let lines: Vec<_> = faults.iter().map(|fault| (fault.path.as_str(), fault.line)).collect();
        assert_eq!(lines, [("b.rs", 3), (PATH, 3), (PATH, 4)]);
    }
}

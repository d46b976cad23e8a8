//! The npm package: fetched by `npm pack`, checked, and its SVG read.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha512};

/// A closed line; the last point is not repeated.
pub type Ring = Vec<(f64, f64)>;

const PACKAGE: &str = "@svg-maps/vietnam@2.0.0";
const ARCHIVE: &str = "svg-maps-vietnam-2.0.0.tgz";
const SHA512: &str = "68b82b971e7123e7cfae4c62424e34ac2f87a776dbae0fb37dcf519c9cdd1316\
                      b9d4cf2e74ff352a3880f6224a36aea6efd0f0b7e904b2751229484132f4df08";

/// The archive in `folder`, downloaded unless it is there already; refused when its checksum differs.
pub fn fetch(folder: &Path) -> Result<PathBuf, String> {
    let archive = folder.join(ARCHIVE);
    if !archive.exists() {
        let status = Command::new("npm")
            .args(["pack", "--silent", PACKAGE, "--pack-destination"])
            .arg(folder)
            .stdout(std::process::Stdio::null())
            .status()
            .map_err(|error| format!("npm: {error}"))?;
        if !status.success() {
            return Err(format!("npm pack {PACKAGE} failed: {status}"));
        }
    }
    let bytes = std::fs::read(&archive).map_err(|error| format!("{}: {error}", archive.display()))?;
    let digest: String = Sha512::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if digest == SHA512 { Ok(archive) } else { Err(format!("{ARCHIVE}: checksum {digest}, expected {SHA512}")) }
}

/// One text file of the archive.
pub fn unpack(archive: &Path, name: &str) -> Result<String, String> {
    let output =
        Command::new("tar").arg("-xzOf").arg(archive).arg(name).output().map_err(|error| format!("tar: {error}"))?;
    if !output.status.success() {
        return Err(format!("tar could not read {name}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
}

/// Each `<path id="…" d="…">` with its closed lines; curves are taken as straight (only tiny reefs have any).
pub fn read_shapes(svg: &str) -> Result<Vec<(String, Vec<Ring>)>, String> {
    let mut shapes = Vec::new();
    for element in svg.split("<path").skip(1) {
        let id = attribute(element, " id").or_else(|| attribute(element, "\tid")).ok_or("a path without id")?;
        let line = attribute(element, "\td").or_else(|| attribute(element, " d")).ok_or("a path without d")?;
        shapes.push((id.to_owned(), rings(line).map_err(|error| format!("{id}: {error}"))?));
    }
    Ok(shapes)
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let rest = element.split_once(&format!("{name}=\""))?.1;
    rest.split_once('"').map(|(value, _)| value)
}

fn rings(line: &str) -> Result<Vec<Ring>, String> {
    let mut rings: Vec<Ring> = Vec::new();
    let mut here = (0.0, 0.0);
    let mut start = here;
    let mut command = ' ';
    let mut numbers = Vec::new();
    for token in tokens(line) {
        match token {
            Token::Command('z' | 'Z') => here = start,
            Token::Command(letter) => {
                command = letter;
                numbers.clear();
            }
            Token::Number(number) => {
                numbers.push(number);
                let needed = if command == 'c' { 6 } else { 2 };
                if numbers.len() < needed {
                    continue;
                }
                let (x, y) = (numbers[needed - 2], numbers[needed - 1]);
                numbers.clear();
                here = if command.is_lowercase() { (here.0 + x, here.1 + y) } else { (x, y) };
                match command {
                    'm' | 'M' => {
                        start = here;
                        rings.push(vec![here]);
                        command = if command == 'm' { 'l' } else { 'L' };
                    }
                    'l' | 'L' | 'c' => rings.last_mut().ok_or("a line before its start")?.push(here),
                    other => return Err(format!("path command {other} is not handled")),
                }
            }
        }
    }
    Ok(rings)
}

enum Token {
    Command(char),
    Number(f64),
}

fn tokens(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut number = String::new();
    let finish = |number: &mut String, tokens: &mut Vec<Token>| {
        if let Ok(value) = number.parse() {
            tokens.push(Token::Number(value));
        }
        number.clear();
    };
    for letter in line.chars() {
        let in_exponent = number.ends_with('e');
        match letter {
            '0'..='9' | '.' => number.push(letter),
            'e' if !number.is_empty() => number.push(letter),
            '-' if in_exponent => number.push(letter),
            '-' => {
                finish(&mut number, &mut tokens);
                number.push(letter);
            }
            _ => {
                finish(&mut number, &mut tokens);
                if letter.is_ascii_alphabetic() {
                    tokens.push(Token::Command(letter));
                }
            }
        }
    }
    finish(&mut number, &mut tokens);
    tokens
}

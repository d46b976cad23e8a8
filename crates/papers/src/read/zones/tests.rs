use crate::read::document::Document;

#[test]
fn show() {
    let Ok(path) = std::env::var("SHOW") else { return };
    let text = std::fs::read_to_string(path).expect("a file");
    let repaired = crate::repair::repair(&text);
    let document = Document::new(&repaired.text);
    for (line, zone) in document.lines.iter().zip(&document.outline.zones) {
        let text: String = line.span.of(&repaired.text).chars().take(90).collect();
        println!("{zone:?}\t{text}");
    }
    let reading = crate::read::read(&crate::TextLayer { text: text.clone() });
    println!("{}", serde_json::to_string_pretty(&reading).expect("json"));
}

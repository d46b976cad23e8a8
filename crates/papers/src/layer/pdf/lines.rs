//! Letters with places become lines. What stands side by side (the two columns of a paper's head and foot) becomes one column after the
//! other; the cells of a table's row are divided by tabs.

/// Letters that run on, on one height.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
}

/// In parts of the letters' size: gaps that are no space, gaps that part columns, heights that are one line.
const NO_SPACE: f64 = 0.17;
const COLUMN: f64 = 2.0;
const SAME_LINE: f64 = 0.35;
/// Lines further apart than this many sizes are paragraphs or parts.
const PART: f64 = 2.2;

/// Adds a letter at its place, to the last piece where it runs on.
pub(super) fn add(pieces: &mut Vec<Piece>, text: &str, (left, right): (f64, f64), base: f64, size: f64) {
    if let Some(last) = pieces.last_mut() {
        let gap = left - last.right;
        let same = (last.base - base).abs() < 0.05 * size.max(1.0) && (last.size - size).abs() < 0.5;
        if same && gap.abs() <= NO_SPACE * size {
            last.text.push_str(text);
            last.right = right.max(last.right);
            return;
        }
    }
    pieces.push(Piece { text: text.to_owned(), left, right, base, size });
}

/// A stretch of a line with no wide gap in it.
#[derive(Debug, Clone)]
struct Segment {
    text: String,
    left: f64,
    right: f64,
}

struct Row {
    base: f64,
    size: f64,
    segments: Vec<Segment>,
}

/// Writes the pieces of a page as lines.
pub(super) fn write(out: &mut String, pieces: Vec<Piece>) {
    let rows = rows(pieces);
    let mut at = 0;
    while at < rows.len() {
        if at > 0 && rows[at - 1].base - rows[at].base > PART * rows[at].size {
            blank(out);
        }
        let end = columns(&rows, at);
        if end > at {
            let split = gutter(&rows[at..end]).map_or(0.0, |(left, right)| f64::midpoint(left, right));
            for is_left in [true, false] {
                let side = rows[at..end]
                    .iter()
                    .flat_map(|row| &row.segments)
                    .filter(|segment| (segment.left < split) == is_left);
                side.for_each(|segment| line(out, &segment.text));
            }
            at = end;
        } else {
            let cells: Vec<&str> = rows[at].segments.iter().map(|segment| segment.text.trim()).collect();
            line(out, &cells.join("\t"));
            at += 1;
        }
    }
    blank(out);
}

fn line(out: &mut String, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        out.push_str(text);
        out.push('\n');
    }
}

fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

fn rows(mut pieces: Vec<Piece>) -> Vec<Row> {
    pieces.retain(|piece| !piece.text.is_empty());
    // Stable: letters drawn twice or in an unusual order on one height keep the order they were drawn in.
    pieces.sort_by(|one, other| other.base.total_cmp(&one.base));
    let (mut rows, mut open): (Vec<Row>, Vec<Piece>) = (Vec::new(), Vec::new());
    for piece in pieces {
        let near =
            open.first().is_none_or(|first| (first.base - piece.base).abs() <= SAME_LINE * first.size.max(piece.size));
        if !near {
            rows.push(row(std::mem::take(&mut open)));
        }
        open.push(piece);
    }
    if !open.is_empty() {
        rows.push(row(open));
    }
    rows
}

fn row(mut pieces: Vec<Piece>) -> Row {
    pieces.sort_by(|one, other| one.left.total_cmp(&other.left));
    let base = pieces.first().map_or(0.0, |piece| piece.base);
    let size = pieces.iter().map(|piece| piece.size).fold(0.0, f64::max);
    let mut segments: Vec<Segment> = Vec::new();
    for piece in pieces.into_iter().filter(|piece| !piece.text.trim().is_empty() || piece.text == " ") {
        let blank = piece.text.trim().is_empty();
        match segments.last_mut() {
            _ if blank => {
                if let Some(last) = segments.last_mut().filter(|last| piece.left - last.right < size) {
                    last.text.push(' ');
                }
            }
            Some(last) if piece.left - last.right < COLUMN * size || is_label(&last.text) => {
                let parted = piece.left - last.right > NO_SPACE * size;
                if parted && !last.text.ends_with(' ') && !piece.text.starts_with(' ') {
                    last.text.push(' ');
                }
                last.text.push_str(&piece.text);
                last.right = last.right.max(piece.right);
            }
            _ => segments.push(Segment { text: piece.text, left: piece.left, right: piece.right }),
        }
    }
    Row { base, size, segments }
}

/// The number or letter of an item, which its text follows after a tab.
fn is_label(text: &str) -> bool {
    let text = text.trim();
    let Some(label) = text.strip_suffix(['.', ')']) else {
        return matches!(text, "-" | "+" | "–" | "•" | "●" | "\u{f0b7}");
    };
    let number = label.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let roman = label.bytes().all(|byte| b"IVX".contains(&byte));
    label.len() <= 7 && (number || roman || label.chars().count() == 1)
}

/// The end of the rows from `at` that stand in two columns: each row keeps clear of a common gutter, and the first has both sides.
fn columns(rows: &[Row], at: usize) -> usize {
    if rows[at].segments.len() != 2 {
        return at;
    }
    let mut end = at + 1;
    while end < rows.len() {
        let near = rows[end - 1].base - rows[end].base <= 3.0 * rows[end].size.max(rows[end - 1].size);
        let few = rows[end].segments.len() <= 2;
        if !near || !few || gutter(&rows[at..=end]).is_none() || leaves_side(&rows[at..end], &rows[end]) {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a row begins a text over the whole width: it starts at the left edge, and nothing stands right of it though it is long.
fn leaves_side(before: &[Row], row: &Row) -> bool {
    let Some((_, right)) = gutter(before) else {
        return true;
    };
    row.segments.iter().any(|segment| segment.left < right - 1.0 && segment.right > right - 1.0)
}

/// The gap that all rows keep free: from the right edge of all that is left to the left edge of all that is right.
fn gutter(rows: &[Row]) -> Option<(f64, f64)> {
    let first = rows.first()?;
    let [one, other] = first.segments.as_slice() else {
        return None;
    };
    let (mut left, mut right) = (one.right, other.left);
    for segment in rows.iter().flat_map(|row| &row.segments) {
        if segment.left >= left && segment.left >= f64::midpoint(left, right) {
            right = right.min(segment.left);
        } else {
            left = left.max(segment.right);
        }
    }
    (left < right).then_some((left, right))
}

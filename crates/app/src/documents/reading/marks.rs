//! A text cut into pieces by the findings and repairs that cover it, so that marks may overlap: the pure part.

use std::ops::Range;

/// Something that covers a part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// Its key on the page.
    pub id: i64,
    /// The bytes it covers.
    pub span: Range<usize>,
    /// Whether it is a repair and not a finding.
    pub repair: bool,
    /// What a repair read instead.
    pub now: String,
    /// The class of its mark.
    pub class: &'static str,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// The finding it links to: the shortest that covers it.
    pub finding: Option<i64>,
    /// Class of that finding's mark.
    pub class: &'static str,
    /// Findings that begin here.
    pub begins: Vec<i64>,
    /// Repairs that begin here.
    pub repairs_begin: Vec<i64>,
    /// What a repair read instead of this piece; empty where it was not mended.
    pub now: String,
    /// Whether a repair covers it.
    pub mended: bool,
}

/// Cuts a text at every boundary of what covers it. Spans that do not lie in the text are left out.
pub fn pieces(text: &str, covers: &[Cover]) -> Vec<Piece> {
    let inside = |cover: &&Cover| !cover.span.is_empty() && text.get(cover.span.clone()).is_some();
    let mut covers: Vec<&Cover> = covers.iter().filter(inside).collect();
    covers.sort_by_key(|cover| (cover.span.start, cover.span.end));
    let mut bounds: Vec<usize> = covers.iter().flat_map(|cover| [cover.span.start, cover.span.end]).collect();
    bounds.extend([0, text.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let mut found = Vec::with_capacity(bounds.len());
    let mut next = 0;
    let mut open: Vec<&Cover> = Vec::new();
    for pair in bounds.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        open.retain(|cover| cover.span.end > start);
        let mut begins = Vec::new();
        let mut repairs_begin = Vec::new();
        while let Some(cover) = covers.get(next).filter(|cover| cover.span.start == start) {
            if cover.repair {
                repairs_begin.push(cover.id)
            } else {
                begins.push(cover.id)
            }
            open.push(cover);
            next += 1;
        }
        let finding = open.iter().filter(|cover| !cover.repair).min_by_key(|cover| (cover.span.len(), cover.id));
        let repair = open.iter().find(|cover| cover.repair);
        found.push(Piece {
            text: text[start..end].to_owned(),
            finding: finding.map(|cover| cover.id),
            class: finding.map_or("", |cover| cover.class),
            begins,
            now: repair.filter(|cover| cover.span.start == start).map(|cover| cover.now.clone()).unwrap_or_default(),
            mended: repair.is_some(),
            repairs_begin,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(id: i64, span: Range<usize>) -> Cover {
        Cover { id, span, repair: false, now: String::new(), class: "" }
    }

    #[test]
    fn overlapping_findings_cut_the_text_and_lose_no_byte() {
        let text = "trước ngày 31/10/2020 báo cáo";
        let all = pieces(text, &[cover(1, 0..text.len()), cover(2, 0..25), cover(3, 15..25), cover(4, 90..95)]);
        assert_eq!(all.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        assert_eq!(all.iter().map(|piece| piece.finding).collect::<Vec<_>>(), [Some(2), Some(3), Some(1)]);
        assert_eq!(all[0].begins, [2, 1]);
        assert!(all.iter().all(|piece| !piece.begins.contains(&4)), "a span outside the text marks nothing");
    }

    #[test]
    fn a_repair_says_what_was_read_at_its_first_piece() {
        let repair = Cover { repair: true, now: "bảo hiểm".to_owned(), ..cover(7, 0..7) };
        let all = pieces("b ao hi em", &[repair, cover(1, 2..4)]);
        assert_eq!(all[0].now, "bảo hiểm");
        assert_eq!(all[0].repairs_begin, [7]);
        assert!(all[1].mended && all[1].now.is_empty() && all[1].finding == Some(1));
        assert!(pieces("", &[]).is_empty());
    }
}

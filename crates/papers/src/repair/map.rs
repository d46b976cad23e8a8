//! The way back from the mended text to the text before.

use std::borrow::Cow;
use std::slice;

use super::Repair;
use crate::span::Span;

/// One piece of text to be replaced by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is replaced.
    place: [u32; 2],
    /// By what; empty where letters only vanish.
    pub(super) now: Cow<'static, str>,
    /// Where letters vanish: whether they belong to what stands before them (a closing mark does not belong to its word).
    pub(super) outside: bool,
}

impl Edit {
    pub(super) fn replace(span: Span, now: impl Into<Cow<'static, str>>) -> Edit {
        Edit { place: ends(span), now: now.into(), outside: false }
    }

    pub(super) fn remove(span: Span) -> Edit {
        Edit::replace(span, "")
    }

    /// A removal at the end of a word: a span that ends with the word ends before what was removed.
    pub(super) fn remove_after(span: Span) -> Edit {
        Edit { outside: true, ..Edit::remove(span) }
    }

    /// What is replaced.
    pub(super) fn span(&self) -> Span {
        let [start, end] = self.place.map(|end| end as usize);
        Span::new(start, end)
    }
}

/// The edits of a change in order: nearly always one, and a paper broken throughout has a change for each word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edits {
    One(Edit),
    Many(Vec<Edit>),
}

impl Edits {
    pub(super) fn all(&self) -> &[Edit] {
        match self {
            Edits::One(edit) => slice::from_ref(edit),
            Edits::Many(edits) => edits,
        }
    }

    pub(super) fn append(&mut self, later: Edits) {
        let mut edits = Vec::from(std::mem::replace(self, Edits::Many(Vec::new())));
        edits.extend(Vec::from(later));
        *self = Edits::Many(edits);
    }
}

impl From<Vec<Edit>> for Edits {
    fn from(mut edits: Vec<Edit>) -> Edits {
        match (edits.pop(), edits.is_empty()) {
            (Some(only), true) => Edits::One(only),
            (last, _) => {
                edits.extend(last);
                Edits::Many(edits)
            }
        }
    }
}

impl From<Edits> for Vec<Edit> {
    fn from(edits: Edits) -> Vec<Edit> {
        match edits {
            Edits::One(edit) => vec![edit],
            Edits::Many(edits) => edits,
        }
    }
}

/// One repair as an officer sees it: a stretch of text with every edit inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) span: Span,
    pub(super) edits: Edits,
    pub(super) rule: &'static str,
}

impl Change {
    pub(super) fn single(edit: Edit, rule: &'static str) -> Change {
        Change { span: edit.span(), edits: Edits::One(edit), rule }
    }
}

/// What an edit did, in as few bytes as may be: a paper broken throughout keeps one for each word while it is read.
#[derive(Debug, Clone, Copy)]
struct Run {
    mended: [u32; 2],
    original: [u32; 2],
    outside: bool,
}

/// The ends of a span; the texts that are read are below 4 GiB, facts are found there only.
fn ends(span: Span) -> [u32; 2] {
    [span.start, span.end].map(|end| u32::try_from(end).unwrap_or(u32::MAX))
}

/// A monotone map from offsets of the mended text to offsets of the text before. Being monotone, with both ends fixed, it takes
/// consecutive pieces to pieces that tile the text before: no byte is lost.
#[derive(Debug, Clone, Default)]
pub(super) struct Map {
    runs: Vec<Run>,
    /// How long the mended text and the text before are.
    lengths: (usize, usize),
}

impl Map {
    pub(super) fn original(&self, offset: usize) -> usize {
        // What vanished at an end of the text belongs to its first or last piece.
        if offset == 0 {
            return 0;
        }
        if offset == self.lengths.0 {
            return self.lengths.1;
        }
        let found = self.runs.partition_point(|run| run.mended[0] as usize <= offset);
        let Some(run) = self.runs[..found].last() else {
            return offset;
        };
        let (mended, original) = (run.mended.map(|end| end as usize), run.original.map(|end| end as usize));
        let vanished = mended[0] == mended[1];
        if offset > mended[1] || (offset == mended[1] && !vanished) {
            original[1] + (offset - mended[1])
        } else if vanished && !run.outside {
            original[1]
        } else {
            original[0]
        }
    }

    pub(super) fn span(&self, span: Span) -> Span {
        Span::new(self.original(span.start), self.original(span.end))
    }
}

/// Makes the changes, and tells them as repairs where asked to. Those that overlap an earlier one are left out. What stood there at first is for
/// the caller to say.
pub(super) fn apply(text: &str, mut changes: Vec<Change>, telling: bool) -> (String, Map, Vec<Repair>) {
    // Sorting takes room for half of them.
    if !changes.is_sorted_by_key(|change| change.span) {
        changes.sort_by_key(|change| change.span);
    }
    let mut mended = String::with_capacity(text.len() + changes.len());
    let mut map = Map::default();
    map.runs.reserve_exact(changes.iter().map(|change| change.edits.all().len()).sum());
    let mut repairs = Vec::with_capacity(if telling { changes.len() } else { 0 });
    let mut done = 0;
    for change in changes {
        if change.span.start < done {
            continue;
        }
        mended.push_str(Span::new(done, change.span.start).of(text));
        let from = mended.len();
        done = change.span.start;
        for edit in change.edits.all() {
            mended.push_str(Span::new(done, edit.span().start).of(text));
            let start = mended.len();
            mended.push_str(&edit.now);
            let mended = ends(Span::new(start, mended.len()));
            map.runs.push(Run { mended, original: edit.place, outside: edit.outside });
            done = edit.span().end;
        }
        mended.push_str(Span::new(done, change.span.end).of(text));
        done = change.span.end;
        if telling {
            let now = Span::new(from, mended.len()).of(&mended).to_owned();
            repairs.push(Repair { span: change.span, was: String::new(), now, rule: change.rule });
        }
    }
    mended.push_str(Span::new(done, text.len()).of(text));
    map.lengths = (mended.len(), text.len());
    (mended, map, repairs)
}

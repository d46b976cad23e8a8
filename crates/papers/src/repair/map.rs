//! The way back from the mended text to the text before.

use super::Repair;
use crate::span::Span;

/// One piece of text to be replaced by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is replaced.
    pub(super) span: Span,
    /// By what; empty where letters only vanish.
    pub(super) now: String,
    /// Where letters vanish: whether they belong to what stands before them (a closing mark does not belong to its word).
    pub(super) outside: bool,
}

impl Edit {
    pub(super) fn replace(span: Span, now: impl Into<String>) -> Edit {
        Edit { span, now: now.into(), outside: false }
    }

    pub(super) fn remove(span: Span) -> Edit {
        Edit::replace(span, String::new())
    }

    /// A removal at the end of a word: a span that ends with the word ends before what was removed.
    pub(super) fn remove_after(span: Span) -> Edit {
        Edit { span, now: String::new(), outside: true }
    }
}

/// One repair as an officer sees it: a stretch of text with every edit inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) span: Span,
    pub(super) edits: Vec<Edit>,
    pub(super) rule: &'static str,
}

impl Change {
    pub(super) fn single(edit: Edit, rule: &'static str) -> Change {
        Change { span: edit.span, edits: vec![edit], rule }
    }
}

#[derive(Debug, Clone, Copy)]
struct Run {
    mended: Span,
    original: Span,
    outside: bool,
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
        let Some(run) = self.runs[..self.runs.partition_point(|run| run.mended.start <= offset)].last() else {
            return offset;
        };
        let vanished = run.mended.start == run.mended.end;
        if offset > run.mended.end || (offset == run.mended.end && !vanished) {
            run.original.end + (offset - run.mended.end)
        } else if vanished && !run.outside {
            run.original.end
        } else {
            run.original.start
        }
    }

    pub(super) fn span(&self, span: Span) -> Span {
        Span::new(self.original(span.start), self.original(span.end))
    }
}

/// Makes the changes, and tells them as repairs where asked to. Those that overlap an earlier one are left out. What stood there at first is for
/// the caller to say.
pub(super) fn apply(text: &str, mut changes: Vec<Change>, telling: bool) -> (String, Map, Vec<Repair>) {
    changes.sort_by_key(|change| change.span);
    let mut mended = String::with_capacity(text.len() + changes.len());
    let mut map = Map::default();
    map.runs.reserve_exact(changes.iter().map(|change| change.edits.len()).sum());
    let mut repairs = Vec::with_capacity(if telling { changes.len() } else { 0 });
    let mut done = 0;
    for change in changes {
        if change.span.start < done {
            continue;
        }
        mended.push_str(Span::new(done, change.span.start).of(text));
        let from = mended.len();
        done = change.span.start;
        for edit in &change.edits {
            mended.push_str(Span::new(done, edit.span.start).of(text));
            let start = mended.len();
            mended.push_str(&edit.now);
            let run = Run { mended: Span::new(start, mended.len()), original: edit.span, outside: edit.outside };
            map.runs.push(run);
            done = edit.span.end;
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

//! Many papers of one page at once: certificates, dispatches to many.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::composition::compose;
use crate::fonts::Fonts;
use crate::kind::Kind;
use crate::paper::Paper;
use crate::pdf::{self, PdfError};

/// Papers set in one go; more would keep too many pages in memory at once.
const PAPERS_PER_DOCUMENT: usize = 250;

/// Writes the papers into as few PDFs as is wise: one for each 250 papers, in their order.
///
/// # Errors
/// The first paper's fault that keeps a PDF from being made.
pub fn batch(kind: Kind, papers: &[Paper], fonts: &'static Fonts) -> Result<Vec<Vec<u8>>, PdfError> {
    write_groups(kind, &papers.chunks(PAPERS_PER_DOCUMENT).collect::<Vec<_>>(), fonts)
}

/// Writes the papers into one PDF, in their order. Its pages are in memory all at once.
///
/// # Errors
/// The first paper's fault that keeps the PDF from being made.
pub fn batch_together(kind: Kind, papers: &[Paper], fonts: &'static Fonts) -> Result<Vec<u8>, PdfError> {
    write_group(kind, papers, fonts)
}

/// Writes each paper into a PDF of its own, in their order.
///
/// # Errors
/// The first paper's fault that keeps a PDF from being made.
pub fn batch_each(kind: Kind, papers: &[Paper], fonts: &'static Fonts) -> Result<Vec<Vec<u8>>, PdfError> {
    write_groups(kind, &papers.chunks(1).collect::<Vec<_>>(), fonts)
}

/// The place of a group's PDF.
type Written = Mutex<Option<Result<Vec<u8>, PdfError>>>;

/// Every core takes the next group until none is left.
fn write_groups(kind: Kind, groups: &[&[Paper]], fonts: &'static Fonts) -> Result<Vec<Vec<u8>>, PdfError> {
    let next = AtomicUsize::new(0);
    let written: Vec<Written> = groups.iter().map(|_| Mutex::new(None)).collect();
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(groups.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((group, place)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    groups.get(index).zip(written.get(index))
                } {
                    let result = write_group(kind, group, fonts);
                    if let Ok(mut place) = place.lock() {
                        *place = Some(result);
                    }
                }
            });
        }
    });
    let mut bytes = Vec::with_capacity(written.len());
    for place in written {
        let result = place.into_inner().ok().flatten();
        bytes.push(result.unwrap_or_else(|| Err(PdfError("một luồng ghi PDF đã dừng giữa chừng".to_owned())))?);
    }
    Ok(bytes)
}

fn write_group(kind: Kind, papers: &[Paper], fonts: &'static Fonts) -> Result<Vec<u8>, PdfError> {
    let compositions: Vec<_> = papers.iter().map(|paper| compose(kind, paper)).collect();
    let result = pdf::write(&compositions, fonts);
    // Typst remembers what it set, in case it is set again; the words of a batch are not.
    typst::comemo::evict(1);
    result
}

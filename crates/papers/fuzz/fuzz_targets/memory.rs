//! Counts the memory in use, so that a target sees what takes more than a multiple of its input.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// No input may take more than this many times its size …
const TIMES: usize = 50;
/// … and what the smallest takes, in bytes.
const FIXED: usize = 1 << 20;

struct Counting;

static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn take(bytes: usize) {
    PEAK.fetch_max(USED.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// SAFETY: every call is handed on to the system's allocator unchanged; counting touches none of its memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        take(size);
        USED.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What is made once and kept: it belongs to no input.
static TABLES: LazyLock<()> = LazyLock::new(|| {
    let broken = "Bảo hi ểm xã hội tỉnh phấn đấu đạt 95% dân số tham gia bảo hiểm y tế trước ngày 31/12/2025.";
    let _ = papers::read(&papers::TextLayer::of(broken));
});

/// Does something with an input of so many bytes; panics if it took too much memory.
pub fn bounded<T>(input: usize, work: impl FnOnce() -> T) -> T {
    LazyLock::force(&TABLES);
    let before = USED.load(Relaxed);
    PEAK.store(before, Relaxed);
    let made = work();
    let took = PEAK.load(Relaxed).saturating_sub(before);
    assert!(took <= FIXED + TIMES * input, "{took} bytes of memory for an input of {input}");
    made
}

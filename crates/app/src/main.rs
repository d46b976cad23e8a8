//! The program. Everything it does is in the library; see `chungsuc::cli`.

/// A page allocates and frees tens of thousands of small rows and texts; so does SQLite, whose memory comes from here too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    chungsuc::cli::main()
}

//! The program. Everything it does is in the library; see `chungsuc::cli`.

fn main() -> std::process::ExitCode {
    chungsuc::cli::main()
}

//! Measures the endpoint on a real disk: `cargo bench --bench endpoint [intake|lists|memory]`. See `benches/README.md`.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod answers;
mod intake;
mod leads;
mod lists;
mod load;
mod memory;
mod process;
mod roles;
mod site;

fn main() {
    // The program starts itself again for the servers that `gradewright` does not have.
    if let Some(role) = roles::asked() {
        return role.serve();
    }
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    for (name, measure) in [
        ("intake", intake::measure as fn()),
        ("memory", memory::measure as fn()),
        ("lists", lists::measure as fn()),
    ] {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            measure();
        }
    }
}

//! Start-up only: arguments, logging, exit codes.

fn main() {}

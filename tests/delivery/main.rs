//! Deliveries as they leave the real program: to receivers that answer well, badly, late or not at all, and to a mail
//! server. Everything is on loopback, which the program allows only because it is told to.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod digest;
mod faults;
mod inward;
mod kills;
mod mail_server;
mod mails;
mod privacy;
mod program;
mod receiver;
mod signatures;

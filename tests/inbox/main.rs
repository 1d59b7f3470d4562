//! Sales' pages, driven over real connections and as the real program.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod clients;
mod cookies;
mod deliveries;
mod doing;
#[path = "../store/fixture.rs"]
#[allow(dead_code)]
mod fixture;
mod funnel;
#[path = "../intake/http.rs"]
#[allow(dead_code)]
mod http;
mod lists;
mod logs;
mod person;
mod pipeline;
mod program;
mod sheets;
mod showing;
mod sign_in;
mod site;
mod welcome;

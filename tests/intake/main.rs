//! The endpoint and its connection layer, driven over real connections on loopback.

mod connections;
mod files;
mod forms;
mod guards;
mod http;
mod refusals;
mod report;
mod site;
mod submit;

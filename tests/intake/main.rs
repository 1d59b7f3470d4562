//! The endpoint and its connection layer, driven over real connections on loopback.

mod connections;
mod files;
mod http;

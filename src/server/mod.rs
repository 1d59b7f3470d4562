//! The HTTP connection layer: connections with limits and an orderly stop, the built site's files, and the headers
//! that every answer carries. Knows nothing of assessments or leads.

mod compress;
mod connection;
mod files;
mod framed;
mod headers;
mod listener;
mod stall;

pub use compress::compressed;
pub use files::with_files;
pub use framed::keep_framed;
pub use headers::protect;
pub use listener::{Limits, serve, serve_within};

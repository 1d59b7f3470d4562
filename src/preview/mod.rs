//! What `serve` adds while somebody writes: watching, rebuilding, reloading the open browser, and the author's panel in it.

mod live;
mod panel;
mod watch;

pub use live::{Live, Shown};
pub use panel::{Answering, Asked};
pub use watch::{Changes, WatchError, Watching};

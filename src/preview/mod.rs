//! What `serve` adds while somebody writes: watching, rebuilding and reloading the open browser.

mod live;
mod watch;

pub use live::{Live, Shown};
pub use watch::{Changes, WatchError, Watching};

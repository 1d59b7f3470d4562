//! Smaller answers for slow phones.

use axum::Router;
use tower_http::compression::CompressionLayer;

/// Compresses with gzip what is worth it, for clients that say they can read it.
pub fn compressed(router: Router) -> Router {
    router.layer(CompressionLayer::new())
}

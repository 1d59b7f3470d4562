//! [`Site`](crate::content::Site) → `public/`, and the pages that the endpoint answers with.

pub mod view;

//! The report as one HTML file: no script, nothing from anywhere else, and a policy that holds it to that.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

use super::Simulation;

const STYLE: &str = include_str!("page.css");

/// Tera escapes by the name's ending: this is escaped.
static TEMPLATES: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.add_raw_templates([("page.html", include_str!("page.html"))])
        .expect("the embedded template is parsed by every test of `simulate`");
    tera
});

/// A whole document.
///
/// # Errors
/// Only where the embedded template is broken.
pub fn render_page(simulation: &Simulation) -> Result<String, tera::Error> {
    let mut context = Context::from_serialize(simulation)?;
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'",
        STANDARD.encode(Sha256::digest(STYLE))
    );
    context.insert("policy", &policy);
    context.insert("style", STYLE);
    TEMPLATES.render("page.html", &context)
}

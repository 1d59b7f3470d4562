//! Templates and the style sheet. Everything that comes from a template is escaped.

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

use super::facts::Facts;
use super::session::Signed;
use super::trouble::{Said, Trouble};

/// Tera escapes what is put into a template whose name ends in `.html`.
static TEMPLATES: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.add_raw_templates([
        ("agenda.html", include_str!("pages/agenda.html")),
        ("base.html", include_str!("pages/base.html")),
        ("client-lines.html", include_str!("pages/client-lines.html")),
        ("beside.html", include_str!("pages/beside.html")),
        ("business-plan.html", include_str!("pages/business-plan.html")),
        ("client.html", include_str!("pages/client.html")),
        ("client-fields.html", include_str!("pages/client-fields.html")),
        ("client-remove.html", include_str!("pages/client-remove.html")),
        ("client-rounds.html", include_str!("pages/client-rounds.html")),
        ("clients.html", include_str!("pages/clients.html")),
        ("deliveries.html", include_str!("pages/deliveries.html")),
        ("erase.html", include_str!("pages/erase.html")),
        ("funnel.html", include_str!("pages/funnel.html")),
        ("lead.html", include_str!("pages/lead.html")),
        ("lead-deliveries.html", include_str!("pages/lead-deliveries.html")),
        ("list.html", include_str!("pages/list.html")),
        ("message.html", include_str!("pages/message.html")),
        ("panel.html", include_str!("pages/panel.html")),
        ("pipeline.html", include_str!("pages/pipeline.html")),
        ("quarters.html", include_str!("pages/quarters.html")),
        ("quarantine.html", include_str!("pages/quarantine.html")),
        ("sheet.html", include_str!("pages/sheet.html")),
        ("sheets.html", include_str!("pages/sheets.html")),
        ("sign-in.html", include_str!("pages/sign-in.html")),
    ])
    .expect("the embedded templates are parsed by every test of the inbox");
    tera
});

const STYLE: &str = concat!(
    include_str!("pages/inbox.css"),
    include_str!("pages/work.css"),
    include_str!("pages/clients.css")
);

/// What every page knows.
#[derive(Serialize)]
struct Frame<'a> {
    site: &'a str,
    base: String,
    inbox: String,
    css: String,
    /// Who is signed in.
    user: Option<&'a str>,
    /// Stands in every form.
    token: Option<String>,
}

/// A page for somebody who is signed in, or for nobody.
pub(super) fn page(
    facts: &Facts,
    signed: Option<&Signed>,
    template: &str,
    status: StatusCode,
    view: &impl Serialize,
) -> Result<Response, Trouble> {
    let signed = match signed {
        Some(signed) => Some((signed.user.name.as_str(), signed.token()?)),
        None => None,
    };
    Ok((status, Html(render(facts, signed, template, view)?)).into_response())
}

/// The page of a refusal.
pub(super) fn message(facts: &Facts, said: &Said) -> Result<String, tera::Error> {
    #[derive(Serialize)]
    struct View<'a> {
        title: &'a str,
        text: &'a str,
    }
    let view = View {
        title: said.title,
        text: &said.text,
    };
    render(facts, None, "message.html", &view)
}

fn render(
    facts: &Facts,
    signed: Option<(&str, String)>,
    template: &str,
    view: &impl Serialize,
) -> Result<String, tera::Error> {
    let (user, token) = signed.unzip();
    let mut context = Context::new();
    let inbox = format!("{}/inbox", facts.base_path);
    let frame = Frame {
        site: &facts.site_name,
        base: format!("{}/", facts.base_path),
        css: format!("{inbox}/assets/{}", style_sheet(facts).0),
        inbox,
        user,
        token,
    };
    context.insert("frame", &frame);
    context.insert("view", view);
    TEMPLATES.render(template, &context)
}

/// The style sheet in the brand's colours, and its name, which changes with it.
pub(super) fn style_sheet(facts: &Facts) -> (String, String) {
    let css = format!("{STYLE}\n{}", facts.colours);
    let hash = Sha256::digest(&css);
    let digits: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    (format!("inbox-{digits}.css"), css)
}

//! Each thing that is published: what it is made of, and its bytes.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};
use tera::{Context, Value};

use crate::assessment::{Audience, Service, ServiceId};
use crate::content::{Page, ServicePage};

use super::RenderError;
use super::embed_view::embed_view;
use super::form_view::FilledForm;
use super::header_files::{HeaderFile, header_file};
use super::output::Made;
use super::plan::{Source, robots, sitemap};
use super::renderer::Inner;
use super::site_view::public_price;
use super::view::{Html, LinkView, PageView, ServicePageView};

/// What every page of one build shares.
pub(super) struct Shared<'a> {
    pub(super) inner: &'a Inner,
    pub(super) plan: &'a BTreeMap<String, Source<'a>>,
    /// The graders that ask about each service.
    pub(super) graders: BTreeMap<&'a ServiceId, Vec<LinkView>>,
    /// SHA-256 over all that any page may show, but for the list of graders.
    root: [u8; 32],
    /// SHA-256 over the list of graders.
    list: [u8; 32],
}

impl<'a> Shared<'a> {
    pub(super) fn new(
        inner: &'a Inner,
        plan: &'a BTreeMap<String, Source<'a>>,
        graders: BTreeMap<&'a ServiceId, Vec<LinkView>>,
    ) -> Self {
        let view = &inner.site_view;
        let list = digest(&[&json(&view.graders)]);
        let site = (
            (
                &view.name,
                &view.base_url,
                &view.language,
                &view.accent,
                &view.logo,
                &view.csp,
                view.endpoint,
            ),
            (
                &view.services,
                &view.pages,
                &*inner.site.catalogue,
                &inner.site.contact,
                inner.drafts,
            ),
        );
        let currency = inner.site.currency.code();
        // A style sheet also changes with what stands before it.
        let assets: Vec<&str> = inner.assets.iter().map(|asset| asset.place.as_str()).collect();
        let root = digest(&[
            &inner.theme_hash,
            &inner.site.languages.hash,
            &json(&site),
            &json(&assets),
            currency.as_bytes(),
            env!("CARGO_PKG_VERSION").as_bytes(),
        ]);
        Self {
            inner,
            plan,
            graders,
            root,
            list,
        }
    }

    /// Changes whenever the bytes may.
    pub(super) fn fingerprint(&self, source: &Source<'_>) -> [u8; 32] {
        let page = |template: &str, parts: &[&[u8]]| {
            let list: &[u8] = if self.inner.templates.reads_graders(template) {
                &self.list
            } else {
                &[]
            };
            let mut all: Vec<&[u8]> = vec![template.as_bytes(), &self.root, list];
            all.extend(parts);
            digest(&all)
        };
        match source {
            Source::Home(None) => page("home.html", &[]),
            Source::Home(Some(one)) => page("home.html", &[one.file.path.as_bytes(), &one.file.hash]),
            Source::Plain(one) => page("page.html", &[one.file.path.as_bytes(), &one.file.hash]),
            Source::Assessment(one) => page(
                "grader.html",
                &[
                    one.file.path.as_bytes(),
                    &one.file.hash,
                    one.definition.hash.as_bytes(),
                ],
            ),
            Source::Paper(one) => page(
                "print.html",
                &[
                    one.file.path.as_bytes(),
                    &one.file.hash,
                    one.definition.hash.as_bytes(),
                ],
            ),
            Source::Service(service, one) => {
                let graders = json(&self.graders.get(&service.id));
                page(
                    "service.html",
                    &[one.file.path.as_bytes(), &one.file.hash, &graders],
                )
            }
            Source::Graders => page("graders.html", &[&self.list]),
            Source::Services => page("services.html", &[]),
            Source::Embed => page("embed.html", &[&json(&embed_view(self.inner))]),
            Source::NotFound => page("message.html", &[]),
            Source::Sitemap => digest(&[sitemap(self.plan, &self.inner.addresses).as_bytes()]),
            Source::Robots => digest(&[robots(&self.inner.addresses).as_bytes()]),
            Source::Headers(kind) => digest(&[self.headers(*kind).as_bytes()]),
            Source::Asset(asset) => digest(&[&asset.bytes]),
            Source::File(path) => digest(&[path.to_string_lossy().as_bytes(), &stamp(path)]),
        }
    }

    /// The template that a page is made with.
    pub(super) fn template(source: &Source<'_>) -> Option<&'static str> {
        match source {
            Source::Home(_) => Some("home.html"),
            Source::Plain(_) => Some("page.html"),
            Source::Assessment(_) => Some("grader.html"),
            Source::Paper(_) => Some("print.html"),
            Source::Service(..) => Some("service.html"),
            Source::Graders => Some("graders.html"),
            Source::Services => Some("services.html"),
            Source::Embed => Some("embed.html"),
            Source::NotFound => Some("message.html"),
            Source::Sitemap | Source::Robots | Source::Headers(_) | Source::Asset(_) | Source::File(_) => {
                None
            }
        }
    }

    /// Makes it, in memory.
    pub(super) fn make(&self, source: &Source<'_>) -> Result<Made, RenderError> {
        let inner = self.inner;
        let bytes = match source {
            Source::Home(page) => self.home(*page)?,
            Source::Plain(page) => self.plain(page)?,
            Source::Assessment(one) => {
                inner.assessment_page(one, Audience::Prospects, &FilledForm::default())?
            }
            Source::Paper(one) => inner.paper_page(one)?,
            Source::Service(service, page) => self.service(service, page)?,
            Source::Graders => self.list("graders", "graders.html", &inner.say("site.graders"))?,
            Source::Services => self.list("services", "services.html", &inner.say("site.services"))?,
            Source::Embed => self.embed()?,
            Source::NotFound => inner.message_page(
                &inner.say("site.not_found"),
                &inner.say("site.not_found_text"),
                None,
                &inner.site.language,
            )?,
            Source::Sitemap => sitemap(self.plan, &inner.addresses).into_bytes(),
            Source::Robots => robots(&inner.addresses).into_bytes(),
            Source::Headers(kind) => self.headers(*kind).into_bytes(),
            Source::Asset(asset) => asset.bytes.clone(),
            Source::File(path) => return self.file(path),
        };
        Ok(Made::Bytes(bytes))
    }

    fn home(&self, page: Option<&Page>) -> Result<Vec<u8>, RenderError> {
        let title = page.map_or(self.inner.site.name.as_str(), |page| page.title.as_str());
        let view = self.authored("home", title, "", page);
        let mut context = Context::new();
        context.insert("page", &view);
        context.insert("body", &page.map(|page| self.inner.addresses.html(&page.body)));
        self.inner.render("home.html", &context, &view)
    }

    fn plain(&self, page: &Page) -> Result<Vec<u8>, RenderError> {
        let view = self.authored("page", &page.title, &format!("{}/", page.path), Some(page));
        let mut context = Context::new();
        context.insert("page", &view);
        context.insert("body", &self.inner.addresses.html(&page.body));
        self.inner.render("page.html", &context, &view)
    }

    fn authored(&self, kind: &'static str, title: &str, place: &str, page: Option<&Page>) -> PageView {
        let view = self.inner.page(kind, title, Some(place));
        let Some(page) = page else { return view };
        PageView {
            description: page.description.clone(),
            extra: Value::from_serializable(&page.extra),
            ..match &page.language {
                Some(language) => self.inner.in_language(view, language),
                None => view,
            }
        }
    }

    fn service(&self, service: &Service, page: &ServicePage) -> Result<Vec<u8>, RenderError> {
        let inner = self.inner;
        let place = format!("services/{}/", service.id);
        let view = PageView {
            description: service.promise.clone(),
            extra: Value::from_serializable(&page.extra),
            ..inner.page("service", &service.name, Some(&place))
        };
        let body: Html = inner.addresses.html(&page.body);
        let service = ServicePageView {
            id: service.id.to_string(),
            name: service.name.clone(),
            promise: service.promise.clone(),
            group: service.group.clone(),
            price: public_price(&inner.site, service, inner.site.languages.site()),
            body,
            graders: self.graders.get(&service.id).cloned().unwrap_or_default(),
        };
        let mut context = Context::new();
        context.insert("page", &view);
        context.insert("service", &service);
        inner.render("service.html", &context, &view)
    }

    fn list(&self, kind: &'static str, template: &'static str, title: &str) -> Result<Vec<u8>, RenderError> {
        let view = self.inner.page(kind, title, Some(&format!("{kind}/")));
        let mut context = Context::new();
        context.insert("page", &view);
        self.inner.render(template, &context, &view)
    }

    fn embed(&self) -> Result<Vec<u8>, RenderError> {
        let inner = self.inner;
        let view = PageView {
            noindex: true,
            ..inner.page("embed", &inner.say("embed.title"), Some("embed/"))
        };
        let mut context = Context::new();
        context.insert("page", &view);
        context.insert("embed", &embed_view(inner));
        inner.render("embed.html", &context, &view)
    }

    fn headers(&self, kind: HeaderFile) -> String {
        header_file(kind, &self.inner.site, &self.inner.addresses.base)
    }

    /// A file beside content, which must lie in the site's folder.
    fn file(&self, path: &Path) -> Result<Made, RenderError> {
        let folder = &self.inner.site.folder;
        let home = folder.canonicalize().map_err(RenderError::io(folder))?;
        let real = path.canonicalize().map_err(RenderError::io(path))?;
        if real.starts_with(home) && real.is_file() {
            return Ok(Made::Copy(real));
        }
        let message = "this is not a file inside the site's folder; put the file itself there".to_owned();
        Err(RenderError::Place {
            path: path.display().to_string(),
            message,
        })
    }
}

/// Length and time of the last change; empty where there is no such file, so that making it says what is wrong.
fn stamp(path: &Path) -> Vec<u8> {
    let stamp = path
        .metadata()
        .and_then(|data| Ok((data.len(), data.modified()?)));
    stamp.map_or_else(|_| Vec::new(), |stamp| format!("{stamp:?}").into_bytes())
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data with string keys")
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

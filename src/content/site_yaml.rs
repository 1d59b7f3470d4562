//! `content/site.yaml`: what the whole site shares.

use std::net::IpAddr;

use iso_currency::Currency;
use sha2::{Digest, Sha256};

use crate::assessment::{ConsentWording, ContactField, ContactForm, FieldName, Pace, PackageId};
use crate::colour::Colour;
use crate::words::usual_tag;

use super::conditions::Parsed;
use super::deliveries::{self, DeliveryDraft};
use super::faults::{Faults, Spanned};
use super::fields::{self, Fields};
use super::fit::{self, FitDraft};
use super::meetings::{self, MeetingDraft};
use super::owners::{self, OwnerDraft};
use super::yaml::{self, Node, Value};
use super::{Endpoint, Throttle, codes, naming, shapes, suggest, urls};

/// A site whose services, logo and theme are still to be found.
#[derive(Debug, Clone)]
pub(super) struct SiteDraft {
    pub(super) name: String,
    pub(super) base_url: Option<String>,
    pub(super) language: String,
    pub(super) currency: Currency,
    pub(super) theme: Option<Spanned<String>>,
    pub(super) accent: String,
    pub(super) logo: Option<Spanned<String>>,
    pub(super) sales_email: Option<String>,
    pub(super) deliveries: Vec<DeliveryDraft>,
    pub(super) endpoint: Endpoint,
    pub(super) embed_on: Vec<String>,
    pub(super) per_address: Option<Throttle>,
    pub(super) trusted_proxies: Vec<(IpAddr, u8)>,
    pub(super) packages: Vec<PackageDraft>,
    pub(super) contact: ContactForm,
    pub(super) report_days: u32,
    pub(super) retention_days: Option<u32>,
    pub(super) fit: Vec<FitDraft>,
    pub(super) meetings: Vec<MeetingDraft>,
    pub(super) owners: Vec<OwnerDraft>,
    pub(super) pace: Pace,
}

impl SiteDraft {
    /// What its rules for sales look at: questions of any assessment.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &Parsed> {
        let meetings = self.meetings.iter().filter_map(|meeting| meeting.when.as_ref());
        let owners = self.owners.iter().filter_map(|rule| rule.when.as_ref());
        fit::conditions(&self.fit).chain(meetings).chain(owners)
    }
}

/// A package whose services are still to be found.
#[derive(Debug, Clone)]
pub(super) struct PackageDraft {
    pub(super) id: PackageId,
    pub(super) name: String,
    pub(super) includes: Vec<Spanned<String>>,
    pub(super) add_ons: Vec<Spanned<String>>,
}

/// What holds where `site.yaml` is silent.
pub(super) const DEFAULT_BASE_URL: &str = "http://localhost";
const DEFAULT_ACCENT: &str = "#c2005f";
/// For how long a report can be read: a year.
const REPORT_DAYS: u32 = 365;
const DEFAULT_THROTTLE: Throttle = Throttle {
    posts: 60,
    seconds: 60,
};

/// Reads the file; a part that can't be read has its default, and is reported.
pub(super) fn read(text: &str, faults: &mut Faults) -> Option<SiteDraft> {
    let node = yaml::parse(text, 0, faults)?;
    let mut fields = Fields::of(&node, &shapes::SITE, faults)?;
    let head = 0..text.lines().next().unwrap_or("").len();
    format(&mut fields, head.clone(), faults);
    let name = fields.required(
        "name",
        "the name of your company, such as `name: Quillhaven IT`",
        head,
        faults,
    );
    let name = name.map(|name| name.value).unwrap_or_default();
    let currency = currency(&mut fields, faults);
    let site = SiteDraft {
        base_url: fields
            .text("base_url", faults)
            .and_then(|url| address(url, "base_url", urls::base_url, faults)),
        language: fields
            .text("language", faults)
            .and_then(|tag| language_tag(tag, faults))
            .unwrap_or_else(|| "en".into()),
        currency,
        theme: fields.text("theme", faults),
        accent: String::new(),
        logo: None,
        sales_email: email(&mut fields, "sales_email", faults),
        deliveries: deliveries::read(&mut fields, faults),
        endpoint: endpoint(&mut fields, faults),
        embed_on: embed_on(&mut fields, faults),
        per_address: Some(DEFAULT_THROTTLE),
        trusted_proxies: proxies(&mut fields, faults),
        packages: packages(&mut fields, faults),
        contact: contact(&mut fields, &name, faults),
        report_days: days(&mut fields, "report_days", 3650, faults).unwrap_or(REPORT_DAYS),
        retention_days: retention_days(&mut fields, faults),
        fit: fit::read(&mut fields, faults),
        meetings: meetings::read(&mut fields, currency, faults),
        owners: owners::read(&mut fields, faults),
        pace: meetings::pace(&mut fields, faults),
        name,
    };
    let site = brand(&mut fields, site, faults);
    let site = limits(&mut fields, site, faults);
    fields.finish(faults);
    Some(site)
}

fn format(fields: &mut Fields<'_>, head: std::ops::Range<usize>, faults: &mut Faults) {
    let Some(format) = fields.required("format", "write `format: 1` at the top", head, faults) else {
        return;
    };
    if format.value != "1" {
        let message = format!("this program reads format 1, not `{}`", format.value);
        faults.report(
            &codes::UNKNOWN_FORMAT,
            format.span,
            message,
            "write `format: 1`, or use a newer Gradewright",
        );
    }
}

/// `lang` of a page (`language` is understood too), as a BCP 47 tag.
pub(super) fn page_language(fields: &mut Fields<'_>, faults: &mut Faults) -> Option<String> {
    let tag = fields
        .text("lang", faults)
        .or_else(|| fields.text("language", faults))?;
    language_tag(tag, faults)
}

/// A BCP 47 tag.
fn language_tag(tag: Spanned<String>, faults: &mut Faults) -> Option<String> {
    let mut parts = tag.value.split('-');
    let first = parts.next().unwrap_or("");
    let fine = (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if let Some(usual) = fine.then(|| usual_tag(&tag.value)).flatten() {
        return Some(usual);
    }
    let message = format!("`{}` is no language tag", tag.value);
    faults.report(
        &codes::FIELD_VALUE,
        tag.span,
        message,
        "such as `en`, `de` or `en-GB`",
    );
    None
}

/// For how long responses are kept, of a site or an assessment; as long as nobody erases them where nothing is said.
pub(super) fn retention_days(fields: &mut Fields<'_>, faults: &mut Faults) -> Option<u32> {
    days(fields, "retention_days", 36_500, faults)
}

/// A whole number of days from 1 on.
fn days(fields: &mut Fields<'_>, name: &'static str, most: u32, faults: &mut Faults) -> Option<u32> {
    let written = fields.text(name, faults)?;
    let days = written
        .value
        .parse()
        .ok()
        .filter(|days| (1..=most).contains(days));
    if days.is_none() {
        let message = format!("`{}` is no number of days", written.value);
        let help = format!("a whole number from 1 to {most}, such as `{name}: 365`");
        faults.report(&codes::FIELD_VALUE, written.span, message, help);
    }
    days
}

fn currency(fields: &mut Fields<'_>, faults: &mut Faults) -> Currency {
    let Some(written) = fields.text("currency", faults) else {
        return Currency::USD;
    };
    Currency::from_code(&written.value).unwrap_or_else(|| {
        let message = format!("`{}` is no currency code", written.value);
        faults.report(
            &codes::FIELD_VALUE,
            written.span,
            message,
            "three letters after ISO 4217, such as `USD` or `EUR`",
        );
        Currency::USD
    })
}

fn brand(home: &mut Fields<'_>, mut site: SiteDraft, faults: &mut Faults) -> SiteDraft {
    site.accent = DEFAULT_ACCENT.into();
    let Some(node) = home.get("brand") else {
        return site;
    };
    let Some(mut fields) = Fields::of(node, &shapes::BRAND, faults) else {
        return site;
    };
    if let Some(accent) = fields.text("accent", faults) {
        match Colour::parse(&accent.value) {
            Some(colour) => {
                check_contrast(colour, &accent, faults);
                site.accent = colour.to_string();
            }
            None => {
                let message = format!("`{}` is no colour", accent.value);
                faults.report(
                    &codes::FIELD_VALUE,
                    accent.span,
                    message,
                    "such as `accent: \"#c2005f\"`",
                );
            }
        }
    } else if let Some(at) = faults
        .text()
        .get(node.span.clone())
        .and_then(|written| written.find("accent: #"))
    {
        let at = node.span.start + at;
        let message = "the colour is lost: `#` begins a comment in YAML";
        faults.report(
            &codes::FIELD_VALUE,
            at..at + 9,
            message,
            "put it in quotes: `accent: \"#c2005f\"`",
        );
    }
    site.logo = fields.text("logo", faults);
    fields.finish(faults);
    site
}

/// The accent is the colour of links and the ground of buttons: both need 4.5:1 against white.
fn check_contrast(colour: Colour, accent: &Spanned<String>, faults: &mut Faults) {
    let contrast = colour.contrast(Colour::WHITE);
    if contrast >= 4.5 {
        return;
    }
    let message = format!(
        "this accent is hard to read: its contrast to white is {contrast:.1}:1, and text needs 4.5:1"
    );
    let better = colour.readable_on(Colour::WHITE, 4.5);
    let help = format!("the nearest colour that passes is `\"{better}\"`");
    faults.report(&codes::ACCENT_CONTRAST, accent.span.clone(), message, help);
}

fn address(
    url: Spanned<String>,
    name: &str,
    read: fn(&str) -> Result<String, String>,
    faults: &mut Faults,
) -> Option<String> {
    match read(&url.value) {
        Ok(url) => Some(url),
        Err(why) => {
            let help = if name == "embed_on" {
                "such as `https://www.example.com`"
            } else {
                "such as `https://example.com/graders`"
            };
            faults.report(
                &codes::BAD_URL,
                url.span,
                format!("`{}` is no address for `{name}`: {why}", url.value),
                help,
            );
            None
        }
    }
}

/// An address that sales reads.
pub(super) fn email(fields: &mut Fields<'_>, name: &'static str, faults: &mut Faults) -> Option<String> {
    let email = fields.text(name, faults)?;
    if urls::is_email(&email.value) {
        return Some(email.value);
    }
    let message = format!("`{}` is no e-mail address", email.value);
    faults.report(
        &codes::FIELD_VALUE,
        email.span,
        message,
        "such as `sales@example.com`",
    );
    None
}

fn endpoint(fields: &mut Fields<'_>, faults: &mut Faults) -> Endpoint {
    match fields.text("endpoint", faults) {
        None => Endpoint::SameOrigin,
        Some(written) => match written.value.as_str() {
            "same-origin" => Endpoint::SameOrigin,
            "none" => Endpoint::None,
            _ => address(written, "endpoint", urls::base_url, faults).map_or(Endpoint::None, Endpoint::Url),
        },
    }
}

fn embed_on(fields: &mut Fields<'_>, faults: &mut Faults) -> Vec<String> {
    texts(fields, "embed_on", faults)
        .into_iter()
        .filter_map(|origin| address(origin, "embed_on", urls::origin, faults))
        .collect()
}

/// The texts of a list.
pub(super) fn texts(
    fields: &mut Fields<'_>,
    name: &'static str,
    faults: &mut Faults,
) -> Vec<Spanned<String>> {
    let Some(nodes) = fields.list(name, faults) else {
        return Vec::new();
    };
    nodes
        .iter()
        .filter_map(|node| fields::text(node, name, faults))
        .collect()
}

fn limits(home: &mut Fields<'_>, mut site: SiteDraft, faults: &mut Faults) -> SiteDraft {
    let Some(node) = home.get("limits") else {
        return site;
    };
    let Some(mut fields) = Fields::of(node, &shapes::LIMITS, faults) else {
        return site;
    };
    if let Some(written) = fields.text("per_address", faults) {
        match throttle(&written.value) {
            Some(throttle) => site.per_address = throttle,
            None => {
                let message = format!("`{}` is no limit", written.value);
                faults.report(
                    &codes::FIELD_VALUE,
                    written.span,
                    message,
                    "such as `60/minute` (or second, hour), or `off`",
                );
            }
        }
    }
    site.trusted_proxies.extend(proxies(&mut fields, faults));
    fields.finish(faults);
    site
}

/// `None` where it can't be read, `Some(None)` where it is off.
fn throttle(text: &str) -> Option<Option<Throttle>> {
    if text == "off" || text == "false" {
        return Some(None);
    }
    let (posts, unit) = text.split_once('/')?;
    let posts = posts
        .trim()
        .parse()
        .ok()
        .filter(|posts| (1..=1_000_000).contains(posts))?;
    let seconds = match unit.trim() {
        "second" => 1,
        "minute" => 60,
        "hour" => 3600,
        _ => return None,
    };
    Some(Some(Throttle { posts, seconds }))
}

fn proxies(fields: &mut Fields<'_>, faults: &mut Faults) -> Vec<(IpAddr, u8)> {
    let mut networks = Vec::new();
    for written in texts(fields, "trusted_proxies", faults) {
        match urls::network(&written.value) {
            Some(network) => networks.push(network),
            None => {
                let message = format!("`{}` is no address of a proxy", written.value);
                faults.report(
                    &codes::FIELD_VALUE,
                    written.span,
                    message,
                    "such as `10.0.0.5` or `10.0.0.0/8`",
                );
            }
        }
    }
    networks
}

fn packages(home: &mut Fields<'_>, faults: &mut Faults) -> Vec<PackageDraft> {
    let Some(node) = home.get("packages") else {
        return Vec::new();
    };
    let Value::Map(entries) = &node.value else {
        let message = format!(
            "`packages` is a group of packages by name, but here is {}",
            node.kind()
        );
        let help = "such as `packages: { basic: { name: Basic, includes: [patching] } }`";
        faults.report(&codes::FIELD_TYPE, node.span.clone(), message, help);
        return Vec::new();
    };
    let mut packages = Vec::new();
    for (key, node) in entries {
        let id = match PackageId::try_from(key.name.as_str()) {
            Ok(id) => id,
            Err(error) => {
                faults.report(
                    &codes::BAD_ID,
                    key.span.clone(),
                    error.to_string(),
                    naming::better_id(&key.name),
                );
                continue;
            }
        };
        if let Some(package) = package(id, node, faults) {
            packages.push(package);
        }
    }
    packages
}

fn package(id: PackageId, node: &Node, faults: &mut Faults) -> Option<PackageDraft> {
    let mut fields = Fields::of(node, &shapes::PACKAGE, faults)?;
    let name = fields.text("name", faults);
    let includes = texts(&mut fields, "includes", faults);
    let add_ons = texts(&mut fields, "add_ons", faults);
    fields.finish(faults);
    for (number, service) in includes.iter().chain(&add_ons).enumerate() {
        if includes
            .iter()
            .chain(&add_ons)
            .take(number)
            .any(|other| other.value == service.value)
        {
            let message = format!("`{}` stands twice in this package", service.value);
            let help = "a service is in `includes` or in `add_ons`, once";
            faults.report(&codes::SERVICE_TWICE, service.span.clone(), message, help);
        }
    }
    Some(PackageDraft {
        name: name.map_or_else(|| id.to_string(), |name| name.value),
        id,
        includes,
        add_ons,
    })
}

fn contact(home: &mut Fields<'_>, site_name: &str, faults: &mut Faults) -> ContactForm {
    let mut form = ContactForm {
        fields: vec![
            ContactField {
                name: FieldName::Name,
                required: false,
            },
            ContactField {
                name: FieldName::Email,
                required: true,
            },
        ],
        consent: ConsentWording {
            version: "1".into(),
            text: format!("I agree that {site_name} may contact me about my result."),
        },
        company_mail_only: false,
    };
    let Some(node) = home.get("contact") else {
        return form;
    };
    let Some(mut fields) = Fields::of(node, &shapes::CONTACT, faults) else {
        return form;
    };
    if fields.get("fields").is_some() {
        let asked = contact_fields(texts(&mut fields, "fields", faults), faults);
        if !asked.is_empty() {
            form.fields = asked;
        }
    }
    let addresses = [("any", false), ("company", true)];
    form.company_mail_only = fields
        .choice("email_addresses", &addresses, faults)
        .unwrap_or_default();
    if let Some(node) = fields.get("consent")
        && let Some(mut consent) = Fields::of(node, &shapes::CONSENT, faults)
    {
        let version = consent.text("version", faults);
        if let Some(text) = consent.text("text", faults) {
            form.consent = ConsentWording {
                version: fingerprint(&text.value),
                text: text.value,
            };
        }
        if let Some(version) = version {
            form.consent.version = version.value;
        }
        consent.finish(faults);
    }
    fields.finish(faults);
    form
}

/// A version for a wording without one: it changes with the words.
fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes())[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn contact_fields(written: Vec<Spanned<String>>, faults: &mut Faults) -> Vec<ContactField> {
    let mut asked: Vec<ContactField> = Vec::new();
    for field in written {
        let plain = field.value.trim_end_matches('*');
        let Some(name) = FieldName::ALL.into_iter().find(|name| name.as_str() == plain) else {
            let message = format!("a contact has no field `{plain}`");
            let help = suggest::help(plain, FieldName::ALL.map(FieldName::as_str), "there are");
            faults.report(&codes::UNKNOWN_CONTACT_FIELD, field.span, message, help);
            continue;
        };
        if asked.iter().any(|other| other.name == name) {
            faults.report(
                &codes::UNKNOWN_CONTACT_FIELD,
                field.span,
                format!("`{plain}` is asked twice"),
                "keep one of the two",
            );
            continue;
        }
        asked.push(ContactField {
            name,
            required: plain.len() < field.value.len(),
        });
    }
    asked
}

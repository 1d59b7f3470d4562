//! The digest: a day's work in the order in which it is done, as text and as a mail.

use std::path::Path;
use std::sync::LazyLock;
use std::time::SystemTime;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use lettre::message::Mailbox;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::{Address, Message};
use serde::Serialize;
use tera::{Context, Tera};

use super::mail::{both, cannot_build, host, sales_address};
use super::outcome::Ending;
use super::{Brief, DeliveryError, Post, SiteFacts, mailbox};
use crate::assessment::FieldName;
use crate::brief;
use crate::store::{Digest, Share, User, Work};
use crate::words::worth_in_words;

/// Which work, of which day.
#[derive(Clone, Copy)]
pub struct DigestOf<'a> {
    /// The work.
    pub work: &'a Digest,
    /// The day, in UTC.
    pub day: Date,
    /// Everybody who owns leads.
    pub users: &'a [User],
}

/// Tera escapes by the name's ending: `digest.html` is escaped, `digest.txt` is not.
static TEMPLATES: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.add_raw_templates([
        ("digest.html", include_str!("digest.html")),
        ("digest.txt", include_str!("digest.txt")),
    ])
    .expect("the embedded templates are parsed by every test of the digest");
    tera
});

/// What the templates see.
#[derive(Serialize)]
struct Page {
    subject: String,
    site: String,
    day: String,
    /// Where everything else is.
    inbox: String,
    new: String,
    /// Those with work in them.
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct Section {
    title: &'static str,
    count: u64,
    lines: Vec<Line>,
    /// How many are not shown.
    more: u64,
}

/// One thing to do.
#[derive(Serialize)]
struct Line {
    urgent: bool,
    who: String,
    what: String,
    /// What is known of it: triggers, money, how to reach them.
    about: Vec<String>,
    href: String,
}

/// Writes the digest. Where there is nothing to do, it says so, and the text is one line.
///
/// # Errors
/// Only where the embedded templates are broken.
pub fn digest(of: DigestOf<'_>, site: &SiteFacts) -> Result<Brief, DeliveryError> {
    let page = Page::new(of, site);
    let context = Context::from_serialize(&page)?;
    Ok(Brief {
        html: TEMPLATES.render("digest.html", &context)?,
        text: TEMPLATES.render("digest.txt", &context)?,
        subject: page.subject,
    })
}

/// Sends a digest to a user, or writes it into the folder of mails.
///
/// # Errors
/// What became of it, in words that name nobody.
pub async fn send_digest(
    post: &Post,
    (digest, day): (&Brief, Date),
    site: &SiteFacts,
    user: &User,
    folder: &Path,
) -> Result<(), String> {
    let message = message(post, (digest, day), site, user).map_err(|error| error.to_string())?;
    let file = mailbox::digest_place(folder, day, user.id);
    let (outcome, _) = post.send(message, file).await;
    match outcome.ending {
        Ending::Delivered => Ok(()),
        _ => Err(outcome
            .reason
            .unwrap_or_else(|| "the mail could not be sent".to_owned())),
    }
}

fn message(
    post: &Post,
    (digest, day): (&Brief, Date),
    site: &SiteFacts,
    user: &User,
) -> Result<Message, DeliveryError> {
    let address: Address = user.email.parse().map_err(|_| DeliveryError::Recipient)?;
    let from = post.from.clone().unwrap_or_else(|| {
        let address = sales_address(site).unwrap_or_else(|| address.clone());
        Mailbox::new(Some(site.name.clone()), address)
    });
    let (id, host) = (user.id, host(&site.base_url));
    Message::builder()
        .from(from)
        .to(Mailbox::new(Some(user.name.clone()), address))
        .subject(&digest.subject)
        .date(SystemTime::now())
        .message_id(Some(format!("<digest.{day}.{id}@{host}>")))
        // RFC 3834: nobody's holiday note answers it.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .multipart(both(&digest.text, &digest.html)?)
        .map_err(cannot_build)
}

impl Page {
    fn new(of: DigestOf<'_>, site: &SiteFacts) -> Self {
        let work = of.work;
        let line = |what: fn(&Work, Date) -> String| move |one: &Work| line(one, what(one, of.day), of, site);
        let sections = [
            section("Calls", &work.calls, line(call)),
            section("Quotes to send", &work.wanted, line(wanted)),
            section("Open quotes", &work.quotes, line(quoted)),
            section("Meetings", &work.meetings, line(meeting)),
            section("Decisions due", &work.decisions, line(decision)),
        ];
        let sections: Vec<Section> = sections.into_iter().filter(|one| one.count > 0).collect();
        let day = brief::day(of.day);
        let counts = [
            (work.calls.count, "call"),
            (work.wanted.count, "quote to send"),
            (work.quotes.count, "open quote"),
            (work.meetings.count, "meeting"),
            (work.decisions.count, "decision due"),
        ];
        let said = counts.iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> = said.map(|(count, what)| plural(*count, what)).collect();
        let subject = match said.is_empty() {
            true => format!("{day}: nothing to do"),
            false => format!("{day}: {}", said.join(", ")),
        };
        Self {
            subject,
            site: plain(&site.name),
            day,
            inbox: format!("{}/inbox/", site.base_url),
            new: match work.new {
                0 => "No new leads since yesterday.".to_owned(),
                new => format!(
                    "{} since yesterday, of which {} agreed to be contacted.",
                    plural(new, "new lead"),
                    work.new_agreed
                ),
            },
            sections,
        }
    }
}

fn section(title: &'static str, share: &Share, line: impl Fn(&Work) -> Line) -> Section {
    let lines: Vec<Line> = share.first.iter().map(line).collect();
    Section {
        title,
        count: share.count,
        more: share.count.saturating_sub(lines.len() as u64),
        lines,
    }
}

fn line(work: &Work, what: String, of: DigestOf<'_>, site: &SiteFacts) -> Line {
    let field = |name| work.contact.get(name).map(plain);
    let who = [FieldName::Name, FieldName::Role, FieldName::Company].map(field);
    let who: Vec<String> = who.into_iter().flatten().collect();
    let mut about: Vec<String> = work.triggers.iter().map(plain).collect();
    // A month, once and projects are never added to each other.
    let worth = worth_in_words(&work.worth, site.currency);
    about.extend((!worth.is_empty()).then(|| format!("{} in all", worth.join(" and "))));
    match work.agreed {
        true => about.extend(
            [FieldName::Phone, FieldName::Email]
                .map(field)
                .into_iter()
                .flatten(),
        ),
        false => about.push("did not agree to be contacted".to_owned()),
    }
    let owner = of.users.iter().find(|user| Some(user.id) == work.owner);
    about.extend(owner.map(|owner| plain(&owner.name)));
    Line {
        urgent: !work.triggers.is_empty(),
        who: match who.is_empty() {
            true => field(FieldName::Email).unwrap_or_else(|| "No name given".to_owned()),
            false => who.join(", "),
        },
        what,
        about,
        href: format!("{}/inbox/leads/{}", site.base_url, work.id),
    }
}

fn call(work: &Work, day: Date) -> String {
    match (&work.next_step, work.next_on) {
        (Some(step), Some(on)) if on == day => format!("{}, due today", plain(step)),
        (Some(step), Some(on)) => format!("{}, due since {}", plain(step), brief::day(on)),
        (None, Some(on)) => format!("Get in touch, due since {}", brief::day(on)),
        _ => format!("New, came on {}", brief::day(date(work.submitted_at))),
    }
}

fn wanted(work: &Work, day: Date) -> String {
    let names: Vec<String> = work.wanted.iter().map(plain).collect();
    format!("Wants {}{}", names.join("; "), since(work.decided_at, day))
}

fn quoted(work: &Work, day: Date) -> String {
    format!("Quote is out{}", since(work.quoted_at, day))
}

fn meeting(work: &Work, day: Date) -> String {
    let when = work.next_on.map(|on| {
        if on == day {
            "Today".to_owned()
        } else {
            brief::day(on)
        }
    });
    let step = work.next_step.as_deref().map_or("Meeting".to_owned(), plain);
    format!("{}: {step}", when.unwrap_or_default())
}

fn decision(work: &Work, day: Date) -> String {
    match work.review {
        Some(on) if on == day => "Wanted to look at it again today".to_owned(),
        Some(on) => format!("Wanted to look at it again on {}", brief::day(on)),
        None => "Wanted to look at it again".to_owned(),
    }
}

/// `, for 12 days`
fn since(at: Option<jiff::Timestamp>, day: Date) -> String {
    let days = at.map(|at| (day - date(at)).get_days());
    match days {
        None => String::new(),
        Some(..=0) => ", since today".to_owned(),
        Some(1) => ", for a day".to_owned(),
        Some(days) => format!(", for {days} days"),
    }
}

fn date(at: jiff::Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

fn plural(count: u64, what: &str) -> String {
    match (count, what.split_once(' ')) {
        (1, _) => format!("1 {what}"),
        (_, Some(("quote" | "decision", _))) => format!("{count} {}", what.replacen(' ', "s ", 1)),
        _ => format!("{count} {what}s"),
    }
}

/// What a respondent typed never steers a terminal.
fn plain(text: impl AsRef<str>) -> String {
    text.as_ref().replace(char::is_control, "\u{fffd}")
}

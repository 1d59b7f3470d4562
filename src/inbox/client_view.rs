//! What the pages of clients show.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

use super::client::{Known, href};
use super::client_rounds::{RoundsView, by_assessment};
use super::facts::Facts;
use super::list::{Choice, capital};
use super::posted::Fields;
use crate::assessment::{AssessmentId, PackageId, day_in};
use crate::brief::{ClientFault, DueLine, InvitationText, TypedClient, day, due_lines};
use crate::store::{Invitation, Secret};

/// The form that adds or changes a client, with what was typed and what is wrong with it.
#[derive(Serialize)]
pub(super) struct ClientForm {
    name: String,
    packages: Vec<Choice>,
    contact: String,
    every: String,
    errors: Errors,
}

/// By field.
#[derive(Default, Serialize)]
pub(super) struct Errors {
    name: Option<String>,
    package: Option<String>,
    contact: Option<String>,
    every: Option<String>,
    days: Option<String>,
}

impl Errors {
    fn of(faults: &[ClientFault]) -> Self {
        let mut errors = Self::default();
        for fault in faults {
            let place = match fault.field {
                "name" => &mut errors.name,
                "package" => &mut errors.package,
                "contact" => &mut errors.contact,
                "every" => &mut errors.every,
                _ => &mut errors.days,
            };
            *place = Some(format!("{}.", capital(fault.message.trim_end_matches('.'))));
        }
        errors
    }
}

impl ClientForm {
    pub(super) fn new(facts: &Facts, typed: TypedClient<'_>, faults: &[ClientFault]) -> Self {
        let packages = facts.catalogue.packages.iter().map(|package| Choice {
            value: package.id.to_string(),
            label: package.name.clone(),
            chosen: package.id.as_str() == typed.package,
        });
        Self {
            name: typed.name.to_owned(),
            packages: packages.collect(),
            contact: typed.contact.to_owned(),
            every: typed.every.to_owned(),
            errors: Errors::of(faults),
        }
    }
}

/// A form of a client's page that was refused.
#[derive(Default, Serialize)]
pub(super) struct Refused {
    pub(super) action: String,
    assessment: String,
    package: String,
    contact: String,
    every: String,
    days: String,
    errors: Errors,
    #[serde(skip)]
    faults: Vec<ClientFault>,
}

impl Refused {
    pub(super) fn new(action: &str, fields: &Fields, faults: Vec<ClientFault>) -> Self {
        let typed = |name: &str| fields.get(name).to_owned();
        Self {
            action: action.to_owned(),
            assessment: typed("assessment"),
            package: typed("package"),
            contact: typed("contact"),
            every: typed("every"),
            days: typed("days"),
            errors: Errors::of(&faults),
            faults,
        }
    }
}

/// A client and an assessment with its day.
#[derive(Serialize)]
pub(super) struct DueView {
    href: String,
    client: String,
    assessment: Option<String>,
    /// `Late`, `Due` or `Answered`.
    state: String,
    on: String,
    every: String,
    answered: Option<String>,
    invited: Option<String>,
}

impl DueView {
    pub(super) fn new(line: &DueLine, facts: &Facts) -> Self {
        Self {
            href: href(facts, &line.client.id),
            client: line.client.name.clone(),
            assessment: line.assessment.as_ref().map(|id| facts.title(id)),
            state: capital(line.due.state.as_str()),
            on: day(line.due.on),
            every: line.every.to_string(),
            answered: line.answered_on.map(day),
            invited: line.invited_on.map(day),
        }
    }
}

/// What `client.html` sees.
#[derive(Serialize)]
pub(super) struct ClientView {
    here: String,
    title: String,
    package: String,
    contact: Option<String>,
    every: Option<String>,
    since: String,
    form: ClientForm,
    /// Where an assessment has a cadence, how that stands.
    due: Vec<DueView>,
    /// What can be asked.
    assessments: Vec<Choice>,
    days: String,
    /// The one to be sent now.
    shown: Option<Shown>,
    invitations: Vec<InvitationView>,
    rounds: Vec<RoundsView>,
    refused: Refused,
}

/// An invitation, ready to be sent.
#[derive(Serialize)]
struct Shown {
    assessment: String,
    until: String,
    link: String,
    #[serde(flatten)]
    text: InvitationText,
}

#[derive(Serialize)]
struct InvitationView {
    id: Uuid,
    assessment: String,
    made: String,
    until: String,
    /// `Open`, `Expired`, `Taken back`.
    state: &'static str,
    open: bool,
}

impl ClientView {
    pub(super) fn new(
        known: &Known,
        facts: &Facts,
        secret: &Secret,
        shown: Option<Uuid>,
        refused: Refused,
    ) -> Self {
        let now = Timestamp::now();
        let client = &known.client;
        let clients = std::slice::from_ref(client);
        let typed = match refused.action == "change" {
            true => TypedClient {
                name: &client.name,
                package: &refused.package,
                contact: &refused.contact,
                every: &refused.every,
            },
            false => TypedClient {
                name: &client.name,
                package: client.package.as_str(),
                contact: client.contact.as_deref().unwrap_or_default(),
                every: client.every.as_deref().unwrap_or_default(),
            },
        };
        let faults = match refused.action == "change" {
            true => refused.faults.as_slice(),
            false => &[],
        };
        let open = |one: &&Invitation| one.revoked_at.is_none() && one.expires_at > now;
        let mut invitations = known.invitations.iter().filter(open);
        let shown = shown.and_then(|id| invitations.find(|one| one.id == id));
        let due = due_lines(clients, &known.answering, now, &TimeZone::UTC);
        let asked = facts.assessments.iter().filter(|(_, one)| one.sheet.is_some());
        Self {
            here: href(facts, &client.id),
            title: client.name.clone(),
            package: facts.package(&client.package),
            contact: client.contact.clone(),
            every: client.every.clone(),
            since: day(day_in(client.added_at, &TimeZone::UTC)),
            form: ClientForm::new(facts, typed, faults),
            due: due.iter().map(|line| DueView::new(line, facts)).collect(),
            assessments: asked
                .map(|(id, one)| Choice {
                    value: id.to_string(),
                    label: one.title.clone(),
                    chosen: id.as_str() == refused.assessment,
                })
                .collect(),
            days: match refused.action == "invite" {
                true => refused.days.clone(),
                false => "30".to_owned(),
            },
            shown: shown.map(|one| {
                let assessment = facts.title(&one.assessment);
                let link = format!("{}/i/{}", facts.reports_at, secret.sign(one));
                Shown {
                    until: until(one),
                    text: InvitationText::new(client, one, &assessment, &link, &facts.site_name),
                    assessment,
                    link,
                }
            }),
            invitations: known
                .invitations
                .iter()
                .map(|one| InvitationView {
                    id: one.id,
                    assessment: facts.title(&one.assessment),
                    made: day(day_in(one.made_at, &TimeZone::UTC)),
                    until: until(one),
                    state: match (one.revoked_at.is_some(), open(&one)) {
                        (true, _) => "Taken back",
                        (false, true) => "Open",
                        (false, false) => "Expired",
                    },
                    open: open(&one),
                })
                .collect(),
            rounds: by_assessment(&known.rounds)
                .into_iter()
                .filter_map(|(id, responses)| RoundsView::new(&client.id, id, &responses, facts))
                .collect(),
            refused,
        }
    }
}

fn until(invitation: &Invitation) -> String {
    day(day_in(invitation.expires_at, &TimeZone::UTC))
}

impl Facts {
    /// What an assessment is called; one that is gone, by its id.
    pub(super) fn title(&self, id: &AssessmentId) -> String {
        let known = self.assessments.get(id);
        known.map_or_else(|| id.to_string(), |one| one.title.clone())
    }

    /// What a package is called; one that is gone, by its id.
    pub(super) fn package(&self, id: &PackageId) -> String {
        let mut packages = self.catalogue.packages.iter();
        let known = packages.find(|one| one.id == *id);
        known.map_or_else(|| id.to_string(), |one| one.name.clone())
    }
}

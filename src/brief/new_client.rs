//! A client as somebody types one in, checked: on the command line, in a CSV file, in the inbox.

use jiff::Timestamp;

use crate::assessment::{Cadence, Catalogue, PackageId};
use crate::store::Client;

/// Characters of a name at most.
const LONGEST_NAME: usize = 100;
/// Characters of an e-mail address at most (RFC 5321).
const LONGEST_EMAIL: usize = 254;

/// What was typed; empty where nothing was.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypedClient<'t> {
    /// As the client writes it.
    pub name: &'t str,
    /// The package's id or name.
    pub package: &'t str,
    /// Who gets invitations.
    pub contact: &'t str,
    /// How often they are asked, such as `3m`.
    pub every: &'t str,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientFault {
    /// `name`, `package`, `contact` or `every`.
    pub field: &'static str,
    /// In words, with what to do.
    pub message: String,
}

/// The client that was typed, under an id made of the name.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn new_client(
    typed: TypedClient<'_>,
    catalogue: &Catalogue,
    now: Timestamp,
) -> Result<Client, Vec<ClientFault>> {
    let mut faults = Vec::new();
    let mut said = |field: &'static str, result: Result<(), String>| {
        faults.extend(result.err().map(|message| ClientFault { field, message }));
    };
    let name = typed.name.trim();
    let id = slug::slugify(name);
    said("name", check_name(name, &id));
    let package = package(typed.package, catalogue);
    said("package", package.clone().map(drop));
    let contact = contact(typed.contact);
    said("contact", contact.clone().map(drop));
    let every = cadence(typed.every);
    said("every", every.clone().map(drop));
    match (package, contact, every) {
        (Ok(package), Ok(contact), Ok(every)) if faults.is_empty() => Ok(Client {
            id,
            name: name.to_owned(),
            package,
            contact,
            every: every.map(|every| every.to_string()),
            added_at: now,
        }),
        _ => Err(faults),
    }
}

fn check_name(name: &str, id: &str) -> Result<(), String> {
    let length = name.chars().count();
    if length == 0 || length > LONGEST_NAME || name.contains(char::is_control) {
        return Err(format!(
            "a client's name is one line of at most {LONGEST_NAME} characters"
        ));
    }
    match id.is_empty() {
        true => Err("a client's name needs a letter or a digit".to_owned()),
        false => Ok(()),
    }
}

/// The package of that id or name.
///
/// # Errors
/// In words, with the packages that there are.
pub fn package(written: &str, catalogue: &Catalogue) -> Result<PackageId, String> {
    let written = written.trim();
    let packages = &catalogue.packages;
    let mut known = packages.iter();
    let found = known.find(|one| one.id.as_str() == written || one.name.eq_ignore_ascii_case(written));
    if let Some(package) = found {
        return Ok(package.id.clone());
    }
    let ids: Vec<&str> = packages.iter().map(|one| one.id.as_str()).collect();
    Err(match (written, ids.is_empty()) {
        (_, true) => "site.yaml names no packages; write them there first".to_owned(),
        ("", false) => format!("say what they pay for: {}", ids.join(", ")),
        (_, false) => format!("there is no package `{written}`; there are: {}", ids.join(", ")),
    })
}

/// The address, or none.
///
/// # Errors
/// Where it is no e-mail address.
pub fn contact(written: &str) -> Result<Option<String>, String> {
    let written = written.trim();
    if written.is_empty() {
        return Ok(None);
    }
    let parts = written.split_once('@');
    let plain = parts.is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
        && !written.contains(|c: char| c.is_whitespace() || c.is_control());
    match plain && written.chars().count() <= LONGEST_EMAIL {
        true => Ok(Some(written.to_owned())),
        false => Err("that is no email address".to_owned()),
    }
}

/// The cadence, or none.
///
/// # Errors
/// Where it is none that can be kept.
pub fn cadence(written: &str) -> Result<Option<Cadence>, String> {
    let written = written.trim();
    if written.is_empty() {
        return Ok(None);
    }
    written
        .parse()
        .map(Some)
        .map_err(|error: crate::assessment::CadenceError| error.to_string())
}

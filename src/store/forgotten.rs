//! Erasing a person, and what stays of it: that it was done, and not who it was.
//!
//! Each erasure leaves a line with a keyed hash of the address. The key lies in a file beside the database, so that
//! nobody who has the database alone can try addresses. The same file repeats the lines: a database that is put back
//! from a backup has forgotten whom it forgot, and the file tells it ([`Leads::forget_again`]).

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};
use sha2::Sha256;
use uuid::Uuid;

use super::rows::{person, same_address};
use super::{Forgotten, Leads, StoreError, clients, erase, rows};
use crate::assessment::{Contact, FieldName};

/// Who erases from a terminal.
pub const COMMAND_LINE: &str = "command line";

/// So many responses are looked at in one go.
const AT_ONCE: i64 = 500;

/// A line about somebody who was erased.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Erasure {
    /// When.
    pub at: Timestamp,
    /// A keyed hash of their address; `None` where they gave none.
    pub person: Option<[u8; 32]>,
    /// How many responses went.
    pub responses: u32,
    /// The user of the inbox, or [`COMMAND_LINE`].
    pub by: String,
}

/// What [`Leads::forget_again`] erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// How many people had come back.
    pub people: usize,
    /// All of theirs.
    pub gone: Forgotten,
}

impl Leads {
    /// Erases every response of the person with that address, with its deliveries, and the address itself where it is a
    /// client's contact, from the file and its log, and keeps a line about it. `by` is who does it.
    ///
    /// # Errors
    /// Where nothing could be erased.
    pub fn forget(&mut self, email: &str, by: &str) -> Result<Forgotten, StoreError> {
        let file = self.list_of_forgotten();
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = of_person(&change, email)?;
        let mut gone = Forgotten {
            responses: found.iter().map(|(_, id)| *id).collect(),
            deliveries: 0,
            contacts: clients::forget_contact(&change, email)?,
            log_emptied: true,
        };
        if !found.is_empty() || gone.contacts > 0 {
            let key = Key::made(&file)?;
            let line = Erasure {
                at: now(),
                person: Some(key.hash(email)),
                responses: u32::try_from(found.len()).unwrap_or(u32::MAX),
                by: by.to_owned(),
            };
            // First the file: after a power cut it may name somebody who is still there, and never leaves one out.
            append(&file, &line)?;
            keep(&change, &line)?;
        }
        for (key, _) in found {
            gone.deliveries += erase::by_key(&change, key)?;
        }
        change.commit()?;
        gone.log_emptied = self.empty_log()?;
        Ok(gone)
    }

    /// Erases everybody again who was ever erased and is there nevertheless, since a backup was put back. Lines that the
    /// database lost with that are put back too.
    ///
    /// # Errors
    /// Where the list can't be read, or not all could be erased.
    pub fn forget_again(&mut self, by: &str) -> Result<Again, StoreError> {
        let file = self.list_of_forgotten();
        let mut again = Again {
            people: 0,
            gone: Forgotten {
                responses: Vec::new(),
                deliveries: 0,
                contacts: 0,
                log_emptied: true,
            },
        };
        let mut lines: BTreeSet<Erasure> = self.forgotten(None)?.into_iter().collect();
        let Some(key) = Key::read(&file)? else {
            return match lines.iter().any(|line| line.person.is_some()) {
                true => Err(unusable(&file, "it is gone, and with it the key to the list")),
                false => Ok(again),
            };
        };
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for line in written(&file)? {
            if lines.insert(line.clone()) {
                keep(&change, &line)?;
            }
        }
        change.commit()?;
        let people: HashSet<[u8; 32]> = lines.iter().filter_map(|line| line.person).collect();
        for email in self.addresses(|email| people.contains(&key.hash(email)))? {
            let gone = self.forget(&email, by)?;
            again.people += 1;
            again.gone.responses.extend(gone.responses);
            again.gone.deliveries += gone.deliveries;
            again.gone.contacts += gone.contacts;
            again.gone.log_emptied = gone.log_emptied;
        }
        Ok(again)
    }

    /// What is known of erasures, the oldest first; with `email`, those of one person.
    ///
    /// # Errors
    /// As for every look-up, and where the key of the list can't be read.
    pub fn forgotten(&self, email: Option<&str>) -> Result<Vec<Erasure>, StoreError> {
        let wanted = match email {
            None => None,
            Some(email) => match Key::read(&self.list_of_forgotten())? {
                None => return Ok(Vec::new()),
                Some(key) => Some(key.hash(email)),
            },
        };
        let mut statement = self
            .connection
            .prepare("SELECT at, person, responses, by FROM forgotten ORDER BY at, key")?;
        let mut found = statement.query([])?;
        let mut lines = Vec::new();
        while let Some(row) = found.next()? {
            let line = Erasure {
                at: rows::time(row.get(0)?)?,
                person: row.get(1)?,
                responses: row.get(2)?,
                by: row.get(3)?,
            };
            if wanted.is_none() || line.person == wanted {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    /// Every address that answers to `wanted`, as it is compared.
    fn addresses(&self, wanted: impl Fn(&str) -> bool) -> Result<BTreeSet<String>, StoreError> {
        let clients = self.look_at_clients(|clients| clients.all())?;
        let contacts = clients.iter().filter_map(|client| client.contact.as_deref());
        let contacts = contacts.map(same_address);
        let mut addresses: BTreeSet<String> = contacts.filter(|email| wanted(email)).collect();
        let mut statement = self.connection.prepare(
            "SELECT key, json_extract(contact, '$.email') FROM responses
             WHERE key > ?1 AND person IS NOT NULL ORDER BY key LIMIT ?2",
        )?;
        let mut last = i64::MIN;
        loop {
            let before = last;
            let mut found = statement.query(params![last, AT_ONCE])?;
            while let Some(row) = found.next()? {
                last = row.get(0)?;
                let email: Option<String> = row.get(1)?;
                addresses.extend(
                    email
                        .map(|email| same_address(&email))
                        .filter(|email| wanted(email)),
                );
            }
            if last == before {
                return Ok(addresses);
            }
        }
    }

    fn list_of_forgotten(&self) -> PathBuf {
        list_beside(Path::new(self.connection.path().unwrap_or_default()))
    }
}

/// Writes down that somebody without an address was erased.
pub(super) fn nameless(connection: &Connection, by: &str) -> Result<(), StoreError> {
    let line = Erasure {
        at: now(),
        person: None,
        responses: 1,
        by: by.to_owned(),
    };
    keep(connection, &line)
}

/// As precise as the table.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

fn keep(connection: &Connection, line: &Erasure) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO forgotten (person, at, responses, by) VALUES (?1, ?2, ?3, ?4)",
        params![line.person, line.at.as_millisecond(), line.responses, line.by],
    )?;
    Ok(())
}

/// The hash finds candidates; the address itself decides.
pub(super) fn of_person(connection: &Connection, email: &str) -> Result<Vec<(i64, Uuid)>, StoreError> {
    let wanted = same_address(email);
    let mut statement =
        connection.prepare("SELECT key, id, contact FROM responses WHERE person = ?1 ORDER BY key")?;
    let mut found = statement.query([person(email)])?;
    let mut keys = Vec::new();
    while let Some(row) = found.next()? {
        let contact: Contact = serde_json::from_str(&row.get::<_, String>(2)?)?;
        if contact.get(FieldName::Email).map(same_address).as_deref() == Some(&wanted) {
            keys.push((row.get(0)?, Uuid::from_bytes(row.get(1)?)));
        }
    }
    Ok(keys)
}

/// Turns addresses into what stays of them.
struct Key([u8; 32]);

impl Key {
    /// The key of the file; made at the first time.
    fn made(file: &Path) -> Result<Self, StoreError> {
        if let Some(key) = Self::read(file)? {
            return Ok(key);
        }
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| StoreError::NoRandomness)?;
        create(file, &format!("{}\n", hex(&key))).map_err(|error| unusable(file, &error))?;
        // Another program may have been faster: what is in the file counts.
        Self::read(file)?.ok_or_else(|| unusable(file, "it went away"))
    }

    fn read(file: &Path) -> Result<Option<Self>, StoreError> {
        let text = match fs::read_to_string(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| unusable(file, &error))?,
        };
        let key = text.lines().next().and_then(unhex);
        let key = key.ok_or_else(|| unusable(file, "its first line is no key"))?;
        Ok(Some(Self(key)))
    }

    fn hash(&self, email: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(same_address(email).as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// Whole or not at all, and never over another.
fn create(file: &Path, text: &str) -> io::Result<()> {
    let unfinished = file.with_extension(format!("{}.tmp", Uuid::new_v4()));
    let mut options = private();
    let mut made = options.create_new(true).open(&unfinished)?;
    made.write_all(text.as_bytes())?;
    made.sync_all()?;
    let linked = fs::hard_link(&unfinished, file);
    fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn append(file: &Path, line: &Erasure) -> Result<(), StoreError> {
    let person = line.person.map(|person| hex(&person)).unwrap_or_default();
    // A name has no line of its own in it: users are called by one line.
    let by = line.by.replace(['\n', '\r'], " ");
    let text = format!("{person} {} {} {by}\n", line.at.as_millisecond(), line.responses);
    let written = private().append(true).open(file).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| unusable(file, &error))
}

/// The lines of the file. One that a power cut left unfinished is passed over: its erasure did not happen.
fn written(file: &Path) -> Result<Vec<Erasure>, StoreError> {
    let text = fs::read_to_string(file).map_err(|error| unusable(file, &error))?;
    let line = |line: &str| {
        let mut parts = line.splitn(4, ' ');
        Some(Erasure {
            person: Some(unhex(parts.next()?)?),
            at: Timestamp::from_millisecond(parts.next()?.parse().ok()?).ok()?,
            responses: parts.next()?.parse().ok()?,
            by: parts.next()?.to_owned(),
        })
    };
    Ok(text.lines().skip(1).filter_map(line).collect())
}

/// `leads.sqlite` → `leads.sqlite.forgotten`
fn list_beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".forgotten");
    PathBuf::from(name)
}

/// For the owner of the database alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn unusable(file: &Path, cause: impl ToString) -> StoreError {
    StoreError::Forgotten {
        path: file.to_owned(),
        cause: cause.to_string(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}

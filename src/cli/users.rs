//! `users add | list | remove`: who may look at the inbox.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use jiff::Timestamp;

use super::arguments::UsersCommand;
use super::failure::Failure;
use crate::inbox::{self, PasswordError};
use crate::store::Users;

pub(super) fn run(site: &Path, command: &UsersCommand) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match command {
        UsersCommand::Add {
            email,
            name,
            password_stdin,
            database,
        } => {
            check_email(email)?;
            let name = named(name.as_deref(), email)?;
            let hash = inbox::hash(&password(*password_stdin)?)?;
            let mut users = Users::open(&database.file(site))?;
            if !users.add(email, &name, &hash, Timestamp::now())? {
                return Err(Failure::Input(format!(
                    "{email} can sign in already; to give them another password, remove them first"
                )));
            }
            writeln!(out, "{email} can sign in to the inbox now.")?;
        }
        UsersCommand::List { database } => {
            let users = Users::open(&database.file(site))?.list()?;
            if users.is_empty() {
                writeln!(
                    out,
                    "No users yet. `gradewright users add EMAIL` lets somebody in."
                )?;
            }
            for user in users {
                let state = if user.disabled { "removed" } else { "active" };
                let since = user.created_at.strftime("%Y-%m-%d").to_string();
                writeln!(out, "{since}  {state:<7}  {}  {}", user.email, user.name)?;
            }
        }
        UsersCommand::Remove { email, database } => {
            let mut users = Users::open(&database.file(site))?;
            if !users.remove(email, Timestamp::now())? {
                return Err(Failure::Input(format!(
                    "nobody signs in as {email}; `gradewright users list` shows all"
                )));
            }
            writeln!(
                out,
                "{email} is signed out everywhere and can sign in no more. Their notes and leads stay."
            )?;
        }
    }
    Ok(out.flush()?)
}

fn check_email(email: &str) -> Result<(), Failure> {
    let plain = email
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
        && !email.contains(|c: char| c.is_whitespace() || c.is_control());
    match plain && email.chars().count() <= 254 {
        true => Ok(()),
        false => Err(Failure::Input("that is no email address".to_owned())),
    }
}

/// What colleagues see; without one, the address up to the `@`.
fn named(name: Option<&str>, email: &str) -> Result<String, Failure> {
    let name = name
        .unwrap_or_else(|| email.split('@').next().unwrap_or_default())
        .trim();
    if name.is_empty() || name.chars().count() > 100 || name.contains(char::is_control) {
        let text = "a name is one line of at most 100 characters";
        return Err(Failure::Input(text.to_owned()));
    }
    Ok(name.to_owned())
}

/// Typed twice on a terminal without being shown, or the first line of standard input.
fn password(from_stdin: bool) -> Result<String, Failure> {
    if from_stdin {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    if !io::stdin().is_terminal() {
        let text = "there is no terminal to ask for the password; pipe it in and say --password-stdin";
        return Err(Failure::Input(text.to_owned()));
    }
    let password = rpassword::prompt_password("Password (at least 12 characters): ")?;
    if rpassword::prompt_password("Once more: ")? != password {
        return Err(Failure::Input(
            "the two are not the same; nothing was changed".to_owned(),
        ));
    }
    Ok(password)
}

impl From<PasswordError> for Failure {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::TooShort | PasswordError::TooLong => Self::Input(error.to_string()),
            _ => Self::System(error.to_string()),
        }
    }
}

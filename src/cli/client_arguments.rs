//! What can be written on the command line about clients.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::arguments::{DatabaseOption, LeadsFormat};

/// What `clients` can do.
#[derive(Debug, Subcommand)]
pub enum ClientsCommand {
    /// Put a client on the list
    Add {
        /// As the client writes it; the id is made of it
        name: String,
        /// What they pay for: a package of site.yaml
        #[arg(long, value_name = "ID")]
        package: String,
        /// Who gets invitations
        #[arg(long, value_name = "EMAIL", default_value = "")]
        contact: String,
        /// How often they are asked: 3m, 6m, 1y, 90d, 2w
        #[arg(long, value_name = "CADENCE", default_value = "")]
        every: String,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// List every client with the package
    List {
        /// For people or for scripts
        #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
        format: LeadsFormat,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Show one client: the invitations that are out, and what was answered
    Show {
        /// The client's id, as `clients list` shows it
        client: String,
        /// For people or for scripts
        #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
        format: LeadsFormat,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Change a client's package, contact or cadence
    Change {
        /// The client's id
        client: String,
        /// What they pay for from now on
        #[arg(long, value_name = "ID")]
        package: Option<String>,
        /// Who gets invitations; "" for nobody
        #[arg(long, value_name = "EMAIL")]
        contact: Option<String>,
        /// How often they are asked; "" for never
        #[arg(long, value_name = "CADENCE")]
        every: Option<String>,
        /// The cadence is that of this assessment alone; "" makes it follow the client's again
        #[arg(long, value_name = "NAME", requires = "every")]
        assessment: Option<String>,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Put every client of a CSV file on the list: name, package, contact, every. All of them, or none
    Import {
        /// With a first line that names the columns
        file: PathBuf,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Take a client off the list, with the invitations; what was answered stays among the leads
    Remove {
        /// The client's id
        client: String,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Take an invitation back: its link opens nothing from now on
    Uninvite {
        /// As `clients show` shows it
        invitation: Uuid,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
}

/// Options of `invite`.
#[derive(Debug, Args)]
pub struct InviteOptions {
    /// The client's id
    pub client: String,
    /// The name of the grader or questionnaire
    pub assessment: String,
    /// How long the link opens it
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=366))]
    pub days: u16,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub database: DatabaseOption,
}

/// Options of `due`.
#[derive(Debug, Args)]
pub struct DueOptions {
    /// Those that are not due yet, too
    #[arg(long)]
    pub all: bool,
    /// The time it is, with the offset of your time zone: 2026-11-26T09:00+01:00 [default: now, in UTC]
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// For people or for scripts
    #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
    pub format: LeadsFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub database: DatabaseOption,
}

/// Options of `compare`.
#[derive(Debug, Args)]
pub struct CompareOptions {
    /// The client's id
    pub client: String,
    /// The name of the grader or questionnaire [default: every one that was answered twice]
    pub assessment: Option<String>,
    /// Decisions are due by this day, in UTC [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub day: Option<jiff::civil::Date>,
    /// For people or for scripts
    #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
    pub format: LeadsFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub database: DatabaseOption,
}

//! What can be written on the command line.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use uuid::Uuid;

/// Turns questionnaires written in Markdown into a site of scored assessments, and answers into leads.
#[derive(Debug, Parser)]
#[command(
    name = "gradewright",
    version,
    about,
    max_term_width = 100,
    after_help = "\
Exit codes: 0 done · 1 the content or input is at fault · 2 wrong usage · 3 a fault of the system (disk, port, network)"
)]
pub struct Arguments {
    /// The folder that holds content/
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    pub site: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build, serve on this machine, watch the content and reload the browser
    Serve(ServeOptions),
    /// Write the static site
    Build(BuildOptions),
    /// Say everything that is wrong with the content
    Check(CheckOptions),
    /// Build, then serve the site and its endpoint for real, without watching
    Host(HostOptions),
    /// Look at stored leads, export them, key one in from paper, or erase a person
    #[command(subcommand)]
    Leads(LeadsCommand),
    /// See what became of each lead's deliveries, or send one again
    #[command(subcommand)]
    Deliveries(DeliveriesCommand),
    /// Say what sales have to do today, or mail it to them
    Digest(DigestOptions),
    /// Say who may look at the inbox
    #[command(subcommand)]
    Users(UsersCommand),
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct ServeOptions {
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 4000)]
    pub port: u16,
    /// Show drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Look for changes again and again, where the system does not tell of them (some network folders)
    #[arg(long)]
    pub poll: bool,
    /// Where the pages are written [default: DIR/public]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub database: DatabaseOption,
}

/// Options of `build`.
#[derive(Debug, Args)]
pub struct BuildOptions {
    /// Where the pages are written [default: DIR/public]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The site's address, instead of the one in site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Write drafts too
    #[arg(long)]
    pub drafts: bool,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckOptions {
    /// For people, for scripts, or for pull requests
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub format: CheckFormat,
    /// Fail on warnings too
    #[arg(long)]
    pub strict: bool,
    /// Say what changed for the answers kept here [default: sqlite:DIR/data/gradewright.sqlite, where it exists]
    #[arg(long, value_name = "sqlite:FILE", value_parser = sqlite_file)]
    pub database: Option<PathBuf>,
}

/// How `check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// With the line and a caret.
    Human,
    /// An array of diagnostics.
    Json,
    /// Annotations for GitHub Actions.
    Github,
}

/// Options of `host`.
#[derive(Debug, Args)]
pub struct HostOptions {
    /// The address to listen on
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:4000")]
    pub listen: SocketAddr,
    /// The port alone; the address stays that of --listen
    #[arg(long)]
    pub port: Option<u16>,
    /// Where the pages are written [default: DIR/public]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The site's address, instead of the one in site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub database: DatabaseOption,
}

/// What `leads` can do.
#[derive(Debug, Subcommand)]
pub enum LeadsCommand {
    /// List every lead, newest first
    List {
        /// For people or for scripts
        #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
        format: LeadsFormat,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Show one lead with its scorecard, its services and its answers
    Show {
        /// As `leads list` shows it
        id: Uuid,
        /// For people or for scripts
        #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
        format: LeadsFormat,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Withdraw a report: its address answers that it is no longer there
    Revoke {
        /// As `leads list` shows it
        id: Uuid,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Write every lead to standard output
    Export {
        /// For spreadsheets or for scripts
        #[arg(long, value_enum, default_value_t = ExportFormat::Csv)]
        format: ExportFormat,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Key a sheet of paper in: checked, scored and stored like an answer sent from its page
    Add {
        /// The name of the grader or questionnaire
        assessment: String,
        /// JSON or YAML: `question: answer` on each line, or the fields answers, contact, consent, definition (the
        /// sheet's code), source and id
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
        /// For people or for scripts
        #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
        format: LeadsFormat,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Erase a person: their leads, what waits to be sent, and the mails written about them
    Forget {
        /// The address they gave
        email: String,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
}

/// Options of `digest`.
#[derive(Debug, Args)]
pub struct DigestOptions {
    /// For this user of the inbox: about their leads and those of nobody
    #[arg(long = "for", value_name = "EMAIL")]
    pub user: Option<String>,
    /// For a terminal, or a whole mail
    #[arg(long, value_enum, default_value_t = DigestFormat::Text)]
    pub format: DigestFormat,
    /// Mail it to each user of the inbox (or the one of --for), about their leads and those of nobody
    #[arg(long, conflicts_with = "format")]
    pub send: bool,
    /// The day, in UTC [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub day: Option<jiff::civil::Date>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub database: DatabaseOption,
}

/// How `digest` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DigestFormat {
    /// Readable.
    Text,
    /// A document for mail clients.
    Html,
}

/// What `users` can do.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// Let somebody sign in; asks for their password
    Add {
        /// The address they sign in with
        email: String,
        /// As colleagues see it [default: the address up to the @]
        #[arg(long)]
        name: Option<String>,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Show everybody who may sign in, or might once
    List {
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Sign somebody out everywhere and let them in no more
    Remove {
        /// The address they sign in with
        email: String,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
}

/// What `deliveries` can do.
#[derive(Debug, Subcommand)]
pub enum DeliveriesCommand {
    /// List every delivery, newest first: where it stands, and why
    List {
        /// For people or for scripts
        #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
        format: LeadsFormat,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Send one again, whatever became of it; a running `host` does so within ten seconds
    Replay {
        /// As `deliveries list` shows it
        id: i64,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
}

/// How `leads` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LeadsFormat {
    /// Readable.
    Human,
    /// JSON.
    Json,
}

/// How `leads export` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One line a lead.
    Csv,
    /// An array.
    Json,
}

/// Where leads are kept.
#[derive(Debug, Clone, Args)]
pub struct DatabaseOption {
    /// Where leads are kept [default: sqlite:DIR/data/gradewright.sqlite]
    #[arg(long, value_name = "sqlite:FILE", value_parser = sqlite_file)]
    pub database: Option<PathBuf>,
}

impl DatabaseOption {
    /// The file, for a site.
    pub fn file(&self, site: &Path) -> PathBuf {
        self.database
            .clone()
            .unwrap_or_else(|| data_folder(site).join("gradewright.sqlite"))
    }
}

/// The folder of a site that holds personal data; never published, never in git.
pub(super) fn data_folder(site: &Path) -> PathBuf {
    site.join("data")
}

/// Where pages go unless `--output` says otherwise.
pub(super) fn output_folder(site: &Path, output: Option<&PathBuf>) -> PathBuf {
    output.cloned().unwrap_or_else(|| site.join("public"))
}

fn sqlite_file(text: &str) -> Result<PathBuf, String> {
    match text.strip_prefix("sqlite:") {
        Some("") | None => {
            Err("write sqlite:FILE, such as sqlite:/var/lib/gradewright/leads.sqlite".to_owned())
        }
        Some(file) => Ok(PathBuf::from(file)),
    }
}

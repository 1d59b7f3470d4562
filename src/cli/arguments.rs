//! What can be written on the command line.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use uuid::Uuid;

use super::client_arguments::{ClientsCommand, CompareOptions, DueOptions, InviteOptions};

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
    /// Say what a code of `check` means and why it matters, with an example
    Explain(ExplainOptions),
    /// Make a working site in a new folder: a grader, three services, a README
    Init(InitOptions),
    /// Begin a grader, questionnaire, service or page, with a file that shows the format
    New(NewOptions),
    /// Write every id into a grader or questionnaire, so that its wording can change without losing answers
    Pin(PinOptions),
    /// Write JSON Schemas, by which an editor completes and checks site.yaml and front matter
    Schema(SchemaOptions),
    /// Score a sheet of answers and say why, line by line; nothing is stored
    Try(TryOptions),
    /// Let many random respondents answer, and show how scores, bands and services fall
    Simulate(SimulateOptions),
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
    /// Say who is a client, and with which package
    #[command(subcommand)]
    Clients(ClientsCommand),
    /// Make a link that opens an assessment for a client
    Invite(InviteOptions),
    /// Say which clients to ask again
    Due(DueOptions),
    /// Say what changed since a client answered last
    Compare(CompareOptions),
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

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// As `check` prints it, such as `unknown-service` [default: list them all]
    pub code: Option<String>,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitOptions {
    /// A new or empty folder
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Copy the whole library of the example site instead
    #[arg(long, value_enum)]
    pub from: Option<Start>,
}

/// What `init` can begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Start {
    /// The example site.
    Example,
}

/// Options of `new`.
#[derive(Debug, Args)]
pub struct NewOptions {
    /// What to begin
    #[arg(value_enum)]
    pub kind: NewKind,
    /// Its title; the file's name and address are made from it
    pub name: String,
}

/// What `new` can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A public assessment that gives a score.
    Grader,
    /// An assessment for meetings and clients.
    Questionnaire,
    /// Something that is sold.
    Service,
    /// Anything else.
    Page,
}

/// Options of `pin`.
#[derive(Debug, Args)]
pub struct PinOptions {
    /// A file of content/graders/ or content/questionnaires/
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaOptions {
    /// Where they are written [default: schemas/ in the site's folder]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// Options of `try`.
#[derive(Debug, Args)]
pub struct TryOptions {
    /// The name of the grader or questionnaire, a draft too
    pub assessment: String,
    /// JSON or YAML, `question: answer` on each line, as in a post; `-` is standard input
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "band",
        conflicts_with = "band"
    )]
    pub answers: Option<PathBuf>,
    /// Find answers that lead to this band, and print them in the form that --answers takes
    #[arg(long, value_name = "ID")]
    pub band: Option<String>,
    /// For people or for scripts
    #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
    pub format: LeadsFormat,
}

/// Options of `simulate`.
#[derive(Debug, Args)]
pub struct SimulateOptions {
    /// The name of the grader or questionnaire, a draft too
    pub assessment: String,
    /// How many answer, at most 1,000,000
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub respondents: u64,
    /// The same seed gives the same answers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// What respondents are like, in YAML or JSON [default: every answer equally likely]
    #[arg(long, value_name = "FILE")]
    pub persona: Option<PathBuf>,
    /// Write the report as a page too
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
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
        /// sheet's code), source and id; `-` is standard input
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
        #[arg(required_unless_present = "again")]
        email: Option<String>,
        /// Everybody who was ever erased and is there nevertheless: after a backup was put back
        #[arg(long, conflicts_with = "email")]
        again: bool,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// List who was erased, when and by whom: proof that names nobody
    Forgotten {
        /// Only what was done about this address
        email: Option<String>,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Show everything that is held about one person, for whoever asks for a copy
    Person {
        /// The address they gave
        email: String,
        /// For people or for scripts
        #[arg(long, value_enum, default_value_t = LeadsFormat::Human)]
        format: LeadsFormat,
        #[command(flatten)]
        #[allow(missing_docs)]
        database: DatabaseOption,
    },
    /// Erase what is older than `retention_days`, as `host` and `serve` do once a day
    Sweep {
        /// Only say how many that would be
        #[arg(long)]
        dry_run: bool,
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

//! `new`: a file that passes `check` and shows the format by example.

use std::fs;
use std::path::Path;

use super::arguments::{NewKind, NewOptions};
use super::failure::Failure;
use super::init::write_new;
use crate::content::{self, Cache, ReadOptions, Reading};

pub(super) fn run(site: &Path, options: &NewOptions) -> Result<(), Failure> {
    if !site.join("content").is_dir() {
        let message = "there is no folder `content` here; `gradewright init DIR` makes a site, or name one with `--site DIR`";
        return Err(Failure::Input(message.to_owned()));
    }
    let slug = content::slug(&options.name);
    if slug.is_empty() || options.name.chars().any(char::is_control) {
        let message = "a name needs letters or digits to make a file name from, on one line";
        return Err(Failure::Input(message.to_owned()));
    }
    let (folder, template) = match options.kind {
        NewKind::Grader => ("graders", include_str!("../../starter/new/grader.md")),
        NewKind::Questionnaire => (
            "questionnaires",
            include_str!("../../starter/new/questionnaire.md"),
        ),
        NewKind::Service => ("services", include_str!("../../starter/new/service.md")),
        NewKind::Page => ("pages", include_str!("../../starter/new/page.md")),
    };
    let file = format!("content/{folder}/{slug}.md");
    let path = site.join(&file);
    let read = || content::read(site, &ReadOptions::default(), &mut Cache::default());
    let before = read().diagnostics;
    write_new(
        &path,
        filled(template, &options.name, service(site).as_deref()).as_bytes(),
    )?;
    let mut reading = read();
    reading.diagnostics.retain(|fault| !before.contains(fault));
    if !reading.diagnostics.is_empty() {
        // Its address is another's: what was there before is what matters.
        fs::remove_file(&path)?;
        return Err(refused(&reading, &file));
    }
    println!("{}", path.display());
    println!("Next: {}", next(options.kind, &slug));
    Ok(())
}

fn refused(reading: &Reading, file: &str) -> Failure {
    super::content::show(reading);
    Failure::Input(format!("{file} can't be there; take another name"))
}

/// The template with its title, and tied to a service of the site if it has one.
fn filled(template: &str, name: &str, service: Option<&str>) -> String {
    let title = name.trim().replace('\\', "\\\\").replace('"', "\\\"");
    let text = match service {
        Some(service) => template.replace("{service}", &format!("service {service}")),
        None => template
            .replace("{service} below 7", "unloaded")
            .replace("{service}", "unloaded"),
    };
    // Last, so that nothing in the name is taken for a place to fill.
    text.replacen("{title}", &title, 1)
}

/// The first service of the site by name.
fn service(site: &Path) -> Option<String> {
    let entries = fs::read_dir(site.join("content/services")).ok()?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
        .filter(|name| content::slug(name) == *name)
        .collect();
    names.sort();
    names.into_iter().next()
}

fn next(kind: NewKind, slug: &str) -> String {
    let see = "change its texts while `gradewright serve --drafts` shows it";
    match kind {
        NewKind::Service => {
            format!("change its texts, tie an option to it (`service {slug}`), and take `draft: true` out")
        }
        NewKind::Grader => format!("{see} at /graders/{slug}/, then take `draft: true` out"),
        NewKind::Questionnaire => format!("{see} at /questionnaires/{slug}/, then take `draft: true` out"),
        NewKind::Page => format!("{see} at /{slug}/, then take `draft: true` out"),
    }
}

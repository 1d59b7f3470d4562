//! The brief of one lead of the example site, every number worked out again from what was answered and from the files of the
//! services: a director with 60 seats today and 75 in a year, 64 devices, whose IT person is leaving.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::Site;

const ANSWERS: &str = "
answers:
  infosec: [vault, malware]
  sign-in: [email, remote]
  leavers: [none]
  seats: 60
  seats-next-year: 75
  devices: 64
  changes: [it-leaver]
  role: owner
contact: { name: Dana Reyes, email: dana@client.example, company: Client Ltd, phone: +1 555 0100 }
consent: true
";

/// What a service costs, in cents.
struct Price {
    unit: String,
    monthly: i64,
    setup: i64,
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The prices as they stand in the files, read by nothing of ours.
fn prices() -> BTreeMap<String, Price> {
    let files = fs::read_dir(example().join("services")).unwrap();
    let read = files.map(|file| {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let field = |name: &str| {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix(&format!("{name}:")));
            line.unwrap_or("0").split('#').next().unwrap().trim().to_owned()
        };
        let cents = |name: &str| (field(name).parse::<f64>().unwrap() * 100.0).round() as i64;
        let price = Price {
            unit: field("unit"),
            monthly: cents("monthly"),
            setup: cents("setup"),
        };
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), price)
    });
    read.collect()
}

/// How many there are, with so many people.
fn count(unit: &str, users: i64) -> Option<i64> {
    match unit {
        "user" => Some(users),
        "device" => Some(64),
        "flat" => Some(1),
        _ => None,
    }
}

/// Of a price: nothing is nothing, however many; what nobody counted is not known.
fn times(price: i64, unit: &str, users: i64) -> Option<i64> {
    match price {
        0 => Some(0),
        price => Some(price * count(unit, users)?),
    }
}

/// Answers to the required questions that the text leaves out: a few ticks here and there.
fn sheet(site: &Site) -> String {
    let form = fs::read_to_string(example().join("graders/security.md")).unwrap();
    let mut more = String::new();
    let mut question = String::new();
    for line in form.lines() {
        if let Some(settings) = line.strip_prefix("`#").and_then(|line| line.strip_suffix('`')) {
            question = settings.split([',', '`']).next().unwrap().to_owned();
            if settings.contains("optional") || ANSWERS.contains(&format!("\n  {question}:")) {
                question.clear();
            } else if settings.contains("scale") {
                more += &format!("  {question}: 6\n");
                question.clear();
            }
        } else if !question.is_empty()
            && let Some((mark, option)) = line.get(..5).zip(line.split("`#").nth(1))
        {
            let id = option.split([',', '`']).next().unwrap();
            match mark {
                "- [ ]" => more += &format!("  {question}: [{id}]\n"),
                "- ( )" => more += &format!("  {question}: {id}\n"),
                _ => continue,
            }
            question.clear();
        }
    }
    let text = ANSWERS.replace("contact:", &format!("{more}contact:"));
    site.write("sheet.yaml", &text);
    text
}

fn lead() -> (Site, Value, String) {
    let site = Site::new();
    fs::remove_dir_all(site.path("content")).unwrap();
    copy(&example(), &site.path("content"));
    let text = sheet(&site);
    let file = site.path("sheet.yaml");
    let file = file.to_str().unwrap();
    let (code, said, complained) =
        site.run(&["leads", "add", "security", "--answers", file, "--format", "json"]);
    assert_eq!(code, 0, "{text}\n{said}\n{complained}");
    let id: Value = serde_json::from_str(&said).unwrap();
    let id = id["id"].as_str().unwrap().to_owned();
    let shown = site.ok(&["leads", "show", &id, "--format", "json"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    (site, shown, id)
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[test]
fn every_number_of_a_brief_can_be_worked_out_again() {
    let (site, lead, id) = lead();
    let prices = prices();
    let services = list(&lead["services"]);
    assert!(services.len() >= 8, "a brief worth reading: {}", services.len());

    // Each service: its points are those of its gaps, its money is price × how many, now and in a year.
    for service in services {
        let name = service["id"].as_str().unwrap();
        let price = &prices[name];
        let gains = list(&lead["gaps"])
            .iter()
            .filter(|gap| gap["service"] == service["id"]);
        let gain: f64 = gains.map(|gap| gap["gain"].as_f64().unwrap()).sum();
        assert!((gain - service["gain"].as_f64().unwrap()).abs() < 1e-9, "{name}");
        let unit = price.unit.as_str();
        assert_eq!(
            service["monthly"].as_i64(),
            times(price.monthly, unit, 60),
            "{name}"
        );
        assert_eq!(service["setup"].as_i64(), times(price.setup, unit, 60), "{name}");
        assert_eq!(
            service["monthly_next_year"].as_i64(),
            times(price.monthly, unit, 75),
            "{name}"
        );
    }
    // All gains, with a service or without, are what is missing to 100.
    let gains: f64 = list(&lead["gaps"])
        .iter()
        .map(|gap| gap["gain"].as_f64().unwrap())
        .sum();
    let total = lead["scorecard"]["total"].as_f64().unwrap();
    assert!((gains - (100.0 - total)).abs() < 1e-9);

    // Need: three sums that are never added to each other.
    let of = |name: &Value| &prices[name.as_str().unwrap()];
    let sum = |wanted: &[&Value], figure: &dyn Fn(&Price) -> Option<i64>| -> i64 {
        wanted.iter().filter_map(|id| figure(of(id))).sum()
    };
    let project = |price: &Price| price.monthly == 0 && price.setup > 0;
    let all: Vec<&Value> = services.iter().map(|service| &service["id"]).collect();
    let monthly = |users| move |price: &Price| times(price.monthly, &price.unit, users);
    let set_up = |price: &Price| times(price.setup, &price.unit, 60).filter(|_| !project(price));
    let projects = |price: &Price| times(price.setup, &price.unit, 60).filter(|_| project(price));
    assert_eq!(lead["need"]["monthly"], sum(&all, &monthly(60)));
    assert_eq!(lead["need"]["once"], sum(&all, &set_up));
    assert_eq!(lead["need"]["project"], sum(&all, &projects));
    assert_eq!(lead["next_year"]["need"]["monthly"], sum(&all, &monthly(75)));
    assert_eq!(lead["direction"], "growing", "75 in a year, 60 today");

    // The roadmap: what has begun runs on, four quarters of three months.
    let (mut begun, mut year, mut once, mut project_money) = (Vec::new(), 0, 0, 0);
    let quarters = list(&lead["roadmap"]["quarters"]);
    assert_eq!(
        quarters
            .iter()
            .map(|one| list(&one["services"]).len())
            .collect::<Vec<_>>(),
        [3, 1, 1, 1]
    );
    for quarter in quarters {
        let starts: Vec<&Value> = list(&quarter["services"]).iter().collect();
        begun.extend(starts.iter().copied());
        let running = sum(&begun, &monthly(60));
        assert_eq!(quarter["running"], running);
        assert_eq!(quarter["once"], sum(&starts, &set_up));
        assert_eq!(quarter["project"], sum(&starts, &projects));
        year += 3 * running;
        once += sum(&starts, &set_up);
        project_money += sum(&starts, &projects);
    }
    let roadmap = &lead["roadmap"];
    assert_eq!(roadmap["year_running"], year);
    assert_eq!(roadmap["year_once"], once);
    assert_eq!(roadmap["year_project"], project_money);
    assert_eq!(roadmap["running_next_year"], sum(&begun, &monthly(75)));
    assert_eq!(begun.len() + list(&roadmap["later"]).len(), services.len());

    // 60 points for the size, 40 for the owner.
    assert_eq!(lead["fit"]["grade"], "A");
    assert_eq!(list(&lead["fit"]["reasons"]).len(), 2);
    assert_eq!(lead["triggers"][0], "Their IT person is leaving or has left");
    assert_eq!(lead["meeting"]["name"], "Call today");
    assert_eq!(lead["meeting"]["first"], Value::Null, "a director decides");

    // The package: everything it includes, at 60 seats and 64 devices; the virtual CIO has an agreement of its own.
    let package = &lead["package"];
    let site_yaml = fs::read_to_string(example().join("site.yaml")).unwrap();
    let begins = format!("  {}:\n", package["id"].as_str().unwrap());
    let block = site_yaml
        .split_once(&begins)
        .unwrap()
        .1
        .split_once("add_ons:")
        .unwrap()
        .0;
    let included: Vec<String> = prices
        .keys()
        .filter(|name| {
            block
                .split(|c: char| !(c.is_alphanumeric() || c == '-'))
                .any(|word| word == *name)
        })
        .cloned()
        .collect();
    let costs = included
        .iter()
        .map(|name| times(prices[name].monthly, &prices[name].unit, 60));
    assert_eq!(package["monthly"].as_i64(), costs.sum::<Option<i64>>());
    let parts = ["covers", "add_ons", "apart"].map(|part| list(&package[part]).len());
    assert_eq!(parts.iter().sum::<usize>(), services.len());
    assert!(list(&package["apart"]).contains(&"vcio".into()));

    // On a terminal, the same.
    let text = site.ok(&["leads", "show", &id]);
    for said in [
        "URGENT    Their IT person is leaving",
        "MEETING TO ASK FOR",
        "Call today, 20 minutes",
        "at next year's size",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

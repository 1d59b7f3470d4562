//! `simulate`: many random respondents, from a seed.

use crate::program::Site;
use crate::trying;

fn simulated(site: &Site, more: &[&str]) -> String {
    site.ok(&[&["simulate", "order"][..], more].concat())
}

fn refused(site: &Site, persona: &str) -> String {
    site.write("persona.yaml", persona);
    let file = site.path("persona.yaml");
    let (code, said, complained) = site.run(&["simulate", "order", "--persona", file.to_str().unwrap()]);
    assert_eq!((code, said.as_str()), (1, ""), "{complained}");
    complained
}

fn as_persona(site: &Site, persona: &str) -> String {
    site.write("persona.yaml", persona);
    let file = site.path("persona.yaml");
    simulated(site, &["--persona", file.to_str().unwrap()])
}

/// The share at the end of the first line that begins so.
fn share(said: &str, label: &str) -> f64 {
    let line = said.lines().find(|line| line.starts_with(label));
    let line = line.unwrap_or_else(|| panic!("no {label} in\n{said}"));
    let figure = line.strip_suffix(" %").unwrap().rsplit(' ').next().unwrap();
    figure.parse().unwrap()
}

/// The shares of one part of the report.
fn shares(said: &str, part: &str) -> Vec<f64> {
    let (_, rest) = said.split_once(&format!("\n{part}\n")).unwrap();
    let end = rest.find("\n\n").unwrap_or(rest.len());
    let bars = rest[..end]
        .lines()
        .filter(|line| !line.trim_start().starts_with('^'));
    let figures = bars.filter_map(|line| line.strip_suffix(" %"));
    figures
        .filter_map(|line| line.rsplit(' ').next()?.parse().ok())
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_picture_and_another_one_another() {
    let site = trying::site();
    let first = simulated(&site, &["--seed", "7"]);
    assert_eq!(simulated(&site, &["--seed", "7"]), first);
    assert_ne!(
        simulated(&site, &["--seed", "8"]).replace("seed 8", "seed 7"),
        first
    );
    assert!(
        first.contains("10,000 random respondents, every answer equally likely, seed 7"),
        "{first}"
    );
    for part in ["SCORES", "BANDS", "SERVICES", "QUESTIONS"] {
        assert!(first.contains(&format!("\n{part}\n")), "{first}");
    }
    assert!(first.lines().all(|line| line.chars().count() <= 80), "{first}");
    for part in ["SCORES", "BANDS", "QUESTIONS"] {
        let sum: f64 = shares(&first, part).iter().sum();
        assert!((sum - 100.0).abs() < 1.5, "{part} make {sum} %");
    }
}

#[test]
fn usual_answers_are_equally_likely() {
    let site = trying::site();
    let said = simulated(&site, &["--respondents", "20000"]);
    // A filter is offered unless it is ticked, nobody clicked, and the scale says 7 or more: 1 - 0.5 · 0.5 · 0.4.
    assert!((share(&said, "Mail Filter") - 90.0).abs() < 1.5, "{said}");
    // The second step is missing in half of all; the plan, below 6, in two of three of the rest that it applies to.
    assert!((share(&said, "Sign-in Protection") - 75.0).abs() < 1.5, "{said}");
}

#[test]
fn a_persona_says_how_likely_each_answer_is() {
    let site = trying::site();
    let said = as_persona(
        &site,
        "many: { step: 100 %, filter: 1, clicked: 0 }\nplan: { yes: 3, paper: 1 }\nsure: 10\nkeeper: { named: 1 }\n\
         seats: { 10-20: 2, 200: 1 }\ntools: { not answered: 0.5 }\n",
    );
    assert!(said.contains("as persona.yaml says"), "{said}");
    assert_eq!(share(&said, "Good, from 70"), 100.0);
    assert!((share(&said, "Sign-in Protection") - 25.0).abs() < 1.5, "{said}");
    assert_eq!(share(&said, "Mail Filter"), 0.0);
    assert!(
        said.contains("WARNING: 100.0 % get the same result, Good, from 70."),
        "{said}"
    );
    // Only the plan differs.
    assert_eq!(share(&said, "2. Is there a plan?"), 100.0);
    assert!(
        said.contains("^ 100.0 % answer alike; hardly moves the total"),
        "{said}"
    );
}

#[test]
fn everything_that_is_wrong_with_a_persona_is_said_at_once() {
    let site = trying::site();
    let complained = refused(
        &site,
        "manny: { step: 1 }\nmany: { stepp: 1, filter: 1.5, none: 0.6, unsure: 0.6 }\nplan: { yes: 0, no: -1, not answered: 0.5 }\n\
         sure: 5-12\nseats: { few: 1, 20-10: 1 }\ntools: long\nkeeper: yes\n",
    );
    for line in [
        "manny: there is no such question; did you mean `many`?",
        "many.stepp: there is no such option; did you mean `step`?",
        "many.filter: a probability is a number from 0 to 1",
        "many: the options that stand alone are together more likely than 1",
        "plan.no: how often, compared with the others, is a number of 0 or more",
        "plan.not answered: this question must be answered",
        "plan: one of the options must be chosen",
        "sure: the question takes 1 to 10",
        "seats.few: a range is a whole number or two with a hyphen",
        "seats.20-10: a range is",
        "tools: a text counts for nothing",
        "keeper: write each option with a number, such as `named: 0.8`",
    ] {
        assert!(complained.contains(line), "no {line:?} in\n{complained}");
    }
    assert!(complained.contains("12 things need mending"), "{complained}");
}

#[test]
fn respondents_are_bounded() {
    let site = trying::site();
    for wrong in ["0", "1000001", "-1"] {
        assert_eq!(site.run(&["simulate", "order", "--respondents", wrong]).0, 2);
    }
    assert!(simulated(&site, &["--respondents", "1"]).contains("1 random respondent,"));
    let outcomes = site.ok(&["simulate", "meeting"]);
    assert!(
        (share(&outcomes, "A call") + share(&outcomes, "A visit") - 100.0).abs() < 0.2,
        "{outcomes}"
    );
}

#[test]
fn the_report_is_one_file_without_a_script_and_escapes_what_authors_wrote() {
    let site = trying::site();
    let title = "<script>alert(1)</script>";
    let grader = trying::GRADER.replace("title: All in order?", &format!("title: {title} & more"));
    site.write("content/graders/order.md", &grader);
    let file = site.path("report.html");
    let said = simulated(&site, &["--html", file.to_str().unwrap()]);
    assert!(said.contains("The report is in "), "{said}");
    let page = site.read("report.html");
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;") && !page.contains("<script"),
        "{page}"
    );
    assert!(
        page.contains("default-src &#x27;none&#x27;")
            || page.contains("default-src 'none'")
            || page.contains("default-src &#39;none"),
        "{page}"
    );
    for part in [
        "<h2>Scores</h2>",
        "<h2>Bands</h2>",
        "<h2>Services</h2>",
        "<h2>Questions</h2>",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(page.contains(part), "no {part}");
    }
    assert!(
        !page.contains("http:") && !page.contains("https:") && !page.contains(" style="),
        "{page}"
    );
    let folder = site.path("content");
    let (code, _, complained) = site.run(&["simulate", "order", "--html", folder.to_str().unwrap()]);
    assert!(code == 3 && complained.contains("can't write"), "{complained}");
}

//! `try`: a sheet that nobody sent, scored and explained.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::program::Site;

/// Weights, every scored kind of question, a cap, a question that is hidden and one that does not apply.
pub(crate) const GRADER: &str = "---
title: All in order?
critical_caps_at: fair
---
## Access
`#access, weight 2`

### Which are true?
`#many, weight 3`
> Why.

- [ ] Everyone has a second step. `#step, points 4, service mfa, critical`
  > So.
- [ ] Mail is filtered. `#filter, points 2.5, service filter`
  > So.
- [ ] Somebody clicked. `#clicked, problem, points 1.25, service filter`
  > So.
- [ ] None of these `#none, none`
- [ ] We don't know `#unsure, not sure`

```sales
Who could sign in as your director today?
```

### Is there a plan?
`#plan, service mfa below 6`
> Why.

- ( ) Yes `#yes, points 9`
- ( ) On paper `#paper, points 4`
- ( ) No `#no, points 0`
- ( ) Does not apply `#apart, n/a`

## Return
`#return`

### How sure are you?
`#sure, weight 1.5, scale 1-10, service filter below 7`
> Why.

### Who keeps it?
`#keeper, unloaded, if sure >= 8`
> Why.

- ( ) A named person `#named, points 1`
- ( ) Nobody `#nobody, points 0`

### How many people?
`#seats, number 1-500, profile, quantity user`

### Which tools?
`#tools, text 40, optional`

## Low
`band, from 0`
Text.

## Fair
`band, from 40`
Text.

## Good
`band, from 70`
Text.
";

const OUTCOMES: &str = "---
title: Which meeting?
gate: none
---
### How often?
`#often, unloaded`
> Why.

- ( ) Monthly `#month, for call 2`
- ( ) Rarely `#rarely, for visit 2`

### What about?
`#about, optional`
> Why.

- [ ] Small things `#small, for call 1.5, unloaded`
- [ ] Great things `#great, for visit 1, unloaded`
- [ ] None of these `#none, none`

## A call
`outcome, #call`
Short.

## A visit
`outcome, #visit`
Long.
";

pub(crate) fn site() -> Site {
    let site = Site::new();
    site.write("content/graders/order.md", GRADER);
    site.write("content/questionnaires/meeting.md", OUTCOMES);
    site.write(
        "content/site.yaml",
        "format: 1\nname: Quillhaven IT\nfit:\n  - { when: seats >= 50, points: 60, reason: fifty and more }\n",
    );
    site
}

/// The program with a sheet on standard input.
fn tried(site: &Site, assessment: &str, sheet: &str, format: &str) -> (i32, String, String) {
    let mut child = site
        .command(&["try", assessment, "--answers", "-", "--format", format])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(sheet.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn text(site: &Site, assessment: &str, sheet: &str) -> String {
    let (code, said, complained) = tried(site, assessment, sheet, "human");
    assert_eq!((code, complained.as_str()), (0, ""));
    said
}

fn json(site: &Site, assessment: &str, sheet: &str) -> Value {
    let (code, said, complained) = tried(site, assessment, sheet, "json");
    assert_eq!((code, complained.as_str()), (0, ""));
    serde_json::from_str(&said).unwrap()
}

/// The number after the last `before` in a line.
fn after(line: &str, before: &str) -> f64 {
    let (_, rest) = line
        .rsplit_once(before)
        .unwrap_or_else(|| panic!("{line} has no {before}"));
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    rest[..end]
        .parse()
        .unwrap_or_else(|_| panic!("no number after {before} in {line}"))
}

fn close(a: f64, b: f64) -> bool {
    // Four decimals are printed, times weights and sums of a few.
    (a - b).abs() < 0.002
}

/// What somebody with a pencil makes of the printed lines alone: each question from its statements, each category from its
/// questions, the total from the categories.
fn follow(said: &str) -> f64 {
    let (mut statements, mut questions, mut categories) = (Vec::new(), Vec::new(), Vec::new());
    let (mut weight, mut made, mut total) = (1.0, 0.0, None);
    for line in said.lines() {
        if line.contains(" (#") && !line.contains(" to ") && !line.starts_with(|c: char| c.is_ascii_digit()) {
            weight = after(line, "weight ");
        }
        if let Some(statement) = line.strip_prefix("   [").filter(|_| line.contains(" of ")) {
            // “None of these” is no statement, and has no points.
            if let Ok(earned) = statement[2..].split_whitespace().next().unwrap().parse::<f64>() {
                statements.push((earned, after(line, &format!("{earned} of "))));
            }
        }
        if let Some(sum) = line.strip_prefix("   = ") {
            let earned: f64 = sum.split(' ').next().unwrap().parse().unwrap();
            let points = after(line.split(" points").next().unwrap(), " of ");
            questions.push((earned, points, line.to_owned(), std::mem::take(&mut statements)));
        }
        if let Some((_, score)) = line.split_once(" ÷ ").filter(|_| !line.starts_with("Total")) {
            let score: f64 = score.rsplit(' ').next().unwrap().parse().unwrap();
            let (mut sum, mut weights) = (0.0, 0.0);
            for (earned, points, line, statements) in questions.drain(..) {
                if !statements.is_empty() {
                    assert!(close(earned, statements.iter().map(|one| one.0).sum()), "{line}");
                    assert!(close(points, statements.iter().map(|one| one.1).sum()), "{line}");
                }
                let percent = earned / points * 100.0;
                assert!(close(percent, after(&line, "points: ")), "{line}");
                let own = after(&line, "weight ");
                assert!(close(percent * own, after(&line, " = ")), "{line}");
                made += after(&line, "(makes ");
                sum += own * percent;
                weights += own;
            }
            assert!(close(sum / weights, score), "{line}: {sum} / {weights}");
            categories.push((weight, score));
        }
        if line.starts_with("Total: ") {
            total = Some((after(line, " = "), after(line, "shown as ")));
        }
    }
    let (total, shown) = total.expect("a total");
    let weights: f64 = categories.iter().map(|one| one.0).sum();
    let sum: f64 = categories.iter().map(|one| one.0 * one.1).sum();
    assert!(close(sum / weights, total), "{categories:?} do not make {total}");
    assert!(
        close(made, total),
        "the parts of the total make {made}, not {total}"
    );
    assert_eq!((total + 0.5).floor(), shown);
    total
}

const SHEETS: [&str; 4] = [
    "many: [step]\nplan: paper\nsure: 8\nkeeper: named\nseats: 60\n",
    "many: [filter, clicked]\nplan: apart\nsure: 10\nkeeper: nobody\nseats: 60\n",
    "many: none\nplan: yes\nsure: 3\nseats: 6\ntools: a hammer\n",
    "many: [step, filter]\nplan: yes\nsure: 10\nkeeper: named\nseats: 1\n",
];

#[test]
fn the_printed_numbers_can_be_followed_with_a_pencil_to_the_printed_score() {
    let site = site();
    for sheet in SHEETS {
        let sheet = &sheet.replace("many: none", "many: [none]");
        let said = text(&site, "order", sheet);
        let total = json(&site, "order", sheet)["scorecard"]["total"]
            .as_f64()
            .unwrap();
        assert!(close(follow(&said), total), "{said}");
    }
}

#[test]
fn a_try_says_score_cap_services_fit_and_what_sales_would_ask() {
    let site = site();
    let sheet = "many: [filter]\nplan: yes\nsure: 8\nkeeper: named\nseats: 60\n";
    let said = text(&site, "order", sheet);
    for line in [
        "70 of 100: Fair",
        "Held down there until this is so:",
        "- Everyone has a second step.",
        "1. Which are true? (#many, weight 3)",
        "   [ ]  0 of 4  Everyone has a second step.",
        "        → offers Sign-in Protection; critical, and missing",
        "   [x]  2.5 of 2.5  Mail is filtered.",
        "   [ ]  1.25 of 1.25  problem: Somebody clicked.",
        "   (x)  Yes",
        "   8 on the scale from 1 to 10",
        "   noted, not scored",
        "   not answered: leaves the sums",
        "   70 to 100  Good (#good)  ← reached",
        "  Held down to Fair: something critical is missing",
        "Fit: B (fifty and more)",
        "Interest: 1 of 4 (finished the questions)",
        "Need: $240 a month",
        "1. Sign-in Protection",
        "   Ask: Who could sign in as your director today?",
        "MEETING TO ASK FOR",
    ] {
        assert!(
            said.lines().any(|printed| printed == line),
            "no {line:?} in\n{said}"
        );
    }
    let hidden = text(&site, "order", "many: [step]\nplan: no\nsure: 3\nseats: 6\n");
    assert!(
        hidden.contains("   not asked: its condition does not hold\n"),
        "{hidden}"
    );
    assert!(hidden.contains("nothing is held down here"), "{hidden}");
    let tried = json(&site, "order", sheet);
    assert_eq!(tried["scorecard"]["band"], "fair");
    assert_eq!(tried["scorecard"]["capped_by"][0]["option"], "step");
    assert_eq!(tried["fit"]["grade"], "B");
    assert_eq!(tried["services"][0]["id"], "mfa");
    let parts = &tried["working"]["categories"][0]["questions"][0]["parts"];
    assert_eq!(parts[0]["offers"], "mfa");
    assert!(!site.path("data").exists(), "nothing is stored");
}

#[test]
fn a_witness_for_each_band_is_a_sheet_that_leads_to_it() {
    let site = site();
    for (band, title) in [("low", "Low"), ("fair", "Fair"), ("good", "Good")] {
        let said = site.ok(&["try", "order", "--band", band]);
        let (sheet, result) = said.split_once("\n\n").unwrap();
        assert_eq!(
            text(&site, "order", sheet),
            result,
            "the sheet gives the same output"
        );
        assert!(result.contains(&format!(" of 100: {title}\n")), "{said}");
        follow(result);
        let found: Value =
            serde_json::from_str(&site.ok(&["try", "order", "--band", band, "--format", "json"])).unwrap();
        assert_eq!(found["scorecard"]["band"], band);
        assert_eq!(
            json(&site, "order", &found["answers"].to_string())["scorecard"],
            found["scorecard"]
        );
    }
    let (code, _, complained) = site.run(&["try", "order", "--band", "god"]);
    assert!(
        code == 1 && complained.contains("did you mean `good`?"),
        "{complained}"
    );
    let (code, _, complained) = site.run(&["try", "meeting", "--band", "low"]);
    assert!(
        code == 1 && complained.contains("it has no bands"),
        "{complained}"
    );
    assert_eq!(
        site.run(&["try", "order", "--band", "good", "--answers", "-"]).0,
        2,
        "one of the two"
    );
}

#[test]
fn an_outcome_shows_its_points() {
    let site = site();
    let said = text(&site, "meeting", "often: month\nabout: [small, great]\n");
    assert!(said.contains("→ 2 for A call"), "{said}");
    assert!(
        said.contains("A call: 2 + 1.5 = 3.5  ← the result\n  A visit: 1\n"),
        "{said}"
    );
    assert_eq!(
        json(&site, "meeting", "often: rarely\n")["outcomes"][1]["points"],
        2.0
    );
}

#[test]
fn a_questionnaire_without_bands_has_no_total_and_says_so() {
    let site = site();
    let (questions, _) = GRADER.split_once("## Low").unwrap();
    site.write(
        "content/questionnaires/order.md",
        &questions
            .replace("critical_caps_at: fair\n", "")
            .replace(", critical", ""),
    );
    site.remove("content/graders/order.md");
    let said = text(&site, "order", SHEETS[0]);
    assert!(
        said.contains("\nNo total: it has neither bands nor outcomes.\n"),
        "{said}"
    );
    assert!(
        said.contains("\nReturn: ") && !said.contains("Total:") && !said.contains("of the total"),
        "{said}"
    );
}

#[test]
fn everything_that_is_wrong_with_a_sheet_is_said_at_once() {
    let site = site();
    let (code, said, complained) = tried(
        &site,
        "order",
        "many: [stepp]\nplan: maybe\nsure: 11\ncolour: red\n",
        "human",
    );
    assert_eq!((code, said.as_str()), (1, ""));
    for part in [
        "5 things need mending in standard input",
        "stepp",
        "maybe",
        "from 1 to 10",
        "seats:",
        "“colour”",
    ] {
        assert!(complained.contains(part), "no {part} in\n{complained}");
    }
    let (code, _, complained) = tried(&site, "ordre", "", "human");
    assert_eq!(code, 1);
    assert!(complained.contains("did you mean `order`?"), "{complained}");
    let (code, _, complained) = tried(&site, "order", "{\"answers\": 3", "human");
    assert!(code == 1 && complained.contains("no valid JSON"), "{complained}");
    assert_eq!(site.run(&["try", "order"]).0, 2, "a sheet must be named");
}

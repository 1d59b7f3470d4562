//! What must be read, and what it means.

use std::path::Path;

use gradewright::assessment::{Assessment, Condition, Gate, Role, Shape, Unit};
use gradewright::content::{Advance, Endpoint, Severity, Site, Throttle, render_human};

use crate::support::*;

fn design() -> Site {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content/fixtures/design");
    let reading = read_once(&folder);
    assert_eq!(reading.counts().0, 0, "{}", render_human(&reading, false));
    reading.site.unwrap()
}

/// The assessment `g` of a site with these graders and a few services; there must be no error.
fn grader(text: &str) -> Assessment {
    let folder = with_grader(text);
    let reading = read_once(folder.path());
    assert_eq!(reading.counts().0, 0, "{}", render_human(&reading, false));
    let site = reading.site.unwrap();
    site.assessments["g"].definition.assessment.as_ref().clone()
}

#[test]
fn the_examples_of_the_design_are_read_as_they_are_meant() {
    let site = design();
    insta::assert_json_snapshot!("full-grader", site.assessments["security"].definition.assessment);
    insta::assert_json_snapshot!("shortest-grader", site.assessments["email"].definition.assessment);
    insta::assert_json_snapshot!("catalogue", site.catalogue);
}

#[test]
fn the_site_of_the_design_is_read_as_it_is_meant() {
    let site = design();
    assert_eq!(site.base_url, "https://quillhaven.example");
    assert_eq!(site.brand.logo.as_deref(), Some("logo.svg"));
    assert_eq!(
        site.per_address,
        Some(Throttle {
            posts: 60,
            seconds: 60
        })
    );
    assert_eq!(site.embed_on, ["https://www.quillhaven.example"]);
    assert_eq!(site.contact.consent.version, "2026-11");
    assert!(site.contact.fields[0].required && !site.contact.fields[2].required);
    assert_eq!(site.fit.len(), 1);
    assert!(matches!(site.fit[0].when, Condition::And(..)));
    assert_eq!(site.fit[0].reason.as_deref(), Some("50 to 150 seats"));
    assert_eq!(site.catalogue.services["password-management"].monthly, Some(500));
    assert_eq!(site.catalogue.services["password-management"].unit, Unit::User);
    let page = &site.services["password-management"];
    assert!(
        !page.body.html.contains("website"),
        "the talk track is not part of the page: {}",
        page.body.html
    );
}

#[test]
fn the_example_site_has_nothing_to_complain_about() {
    let reading = read_once(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert_eq!(render_human(&reading, false), "");
    assert!(reading.site.is_some());
}

#[test]
fn a_site_needs_only_a_format_and_a_name() {
    let folder = folder(&[("content/site.yaml", b"format: 1\nname: Acme\n")]);
    let site = read_once(folder.path()).site.unwrap();
    assert_eq!(
        (
            site.base_url.as_str(),
            site.language.as_str(),
            site.theme.as_str()
        ),
        ("http://localhost", "en", "default")
    );
    assert_eq!(site.currency, iso_currency::Currency::USD);
    assert_eq!(site.endpoint, Endpoint::SameOrigin);
    assert_eq!(
        site.contact.consent.text,
        "I agree that Acme may contact me about my result."
    );
    assert_eq!(
        site.contact
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect::<Vec<_>>(),
        ["name", "email"]
    );
}

#[test]
fn packages_and_consent_need_no_more_than_they_say() {
    let wording = |consent: &str| {
        let text = format!(
            "format: 1\nname: Acme\npackages: {{ basic: {{ includes: [] }} }}\ncontact: {{ consent: {{ {consent} }} }}\n"
        );
        let folder = folder(&[("content/site.yaml", text.as_bytes())]);
        let site = read_once(folder.path()).site.unwrap();
        assert_eq!(site.catalogue.packages[0].name, "basic");
        (site.contact.consent.version, site.contact.consent.text)
    };
    let standard = "I agree that Acme may contact me about my result.";
    assert_eq!(wording("version: 7"), ("7".to_owned(), standard.to_owned()));
    assert_eq!(
        wording("version: 7, text: Yes please."),
        ("7".to_owned(), "Yes please.".to_owned())
    );
    let (one, other) = (wording("text: Call me."), wording("text: Do call me."));
    assert_eq!((one.1.as_str(), one.0.len()), ("Call me.", 8));
    assert_ne!(one.0, other.0);
}

#[test]
fn a_written_id_may_be_long() {
    let long = "which-of-all-these-statements-about-the-security-of-our-company-are-true-today";
    let g = grader(&format!(
        "---\ntitle: G\n---\n### Q?\n`#{long}`\n- [ ] A `#{long}, service vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n"
    ));
    assert_eq!(g.categories[0].questions[0].id.as_str(), long);
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/content/fixtures/design/content/graders/security.md"),
    )
    .unwrap();
    let folder = |text: &str| {
        let site = folder(&[(
            "content/site.yaml",
            b"format: 1\nname: Acme\npackages: { basic: { name: Basic } }\n",
        )]);
        for service in [
            "password-management",
            "device-encryption",
            "incident-readiness",
            "awareness-training",
            "access-review",
            "backup-dr",
        ] {
            write(
                site.path(),
                &format!("content/services/{service}.md"),
                b"---\nname: S\n---\n",
            );
        }
        write(site.path(), "content/pages/book.md", b"---\ntitle: B\n---\n");
        write(site.path(), "content/graders/g.md", text.as_bytes());
        site
    };
    let plain = read_once(folder(&text).path());
    let windows = read_once(folder(&format!("\u{feff}{}", text.replace('\n', "\r\n"))).path());
    assert_eq!(render_human(&plain, false), render_human(&windows, false));
    let hash = |site: Option<Site>| site.unwrap().assessments["g"].definition.hash.clone();
    assert_eq!(hash(plain.site), hash(windows.site));
}

#[test]
fn text_is_never_a_template() {
    let g = grader(
        "---\ntitle: G {{ name }}\n---\nIntro {{ secret }} {% raw %}.\n\n### Q {{ x }}?\n`#q`\n- [ ] A {{ y }} `service vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
    );
    assert_eq!(g.title, "G {{ name }}");
    assert_eq!(g.intro.unwrap().html, "<p>Intro {{ secret }} {% raw %}.</p>");
    assert_eq!(g.categories[0].questions[0].choices()[0].text.html, "A {{ y }}");
}

#[test]
fn markup_is_escaped_and_comments_are_dropped() {
    let g = grader(
        "---\ntitle: G\n---\n<!-- secret one -->\nA <script>alert(1)</script> & <!-- secret two --> b.\n\n<div onclick=\"x\">\n\n### Q?\n<!-- secret three -->\n`#q`\n- [ ] A <img src=x onerror=y> `service vault` <!-- secret four -->\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
    );
    let json = serde_json::to_string(&g).unwrap();
    assert!(!json.contains("secret"), "{json}");
    for raw in ["<script", "<img", "<div"] {
        assert!(
            !json.contains(&format!("\"html\":\"{raw}")) && !g.intro.as_ref().unwrap().html.contains(raw),
            "{json}"
        );
    }
    assert_eq!(g.categories[0].questions[0].id.as_str(), "q");
    assert_eq!(
        g.categories[0].questions[0].choices()[0].text.html,
        "A &lt;img src=x onerror=y&gt;"
    );
    assert_eq!(
        g.categories[0].questions[0].choices()[0]
            .service
            .as_ref()
            .unwrap()
            .as_str(),
        "vault"
    );
}

#[test]
fn every_place_for_a_talk_track_is_read_and_none_reaches_a_public_text() {
    let g = grader(
        "---\ntitle: G\n---\n## C\n\n```Sales for the category\ntrack 1\n```\n\n### Q?\n- [ ] A `service vault`\n  > E\n\n  ~~~SALES\n  track 2\n  line two\n  ~~~\n- [ ] None `none`\n\n```sales\ntrack 3\n```\n\n## Low\n`band, from 0`\nText.\n\n```sales\ntrack 4\n```\n\n[Next](https://example.com)\n",
    );
    let category = &g.categories[0];
    assert_eq!(category.sales.as_ref().unwrap().plain, "track 1");
    assert_eq!(
        category.questions[0].choices()[0].sales.as_ref().unwrap().plain,
        "track 2\nline two"
    );
    assert_eq!(category.questions[0].sales.as_ref().unwrap().plain, "track 3");
    assert_eq!(g.bands[0].sales.as_ref().unwrap().plain, "track 4");
    assert_eq!(g.bands[0].next_step.as_ref().unwrap().label, "Next");
    assert_eq!(g.bands[0].text.html, "<p>Text.</p>");
    assert!(
        !category.questions[0].choices()[0]
            .education
            .as_ref()
            .unwrap()
            .html
            .contains("track")
    );
}

#[test]
fn bullets_quotes_and_blank_lines_are_free() {
    let g = grader(
        "---\ntitle: G\n---\n### Q?\n\n\n`#q, weight 1.25`\nHelp one.\n\n- plain\n- bullets\n\n> Why one.\n\n> Why two.\n\n* [ ] A\n  over two lines `service vault, points 2.5`\n\n> At the margin.\n\n+ [ ] B `service mfa`\n\n  > Below.\n\n- [ ] None `none`\n\nHelp two.\n\n## Low\n`band, from 0`\n",
    );
    let q = &g.categories[0].questions[0];
    assert_eq!((q.id.as_str(), q.weight), ("q", 1.25));
    assert_eq!(
        q.help.as_ref().unwrap().plain,
        "Help one.\n\n- plain\n- bullets\n\nHelp two."
    );
    assert_eq!(q.why.as_ref().unwrap().plain, "Why one.\n\nWhy two.");
    let choices = q.choices();
    assert_eq!(choices[0].text.plain, "A over two lines");
    assert_eq!(choices[0].points, 2.5);
    assert_eq!(choices[0].education.as_ref().unwrap().plain, "At the margin.");
    assert_eq!(choices[1].education.as_ref().unwrap().html, "<p>Below.</p>");
    assert_eq!(choices[1].points, 1.0);
    assert_eq!((choices[2].role, choices[2].points), (Role::None, 0.0));
}

#[test]
fn ranges_take_a_hyphen_or_a_dash() {
    let g = grader(
        "---\ntitle: G\ngate: before\n---\n### A?\n`scale 0–10, service vault below 7`\n> Why.\n\n### B?\n`number 1 - 50, quantity device, optional`\n\n### C?\n`text 400, if a >= 5 and (b = 2 or not a < 3)`\n\n## High\n`band, from 40`\n\n## Low\n`band, from 0`\n",
    );
    assert_eq!(g.gate, Gate::Before);
    let questions: Vec<_> = g.questions().collect();
    assert!(matches!(questions[0].shape, Shape::Scale { min: 0, max: 10, .. }));
    assert!(matches!(
        questions[1].shape,
        Shape::Number {
            min: 1,
            max: 50,
            quantity: Some(Unit::Device),
            next_year: false,
        }
    ));
    assert!(questions[0].scored && !questions[1].scored && !questions[2].scored);
    assert_eq!(
        serde_json::to_string(&questions[2].shown_if).unwrap(),
        r#"{"and":[{"compare":["a",">=",5.0]},{"or":[{"compare":["b","=",2.0]},{"not":{"compare":["a","<",3.0]}}]}]}"#
    );
}

#[test]
fn a_choice_moves_on_by_itself_only_where_the_author_says_so() {
    let body = "---\n### Which?\n- ( ) A `points 2`\n- ( ) B `points 0`\n\n## Low\n`band, from 0`\n";
    for (line, advance) in [
        ("", Some(Advance::Manual)),
        ("advance: manual\n", Some(Advance::Manual)),
        ("advance: auto\n", Some(Advance::Auto)),
        ("advance: atuo\n", None),
    ] {
        let folder = with_grader(&format!("---\ntitle: G\n{line}{body}"));
        let reading = read_once(folder.path());
        let read = reading.site.as_ref().map(|site| site.assessments["g"].advance);
        assert_eq!(read, advance, "{line}");
        if advance.is_none() {
            let said = render_human(&reading, false);
            assert!(
                said.contains("`atuo` is no value of `advance`") && said.contains("auto"),
                "{said}"
            );
        }
    }
}

#[test]
fn outcomes_need_no_points() {
    let g = grader(
        "---\ntitle: G\n---\n### Which?\n- ( ) A `for call 2, for workshop 1`\n- ( ) B `for workshop 2`\n\n## Call\n`outcome`\n\n## Workshop\n`outcome`\nText.\n\n[Book](../pages/book.md#form)\n",
    );
    assert!(!g.categories[0].questions[0].scored);
    assert_eq!(g.categories[0].id.as_str(), "all");
    assert_eq!(g.outcomes[1].next_step.as_ref().unwrap().url, "site:/book/#form");
    assert_eq!(g.categories[0].questions[0].choices()[0].outcomes.len(), 2);
}

#[test]
fn ids_are_cut_at_a_word() {
    let g = grader(
        "---\ntitle: G\n---\n### Which of all these very long statements about the company's security are true today?\n- [ ] A `service vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
    );
    assert_eq!(
        g.categories[0].questions[0].id.as_str(),
        "which-of-all-these-very-long-statements-about-the-company-s"
    );
}

#[test]
fn links_become_site_paths() {
    let folder = folder(&[
        ("content/site.yaml", b"format: 1\nname: Acme\n"),
        ("content/pages/index.md", b"---\ntitle: Home\n---\n[a](about) [b](about.md) [c](/about) [d](sub/deep.md?x=1#y) [e](#here) [f](mailto:a@b.example) <c@d.example> [g](https://x.example/?a=1&b=2)\n\n![Plan](../images/our%20plan.png) [pdf](/images/a.pdf)\n\n# One\n\n## Two\n\n## Two\n"),
        ("content/pages/about.md", b"---\ntitle: About\n---\n| a | b |\n|---|--:|\n| 1 | 2 |\n"),
        ("content/pages/sub/deep.md", b"---\ntitle: Deep\n---\n[home](/) [up](../about.md)\n"),
        ("content/images/our plan.png", b"png"),
        ("content/images/a.pdf", b"pdf"),
    ]);
    let reading = read_once(folder.path());
    let codes: Vec<_> = reading
        .diagnostics
        .iter()
        .map(|fault| (fault.code, fault.column))
        .collect();
    assert_eq!(
        codes,
        [("broken-link", 5)],
        "a bare word is no address: {}",
        render_human(&reading, false)
    );
    let index = std::fs::read_to_string(folder.path().join("content/pages/index.md")).unwrap();
    write(
        folder.path(),
        "content/pages/index.md",
        index.replace("[a](about) ", "").as_bytes(),
    );
    let reading = read_once(folder.path());
    assert_eq!(render_human(&reading, false), "");
    let site = reading.site.unwrap();
    let page = |path: &str| {
        site.pages
            .iter()
            .find(|page| page.path == path)
            .unwrap()
            .body
            .html
            .clone()
    };
    insta::assert_snapshot!("links", page(""));
    insta::assert_snapshot!("table", page("about"));
    assert_eq!(
        page("sub/deep"),
        "<p><a href=\"site:/\">home</a> <a href=\"site:/about/\">up</a></p>"
    );
    assert_eq!(
        site.files.keys().collect::<Vec<_>>(),
        ["images/a.pdf", "images/our plan.png"]
    );
}

#[test]
fn prices_are_exact_in_the_currency() {
    for (currency, written, minor) in [
        ("USD", "4.50", Some(450)),
        ("USD", "0.1", Some(10)),
        ("JPY", "500", Some(500)),
        ("KWD", "1.005", Some(1005)),
        ("JPY", "1.5", None),
        ("USD", "-1", None),
        ("USD", "1e3", None),
    ] {
        let folder = folder(&[
            (
                "content/site.yaml",
                format!("format: 1\nname: Acme\ncurrency: {currency}\n").as_bytes(),
            ),
            (
                "content/services/vault.md",
                format!("---\nname: V\nmonthly: {written}\n---\n").as_bytes(),
            ),
        ]);
        let site = read_once(folder.path()).site;
        assert_eq!(
            site.map(|site| site.catalogue.services["vault"].monthly.unwrap()),
            minor,
            "{currency} {written}"
        );
    }
}

#[test]
fn warnings_leave_a_site() {
    let folder = with_grader("---\ntitle: G\n---\n### Q?\n- [ ] A\n\n## Low\n`band, from 0`\n");
    let reading = read_once(folder.path());
    assert!(reading.site.is_some());
    let mut codes: Vec<_> = reading
        .diagnostics
        .iter()
        .filter(|fault| fault.file.contains("/g.md"))
        .map(|fault| fault.code)
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, ["no-education", "no-none", "no-why", "not-loaded"]);
    assert!(
        reading
            .diagnostics
            .iter()
            .all(|fault| fault.severity == Severity::Warning)
    );
}

//! The fine print, rule by rule: what is refused, and with which code.

use crate::support::*;

/// A grader with this body and a band; every question has what it needs but for the mistake.
fn codes(body: &str) -> Vec<&'static str> {
    codes_of_grader(&format!(
        "---\ntitle: G\ncritical_caps_at: low\n---\n{body}\n\n## Low\n`band, from 0`\n"
    ))
}

/// Whether the only errors are these.
fn check(body: &str, expected: &[&str]) {
    let quality = ["no-why", "no-education", "not-loaded", "no-none"];
    let found: Vec<_> = codes(body)
        .into_iter()
        .filter(|code| !quality.contains(code))
        .collect();
    assert_eq!(found, expected, "{body}");
}

const MANY: &str = "- [ ] A `service vault`\n- [ ] None `none`\n";
const ONE: &str = "- ( ) A `points 2`\n- ( ) B `points 0`\n";

/// What is allowed there, and a grader with a setting there.
type Place = (Vec<&'static str>, Box<dyn Fn(&str) -> String>);

/// The row "which setting where" of the design: everything that may stand in a place, and nothing else.
#[test]
fn each_setting_has_its_places() {
    let all = [
        "#x",
        "weight 2",
        "target 80",
        "points 4",
        "service vault",
        "service vault below 1",
        "critical",
        "problem",
        "optional",
        "profile",
        "unloaded",
        "none",
        "n/a",
        "not sure",
        "quantity user",
        "if first >= 1",
        "for o 2",
        "package basic",
        "from 40",
    ];
    let question = ["#x", "weight 2", "optional", "profile", "if first >= 1"];
    let with = |more: &[&'static str]| [&question[..], more].concat();
    let loading = ["service vault", "service vault below 1", "critical", "unloaded"];
    let first = "### First?\n`#first, number 1-5`\n";
    let places: Vec<Place> = vec![
        (
            vec!["#x", "weight 2", "target 80", "if first >= 1"],
            Box::new(move |s| format!("## Zero\n\n{first}\n## C\n`{s}`\n\n### Q?\n{MANY}")),
        ),
        (
            with(&[]),
            Box::new(move |s| format!("{first}\n### Q?\n`{s}`\n\n{MANY}")),
        ),
        (
            with(&loading),
            Box::new(move |s| format!("{first}\n### Q?\n`{s}`\n\n{ONE}")),
        ),
        (
            with(&loading),
            Box::new(move |s| format!("{first}\n### Q?\n`{s}, scale 0-3`\n")),
        ),
        (
            with(&["quantity user"]),
            Box::new(move |s| format!("{first}\n### Q?\n`{s}, number 1-3`\n")),
        ),
        (
            with(&[]),
            Box::new(move |s| format!("{first}\n### Q?\n`{s}, text 40`\n")),
        ),
        (
            vec![
                "#x",
                "points 4",
                "service vault",
                "critical",
                "problem",
                "unloaded",
                "none",
                "not sure",
                "for o 2",
            ],
            Box::new(move |s| format!("{first}\n### Q?\n`optional`\n- [ ] A `{s}`\n- [ ] B\n")),
        ),
        (
            vec!["#x", "points 4", "n/a", "not sure", "package basic", "for o 2"],
            Box::new(move |s| format!("{first}\n### Q?\n- ( ) A `{s}`\n- ( ) B `points 1`\n")),
        ),
        (
            vec!["#x", "from 40"],
            Box::new(move |s| format!("{first}\n### Q?\n{MANY}\n## High\n`band, {s}`\n")),
        ),
    ];
    for (number, (allowed, body)) in places.iter().enumerate() {
        for setting in all {
            let found = codes(&body(setting));
            let refused = found
                .iter()
                .any(|code| matches!(*code, "misplaced-setting" | "unknown-setting"));
            assert_eq!(
                refused,
                !allowed.contains(&setting),
                "place {number}, `{setting}`: {found:?}"
            );
        }
    }
}

#[test]
fn what_is_nearly_a_checkbox_is_never_lost() {
    for line in [
        "- [] x",
        "-[ ] x",
        "[ ] x",
        "– [ ] x",
        "— [ ] x",
        "• [ ] x",
        "- [  ] x",
        "- [ ]x",
        "-[] x",
        "*[ ] x",
        "- ( )x",
        "-( ) x",
        "( ) x",
        "- () x",
        "– ( ) x",
        "- [\u{a0}] x",
    ] {
        let alone = codes(&format!("### Q?\n{MANY}\n\n### P?\n\n{line}\n"));
        assert!(alone.contains(&"nearly-a-checkbox"), "{line}: {alone:?}");
        let amid = codes(&format!(
            "### Q?\n- [ ] A `service vault`\n{line}\n- [ ] None `none`\n"
        ));
        assert!(
            amid.contains(&"nearly-a-checkbox"),
            "{line} amid options: {amid:?}"
        );
        let below = codes(&format!(
            "### Q?\n- [ ] A `service vault`\n  > E\n{line}\n- [ ] None `none`\n"
        ));
        assert!(
            below.contains(&"nearly-a-checkbox"),
            "{line} below a quote: {below:?}"
        );
    }
    for line in ["- [x] x", "- [X] x", "- (x) x", "[x] x", "* [x] x"] {
        let found = codes(&format!(
            "### Q?\n- [ ] A `service vault`\n\n{line}\n- [ ] None `none`\n"
        ));
        assert!(
            found
                .iter()
                .any(|code| matches!(*code, "ticked" | "nearly-a-checkbox")),
            "{line}: {found:?}"
        );
    }
    for text in [
        "See [x] and (x).",
        "Ask (a) him, (b) her.",
        "- [a link](https://example.com)\n\nAnd:",
        "(x) marks it",
    ] {
        check(&format!("### Q?\n{text}\n\n{MANY}"), &[]);
    }
}

#[test]
fn code_in_running_text_is_text() {
    check(&format!("### Q?\nRun `gpupdate` first. `ls`\n\n{MANY}"), &[]);
    check(
        "### Q?\n- [ ] `gpupdate` runs weekly. `service vault`\n- [ ] Run `ls`, then stop.\n- [ ] None `none`\n",
        &[],
    );
    check(
        "### Q?\n- [ ] We run `gpupdate`\n- [ ] None `none`\n",
        &["unknown-setting"],
    );
    check(
        &format!("### Q?\nHelp.\n\n`weight 2`\n\n{MANY}"),
        &["lost-settings"],
    );
    check(
        "### Q?\n- [ ] A `service vault`\n  and more\n- [ ] None `none`\n",
        &["lost-settings"],
    );
}

#[test]
fn settings_that_nobody_reads_are_never_shown_in_silence() {
    for settings in [
        "`#q` `weight 2`",
        "`#q`, `weight 2`",
        "`#q`\n`weight 2`",
        "`#q`\n\n`weight 2`",
        "Words.\n\n`#q, weight 2`",
        "> Why.\n\n`#q` `weight 2`",
    ] {
        check(&format!("### Q?\n{settings}\n\n{MANY}"), &["lost-settings"]);
        check(&format!("## C\n{settings}\n\n### P?\n{MANY}"), &["lost-settings"]);
    }
    check(&format!("`weight 2`\n\n### Q?\n{MANY}"), &["lost-settings"]);
    let late = codes_of_grader(&format!(
        "---\ntitle: G\n---\n### Q?\n{MANY}\n## Low\nWords.\n\n`band, from 0`\n"
    ));
    assert!(
        late.contains(&"lost-settings") && !late.contains(&"no-result"),
        "{late:?}"
    );
    check(
        &format!("### Q?\n`#q, weight 2` Words.\n\n{MANY}"),
        &["early-settings"],
    );
    for text in ["`ls` `gpupdate`", "`none` means none.", "Run `ls`.\n\n`gpupdate`"] {
        check(&format!("### Q?\n{text}\n\n{MANY}"), &[]);
    }
}

#[test]
fn one_mistake_is_told_once() {
    for (settings, code) in [
        ("`bnad, from 40`", "unknown-setting"),
        ("`bnad`", "unknown-setting"),
        ("`from 40`", "misplaced-setting"),
        ("Words.\n\n`band, from 40`", "lost-settings"),
    ] {
        check(&format!("### Q?\n{MANY}\n## High\n{settings}\n"), &[code]);
    }
    check(
        &format!("### P?\n{MANY}\n## C\n`wieght 2`\n\n### Q?\n{MANY}"),
        &["question-place", "unknown-setting"],
    );
    check(
        "### Q?\n- [ ] A `service vault`\n-[ ] B\n- [ ] None `none`\n",
        &["nearly-a-checkbox"],
    );
}

#[test]
fn exclusive_options_stand_alone_and_once() {
    check(
        "### Q?\n- [ ] A `service vault`\n- [ ] No `none, #n`\n- [ ] Hm `not sure`\n",
        &[],
    );
    check(
        "### Q?\n- [ ] A `service vault`\n- [ ] No `none, not sure`\n",
        &["beside-exclusive"],
    );
    check(
        "### Q?\n- [ ] A `service vault`\n- [ ] No `none, service vault`\n",
        &["beside-exclusive"],
    );
    check(
        "### Q?\n- [ ] A `service vault`\n- [ ] No `none`\n- [ ] No way `none`\n",
        &["second-exclusive"],
    );
    check(
        "### Q?\n- ( ) A `points 2`\n- ( ) B `n/a, points 0`\n",
        &["beside-exclusive"],
    );
    check(
        "### Q?\n- ( ) A `points 2`\n- ( ) B `n/a`\n- ( ) C `n/a`\n",
        &["second-exclusive"],
    );
    check(
        "### Q?\n- [ ] A `service vault`\n- [ ] None of these\n- [ ] None `none`\n",
        &["none-without-flag"],
    );
    check(
        "### Q?\n- [ ] A `service vault`\n- [ ] No, none of these\n- [ ] Nothing `none`\n",
        &["none-without-flag"],
    );
    check(
        "### Q?\n- ( ) A `points 2`\n- ( ) We don’t know `points 0`\n",
        &["not-sure-without-flag"],
    );
    check(
        "### Q?\n`profile`\n- ( ) A\n- ( ) None yet\n",
        &["nothing-scored"],
    );
}

#[test]
fn numbers_have_limits() {
    for (settings, code) in [
        ("weight 0", "setting-value"),
        ("weight -1", "setting-value"),
        ("weight 1.234", "setting-value"),
        ("weight", "setting-value"),
        ("weight 1,5", "unknown-setting"),
        ("weight NaN", "setting-value"),
        ("weight 1e9", "setting-value"),
        ("weight 99999999999999999999", "setting-value"),
        ("scale 10-0", "setting-value"),
        ("scale 5", "setting-value"),
        ("number 1-1", "setting-value"),
        ("text 0", "setting-value"),
        ("service vault below", "setting-value"),
        ("service", "setting-value"),
        ("if", "setting-value"),
        ("service Vault", "bad-id"),
        ("#Vault", "bad-id"),
        ("#", "bad-id"),
    ] {
        let found = codes(&format!("### Q?\n`{settings}`\n\n{ONE}"));
        assert!(found.contains(&code), "{settings}: {found:?}");
    }
    for (below, fine) in [("0", false), ("0.5", true), ("2", true), ("2.01", false)] {
        let found = codes(&format!("### Q?\n`service vault below {below}`\n\n{ONE}"));
        assert_eq!(!found.contains(&"below-range"), fine, "below {below}: {found:?}");
    }
    for (from, code) in [
        ("40.5", "setting-value"),
        ("-1", "setting-value"),
        ("101", "band-above-100"),
        ("x", "setting-value"),
    ] {
        check(
            &format!("### Q?\n{MANY}\n\n## High\n`band, from {from}`\n"),
            &[code],
        );
    }
}

#[test]
fn profile_questions_take_nothing_of_the_score() {
    for settings in ["weight 2", "service vault", "critical"] {
        check(
            &format!("### P?\n{MANY}\n### Q?\n`profile, {settings}`\n- ( ) A\n- ( ) B\n"),
            &["no-effect"],
        );
    }
    for settings in ["points 2", "service vault", "critical", "problem"] {
        check(
            &format!("### P?\n{MANY}\n### Q?\n`profile, optional`\n- [ ] A `{settings}`\n- [ ] B\n"),
            &["no-effect"],
        );
    }
}

#[test]
fn headings_have_their_levels_and_order() {
    check(&format!("# Title\n\n### Q?\n{MANY}"), &["heading-level"]);
    check(&format!("### Q?\n{MANY}\n#### Deep\n"), &["heading-level"]);
    for near in ["###Next?", "##High\n`band, from 40`", "Words.\n##High"] {
        check(&format!("### Q?\n{MANY}\n\n{near}\n"), &["heading-level"]);
    }
    check(&format!("### Q?\nThe ##1 choice, `##x` and #5.\n\n{MANY}"), &[]);
    check(
        &format!("### Q?\n{MANY}\nTitle\n=====\n"),
        &["underlined-heading"],
    );
    check(
        &format!("### P?\n{MANY}\n## C\n\n### Q?\n{MANY}"),
        &["question-place"],
    );
    check(
        &format!("### P?\n{MANY}\n## Mid\n`band, from 30`\n\n### Q?\n{MANY}"),
        &["question-place"],
    );
    check(
        &format!("## C\n\n### P?\n{MANY}\n## Mid\n`band, from 30`\n\n## D\n\n### Q?\n{MANY}"),
        &[],
    );
    check(&format!("## C\n\n## D\n\n### Q?\n{MANY}"), &["empty-category"]);
}

#[test]
fn fences_other_than_sales_are_refused() {
    check(&format!("### Q?\n{MANY}\n```\nx\n```\n"), &["other-fence"]);
    check(&format!("### Q?\n{MANY}\n~~~ Sales talk\nx\n~~~\n"), &[]);
    check(&format!("```sales\nx\n```\n\n### Q?\n{MANY}"), &["sales-place"]);
    check(
        &format!("### P?\n{MANY}\n```sales\nx\n\n### Q?\n{MANY}"),
        &["open-fence"],
    );
}

#[test]
fn conditions_are_checked_word_by_word() {
    let condition = |text: &str| {
        codes(&format!(
            "### Plan?\n`#plan, profile`\n- ( ) Big `#big`\n- ( ) Small `#small`\n\n### Have?\n`#have, profile, optional`\n- [ ] A `#a`\n- [ ] B `#b`\n\n### Seats?\n`#seats, number 1-50`\n\n### Words?\n`#words, text 40`\n\n### Q?\n`#q, if {text}`\n{MANY}\n### Later?\n`#later, number 1-5`\n"
        ))
        .into_iter()
        .filter(|code| !matches!(*code, "no-why" | "no-education" | "not-loaded"))
        .collect::<Vec<_>>()
    };
    for text in [
        "plan is big",
        "have has a and seats>=20",
        "not (plan is big or have has b)",
        "seats = 5 or not seats < 3",
    ] {
        assert_eq!(condition(text), [""; 0], "{text}");
    }
    for (text, code) in [
        ("plan has big", "condition-kind"),
        ("have is a", "condition-kind"),
        ("plan > 3", "condition-kind"),
        ("seats is big", "condition-kind"),
        ("words = 3", "condition-kind"),
        ("plan is huge", "unknown-option"),
        ("plam is big", "unknown-question"),
        ("later > 3", "later-question"),
        ("q has a", "later-question"),
        ("plan = = 3", "condition-syntax"),
        ("plan is", "condition-syntax"),
        ("plan is big small", "condition-syntax"),
        ("(plan is big", "condition-syntax"),
        ("plan is big)", "condition-syntax"),
        ("and", "condition-syntax"),
        ("seats >= many", "condition-syntax"),
        ("seats => 3", "condition-syntax"),
        ("plan == big", "condition-syntax"),
        ("seats & 3", "condition-syntax"),
    ] {
        assert_eq!(condition(text), [code], "{text}");
    }
    assert_eq!(condition(&"not ".repeat(5000)), ["condition-syntax"]);
    assert_eq!(
        condition(&format!("{}plan is big{}", "(".repeat(5000), ")".repeat(5000))),
        ["condition-syntax"]
    );
    assert_eq!(
        condition(&["plan is big"; 500].join(" or ")),
        ["condition-syntax"]
    );
}

#[test]
fn every_mistake_of_every_file_is_found_in_one_run() {
    let folder = with_grader(
        "---\ntitle: G\ngat: before\n---\n### Q?\n`wieght 2`\n- [x] A `service valt`\n- [] B\n\n## Low\n`band, from 101`\n",
    );
    write(
        folder.path(),
        "content/pages/book.md",
        b"---\ntitle:\n---\n[a](/nowhere/)\n",
    );
    write(
        folder.path(),
        "content/services/vault.md",
        b"---\nname: V\nunit: seat\nmonthly: x\n---\n",
    );
    let reading = read_once(folder.path());
    let errors: Vec<_> = reading
        .diagnostics
        .iter()
        .filter(|fault| fault.severity == gradewright::content::Severity::Error)
        .map(|fault| {
            (
                fault.file.trim_start_matches("content/"),
                fault.line,
                fault.column,
                fault.code,
            )
        })
        .collect();
    assert_eq!(
        errors,
        [
            ("graders/g.md", 3, 1, "unknown-field"),
            ("graders/g.md", 6, 2, "unknown-setting"),
            ("graders/g.md", 7, 3, "ticked"),
            ("graders/g.md", 7, 18, "unknown-service"),
            ("graders/g.md", 8, 1, "nearly-a-checkbox"),
            ("graders/g.md", 11, 13, "band-above-100"),
            ("pages/book.md", 2, 1, "missing-field"),
            ("pages/book.md", 4, 5, "broken-link"),
            ("services/vault.md", 3, 7, "field-value"),
            ("services/vault.md", 4, 10, "bad-price"),
        ]
    );
}

#[test]
fn columns_count_characters() {
    let folder = with_grader(
        "---\ntitle: G\n---\n### Q?\n- [ ] Ärger über Öl 🎉 `sevice vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
    );
    let reading = read_once(folder.path());
    let fault = reading
        .diagnostics
        .iter()
        .find(|fault| fault.code == "unknown-setting")
        .unwrap();
    assert_eq!((fault.line, fault.column), (5, 24));
}

#[test]
fn the_caret_stands_at_what_is_wrong() {
    let folder = with_grader(&format!(
        "---\ntitle: G\n---\n### Q?\n{MANY}\n## Low\n`band, from 0`\n\n[Next](/bok/)\n"
    ));
    write(
        folder.path(),
        "content/pages/old.md",
        b"\xef\xbb\xbf---\r\ntitle: Caf\xe9\r\n---\r\n",
    );
    let found = read_once(folder.path()).diagnostics;
    let place = |code: &str| {
        let fault = found.iter().find(|fault| fault.code == code).unwrap();
        (fault.line, fault.column)
    };
    assert_eq!(place("broken-link"), (11, 8));
    assert_eq!(place("not-utf8"), (2, 11));
}

#[test]
fn links_of_every_kind_are_checked() {
    for (link, code) in [
        ("/nowhere/", "broken-link"),
        ("/questionnaires/", "broken-link"),
        ("../services/nothing.md", "broken-link"),
        ("book.md", "broken-link"),
        ("picture.png", "broken-link"),
        ("//evil.example/x", "unsafe-link"),
        ("/\\\\evil.example", "unsafe-link"),
        ("JavaScript:alert(1)", "unsafe-link"),
        ("java&#10;script:alert(1)", "unsafe-link"),
        ("data:text/html,x", "unsafe-link"),
        ("vbscript:x", "unsafe-link"),
        ("site:/book/", "unsafe-link"),
        ("https:/book", "unsafe-link"),
        ("../../secret.md", "outside-folder"),
        ("/../../secret", "outside-folder"),
        ("%2e%2e/%2e%2e/%2e%2e/secret", "outside-folder"),
        ("<>", "unsafe-link"),
    ] {
        check(&format!("Read [it]({link}).\n\n### Q?\n{MANY}"), &[code]);
    }
    for link in [
        "/book/",
        "/book",
        "/book/?a=b#c",
        "../pages/book.md#c",
        "#c",
        "https://x.example",
        "mailto:a@b.example",
        "tel:+1234",
        "/services/vault/",
        "/services/",
        "/graders",
        "/",
    ] {
        check(&format!("Read [it]({link}).\n\n### Q?\n{MANY}"), &[]);
    }
}

#[test]
fn fit_looks_at_questions_of_any_assessment() {
    let with = |fit: &str| {
        let folder = with_grader(&format!(
            "---\ntitle: G\nfit:\n  - {{ when: {fit}, points: 10, reason: R }}\n---\n### Q?\n{MANY}\n\n## Low\n`band, from 0`\n"
        ));
        write(folder.path(), "content/questionnaires/meeting.md", b"---\ntitle: M\n---\n### Role?\n`#role, profile`\n- ( ) Owner\n- ( ) Other\n\n### Seats?\n`#seats, number 1-9`\n");
        let reading = read_once(folder.path());
        reading
            .diagnostics
            .into_iter()
            .filter(|fault| fault.severity == gradewright::content::Severity::Error)
            .map(|fault| fault.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(with("role is owner and seats > 3"), [""; 0]);
    assert_eq!(with("rolle is owner"), ["unknown-question"]);
    assert_eq!(with("role is boss"), ["unknown-option"]);
    assert_eq!(with("role > 3"), ["condition-kind"]);
}

#[test]
fn triggers_have_a_condition_and_a_reason_and_no_points() {
    let with = |trigger: &str| {
        let grader = format!(
            "---\ntitle: G\ntriggers:\n  - {{ {trigger} }}\n---\n### Q?\n{MANY}\n\n## Low\n`band, from 0`\n"
        );
        let folder = with_grader(&grader);
        write(
            folder.path(),
            "content/questionnaires/meeting.md",
            b"---\ntitle: M\n---\n### Seats?\n`#seats, number 1-9`\n",
        );
        let errors = read_once(folder.path())
            .diagnostics
            .into_iter()
            .filter(|fault| fault.severity == gradewright::content::Severity::Error);
        errors.map(|fault| (fault.code, fault.line)).collect::<Vec<_>>()
    };
    assert_eq!(with("when: seats > 3, reason: Large"), []);
    assert_eq!(with("when: seets > 3, reason: Large"), [("unknown-question", 4)]);
    assert_eq!(with("when: seats > 3"), [("missing-field", 4)]);
    assert_eq!(
        with("when: seats > 3, reason: Large, points: 5"),
        [("unknown-field", 4)]
    );
}

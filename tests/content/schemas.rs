//! The JSON Schemas for editors: what the program takes they take, what it refuses by its shape they refuse.

use gradewright::content::schemas;
use jsonschema::Validator;
use serde_json::Value;

use crate::support::*;

fn validator(name: &str) -> Validator {
    let (_, schema) = schemas()
        .into_iter()
        .find(|(known, _)| known.starts_with(name))
        .unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// The schema of each folder of `content/`.
const FOLDERS: [(&str, &str); 4] = [
    ("graders", "assessment"),
    ("questionnaires", "assessment"),
    ("services", "service"),
    ("pages", "page"),
];

fn complaints(name: &str, text: &str) -> Vec<String> {
    let value = yaml(text);
    validator(name)
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_schemas_in_docs_are_those_of_the_program() {
    for (name, schema) in schemas() {
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        same_as_written(&format!("docs/schemas/{name}"), &text);
    }
}

#[test]
fn the_whole_library_is_valid() {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let site = std::fs::read_to_string(content.join("site.yaml")).unwrap();
    assert_eq!(complaints("site", &site), [""; 0]);
    let mut seen = 0;
    for (folder, schema) in FOLDERS {
        for file in std::fs::read_dir(content.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let front = text.split("---\n").nth(1).unwrap();
            assert_eq!(complaints(schema, front), [""; 0], "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen} files");
}

/// What a file with these fields is told by the program: only what a schema can know of.
fn told(schema: &str, fields: &str) -> bool {
    let (path, text) = match schema {
        "site" => ("content/site.yaml", fields.to_owned()),
        "service" => ("content/services/vault.md", format!("---\n{fields}\n---\n")),
        "page" => ("content/pages/about.md", format!("---\n{fields}\n---\n")),
        _ => (
            "content/graders/g.md",
            format!(
                "---\n{fields}\n---\n### Role?\n`#role, profile`\n- ( ) Owner\n- ( ) Other\n\n### How many?\n`#many, scale 0-3, unloaded`\n> W.\n\n## Low\n`band, #low, from 0`\n"
            ),
        ),
    };
    let folder = folder(&[
        ("content/site.yaml", b"format: 1\nname: Acme\n"),
        ("content/services/vault.md", b"---\nname: Vault\n---\n"),
        (path, text.as_bytes()),
    ]);
    let reading = read_once(folder.path());
    reading.diagnostics.iter().any(|fault| {
        matches!(
            fault.code,
            "unknown-field"
                | "missing-field"
                | "field-type"
                | "field-value"
                | "unknown-format"
                | "bad-url"
                | "bad-price"
                | "unknown-contact-field"
        ) || fault.code == "bad-id"
    })
}

#[test]
fn program_and_schema_agree_on_right_and_wrong_fields() {
    let site = "format: 1\nname: Acme\n";
    let title = "title: T\n";
    let name = "name: N\n";
    for (schema, base, fields, fine) in [
        ("site", "", site, true),
        ("site", "", "name: Acme", false),
        ("site", "", "format: 2\nname: Acme", false),
        ("site", "", "format: 1", false),
        ("site", site, "base_url: https://acme.example", true),
        ("site", site, "base_url: acme.example", false),
        ("site", site, "curency: USD", false),
        ("site", site, "currency: dollars", false),
        ("site", site, "language: en-GB", true),
        ("site", site, "brand: { accent: \"#c2005f\" }", true),
        ("site", site, "brand: { accent: pink }", false),
        ("site", site, "brand: { colour: \"#c2005f\" }", false),
        ("site", site, "report_days: 30", true),
        ("site", site, "report_days: 0", false),
        ("site", site, "limits: { per_address: 60/minute }", true),
        ("site", site, "limits: { per_address: off }", true),
        ("site", site, "limits: { per_address: lots }", false),
        ("site", site, "trusted_proxies: [10.0.0.0/8]", true),
        ("site", site, "trusted_proxies: 10.0.0.0/8", false),
        ("site", site, "contact: { fields: [name*, email*] }", true),
        ("site", site, "contact: { fields: [name*, mobile] }", false),
        ("site", site, "contact: { email_addresses: all }", false),
        ("site", site, "packages: { basic: { includes: [vault] } }", true),
        (
            "site",
            site,
            "packages: { Big One: { includes: [vault] } }",
            false,
        ),
        ("site", site, "packages: { basic: { contains: [vault] } }", false),
        (
            "site",
            site,
            "meetings: [{ name: M, minutes: 60, with: the owner }]",
            true,
        ),
        (
            "site",
            site,
            "meetings: [{ name: M, minutes: 1, with: the owner }]",
            false,
        ),
        ("site", site, "meetings: [{ name: M, minutes: 60 }]", false),
        ("site", site, "roadmap: { first_quarter: 13 }", false),
        (
            "site",
            site,
            "deliveries: [{ name: crm, email: a@b.example }]",
            true,
        ),
        ("site", site, "deliveries: [{ name: crm, email: nobody }]", false),
        ("site", site, "deliveries: [{ email: a@b.example }]", false),
        ("service", name, "unit: user\nmonthly: 4.50\nsetup: 0", true),
        ("service", name, "monthly: \"4.50\"", true),
        ("service", name, "monthly: 4,50", false),
        ("service", name, "unit: head", false),
        ("service", name, "draft: true\nextra: { icon: [a] }", true),
        ("service", name, "draft: perhaps", false),
        ("service", "", "promise: P", false),
        ("page", title, "lang: es", true),
        ("page", title, "lang: español", false),
        ("page", title, "layout: wide", false),
        ("page", "", "title: [T]", false),
        ("page", "", "title: 2026", true),
        ("assessment", title, "gate: before\nadvance: auto", true),
        ("assessment", title, "gate: later", false),
        ("assessment", title, "paper: blue", true),
        ("assessment", title, "paper: mauve", false),
        (
            "assessment",
            title,
            "next_step: { label: Book, url: /graders/ }",
            true,
        ),
        ("assessment", title, "next_step: { label: Book }", false),
        ("assessment", title, "critical_caps_at: low", true),
        (
            "assessment",
            title,
            "fit: [{ when: role is owner, points: -5 }]",
            true,
        ),
        ("assessment", title, "fit: [{ when: role is owner }]", false),
        ("assessment", title, "triggers: [{ when: role is owner }]", false),
    ] {
        let text = format!("{base}{fields}");
        let complaints = complaints(schema, &text);
        assert_eq!(complaints.is_empty(), fine, "{schema}: {fields}: {complaints:?}");
        assert_eq!(!told(schema, &text), fine, "the program, on {schema}: {fields}");
    }
}

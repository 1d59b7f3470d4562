//! Sheets of paper, keyed into the real program's inbox.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{FORM, Running, ask, run, site};
use crate::site::{PASSWORD, token};

/// Every kind of question, one of them hidden, one called as our own field.
const KINDS: &str = "---
title: Every <kind>
---
## Part one
### Which are true?
`#many`
- [ ] Files come back. `#files, points 3, unloaded`
- [ ] Mail is filtered. `#mail, unloaded`
- [ ] None of these `#none, none`

### Is there a plan?
`#token, unloaded`
- ( ) Yes, \"on paper\" `#yes, points 2`
- ( ) No `#no, points 0`

## Part two
### How sure are you?
`#sure, scale 0-10, unloaded, if token is yes`

### How many people?
`#seats, number 1-500, profile`

### Which tools?
`#tools, text 40, optional`

## Low
`band, from 0`
Text.
";

/// A hosted site that Sam is signed in to.
struct Desk {
    folder: tempfile::TempDir,
    host: Running,
    address: String,
    cookie: String,
}

impl Desk {
    fn new() -> Self {
        let folder = site();
        write(folder.path(), KINDS);
        fs::write(
            folder.path().join("content/graders/draft.md"),
            KINDS.replace("title:", "draft: true\ntitle: Draft"),
        )
        .unwrap();
        let sam = [
            "users",
            "add",
            "sam@quillhaven.example",
            "--name",
            "Sam Sales",
            "--password-stdin",
        ];
        assert_eq!(run(folder.path(), &sam, PASSWORD).0, 0);
        Self::open(folder)
    }

    fn open(folder: tempfile::TempDir) -> Self {
        let mut host = Running::start(folder.path(), &["host", "--listen", "127.0.0.1:0"]);
        let address = host.address();
        let form = encoded(&[("email", "sam@quillhaven.example"), ("password", PASSWORD)]);
        let answer = ask(&address, "POST /it/inbox/sign-in", FORM, &form);
        let cookie = answer
            .split("set-cookie: ")
            .nth(1)
            .unwrap()
            .split(';')
            .next()
            .unwrap();
        let cookie = format!("Cookie: {cookie}\r\n");
        Self {
            folder,
            host,
            address,
            cookie,
        }
    }

    /// The same site after its content changed.
    fn again(self, kinds: &str) -> Self {
        drop(self.host);
        write(self.folder.path(), kinds);
        Self::open(self.folder)
    }

    fn get(&self, path: &str) -> String {
        ask(&self.address, &format!("GET /it/inbox{path}"), &self.cookie, "")
    }

    fn post(&self, path: &str, fields: &[(String, String)]) -> String {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let headers = format!("{FORM}{}", self.cookie);
        ask(
            &self.address,
            &format!("POST /it/inbox{path}"),
            &headers,
            &encoded(&fields),
        )
    }

    fn leads(&self) -> Vec<Value> {
        let (code, said) = run(self.folder.path(), &["leads", "export", "--format", "json"], "");
        assert_eq!(code, 0, "{said}");
        let json =
            |said: &str, from| serde_json::from_str::<Value>(&said[said.find(from).unwrap()..]).unwrap();
        let list = json(&said, '[');
        let show = |lead: &Value| {
            let id = lead["id"].as_str().unwrap();
            let (code, said) = run(self.folder.path(), &["leads", "show", id, "--format", "json"], "");
            assert_eq!(code, 0, "{said}");
            json(&said, '{')
        };
        list.as_array().unwrap().iter().map(show).collect()
    }
}

fn write(folder: &Path, kinds: &str) {
    fs::write(folder.join("content/graders/kinds.md"), kinds).unwrap();
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// What a browser sends of the form, with `more` keyed in.
fn filled(page: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let hidden = |name: &str| {
        let value = page
            .split(&format!("name=\"{name}\" value=\""))
            .nth(1)
            .expect(name);
        (name.to_owned(), value.split('"').next().unwrap().to_owned())
    };
    let mut fields = vec![
        ("token".to_owned(), token(page)),
        hidden("_id"),
        hidden("_definition"),
    ];
    fields.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    fields
}

const ALL: [(&str, &str); 9] = [
    ("many", "files"),
    ("many", "mail"),
    ("token", "yes"),
    ("sure", " 7 "),
    ("seats", "60"),
    ("tools", "Mail & more"),
    ("contact.name", "Mona <Quill>"),
    ("contact.email", "mona@client.example"),
    ("consent", "true"),
];

#[test]
fn a_sheet_is_keyed_in_once_and_leads_to_its_lead() {
    let desk = Desk::new();
    let choose = desk.get("/sheets/");
    assert!(choose.contains(">Every &lt;kind&gt;</option>"), "{choose}");
    assert!(!choose.contains("Draft"), "a draft has no paper edition");
    assert!(desk.get("/sheets/draft").starts_with("HTTP/1.1 404"));
    assert!(desk.get("/sheets/nobody").starts_with("HTTP/1.1 404"));
    let form = desk.get("/sheets/kinds");
    let parts = [
        "<h2>Part one</h2>",
        "<span class=\"no\">1</span> Which are true?",
        "<input type=\"checkbox\" name=\"many\" value=\"files\"> Files come back.",
        "<span class=\"no\">2</span> Is there a plan?",
        "<input type=\"radio\" name=\"token\" value=\"yes\">",
        "<h2>Part two</h2>",
        "<span class=\"no\">3</span> How sure are you? <span class=\"soft\">(0 to 10)</span>",
        "Only if you chose “Yes, &quot;on paper&quot;” in question 2.",
        "<span class=\"no\">5</span> Which tools? <span class=\"soft\">(optional)</span>",
        "name=\"contact.email\"",
        "Ticked on paper:",
        "Store this sheet",
    ];
    let mut from = 0;
    for part in parts {
        from += form[from..]
            .find(part)
            .unwrap_or_else(|| panic!("{part}, in this order: {form}"));
    }
    assert!(!form.contains("<script"));
    let fields = filled(&form, &ALL);
    let answer = desk.post("/sheets/kinds", &fields);
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let place = format!("/it/inbox/leads/{}", fields[1].1);
    assert!(answer.contains(&format!("location: {place}\r\n")), "{answer}");
    let lead = desk.get(place.strip_prefix("/it/inbox").unwrap());
    assert!(
        lead.contains("Mona &lt;Quill&gt;") && lead.contains("Keyed in from paper"),
        "{lead}"
    );
    let twice = desk.post("/sheets/kinds", &fields);
    assert!(
        twice.starts_with("HTTP/1.1 303") && twice.contains(&place),
        "{twice}"
    );
    let mut other = fields.clone();
    other[7].1 = "61".to_owned();
    assert!(desk.post("/sheets/kinds", &other).starts_with("HTTP/1.1 409"));
    let leads = desk.leads();
    assert_eq!(leads.len(), 1, "{leads:?}");
    let lead = &leads[0];
    assert_eq!(lead["source"]["page"], "paper");
    let answers: BTreeMap<String, Value> = serde_json::from_value(lead["answers"].clone()).unwrap();
    assert_eq!(
        serde_json::to_string(&answers).unwrap(),
        r#"{"many":["files","mail"],"seats":60,"sure":7,"token":"yes","tools":"Mail & more"}"#
    );
    assert_eq!(lead["consent"]["given"], true);
    let mut forged = filled(&desk.get("/sheets/kinds"), &ALL);
    forged[0].1 = "0".repeat(64);
    assert!(desk.post("/sheets/kinds", &forged).starts_with("HTTP/1.1 403"));
    let mut broken = filled(&desk.get("/sheets/kinds"), &ALL);
    broken[1].1 = "1".to_owned();
    assert!(desk.post("/sheets/kinds", &broken).starts_with("HTTP/1.1 409"));
    assert_eq!(desk.leads().len(), 1);
}

#[test]
fn it_says_what_leads_add_says_and_stores_the_same() {
    let desk = Desk::new();
    let form = desk.get("/sheets/kinds");
    assert!(
        desk.post("/sheets/kinds", &filled(&form, &ALL))
            .starts_with("HTTP/1.1 303")
    );
    let sheet = "answers: {many: [files, mail], token: yes, sure: 7, seats: 60, tools: Mail & more}\n\
                 contact: {name: Mona <Quill>, email: mona@client.example}\nconsent: true\n";
    let file = desk.folder.path().join("sheet.yaml");
    fs::write(&file, sheet).unwrap();
    let add = ["leads", "add", "kinds", "--answers", file.to_str().unwrap()];
    // Within ten minutes it would be taken for the same sheet.
    let file = desk.folder.path().join("data/gradewright.sqlite");
    let turned = rusqlite::Connection::open(file).unwrap();
    turned
        .execute("UPDATE responses SET submitted_at = submitted_at - 7200000", [])
        .unwrap();
    let (code, said) = run(desk.folder.path(), &add, "");
    assert_eq!(code, 0, "{said}");
    let leads = desk.leads();
    assert_eq!(leads.len(), 2);
    for same in [
        "answers",
        "scorecard",
        "contact",
        "consent",
        "source",
        "services",
        "definition",
        "status",
    ] {
        assert!(!leads[0][same].is_null(), "{same}");
        assert_eq!(leads[0][same], leads[1][same], "{same}");
    }
}

#[test]
fn what_is_wrong_is_said_at_its_question_and_everything_is_kept() {
    let desk = Desk::new();
    let form = desk.get("/sheets/kinds");
    let wrong = [
        ("many", "files"),
        ("many", "none"),
        ("token", "yes"),
        ("sure", "eleven"),
        ("tools", "</textarea><b>\"bold\""),
        ("contact.name", "Mona"),
        ("contact.email", "no address"),
        ("consent", "true"),
    ];
    let fields = filled(&form, &wrong);
    let answer = desk.post("/sheets/kinds", &fields);
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    for part in [
        "<a href=\"#q-many\">1. Which are true?</a>: ",
        "<a href=\"#q-sure\">3. How sure are you?</a>: Please give a whole number from 0 to 10.",
        "<a href=\"#q-seats\">4. How many people?</a>: ",
        "<a href=\"#contact-email\">Work email</a>: ",
        "id=\"error-many\"",
        "id=\"error-sure\">Please give a whole number from 0 to 10.",
        "id=\"error-seats\"",
        "id=\"error-contact-email\"",
        "value=\"files\" checked",
        "value=\"none\" checked",
        "value=\"yes\" checked",
        "value=\"eleven\" aria-describedby=\"if-sure error-sure\" aria-invalid=\"true\"",
        "&lt;&#x2F;textarea&gt;&lt;b&gt;&quot;bold&quot;",
        "value=\"no address\"",
        "name=\"consent\" value=\"true\" checked",
    ] {
        let part = part.replace("&#x2F;", if answer.contains("&#x2F;") { "&#x2F;" } else { "/" });
        assert!(answer.contains(&part), "{part}: {answer}");
    }
    assert!(!answer.contains("id=\"error-token\"") && !answer.contains("value=\"mail\" checked"));
    assert_eq!(desk.leads().len(), 0);
    let again = filled(&answer, &ALL);
    assert_eq!(again[1], fields[1], "still the same sheet");
    assert!(desk.post("/sheets/kinds", &again).starts_with("HTTP/1.1 303"));
    assert_eq!(desk.leads().len(), 1);
    let log = desk.host.log();
    for personal in ["Mona", "mona@", "no address", "bold", "eleven"] {
        assert!(!log.contains(personal), "{personal} is in the log");
    }
}

#[test]
fn an_older_code_shows_the_older_questions() {
    let desk = Desk::new();
    let form = desk.get("/sheets/kinds");
    let code = form.split("Sheet ").nth(1).unwrap()[..14].to_owned();
    let print = ask(&desk.address, "GET /it/graders/kinds/print/", "", "");
    assert!(print.contains(&code), "as printed");
    let desk = desk.again(
        &KINDS
            .replace("Files come back", "Each file comes back")
            .replace("60", "90"),
    );
    assert!(desk.get("/sheets/kinds").contains("Each file comes back"));
    let answer = desk.get(&format!("/sheets/?assessment=kinds&code={code}"));
    assert!(
        answer.contains(&format!("location: /it/inbox/sheets/kinds?code={code}\r\n")),
        "{answer}"
    );
    let form = desk.get(&format!(
        "/sheets/kinds?code={}",
        code.to_uppercase().replace('-', "")
    ));
    assert!(
        form.contains("Files come back") && form.contains("today’s are others"),
        "{form}"
    );
    assert!(
        desk.post("/sheets/kinds", &filled(&form, &ALL))
            .starts_with("HTTP/1.1 303")
    );
    let lead = &desk.leads()[0];
    assert!(
        lead["definition"]
            .as_str()
            .unwrap()
            .starts_with(&code.replace('-', "")),
        "{lead}"
    );
    for (wrong, why) in [
        ("ffff-ffff-ffff", "No sheet of “Every &lt;kind&gt;”"),
        ("12", "made of 0 to 9"),
        ("zzzzzzzzzz", "made of 0 to 9"),
    ] {
        let answer = desk.get(&format!("/sheets/?assessment=kinds&code={wrong}"));
        assert!(
            answer.starts_with("HTTP/1.1 422")
                && answer.contains(why)
                && answer.contains(&format!("value=\"{wrong}\"")),
            "{answer}"
        );
    }
}

#[test]
fn a_sheet_of_a_client_is_laid_beside_their_package_and_named_after_its_event() {
    let desk = Desk::new();
    let content = desk.folder.path().join("content");
    fs::create_dir_all(content.join("services")).unwrap();
    for name in ["mail", "vault"] {
        let text = format!("---\nname: {name}\npromise: {name} done well.\n---\nText.\n");
        fs::write(content.join(format!("services/{name}.md")), text).unwrap();
    }
    let yaml = fs::read_to_string(content.join("site.yaml")).unwrap();
    let packages = "packages:\n  basic:\n    name: Basic\n    includes: [mail]\n";
    fs::write(content.join("site.yaml"), yaml + packages).unwrap();
    let kinds = KINDS.replace("#files, points 3, unloaded", "#files, points 3, service vault");
    let desk = desk.again(&kinds.replace("#mail, unloaded", "#mail, service mail"));
    let typed = [
        ("token", token(&desk.get("/clients"))),
        ("name", "Northwind".to_owned()),
        ("package", "basic".to_owned()),
    ];
    let added = desk.post("/clients", &typed.map(|(name, value)| (name.to_owned(), value)));
    assert!(added.starts_with("HTTP/1.1 303"), "{added}");
    let form = desk.get("/sheets/kinds");
    assert!(
        form.contains("<option value=\"northwind\">Northwind</option>"),
        "{form}"
    );
    let whose = [("_client", "northwind"), ("source.event", "Spring <seminar>")];
    let refused = desk.post("/sheets/kinds", &filled(&form, &whose));
    assert!(refused.starts_with("HTTP/1.1 422"), "{refused}");
    assert!(
        refused.contains("value=\"northwind\" selected")
            && refused.contains("value=\"Spring &lt;seminar&gt;\""),
        "{refused}"
    );
    let nobody = desk.post("/sheets/kinds", &filled(&form, &[("_client", "nobody")]));
    assert!(nobody.starts_with("HTTP/1.1 404"), "{nobody}");
    assert!(desk.leads().is_empty());
    let stored = desk.post("/sheets/kinds", &filled(&form, &[&ALL[..], &whose].concat()));
    assert!(stored.starts_with("HTTP/1.1 303"), "{stored}");
    let lead = &desk.leads()[0];
    let source = &lead["source"];
    assert_eq!(
        (&source["event"], &source["page"]),
        (&Value::from("Spring <seminar>"), &Value::from("paper"))
    );
    let page = desk.get(&format!("/leads/{}", lead["id"].as_str().unwrap()));
    for part in [
        "Client on Basic",
        "<strong>vault</strong> is not in Basic",
        "Spring &lt;seminar&gt;",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(desk.get("/clients/northwind").contains("Mona &lt;Quill&gt;"));
}

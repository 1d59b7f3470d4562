//! A small site with one grader, its endpoint, and a look at the leads behind it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use gradewright::assessment::{
    Condition, ConsentWording, ContactField, ContactForm, Definition, Destination, FieldName, Gate, Kind,
    Pace,
};
use gradewright::content::{Brand, Endpoint, PublishedAssessment, Site, SiteFile, Throttle};
use gradewright::intake::{App, Limits, router};
use gradewright::render::{CACHING, Options, Renderer, site_headers};
use gradewright::server::{self, protect, with_files};
use gradewright::store::{Leads, Response, Settings, Store};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::http::{Reply, Running};

/// The grader is `security`; without more words it asks for the contact after the score, and any page may post as
/// often as it likes.
pub(crate) struct Setting {
    pub(crate) gate: Gate,
    pub(crate) base_url: &'static str,
    pub(crate) endpoint: Endpoint,
    pub(crate) per_address: Option<Throttle>,
    pub(crate) limits: Limits,
    pub(crate) store: Settings,
    pub(crate) draft: bool,
    pub(crate) kind: Kind,
    /// `plain` shows little and is easy to read for tests; `default` is what people see.
    pub(crate) theme: &'static str,
    /// Compares owners with owners, and asks for the owner.
    pub(crate) owners: bool,
    pub(crate) report_days: u32,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            gate: Gate::AfterScore,
            base_url: "https://quillhaven.example",
            endpoint: Endpoint::SameOrigin,
            per_address: None,
            limits: Limits::default(),
            store: Settings::default(),
            draft: false,
            kind: Kind::Grader,
            theme: "plain",
            owners: false,
            report_days: 365,
        }
    }
}

pub(crate) struct Quillhaven {
    pub(crate) server: Running,
    pub(crate) store: Store,
    site: watch::Sender<Arc<Renderer>>,
    folder: tempfile::TempDir,
}

pub(crate) fn quillhaven() -> Quillhaven {
    Setting::default().start()
}

impl Setting {
    pub(crate) fn start(self) -> Quillhaven {
        let folder = tempfile::tempdir().unwrap();
        let templates = folder.path().join("themes/plain/templates");
        fs::create_dir_all(&templates).unwrap();
        for name in [
            "home.html",
            "page.html",
            "service.html",
            "graders.html",
            "services.html",
            "favicon.svg",
        ] {
            fs::write(templates.join(name), "").unwrap();
        }
        for (name, text) in [
            ("grader.html", GRADER),
            ("report.html", REPORT),
            ("message.html", MESSAGE),
        ] {
            fs::write(templates.join(name), text).unwrap();
        }
        let store = Store::open_with(&folder.path().join("data/gradewright.sqlite"), self.store).unwrap();
        let limits = self.limits;
        let renderer = self.renderer(&folder, 40);
        let (site, renderer) = watch::channel(renderer);
        let app = App {
            renderer,
            store: store.clone(),
            limits,
        };
        let base_path = app.renderer.borrow().base_path().to_owned();
        let now = app.renderer.clone();
        let routes = with_files(router(app), &folder.path().join("public"), &base_path, &CACHING);
        let routes = protect(routes, move || site_headers(now.borrow().site()));
        Quillhaven {
            server: Running::start(routes, server::Limits::default()),
            store,
            site,
            folder,
        }
    }

    fn renderer(self, folder: &tempfile::TempDir, forming_from: u32) -> Arc<Renderer> {
        let assessment = serde_json::from_value(assessment(&self, forming_from)).unwrap();
        let file = SiteFile {
            path: "content/graders/security.md".into(),
            hash: [0; 32],
        };
        let owner = || Condition::Is("role".try_into().unwrap(), "owner".try_into().unwrap());
        let published = PublishedAssessment {
            for_clients: None,
            definition: Definition::new(assessment),
            file,
            draft: self.draft,
            language: None,
            advance: gradewright::content::Advance::Manual,
            decides: self.owners.then(owner),
            benchmark_by: self.owners.then(|| "role".try_into().unwrap()),
            paper: None,
            retention_days: None,
            fit: vec![],
            extra: Value::Null,
        };
        let field = |name, required| ContactField { name, required };
        let site = Site {
            folder: folder.path().to_owned(),
            name: "Quillhaven IT".into(),
            base_url: self.base_url.into(),
            language: "en".into(),
            languages: Arc::default(),
            currency: iso_currency::Currency::USD,
            theme: self.theme.into(),
            brand: Brand {
                accent: "#c2005f".into(),
                logo: None,
            },
            sales_email: Some("sales@quillhaven.example".into()),
            deliveries: vec![Destination::brief("sales@quillhaven.example")],
            endpoint: self.endpoint,
            embed_on: vec!["https://www.quillhaven.example".into()],
            per_address: self.per_address,
            trusted_proxies: vec![("127.0.0.1".parse().unwrap(), 32)],
            contact: ContactForm {
                fields: vec![
                    field(FieldName::Name, true),
                    field(FieldName::Email, true),
                    field(FieldName::Message, false),
                ],
                consent: ConsentWording {
                    version: "2026-11".into(),
                    text: "Quillhaven IT may call me.".into(),
                },
                company_mail_only: false,
            },
            report_days: self.report_days,
            retention_days: None,
            owners: Vec::new(),
            fit: vec![],
            meetings: vec![],
            pace: Pace::default(),
            catalogue: Arc::default(),
            services: BTreeMap::new(),
            assessments: BTreeMap::from([("security".try_into().unwrap(), published)]),
            pages: vec![],
            files: BTreeMap::new(),
        };
        Arc::new(Renderer::new(Arc::new(site), Options::default()).unwrap())
    }
}

impl Quillhaven {
    /// Stops, and reads what was counted: source, step, how often.
    pub(crate) fn counted(self) -> Vec<(String, String, i64)> {
        let path = self.store.path().to_owned();
        drop((self.server, self.store));
        let file = rusqlite::Connection::open(path).unwrap();
        let sql = "SELECT source, step, sum(count) FROM funnel GROUP BY source, step ORDER BY source, step";
        let mut statement = file.prepare(sql).unwrap();
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        found.unwrap().map(Result::unwrap).collect()
    }

    /// A report of these answers, by its address.
    pub(crate) fn taken(&self, answers: &Value) -> String {
        let reply = self.post(&json!({"id": id(), "answers": answers}));
        assert_eq!(reply.status, 201, "{}", reply.text());
        reply.header("location").unwrap().to_owned()
    }

    /// What a program sends to a report, and what it is told.
    pub(crate) fn tell(&self, url: &str, body: &Value) -> (u16, Value) {
        let headers = "Content-Type: application/json\r\n";
        let reply = self
            .server
            .send("POST", url, headers, body.to_string().as_bytes());
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    pub(crate) fn post(&self, body: &Value) -> Reply {
        self.send("", body.to_string().as_bytes())
    }

    /// Any body as JSON to the grader, with more headers.
    pub(crate) fn send(&self, headers: &str, body: &[u8]) -> Reply {
        let headers = format!("Content-Type: application/json\r\n{headers}");
        self.server.send("POST", "/responses/security", &headers, body)
    }

    /// What a browser sends for a form.
    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let headers = "Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html,*/*;q=0.8\r\n";
        self.server.send("POST", path, headers, body.as_bytes())
    }

    /// Every response, newest first.
    pub(crate) fn leads(&self) -> Vec<Response> {
        let leads = Leads::open(self.store.path()).unwrap();
        let mut ids = Vec::new();
        leads
            .list(|lead| {
                ids.push(lead.id);
                Ok::<_, gradewright::store::StoreError>(())
            })
            .unwrap();
        ids.into_iter()
            .map(|id| leads.get(id).unwrap().unwrap())
            .collect()
    }

    /// The one response there is.
    pub(crate) fn lead(&self) -> Response {
        let mut leads = self.leads();
        assert_eq!(leads.len(), 1);
        leads.remove(0)
    }

    /// The hash of today's definition.
    pub(crate) fn definition(&self) -> String {
        let renderer = self.site.borrow();
        renderer
            .published(&"security".try_into().unwrap())
            .unwrap()
            .definition
            .hash
            .to_string()
    }

    /// The marketer moves the band "Forming".
    pub(crate) fn edit(&self, forming_from: u32) {
        self.site
            .send(Setting::default().renderer(&self.folder, forming_from))
            .unwrap();
    }
}

/// Valid answers: a score of half of `infosec` and the whole of `plan`.
pub(crate) fn answers() -> Value {
    json!({"infosec": ["vault"], "plan": "yes", "seats": 60})
}

pub(crate) fn contact() -> Value {
    json!({"name": "Ann Lee", "email": "ann@client.example"})
}

pub(crate) fn id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn assessment(setting: &Setting, forming_from: u32) -> Value {
    let text = |plain: &str| json!({"plain": plain, "html": plain});
    let choice = |id: &str, role: &str, points: f64| {
        json!({"id": id, "text": text(id), "education": null, "sales": null, "role": role, "points": points,
               "service": null, "critical": false, "package": null, "outcomes": []})
    };
    let question = |id: &str, scored: bool, optional: bool, shape: Value| {
        json!({"id": id, "text": text(id), "help": null, "why": null, "sales": text("SECRET sales note"),
               "weight": 1.0, "optional": optional, "profile": false, "scored": scored, "shown_if": null,
               "shape": shape})
    };
    let infosec = [
        choice("vault", "state", 1.0),
        choice("disks", "state", 1.0),
        choice("none", "none", 0.0),
    ];
    let role = [choice("owner", "state", 0.0), choice("employee", "state", 0.0)];
    let plan = [choice("yes", "state", 10.0), choice("no", "state", 0.0)];
    let load = json!({"service": null, "below": null, "critical": false});
    let band = |id: &str, from: u32| json!({"id": id, "title": id, "from": from, "text": text(id), "next_step": null, "sales": null});
    json!({
        "id": "security", "kind": setting.kind, "title": "Security", "description": null, "intro": null, "gate": setting.gate,
        "critical_caps_at": null, "next_step": null, "outcomes": [],
        "bands": [band("exposed", 0), band("forming", forming_from)],
        "categories": [{
            "id": "all", "title": null, "intro": null, "sales": null, "weight": 1.0, "target": null,
            "questions": [
                question("infosec", true, false, json!({"is": "many", "choices": infosec})),
                question("plan", true, false, json!({"is": "one", "choices": plan, "load": load})),
                question("seats", false, false, json!({"is": "number", "min": 1, "max": 5000, "quantity": null})),
                question("apps", false, true, json!({"is": "text", "limit": 20})),
                question("role", false, true, json!({"is": "one", "choices": role, "load": load})),
            ],
        }],
    })
}

const GRADER: &str = r#"<h1>{{ assessment.title }}</h1>
{% for error in assessment.errors %}<a href="{{ error.href }}">{{ error.message }}</a>{% endfor %}
{% for category in assessment.categories %}{% for question in category.questions %}
{{ question.id }}={{ question.value }} {{ question.error }}
{% for option in question.options %}{% if option.checked %}[x] {{ option.id }}{% endif %}{% endfor %}
{% endfor %}{% endfor %}
{% if assessment.contact %}{% for field in assessment.contact.fields %}{{ field.name }}={{ field.value }} {{ field.error }}
{% endfor %}consent={{ assessment.contact.consent.checked }}{% endif %}"#;

const REPORT: &str = r#"<h1>Report</h1><p>{{ report.shown }}</p>
{% if report.contact %}action={{ report.contact.action }}{% for error in report.contact.errors %}{{ error.message }}{% endfor %}
{% for field in report.contact.fields %}{{ field.name }}={{ field.value }} {{ field.error }}
{% endfor %}{% endif %}"#;

const MESSAGE: &str = "<h1>{{ message.title }}</h1><p>{{ message.text }}</p>";

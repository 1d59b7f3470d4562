//! An inbox with two salespeople, and browsers that look at it.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};

use gradewright::assessment::{Catalogue, ConsentWording, ContactForm, Destination, Package};
use gradewright::inbox::{AssessmentFacts, Facts, Inbox, Parts, QuestionFacts, SheetFaults, Sheets, hash};
use gradewright::server::{Limits, protect};
use gradewright::store::{NewResponse, Store, Users};
use jiff::Timestamp;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::fixture::{catalogue, create, grader, lead};
use crate::http::{Reply, Running};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Hashing takes its time on purpose.
static HASH: LazyLock<String> = LazyLock::new(|| hash(PASSWORD).unwrap());

pub(crate) struct Quillhaven {
    pub(crate) server: Running,
    pub(crate) store: Store,
    pub(crate) inbox: Inbox,
    /// The responses whose mails were removed.
    pub(crate) removed: Arc<Mutex<Vec<Uuid>>>,
    runtime: Runtime,
    _folder: tempfile::TempDir,
}

/// On this machine, under `/sales`.
pub(crate) fn quillhaven() -> Quillhaven {
    Quillhaven::new(false)
}

impl Quillhaven {
    pub(crate) fn new(secure: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.sqlite");
        let store = Store::open(&path).unwrap();
        let mut users = Users::open(&path).unwrap();
        for (email, name) in [
            ("sam@quillhaven.example", "Sam Sales"),
            ("vera@quillhaven.example", "Vera Vendor"),
        ] {
            assert!(users.add(email, name, &HASH, Timestamp::now()).unwrap());
        }
        let grader = grader().assessment;
        let bands = grader.bands.iter();
        // The second question is asked of some only.
        let questions = grader.questions().enumerate().map(|(place, one)| QuestionFacts {
            id: one.id.clone(),
            text: one.text.plain.clone(),
            conditional: place == 1,
        });
        let assessment = AssessmentFacts {
            questions: questions.collect(),
            title: grader.title.clone(),
            bands: bands.map(|band| (band.id.clone(), band.title.clone())).collect(),
            sheet: Some(crate::fixture::grader()),
            for_clients: None,
        };
        let facts = Arc::new(Facts {
            deliveries: vec![Destination::brief("sales@quillhaven.example")],
            site_name: "Quillhaven IT".into(),
            contact: ContactForm {
                fields: Vec::new(),
                consent: ConsentWording {
                    version: "1".to_owned(),
                    text: "I agree.".to_owned(),
                },
                company_mail_only: false,
            },
            base_path: "/sales".into(),
            origin: "https://quillhaven.example".into(),
            reports_at: "https://quillhaven.example/sales".into(),
            secure,
            trusted_proxies: vec![("127.0.0.1".parse().unwrap(), 32)],
            currency: iso_currency::Currency::USD,
            catalogue: Arc::new(sold()),
            assessments: [("security".try_into().unwrap(), assessment)].into(),
            colours: String::new(),
        });
        let removed = Arc::new(Mutex::new(Vec::new()));
        let gone = Arc::clone(&removed);
        let inbox = Inbox::new(Parts {
            store: store.clone(),
            site: Box::new(move || Arc::clone(&facts)),
            // Sheets are keyed in through the real program, which knows how they are read.
            sheets: Sheets {
                only_if: |_, _| String::new(),
                key_in: Box::new(|_, _, _, _| Ok(Err(SheetFaults::default()))),
            },
            remove_mails: Box::new(move |responses| {
                gone.lock().unwrap().extend_from_slice(responses);
                Ok(responses.len())
            }),
        });
        let headers = || vec![("X-Content-Type-Options", "nosniff".to_owned())];
        Self {
            server: Running::start(protect(inbox.router("/sales"), headers), Limits::default()),
            store,
            inbox,
            removed,
            runtime: Runtime::new().unwrap(),
            _folder: folder,
        }
    }

    /// Stores a response; its id.
    pub(crate) fn has(&self, response: NewResponse) -> Uuid {
        let id = response.id;
        self.runtime.block_on(create(&self.store, response));
        id
    }

    /// A lead called so, of a company.
    pub(crate) fn called(&self, name: &str, email: &str, company: &str) -> Uuid {
        let mut response = lead(email);
        let fields = serde_json::json!({"name": name, "email": email, "company": company});
        response.contact.as_mut().unwrap().0 = serde_json::from_value(fields).unwrap();
        self.has(response)
    }

    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// The file itself, to look into and to turn back clocks.
    pub(crate) fn file(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.store.path()).unwrap()
    }

    /// A browser that nobody is signed in with.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser {
            server: &self.server,
            cookie: RefCell::default(),
            through: RefCell::default(),
        }
    }

    /// A browser that Sam is signed in with.
    pub(crate) fn sam(&self) -> Browser<'_> {
        let browser = self.browser();
        assert_eq!(browser.sign_in("sam@quillhaven.example", PASSWORD).status, 303);
        browser
    }
}

/// With a package that includes one of the services.
pub(crate) fn sold() -> Catalogue {
    let mut sold = catalogue();
    sold.packages.push(Package {
        id: "pro".try_into().unwrap(),
        name: "Pro".to_owned(),
        includes: vec!["email-archive".try_into().unwrap()],
        add_ons: Vec::new(),
    });
    sold
}

pub(crate) struct Browser<'a> {
    server: &'a Running,
    /// `name=value` as it is sent back.
    pub(crate) cookie: RefCell<String>,
    /// The client that a proxy of ours names.
    pub(crate) through: RefCell<String>,
}

impl Browser<'_> {
    pub(crate) fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], "")
    }

    /// A page of the inbox, which must be there.
    pub(crate) fn page(&self, path: &str) -> String {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.text()
    }

    /// A form of the page: with its token, as browsers send it.
    pub(crate) fn send(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = token(&self.page("/sales/inbox/quarantine"));
        let fields = [fields, &[("token", token.as_str())]].concat();
        self.send_with(path, &[("Sec-Fetch-Site", "same-origin")], &fields)
    }

    /// A form with other headers, and no token but what `fields` say.
    pub(crate) fn send_with(&self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let form = ("Content-Type", "application/x-www-form-urlencoded");
        self.ask("POST", path, &[headers, &[form]].concat(), &body)
    }

    pub(crate) fn sign_in(&self, email: &str, password: &str) -> Reply {
        let fields = [("email", email), ("password", password)];
        let headers = [("Sec-Fetch-Site", "same-origin")];
        self.send_with("/sales/inbox/sign-in", &headers, &fields)
    }

    pub(crate) fn is_in(&self) -> bool {
        let reply = self.get("/sales/inbox/");
        assert!(matches!(reply.status, 200 | 303), "{}", reply.status);
        reply.status == 200
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut text: String = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        if !self.cookie.borrow().is_empty() {
            text += &format!("Cookie: other=1; {}\r\n", self.cookie.borrow());
        }
        if !self.through.borrow().is_empty() {
            text += &format!("X-Forwarded-For: {}\r\n", self.through.borrow());
        }
        let mut connection = self.server.connect();
        connection.request(method, path, &text, body.as_bytes());
        let reply = connection.reply_to(method).expect("an answer");
        if let Some(cookie) = reply.header("set-cookie") {
            *self.cookie.borrow_mut() = cookie.split(';').next().unwrap().to_owned();
        }
        reply
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address
    }
}

/// What stands in the forms of a page.
pub(crate) fn token(page: &str) -> String {
    let at = page.split("name=\"token\" value=\"").nth(1).expect("a form");
    at.split('"').next().unwrap().to_owned()
}

/// Where a lead's page is.
pub(crate) fn at(id: Uuid, more: &str) -> String {
    format!("/sales/inbox/leads/{id}{more}")
}

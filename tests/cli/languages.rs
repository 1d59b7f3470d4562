//! What the pages say by themselves, in the language of each page, over HTTP.

use serde_json::{Value, json};

use crate::program::{GRADER, Running, Site};

const ID: &str = "018f2b1e-3c4d-7e5f-8a9b-0c1d2e3f4a5b";

/// The grader in another language, with a report that waits for nobody.
fn spoken(lang: &str) -> String {
    GRADER.replacen("---\n", &format!("---\nlang: {lang}\ngate: none\n"), 1)
}

fn site(lang: &str) -> Site {
    let site = Site::new();
    site.write("content/graders/email.md", &spoken(lang));
    site
}

fn host(site: &Site) -> Running {
    site.start(&["host", "--listen", "127.0.0.1:0"])
}

/// What follows the head of an answer.
fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

/// The address of a report, out of the answer to a post.
fn taken(host: &Running) -> String {
    let sent = json!({"id": ID, "answers": {"protected": ["second-step"]}});
    let (status, answer) = host.post("/responses/email", &sent.to_string());
    assert_eq!(status, 201, "{answer}");
    let answer: Value = serde_json::from_str(body(&answer)).unwrap();
    answer["result_url"].as_str().unwrap().to_owned()
}

/// The language of a page, and whether it runs from right to left.
fn language(page: &str) -> (&str, bool) {
    let tag = &page[page.find("<html ").unwrap()..];
    let tag = &tag[..tag.find('>').unwrap()];
    let lang = tag.split("lang=\"").nth(1).unwrap();
    (&lang[..lang.find('"').unwrap()], tag.contains(" dir=\"rtl\""))
}

/// The form that a browser sends, and the page that comes back.
fn form(host: &Running, path: &str, fields: &str) -> (u16, String) {
    let kind = "application/x-www-form-urlencoded\r\naccept: text/html";
    host.ask("POST", path, kind, fields)
}

#[test]
fn a_program_is_told_what_is_wrong_in_the_language_of_the_grader() {
    let site = site("es");
    let host = host(&site);
    let (status, answer) = host.post("/responses/email", &json!({"id": ID, "answers": {}}).to_string());
    assert_eq!(status, 422);
    let problem: Value = serde_json::from_str(body(&answer)).unwrap();
    assert_eq!(problem["errors"][0]["pointer"], "/answers/protected");
    assert_eq!(
        problem["errors"][0]["message"],
        "Marque lo que sea cierto o indique que nada lo es."
    );
    assert_ne!(problem["detail"], "One thing needs mending.");
    let report = taken(&host);
    let wrong = json!({"decisions": {"gaps": {"protected.filtered": {"decision": "quizá"}}}});
    let (status, answer) = host.post(&report, &wrong.to_string());
    assert_eq!(status, 422);
    let message = &serde_json::from_str::<Value>(body(&answer)).unwrap()["errors"][0]["message"];
    assert!(!message.as_str().unwrap().contains("Please"), "{message}");
}

#[test]
fn a_form_comes_back_in_the_language_of_the_grader() {
    let site = site("es");
    let host = host(&site);
    let (status, page) = form(&host, "/responses/email", "contact.email=x");
    assert_eq!(status, 422, "{page}");
    assert_eq!(language(&page), ("es", false));
    assert!(page.contains("Marque lo que sea cierto o indique que nada lo es."));
    let report = taken(&host);
    let (status, page) = form(&host, &report, "_decisions=all&decider.review=pronto");
    assert_eq!(status, 422);
    assert_eq!(language(&page), ("es", false));
    assert!(page.contains("value=\"pronto\""), "{page}");
    assert!(!page.contains("Please"), "{page}");
}

#[test]
fn a_report_speaks_the_language_of_its_grader_to_its_end() {
    let site = site("es");
    let host = host(&site);
    let report = taken(&host);
    let (status, page) = host.get(&report);
    assert_eq!(status, 200);
    assert_eq!(language(&page), ("es", false));
    for said in ["Su puntuación", "Lo queremos", "ninguna decisión registrada"] {
        assert!(page.contains(said), "{said} in {page}");
    }
    for english in ["Your score", "We want this", "Decision log", "What is still open"] {
        assert!(!page.contains(english), "{english} in {page}");
    }
    site.ok(&["leads", "revoke", ID]);
    let (status, page) = host.get(&report);
    assert_eq!(status, 410);
    assert!(page.contains("Este informe ya no está aquí"), "{page}");
    assert_eq!(language(&page), ("es", false), "whoever reads it aloud must know");
    // What belongs to no grader speaks the language of the site.
    let (status, page) = host.get("/r/00000000000000000000000000000000");
    assert_eq!(status, 404);
    assert_eq!(language(&page), ("en", false));
    assert!(page.contains("Not found"), "{page}");
}

#[test]
fn a_page_in_a_language_from_right_to_left_is_turned_around() {
    let site = Site::new();
    site.write(
        "content/pages/shalom.md",
        "---\ntitle: Shalom\nlang: he\n---\nText.\n",
    );
    site.write("content/graders/email.md", &spoken("he"));
    let host = host(&site);
    for path in ["/shalom/", "/graders/email/", &taken(&host)] {
        let page = host.get(path).1;
        assert_eq!(language(&page), ("he", true), "{path}");
    }
    assert_eq!(language(&host.get("/book/").1), ("en", false));
}

#[test]
fn the_language_of_the_site_is_that_of_every_page_without_its_own() {
    let site = Site::new();
    let yaml = site.read("content/site.yaml") + "language: es\n";
    site.write("content/site.yaml", &yaml);
    site.write("content/graders/email.md", &spoken("en"));
    let host = host(&site);
    for (path, lang) in [
        ("/", "es"),
        ("/book/", "es"),
        ("/nothing/", "es"),
        ("/graders/email/", "en"),
    ] {
        let page = host.get(path).1;
        assert_eq!(language(&page), (lang, false), "{path}");
    }
    assert!(host.get(&taken(&host)).1.contains("Your score"));
}

#[test]
fn a_theme_says_one_word_in_its_own_way_and_english_stands_in_for_the_rest() {
    let site = site("de");
    site.write(
        "themes/default/i18n/de.yaml",
        "report:\n  score: Ihr Ergebnis\nbenchmark: {}\n",
    );
    let host = host(&site);
    let page = host.get(&taken(&host)).1;
    assert_eq!(language(&page), ("de", false));
    assert!(
        page.contains("Ihr Ergebnis") && !page.contains("Your score"),
        "{page}"
    );
    assert!(page.contains("What is still open"), "{page}");
}

#[test]
fn missing_words_are_one_warning_for_each_language() {
    let site = site("de");
    let other = spoken("de").replace("Is your email safe?", "Another");
    site.write("content/graders/other.md", &other);
    site.write("content/pages/de.md", "---\ntitle: Seite\nlang: de\n---\nText.\n");
    site.write("content/pages/fr.md", "---\ntitle: Page\nlang: fr\n---\nText.\n");
    site.write(
        "content/pages/es.md",
        "---\ntitle: Hoja\nlang: es-MX\n---\nText.\n",
    );
    site.write("themes/default/i18n/de.yaml", "report: { score: Ihr Ergebnis }\n");
    let (code, out, _) = site.run(&["check", "--format", "json"]);
    assert_eq!(code, 0, "{out}");
    let found: Vec<Value> = serde_json::from_str(&out).unwrap();
    let of = |tag: &str| {
        let tag = format!("`{tag}`");
        let about = found
            .iter()
            .filter(|one| one["message"].as_str().unwrap().contains(&tag));
        let about: Vec<&Value> = about.collect();
        assert_eq!(about.len(), 1, "{tag}: {out}");
        assert_eq!(about[0]["code"], "missing-word");
        assert_eq!(about[0]["severity"], "warning");
        about[0].clone()
    };
    let german = of("de");
    assert!(
        german["message"].as_str().unwrap().contains("words are missing"),
        "{german}"
    );
    assert!(
        german["help"]
            .as_str()
            .unwrap()
            .contains("themes/default/i18n/de.yaml")
    );
    of("fr");
    let missing = found.iter().filter(|one| one["code"] == "missing-word");
    assert_eq!(missing.count(), 2, "Spanish lacks nothing: {out}");
    assert_eq!(site.run(&["check", "--strict"]).0, 1);
    assert_eq!(site.run(&["build"]).0, 0, "a warning stops nothing");
}

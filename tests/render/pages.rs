//! What a visitor gets.

use gradewright::content::Endpoint;

use gradewright::render::site_headers;

use super::{Folder, attributes, site};

#[test]
fn a_site_has_its_pages_lists_and_the_files_that_robots_look_for() {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    let places: Vec<String> = folder
        .published()
        .into_keys()
        .filter(|place| !place.starts_with("assets/"))
        .collect();
    assert_eq!(
        places,
        [
            ".gradewright-manifest",
            "404.html",
            "_headers",
            "about/index.html",
            "embed.js",
            "embed/index.html",
            "favicon.svg",
            "graders/index.html",
            "graders/security/index.html",
            "graders/security/print/index.html",
            "headers.caddy",
            "headers.nginx",
            "index.html",
            "questionnaires/meeting/index.html",
            "questionnaires/meeting/print/index.html",
            "robots.txt",
            "services/device-encryption/index.html",
            "services/incident-readiness/index.html",
            "services/index.html",
            "services/password-management/index.html",
            "sitemap.xml",
        ]
    );
    assert!(
        folder.read("index.html").contains("How safe is security?"),
        "home lists the graders"
    );
    assert!(
        folder.read("favicon.svg").contains("#c2005f"),
        "the favicon has the accent"
    );
}

#[test]
fn questionnaires_are_kept_from_search_engines_and_lists() {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    assert!(
        folder
            .read("questionnaires/meeting/index.html")
            .contains("content=\"noindex\"")
    );
    assert!(!folder.read("graders/security/index.html").contains("noindex"));
    for place in ["index.html", "graders/index.html", "sitemap.xml"] {
        assert!(!folder.read(place).contains("questionnaires/"), "{place}");
    }
}

#[test]
fn the_sitemap_names_every_page_that_may_be_found() {
    let folder = Folder::new();
    folder
        .build(folder.site(|site| site.base_url = "https://example.com/graders".to_owned()))
        .unwrap();
    let map = folder.read("sitemap.xml");
    for place in [
        "",
        "about/",
        "graders/",
        "graders/security/",
        "services/",
        "services/device-encryption/",
    ] {
        assert!(
            map.contains(&format!("<loc>https://example.com/graders/{place}</loc>")),
            "{place} in {map}"
        );
    }
    assert!(!map.contains("404"));
    assert!(
        folder
            .read("robots.txt")
            .contains("Sitemap: https://example.com/graders/sitemap.xml")
    );
    assert!(folder.read("robots.txt").contains("Disallow: /graders/r/"));
}

#[test]
fn every_link_begins_with_the_base_path_and_leads_somewhere() {
    for base in ["", "/deep/down"] {
        let folder = Folder::new();
        folder
            .build(folder.site(|site| site.base_url = format!("https://example.com{base}")))
            .unwrap();
        let published = folder.published();
        let mut followed = 0;
        for (place, page) in folder.html() {
            let links = ["href", "src"]
                .into_iter()
                .flat_map(|name| attributes(&page, name));
            for link in links.filter(|link| {
                !link.starts_with("https://example.com/")
                    && !link.starts_with("data:")
                    && !link.starts_with('#')
            }) {
                let inside = link.strip_prefix(base).and_then(|rest| rest.strip_prefix('/'));
                let inside = inside.unwrap_or_else(|| panic!("{link} in {place} leaves the site"));
                let file = if inside.is_empty() || inside.ends_with('/') {
                    format!("{inside}index.html")
                } else {
                    inside.to_owned()
                };
                assert!(published.contains_key(&file), "{link} in {place} leads nowhere");
                followed += 1;
            }
        }
        assert!(followed > 30, "only {followed} links");
        let grader = folder.read("graders/security/index.html");
        assert!(grader.contains(&format!("action=\"{base}/responses/security\"")));
    }
}

#[test]
fn no_page_holds_a_script_style_or_handler_of_its_own() {
    for endpoint in [
        Endpoint::SameOrigin,
        Endpoint::None,
        Endpoint::Url("https://leads.example/api".to_owned()),
    ] {
        let folder = Folder::new();
        folder
            .build(folder.site(|site| site.endpoint = endpoint.clone()))
            .unwrap();
        for (place, page) in folder.html() {
            let lower = page.to_lowercase();
            for (at, _) in lower.match_indices("<script") {
                let tag = &lower[at..at + lower[at..].find('>').unwrap()];
                assert!(
                    tag.contains("type=\"application/json\"") || tag.contains(" src=\"/"),
                    "{tag} in {place}"
                );
            }
            assert!(!lower.contains("<style"), "{place}");
            assert!(!lower.contains(" style="), "{place}");
            assert!(!lower.contains("javascript:"), "{place}");
            let handler = lower
                .split('<')
                .filter_map(|tag| tag.split('>').next())
                .find(|tag| tag.contains(" on"));
            assert_eq!(handler, None, "{place}");
            assert!(page.contains("http-equiv=\"Content-Security-Policy\""), "{place}");
        }
    }
}

#[test]
fn the_policy_allows_the_endpoint_and_nobody_else() {
    let folder = Folder::new();
    let policy = |endpoint| {
        let headers = site_headers(&folder.site(|site| site.endpoint = endpoint));
        headers[0].1.clone()
    };
    let own = policy(Endpoint::SameOrigin);
    assert!(own.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"));
    assert!(own.contains("connect-src 'self'; form-action 'self';"));
    let other = policy(Endpoint::Url("https://leads.example:8443/api".to_owned()));
    assert!(other.contains(
        "connect-src 'self' https://leads.example:8443; form-action 'self' https://leads.example:8443;"
    ));
}

#[test]
fn the_data_block_can_not_be_left() {
    let folder = Folder::new();
    let mut grader = site::grader("security");
    grader.categories[0].questions[0].id = "infosec".try_into().unwrap();
    folder.build(folder.site(|_| {})).unwrap();
    let page = folder.read("graders/security/index.html");
    let begin = "<script type=\"application/json\" id=\"definition\">";
    let block = page
        .split(begin)
        .nth(1)
        .expect("the data block")
        .split("</script>")
        .next()
        .unwrap();
    assert!(!block.contains('<'));
    let sheet: serde_json::Value = serde_json::from_str(block).expect("JSON");
    assert_eq!(sheet["categories"][0]["questions"][0]["id"], "infosec");
}

#[test]
fn a_page_without_an_endpoint_holds_the_whole_report_hidden() {
    let folder = Folder::new();
    folder
        .build(folder.site(|site| site.endpoint = Endpoint::None))
        .unwrap();
    let page = folder.read("graders/security/index.html");
    for gap in ["infosec.vault", "infosec.disks", "plan", "recovery"] {
        assert!(page.contains(&format!("data-gap=\"{gap}\" hidden")), "{gap}");
    }
    for band in ["exposed", "forming", "firm"] {
        assert!(page.contains(&format!("data-band=\"{band}\" hidden")), "{band}");
    }
    assert!(page.contains("What follows from lacking vault."));
    assert!(page.contains("<noscript>"));
    assert!(!page.contains("action="), "nothing is sent");
    assert!(!page.contains("contact."), "nothing is asked that can't be kept");
}

#[test]
fn a_page_with_an_endpoint_keeps_the_gaps_for_the_report() {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    let page = folder.read("graders/security/index.html");
    assert!(!page.contains("data-gap="));
    assert!(!page.contains("What follows from lacking"));
    assert!(page.contains("data-band=\"forming\" hidden"));
    assert!(page.contains("name=\"_definition\""));
}

#[test]
fn drafts_are_published_only_on_demand() {
    let folder = Folder::new();
    let site = folder.site(|site| {
        site.pages[0].draft = true;
        site.assessments.get_mut("security").unwrap().draft = true;
        site.services.get_mut("device-encryption").unwrap().draft = true;
    });
    folder.build(site.clone()).unwrap();
    for (place, page) in folder.html() {
        for draft in ["/about/", "/graders/security/", "/services/device-encryption/"] {
            assert!(!place.starts_with(&draft[1..]), "{place}");
            let link = format!("href=\"{draft}\"");
            assert!(
                !page.contains(&link) || place == "about/index.html" || page.contains("<p>About us."),
                "{draft} in {place}"
            );
        }
    }
    assert!(!folder.read("sitemap.xml").contains("security"));
    let options = gradewright::render::Options { drafts: true };
    let renderer = gradewright::render::Renderer::new(site.into(), options).unwrap();
    renderer.build(&folder.public(), None).unwrap();
    assert!(folder.read("sitemap.xml").contains("graders/security/"));
    assert!(folder.read("index.html").contains("href=\"/graders/security/\""));
}

/// How long the start of the security grader says that it takes, in minutes, and what stands before it.
fn length(change: impl FnOnce(&mut gradewright::assessment::Assessment)) -> (String, usize) {
    let folder = Folder::new();
    let site = folder.site(|site| {
        let mut grader = site::grader("security");
        change(&mut grader);
        site.assessments
            .insert(site::id("security"), site::published(grader));
    });
    folder.build(site).unwrap();
    let page = folder.read("graders/security/index.html");
    let words = page.split_once("<dt>It takes</dt>\n<dd>").unwrap().1;
    let (questions, rest) = words.split_once(" · about ").unwrap();
    (
        questions.to_owned(),
        rest.split(' ').next().unwrap().parse().unwrap(),
    )
}

#[test]
fn the_start_says_how_long_it_takes_by_what_there_is_to_read() {
    let all = length(|_| {});
    let short = length(|grader| {
        grader
            .categories
            .iter_mut()
            .for_each(|category| category.questions.truncate(1));
    });
    let wordy = length(|grader| {
        let question = &mut grader.categories[0].questions[0];
        question.help = Some(site::text(&"word ".repeat(2400)));
    });
    assert!(
        all.0.starts_with("Up to "),
        "{all:?}: some are asked only sometimes"
    );
    assert!(!short.0.starts_with("Up to "), "{short:?}");
    assert!(short.1 <= all.1 && short.1 >= 1, "{short:?}, {all:?}");
    // 240 words a minute.
    assert_eq!(wordy.1, all.1 + 10);
}

//! What a site gives to other sites that show its graders.

use super::{Folder, attributes, site};
use gradewright::content::Page;

/// What somebody copies: the texts of all fields.
fn lines(page: &str) -> Vec<String> {
    let fields = page.split("<textarea").skip(1);
    let text = fields.map(|field| {
        let (_, rest) = field.split_once('>').unwrap();
        rest.split("</textarea>").next().unwrap()
    });
    // `&amp;` last: what was escaped twice is still escaped once.
    text.map(|text| {
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
    })
    .collect()
}

#[test]
fn every_grader_is_offered_as_one_line() {
    let folder = Folder::new();
    let changed = folder.site(|site| {
        site.base_url = "https://example.com/check".to_owned();
        let mut grader = site::grader("security");
        grader.title = "Is \"safe\" <safe> & sound?".to_owned();
        let published = site::published(grader);
        site.assessments.insert(site::id("security"), published);
    });
    folder.build(changed).unwrap();
    let page = folder.read("embed/index.html");
    assert_eq!(
        lines(&page),
        [
            r#"<script src="https://example.com/check/embed.js" data-grader="security" async></script>"#,
            r#"<iframe src="https://example.com/check/graders/security/#embed" title="Is &quot;safe&quot; &lt;safe&gt; &amp; sound?" width="100%" height="900" frameborder="0"></iframe>"#,
        ],
        "the grader, and not the questionnaire"
    );
    assert!(page.contains("script-src https://example.com\nframe-src https://example.com<"));
    assert!(page.contains("content=\"noindex\""));
    assert!(page.contains(" hidden>Copy"), "the buttons need a script");
    for (place, other) in folder.html() {
        assert!(!attributes(&other, "href").contains(&"/check/embed/"), "{place}");
    }
    assert!(!folder.read("sitemap.xml").contains("embed"));
}

#[test]
fn the_page_says_who_may_show_a_frame() {
    let folder = Folder::new();
    let none = folder.site(|site| site.embed_on.clear());
    let first = folder.build(none).unwrap();
    assert!(folder.read("embed/index.html").contains("No other website yet"));
    let one = folder.site(|site| site.embed_on = vec!["https://www.client.example".to_owned()]);
    let second = folder.build_after(one, Some(&first)).unwrap();
    assert_eq!(
        second.written,
        ["_headers", "embed/index.html", "headers.caddy", "headers.nginx"]
    );
    assert!(
        folder
            .read("embed/index.html")
            .contains("https://www.client.example</code>")
    );
    assert!(
        folder
            .read("_headers")
            .contains("frame-ancestors 'self' https://www.client.example\n")
    );
}

#[test]
fn an_authors_own_page_goes_before_ours() {
    let folder = Folder::new();
    let own = folder.site(|site| {
        let page = Page {
            path: "embed".to_owned(),
            title: "Embedding, our way".to_owned(),
            ..site.pages[0].clone()
        };
        site.pages.push(page);
    });
    folder.build(own).unwrap();
    let page = folder.read("embed/index.html");
    assert!(page.contains("<h1>Embedding, our way</h1>") && !page.contains("<textarea"));
    assert!(folder.read("sitemap.xml").contains("/embed/</loc>"));
    assert!(!folder.read("embed.js").is_empty());
}

#[test]
fn the_script_keeps_its_address_and_a_theme_may_replace_it() {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    assert!(folder.read("embed.js").contains("createElement('iframe')"));
    let assets = folder.published();
    assert!(
        !assets
            .keys()
            .any(|place| place.starts_with("assets/embed") || place.starts_with("assets/frame"))
    );
    folder.write("themes/own/static/embed.js", "// mine\nlet mine;");
    folder
        .build(folder.site(|site| site.theme = "own".to_owned()))
        .unwrap();
    assert_eq!(folder.read("embed.js"), "let mine;\n");
}

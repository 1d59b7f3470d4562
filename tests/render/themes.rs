//! A site's own theme: over the default file by file, and harmless whatever it says.

use std::time::Duration;

use gradewright::content::Site;
use gradewright::render::RenderError;

use super::{Folder, renderer};

fn own(site: &mut Site) {
    site.theme = "own".to_owned();
}

/// The error of a build after a good one, which must be left as it was.
fn fault(template: &str, source: &str) -> String {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    let before = folder.published();
    folder.write(&format!("themes/own/templates/{template}"), source);
    let error: RenderError = folder.build(folder.site(own)).unwrap_err();
    assert!(folder.published() == before, "the last good site is untouched");
    assert!(error.is_users());
    error.to_string()
}

#[test]
fn a_theme_replaces_the_default_file_by_file() {
    let folder = Folder::new();
    folder.write(
        "themes/own/templates/page.html",
        "<p>Mine: {{ page.title }}</p>{{ body }}",
    );
    folder.write("themes/own/static/site.css", "/* gone */ body { color: teal; }");
    folder.write("themes/own/static/extra.css", "b { color: red; }");
    folder.build(folder.site(own)).unwrap();
    assert!(
        folder
            .read("about/index.html")
            .starts_with("<p>Mine: About us</p><p>About us. <a href=\"/graders/security/\">")
    );
    assert!(
        folder.read("graders/security/index.html").contains("<form"),
        "the rest is the default's"
    );
    let styles: String = folder
        .published()
        .into_iter()
        .filter(|(place, _)| place.ends_with(".css"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    assert!(
        styles.contains("teal")
            && styles.contains("--accent: #c2005f")
            && styles.contains("b { color: red; }")
    );
    assert!(!styles.contains("gone"));
}

#[test]
fn a_missing_field_is_named_with_template_and_line() {
    let error = fault("page.html", "<p>\n{{ page.titel }}</p>");
    assert!(
        error.contains("page.html") && error.contains("titel") && error.contains("2"),
        "{error}"
    );
}

#[test]
fn a_mistake_in_the_report_is_found_before_the_first_lead() {
    let error = fault("report.html", "{{ report.nothing }}");
    assert!(
        error.contains("report.html") && error.contains("nothing"),
        "{error}"
    );
}

#[test]
fn broken_syntax_is_named_with_template_and_line() {
    let error = fault("page.html", "<p>\n\n{% if %}</p>");
    assert!(error.contains("page.html") && error.contains("3"), "{error}");
}

#[test]
fn loops_end() {
    let nested = "{% for a in range(end=90000) %}{% for b in range(end=90000) %}{% endfor %}{% endfor %}";
    assert!(fault("page.html", nested).contains("page.html"));
    let huge = "{% for a in range(end=90000) %}".to_owned() + &"many words ".repeat(50) + "{% endfor %}";
    assert!(fault("page.html", &huge).contains("page.html"));
    let circle = "{% include \"page.html\" %}";
    assert!(fault("page.html", circle).contains("page.html"));
}

#[test]
fn a_loop_that_no_bound_catches_is_given_up() {
    let folder = Folder::new();
    let loops = "{% set all = range(end=5000) %}{% for a in all %}{% for b in all %}{% for c in all %}{% endfor %}{% endfor %}{% endfor %}";
    folder.write("themes/own/templates/page.html", loops);
    let renderer = renderer(folder.site(own)).unwrap();
    let error = renderer
        .build_within(&folder.public(), None, Duration::from_secs(1))
        .unwrap_err();
    assert!(
        error.to_string().contains("page.html") && error.to_string().contains("about/"),
        "{error}"
    );
    assert!(!folder.public().exists(), "nothing was written");
}

#[test]
fn a_theme_that_is_not_there_or_has_no_name_is_an_error() {
    let folder = Folder::new();
    for name in ["nothing", "../content", "", "a/b", ".."] {
        let error = renderer(folder.site(|site| site.theme = name.to_owned()))
            .err()
            .expect(name);
        assert!(error.to_string().contains("theme"), "{error}");
    }
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_sites_folder_is_refused() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.css"), "secret").unwrap();
    for link in ["themes/own/static/secret.css", "themes/own/static/deep"] {
        let folder = Folder::new();
        folder.write("themes/own/static/a.css", "");
        let target = if link.ends_with("css") {
            outside.path().join("secret.css")
        } else {
            outside.path().to_owned()
        };
        std::os::unix::fs::symlink(target, folder.path().join(link)).unwrap();
        let error = renderer(folder.site(own)).err().expect("a refusal");
        assert!(error.to_string().contains("leads out"), "{error}");
    }
}

//! What helps an author: explanations, beginnings, ids that stay.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{GRADER, Site, files};

#[test]
fn a_code_is_explained_with_a_wrong_and_a_right_example() {
    let site = Site::new();
    let said = site.ok(&["explain", "unknown-service"]);
    for part in [
        "error[unknown-service]: There is no such service.",
        "sales would never hear of it",
        "Wrong (among the options of a question):",
        "`service pasword-management`",
        "Right (",
        "`service password-management`",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    assert_eq!(said, site.ok(&["explain", "error[unknown-service]:"]));
}

#[test]
fn without_a_code_all_are_listed() {
    let listed = Site::new().ok(&["explain"]);
    for code in gradewright::content::CODES {
        assert!(
            listed
                .lines()
                .any(|line| line.contains(code.name) && line.ends_with(code.meaning)),
            "{}",
            code.name
        );
    }
}

#[test]
fn a_code_that_there_is_not_is_exit_code_1_with_the_nearest() {
    let site = Site::new();
    let (code, out, error) = site.run(&["explain", "unknown-servise"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(error.contains("did you mean `unknown-service`?"), "{error}");
    let (code, _, error) = site.run(&["explain", "zebra"]);
    assert_eq!(code, 1);
    assert!(error.contains("`gradewright explain` lists them all"), "{error}");
}

#[test]
fn check_says_how_to_hear_more() {
    let site = Site::new();
    site.write(
        "content/graders/email.md",
        &GRADER.replace("service mfa", "service mfaa"),
    );
    let (_, out, _) = site.run(&["check"]);
    assert!(out.ends_with("gradewright explain unknown-service\n"), "{out}");
    assert!(!site.run(&["check", "--format", "json"]).1.contains("explain"));
}

/// The program in an empty folder, without `--site`.
fn alone(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gradewright"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("GRADEWRIGHT_LOG")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn names(folder: &Path) -> Vec<String> {
    let found = files(folder).into_iter();
    found
        .map(|(path, _)| path.strip_prefix(folder).unwrap().display().to_string())
        .collect()
}

#[test]
fn a_new_site_works_and_holds_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, error) = alone(home.path(), &["init", "our site"]);
    assert_eq!(code, 0, "{error}");
    assert_eq!(
        out,
        "7 files in our site\nNext: cd \"our site\" && gradewright serve\n"
    );
    let site = home.path().join("our site");
    assert_eq!(
        names(&site),
        [
            ".gitignore",
            "README.md",
            "content/graders/email.md",
            "content/services/mail-filter.md",
            "content/services/practice-mails.md",
            "content/services/sign-in-protection.md",
            "content/site.yaml",
        ]
    );
    assert!(
        fs::read_to_string(site.join(".gitignore"))
            .unwrap()
            .contains("/data\n")
    );
    let (code, out, _) = alone(&site, &["check", "--strict"]);
    assert_eq!((code, out.as_str()), (0, "nothing to mend\n"));
    let (code, _, error) = alone(&site, &["build"]);
    assert_eq!(code, 0, "{error}");
    let page = fs::read_to_string(site.join("public/graders/email/index.html")).unwrap();
    assert!(page.contains("Could a false email cost you money?"));
}

#[test]
fn a_folder_with_something_in_it_is_not_touched() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join(".git")).unwrap();
    assert_eq!(alone(home.path(), &["init", "."]).0, 0, "git's own is no loss");
    let before = files(home.path());
    for more in [&["init", "."][..], &["init", ".", "--from", "example"]] {
        let (code, _, error) = alone(home.path(), more);
        assert_eq!(code, 1);
        assert!(error.contains("not empty"), "{error}");
    }
    assert_eq!(files(home.path()), before);
    let (code, _, error) = alone(home.path(), &["init", "README.md"]);
    assert_eq!(code, 1, "{error}");
}

#[test]
fn the_whole_library_can_be_the_beginning() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(alone(home.path(), &["init", "site", "--from", "example"]).0, 0);
    let site = home.path().join("site");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    assert_eq!(names(&site.join("content")), names(&own));
    for name in names(&own) {
        assert_eq!(
            fs::read(site.join("content").join(&name)).unwrap(),
            fs::read(own.join(&name)).unwrap(),
            "{name}"
        );
    }
    assert!(site.join(".gitignore").is_file());
    assert_eq!(alone(&site, &["check", "--strict"]).0, 0);
}

#[test]
fn each_new_file_passes_the_check_in_any_site() {
    let with_services = Site::new();
    let without = Site::new();
    fs::remove_dir_all(without.path("content")).unwrap();
    without.write("content/site.yaml", "format: 1\nname: Acme\n");
    for site in [with_services, without] {
        for (kind, folder) in [
            ("grader", "graders"),
            ("questionnaire", "questionnaires"),
            ("service", "services"),
            ("page", "pages"),
        ] {
            let name = format!("Straße & \"Café\": {{service}} {{title}} {kind}?");
            let out = site.ok(&["new", kind, &name]);
            let file = format!("content/{folder}/strasse-cafe-service-title-{kind}.md");
            assert!(out.contains(&file) && out.contains("Next: "), "{out}");
            let text = site.read(&file);
            assert!(
                text.contains("{service} {title}") && !text.contains("`{"),
                "{text}"
            );
            let (_, found, _) = site.run(&["check", "--strict"]);
            assert!(!found.contains(&file), "{kind}: {found}");
            site.write(&file, &format!("{text}\nmine\n"));
            let (code, _, error) = site.run(&["new", kind, &name]);
            assert_eq!(code, 1);
            assert!(error.contains("is there already"), "{error}");
            assert!(site.read(&file).ends_with("mine\n"));
            site.write(&file, &text);
        }
        site.ok(&["build", "--drafts"]);
    }
}

#[test]
fn a_new_file_never_takes_the_place_of_another() {
    let site = Site::new();
    let before = names(&site.path("content"));
    for (kind, name, said) in [
        ("page", "Inbox", "needed by the program itself"),
        ("questionnaire", "Email", "another name"),
        ("page", "???", "letters or digits"),
        ("grader", "two\nlines", "on one line"),
    ] {
        let (code, out, error) = site.run(&["new", kind, name]);
        assert_eq!((code, out.as_str()), (1, ""), "{name}");
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(names(&site.path("content")), before);
    fs::remove_dir_all(site.path("content")).unwrap();
    let (code, _, error) = site.run(&["new", "page", "About"]);
    assert_eq!(code, 1);
    assert!(error.contains("gradewright init DIR"), "{error}");
}

#[test]
fn schemas_are_written_for_the_editor() {
    let site = Site::new();
    let out = site.ok(&["schema"]);
    assert_eq!(out.lines().count(), 4);
    for (name, schema) in gradewright::content::schemas() {
        let written = site.read(&format!("schemas/{name}"));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&written).unwrap(),
            schema
        );
    }
    let elsewhere = site.path("elsewhere");
    site.ok(&["schema", elsewhere.to_str().unwrap()]);
    assert_eq!(names(&elsewhere).len(), 4);
}

#[test]
fn pinned_ids_are_written_into_the_file() {
    let site = Site::new();
    let file = site.path("content/graders/email.md");
    let bare = GRADER.replace("#second-step, ", "").replace("`#protected`\n", "");
    site.write("content/graders/email.md", &bare);
    let pin = |file: &Path| site.run(&["pin", file.to_str().unwrap()]);
    let (code, out, error) = pin(&file);
    assert_eq!(code, 0, "{error}");
    assert!(out.starts_with("4 ids written into "), "{out}");
    let text = site.read("content/graders/email.md");
    for part in [
        "?\n`#how-is-your-email-protected`\n> **Why",
        "`#everyone-signs-in-with-a-second-step, points 2, service mfa`",
        "`#none-of-these, none`",
        "`band, #exposed, from 0`",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let (_, out, _) = pin(&file);
    assert_eq!(out, "every id is written already\n");
    assert_eq!(site.read("content/graders/email.md"), text);

    let broken = bare.replace("service mfa", "servce mfa");
    site.write("content/graders/email.md", &broken);
    let (code, _, error) = pin(&file);
    assert_eq!(code, 1);
    assert!(
        error.contains("unknown-setting") && error.contains("nothing was written"),
        "{error}"
    );
    assert_eq!(site.read("content/graders/email.md"), broken);
    let (code, _, error) = pin(&site.path("content/services/mfa.md"));
    assert_eq!(code, 1);
    assert!(error.contains("no grader or questionnaire"), "{error}");
    let (code, _, error) = pin(&site.path("content/graders/other.md"));
    assert_eq!(code, 1);
    assert!(error.contains("other.md: No such file"), "{error}");
}

#[test]
fn the_grader_of_the_readme_works_in_a_new_site() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(alone(home.path(), &["init", "."]).0, 0);
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let step = |number: &str| {
        let (_, rest) = readme.split_once(number).unwrap();
        let (_, rest) = rest.split_once("```markdown\n").unwrap();
        let lines = rest.split("```").next().unwrap().lines();
        lines.map(|line| line.trim_start()).collect::<Vec<_>>().join("\n")
    };
    let file = readme.split_once("1. Make a file `").unwrap().1;
    let file = home.path().join(file.split('`').next().unwrap());
    fs::write(
        file,
        format!("{}\n{}\n", step("1. Make a file"), step("5. Add a second band")),
    )
    .unwrap();
    let (code, out, _) = alone(home.path(), &["check"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("no-why"), "step 3 is about what is missing: {out}");
}

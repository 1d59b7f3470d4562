//! The example site of the repository, copied to the disk that is measured, with the throttle off.

use std::fs;
use std::path::{Path, PathBuf};

use gradewright::assessment::{AssessmentId, Definition};
use gradewright::content::{self, Cache, ReadOptions, Site};

/// The grader that is answered.
pub(crate) const GRADER: &str = "security";

/// Makes the copy anew in a folder of that name.
pub(crate) fn make(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        &folder.join("content"),
    );
    let path = folder.join("content/site.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("limits:")).collect();
    fs::write(
        &path,
        format!("{}\nlimits: {{ per_address: off }}\n", kept.join("\n")),
    )
    .unwrap();
    folder
}

/// The site as the program reads it.
pub(crate) fn read(folder: &Path) -> Site {
    let reading = content::read(folder, &ReadOptions::default(), &mut Cache::default());
    reading.site.expect("the example site has no errors")
}

/// The definition of the grader that is answered.
pub(crate) fn definition(site: &Site) -> Definition {
    site.assessments[&AssessmentId::try_from(GRADER).unwrap()]
        .definition
        .clone()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

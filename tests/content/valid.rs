//! What must be read without an error.

use crate::support::*;
use gradewright::content::render_human;

#[test]
#[ignore = "reads the folder that SITE names"]
fn try_folder() {
    let Ok(path) = std::env::var("SITE") else { return };
    let reading = read_once(std::path::Path::new(&path));
    println!("{}", render_human(&reading, false));
    println!(
        "{:?}",
        reading
            .site
            .map(|site| (site.assessments.len(), site.pages.len(), site.services.len()))
    );
}

//! `schema`: JSON Schemas for editors.

use std::fs;
use std::path::Path;

use super::arguments::SchemaOptions;
use super::failure::Failure;
use crate::content;

pub(super) fn run(site: &Path, options: &SchemaOptions) -> Result<(), Failure> {
    let folder = options.folder.clone().unwrap_or_else(|| site.join("schemas"));
    fs::create_dir_all(&folder)?;
    for (name, schema) in content::schemas() {
        let path = folder.join(name);
        let mut text = serde_json::to_string_pretty(&schema)?;
        text.push('\n');
        fs::write(&path, text)?;
        println!("{}", path.display());
    }
    Ok(())
}

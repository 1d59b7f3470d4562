//! `build`: the static site.

use std::path::Path;

use super::arguments::{BuildOptions, output_folder};
use super::content;
use super::failure::Failure;
use crate::render::{Options, Renderer};

pub(super) fn run(folder: &Path, options: &BuildOptions) -> Result<(), Failure> {
    let site = content::site(folder, options.base_url.as_deref())?;
    let output = output_folder(folder, options.output.as_ref());
    let renderer = Renderer::new(
        site,
        Options {
            drafts: options.drafts,
        },
    )?;
    let built = renderer.build(&output, None)?;
    println!("{} in {}", content::built_in_words(&built), output.display());
    // The program ends here. Taking a large site apart in memory would take longer than reading some of its pages.
    std::mem::forget((renderer, built));
    Ok(())
}

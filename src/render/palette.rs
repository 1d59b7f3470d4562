//! From one accent to the colours of a page, light and dark, each checked for contrast. They stand before the theme's
//! style sheet as custom properties:
//!
//! | property | for | contrast |
//! |---|---|---|
//! | `--accent` | filled shapes: buttons, bars, ticks | 3:1 on the page |
//! | `--on-accent` | text on `--accent` and on `--accent-hover` | 4.5:1 on both |
//! | `--accent-hover` | the fill while it is pointed at | 3:1 on the page |
//! | `--accent-text` | links, small text, thin lines | 4.5:1 on the page and on `--accent-tint` |
//! | `--focus` | the focus ring | 3:1 on the page and on `--accent-tint` |
//! | `--accent-tint` | the ground of a chosen row | |
//! | `--accent-line` | a quiet line around it | |
//!
//! A page's ground may be anything from `#ffffff` to `#f4f4f1` in light and from `#101114` to `#26282e` in dark.

use std::fmt::Write as _;

use crate::colour::Colour;

const LIGHT: [Colour; 2] = [Colour::WHITE, Colour::new(0xf4, 0xf4, 0xf1)];
const DARK: [Colour; 2] = [Colour::new(0x10, 0x11, 0x14), Colour::new(0x26, 0x28, 0x2e)];
/// What a site without a readable accent gets: the colour of a network cable nobody forgets.
const DEFAULT: Colour = Colour::new(0xc2, 0x00, 0x5f);
const INK: Colour = Colour::new(0x10, 0x11, 0x14);
/// For text, with a hair to spare for rounding.
const TEXT: f64 = 4.55;
const SHAPE: f64 = 3.05;

/// Custom properties for light and dark.
pub(crate) fn palette(accent: &str) -> String {
    let accent = Colour::parse(accent).unwrap_or(DEFAULT);
    let mut css = String::from(":root {\n  color-scheme: light dark;\n");
    properties(&mut css, accent, LIGHT, "  ");
    css += "}\n@media (prefers-color-scheme: dark) {\n  :root {\n";
    properties(&mut css, accent, DARK, "    ");
    css += "  }\n}\n@media print {\n  :root {\n    color-scheme: light;\n";
    properties(&mut css, accent, LIGHT, "    ");
    css += "  }\n}\n";
    css
}

fn properties(css: &mut String, accent: Colour, grounds: [Colour; 2], indent: &str) {
    let [ground, raised] = grounds;
    let tint = ground.mix(accent, 0.08);
    let strictest = |contrast: f64| {
        [ground, raised, tint]
            .into_iter()
            .fold(accent, |colour, ground| colour.readable_on(ground, contrast))
    };
    let fill = strictest(SHAPE);
    // White text on the fill wherever it can be read; else ink, and where neither can, a darker fill.
    let (fill, on_fill) = if Colour::WHITE.contrast(fill) >= TEXT {
        (fill, Colour::WHITE)
    } else if INK.contrast(fill) >= TEXT {
        (fill, INK)
    } else {
        (fill.readable_on(INK, TEXT), INK)
    };
    // Away from the colour of its own text, so that both can always be read.
    let away = if on_fill == Colour::WHITE {
        Colour::new(0, 0, 0)
    } else {
        Colour::WHITE
    };
    let hover = fill.mix(away, 0.14);
    let hover = if ground.contrast(hover) < SHAPE || raised.contrast(hover) < SHAPE {
        fill
    } else {
        hover
    };
    for (name, colour) in [
        ("accent", fill),
        ("on-accent", on_fill),
        ("accent-hover", hover),
        ("accent-text", strictest(TEXT)),
        ("focus", fill),
        ("accent-tint", tint),
        ("accent-line", ground.mix(accent, 0.35)),
    ] {
        let _ = writeln!(css, "{indent}--{name}: {colour};");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(block: &str, name: &str) -> Colour {
        let at = block.find(&format!("--{name}: ")).expect("the property") + name.len() + 4;
        Colour::parse(&block[at..at + 7]).expect("a colour")
    }

    #[test]
    fn any_accent_gives_colours_that_can_be_read() {
        let accents = [
            "#c2005f", "#ffee00", "#00ff88", "#0000ff", "#ffffff", "#000000", "#808080", "#777777", "wrong",
        ];
        for accent in accents {
            let css = palette(accent);
            let (light, dark) = css
                .split_once("@media (prefers-color-scheme: dark)")
                .expect("both");
            for (block, grounds) in [(light, LIGHT), (dark, DARK)] {
                let get = |name| property(block, name);
                for ground in [grounds[0], grounds[1], get("accent-tint")] {
                    assert!(
                        get("accent-text").contrast(ground) >= 4.5,
                        "{accent}: text on {ground} in {block}"
                    );
                    assert!(
                        get("accent").contrast(ground) >= 3.0,
                        "{accent}: shape on {ground} in {block}"
                    );
                    assert!(
                        get("focus").contrast(ground) >= 3.0,
                        "{accent}: focus on {ground} in {block}"
                    );
                }
                for fill in ["accent", "accent-hover"] {
                    assert!(
                        get("on-accent").contrast(get(fill)) >= 4.5,
                        "{accent}: text on {fill} in {block}"
                    );
                }
            }
        }
    }
}

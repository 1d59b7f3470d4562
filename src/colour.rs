//! Colours: reading `#rrggbb`, contrast after WCAG 2.2, and the nearest colour that can be read.

use std::fmt;

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    /// White.
    pub const WHITE: Self = Self::new(255, 255, 255);

    /// A colour from its parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| match digits.len() {
            6 => u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok(),
            3 => u8::from_str_radix(&digits[at..=at], 16)
                .ok()
                .map(|digit| digit * 17),
            _ => None,
        };
        Some(Self::new(part(0)?, part(1)?, part(2)?))
    }

    /// Relative luminance, 0 (black) to 1 (white): <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// 1 to 21: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour with `share` (0 to 1) of another mixed in.
    pub fn mix(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self::new(
            mix(self.red, other.red),
            mix(self.green, other.green),
            mix(self.blue, other.blue),
        )
    }

    /// The nearest colour of the same hue that has at least `contrast` with `background`: this one where it will do, else
    /// a darker one on a light background and a lighter one on a dark background. Black or white where no shade will do.
    pub fn readable_on(self, background: Self, contrast: f64) -> Self {
        const STEPS: u32 = 400;
        let darker = background.luminance() > 0.18;
        let [lightness, a, b] = self.oklab();
        let goal = if darker { 0.0 } else { 1.0 };
        let shade = |step: u32| {
            let share = f64::from(step) / f64::from(STEPS);
            // Towards the ends a hue holds less colour, so the colour fades as the lightness moves.
            let faded = 1.0 - share * share;
            Self::from_oklab([lightness + (goal - lightness) * share, a * faded, b * faded])
        };
        if self.contrast(background) >= contrast {
            return self;
        }
        (1..=STEPS)
            .map(shade)
            .find(|colour| colour.contrast(background) >= contrast)
            .unwrap_or(if darker { Self::new(0, 0, 0) } else { Self::WHITE })
    }

    fn linear(self) -> [f64; 3] {
        [self.red, self.green, self.blue].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    /// Lightness, green to red, blue to yellow: <https://bottosson.github.io/posts/oklab/>.
    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    fn from_oklab([lightness, a, b]: [f64; 3]) -> Self {
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        let part = |linear: f64| {
            let linear = linear.clamp(0.0, 1.0);
            let part = if linear <= 0.003_130_8 {
                linear * 12.92
            } else {
                1.055 * linear.powf(1.0 / 2.4) - 0.055
            };
            (part * 255.0).round() as u8
        };
        Self::new(
            part(4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s),
            part(-1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s),
            part(-0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s),
        )
    }
}

/// `#rrggbb`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let black = Colour::new(0, 0, 0);
        assert!((black.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        let grey = Colour::parse("#767676").expect("a colour");
        assert!((grey.contrast(Colour::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(Colour::parse("#c2005f"), Some(Colour::new(0xc2, 0, 0x5f)));
        assert_eq!(Colour::parse("#fa3"), Some(Colour::new(0xff, 0xaa, 0x33)));
        for wrong in ["c2005f", "#c2005", "#c2005g", "#é2005", "", "#+12345"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Colour::new(0xc2, 0, 0x5f).to_string(), "#c2005f");
    }

    #[test]
    fn a_shade_that_can_be_read_is_found_on_any_ground() {
        for hue in [
            "#c2005f", "#ffee00", "#00ff88", "#0000ff", "#ffffff", "#000000", "#808080",
        ] {
            let hue = Colour::parse(hue).expect("a colour");
            for ground in ["#ffffff", "#f4f4f1", "#1b1d22", "#26282e", "#000000"] {
                let ground = Colour::parse(ground).expect("a colour");
                assert!(
                    hue.readable_on(ground, 4.5).contrast(ground) >= 4.5,
                    "{hue} on {ground}"
                );
            }
        }
        let fine = Colour::parse("#c2005f").expect("a colour");
        assert_eq!(fine.readable_on(Colour::WHITE, 4.5), fine);
    }
}

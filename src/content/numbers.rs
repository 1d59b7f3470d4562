//! Decimals as marketers write them: at most two digits behind a dot, read exactly.

/// Why a text is no number that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberProblem {
    NotANumber,
    Comma,
    TooManyDecimals,
    TooLarge,
}

impl NumberProblem {
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::NotANumber => "write digits, such as `2` or `2.5`",
            Self::Comma => "write the decimals after a dot: `2.5`",
            Self::TooManyDecimals => "at most two decimals",
            Self::TooLarge => "at most a million",
        }
    }
}

/// A decimal of at most `decimals` digits behind the dot, as a whole number of the last digit (`2.5` with two decimals is 250).
pub(super) fn scaled(text: &str, decimals: u32) -> Result<i64, NumberProblem> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if text.contains(',') && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')) {
        return Err(NumberProblem::Comma);
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || (text.contains('.') && part.is_empty()) {
        return Err(NumberProblem::NotANumber);
    }
    if part.len() > decimals as usize {
        return Err(NumberProblem::TooManyDecimals);
    }
    let mut all = whole.to_owned();
    all.push_str(part);
    all.extend(std::iter::repeat_n('0', decimals as usize - part.len()));
    all.parse::<i64>()
        .ok()
        .filter(|value| *value < 1_000_000_000_000_000)
        .ok_or(NumberProblem::TooLarge)
}

/// A decimal of at most two digits behind the dot, from 0 to a million.
pub(super) fn decimal(text: &str) -> Result<f64, NumberProblem> {
    let hundredths = scaled(text, 2)?;
    if hundredths > 100_000_000 {
        return Err(NumberProblem::TooLarge);
    }
    text.parse().map_err(|_| NumberProblem::NotANumber)
}

/// `A-B` with a hyphen or an en dash, each a whole number that may have a minus sign; `None` where it isn't one.
pub(super) fn range(text: &str) -> Option<(i64, i64)> {
    let text: String = text.split_whitespace().collect();
    let at = text
        .char_indices()
        .skip(1)
        .find(|(_, c)| matches!(c, '-' | '–'))
        .map(|(at, _)| at)?;
    let (low, high) = text.split_at(at);
    let high = high.strip_prefix(['-', '–'])?;
    Some((whole(low)?, whole(high)?))
}

/// A whole number of at most 15 digits, so that it is exact as a double too.
pub(super) fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let fine = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fine.then(|| text.parse().ok()).flatten()
}

//! Conditions: `plan is yes and (seats >= 20 or not infosec has vault)`.

use std::ops::Range;

use crate::assessment::{Comparison, Condition, OptionId, QuestionId};

use super::codes;
use super::faults::{Faults, Spanned};

/// What a condition says about one question; checked against the questions that there are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    pub(super) question: Spanned<String>,
    pub(super) asks: Asks,
}

/// How the question is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asks {
    Is(Spanned<String>),
    Has(Spanned<String>),
    Compares,
}

/// A condition that could be read, with everything it looks at.
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    pub(super) condition: Condition,
    pub(super) leaves: Vec<Leaf>,
}

const MOST_TERMS: usize = 64;
const DEEPEST: usize = 16;

/// Reads a condition that stands at `at`; what can't be read is reported.
pub(super) fn parse(text: &str, at: usize, faults: &mut Faults) -> Option<Parsed> {
    let mut reader = Reader {
        tokens: tokens(text, at),
        next: 0,
        end: at + text.len(),
        leaves: Vec::new(),
    };
    let read = reader.any(0).and_then(|condition| match reader.peek() {
        None => Ok(condition),
        Some(token) => Err((
            token.span.clone(),
            format!("`{}` comes unexpectedly", token.value),
        )),
    });
    match read {
        Ok(condition) => Some(Parsed {
            condition,
            leaves: reader.leaves,
        }),
        Err((span, message)) => {
            let help = "such as `plan is yes`, `infosec has vault`, `seats >= 20`, `client` or `prospect`, joined by `and`, `or`, `not` and brackets";
            faults.report(&codes::CONDITION_SYNTAX, span, message, help);
            None
        }
    }
}

type Fault = (Range<usize>, String);

fn tokens(text: &str, at: usize) -> Vec<Spanned<String>> {
    let mut tokens: Vec<Spanned<String>> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if first.is_whitespace() {
            continue;
        }
        let kind = |c: char| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' => 0,
            '>' | '<' | '=' => 1,
            _ => 2,
        };
        let mut end = start + first.len_utf8();
        while kind(first) < 2 {
            match rest.next_if(|(_, c)| kind(*c) == kind(first)) {
                Some((at, c)) => end = at + c.len_utf8(),
                None => break,
            }
        }
        tokens.push(Spanned::new(text[start..end].to_owned(), at + start..at + end));
    }
    tokens
}

struct Reader {
    tokens: Vec<Spanned<String>>,
    next: usize,
    end: usize,
    leaves: Vec<Leaf>,
}

impl Reader {
    fn peek(&self) -> Option<&Spanned<String>> {
        self.tokens.get(self.next)
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.value == word);
        self.next += usize::from(found);
        found
    }

    fn missing(&self, what: &str) -> Fault {
        match self.peek() {
            Some(token) => (
                token.span.clone(),
                format!("{what} is expected here, not `{}`", token.value),
            ),
            None => (
                self.end.saturating_sub(1)..self.end,
                format!("{what} is missing at the end"),
            ),
        }
    }

    fn any(&mut self, depth: usize) -> Result<Condition, Fault> {
        let mut left = self.all(depth)?;
        while self.take("or") {
            left = Condition::Or(Box::new(left), Box::new(self.all(depth)?));
        }
        Ok(left)
    }

    fn all(&mut self, depth: usize) -> Result<Condition, Fault> {
        let mut left = self.one(depth)?;
        while self.take("and") {
            left = Condition::And(Box::new(left), Box::new(self.one(depth)?));
        }
        Ok(left)
    }

    fn one(&mut self, depth: usize) -> Result<Condition, Fault> {
        if depth > DEEPEST || self.leaves.len() >= MOST_TERMS {
            let span = self.peek().map_or(self.end..self.end, |token| token.span.clone());
            return Err((
                span,
                format!("this condition is too long: at most {MOST_TERMS} terms, {DEEPEST} deep"),
            ));
        }
        if self.take("not") {
            return Ok(Condition::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take("(") {
            let inner = self.any(depth + 1)?;
            return if self.take(")") {
                Ok(inner)
            } else {
                Err(self.missing("`)`"))
            };
        }
        self.leaf()
    }

    fn leaf(&mut self) -> Result<Condition, Fault> {
        if self.take("client") {
            return Ok(Condition::Client);
        }
        if self.take("prospect") {
            return Ok(Condition::Not(Box::new(Condition::Client)));
        }
        let question = self.name("a question's id")?;
        let id = QuestionId::try_from(question.value.as_str())
            .map_err(|error| (question.span.clone(), error.to_string()))?;
        if self.take("is") || self.take("has") {
            let is = self.tokens[self.next - 1].value == "is";
            let option = self.name("an option's id")?;
            let option_id = OptionId::try_from(option.value.as_str())
                .map_err(|error| (option.span.clone(), error.to_string()))?;
            let asks = if is { Asks::Is(option) } else { Asks::Has(option) };
            self.leaves.push(Leaf { question, asks });
            return Ok(if is {
                Condition::Is(id, option_id)
            } else {
                Condition::Has(id, option_id)
            });
        }
        let comparison = match self.peek().map(|token| token.value.as_str()) {
            Some(">=") => Comparison::AtLeast,
            Some("<=") => Comparison::AtMost,
            Some(">") => Comparison::Above,
            Some("<") => Comparison::Below,
            Some("=") => Comparison::Equal,
            _ => return Err(self.missing("`is`, `has` or a comparison such as `>=`")),
        };
        self.next += 1;
        let number = self.peek().cloned().ok_or_else(|| self.missing("a number"))?;
        self.next += 1;
        let plain = number.value.strip_prefix('-').unwrap_or(&number.value);
        let value = super::numbers::decimal(plain).map_err(|problem| {
            (
                number.span.clone(),
                format!("`{}` is no number: {}", number.value, problem.help()),
            )
        })?;
        let value = if number.value.starts_with('-') {
            -value
        } else {
            value
        };
        self.leaves.push(Leaf {
            question,
            asks: Asks::Compares,
        });
        Ok(Condition::Compare(id, comparison, value))
    }

    fn name(&mut self, what: &str) -> Result<Spanned<String>, Fault> {
        let keyword = |text: &str| matches!(text, "and" | "or" | "not" | "is" | "has");
        match self.peek() {
            Some(token)
                if !keyword(&token.value) && token.value.starts_with(|c: char| c.is_ascii_alphanumeric()) =>
            {
                let token = token.clone();
                self.next += 1;
                Ok(token)
            }
            _ => Err(self.missing(what)),
        }
    }
}

//! How it reads, for a director on a phone. English only; every rule is a guess, and keeps quiet where it is not sure.

use crate::assessment::{Assessment, Kind, Role, Text};
use crate::content::{Code, codes, wording};

use super::finding::{Finding, Place};

/// Characters that a phone shows without scrolling past the answer.
const QUESTION: usize = 140;
const OPTION: usize = 180;
const PROSE: usize = 360;
/// Words in a sentence that nobody follows on a screen.
const SENTENCE: usize = 40;
/// Of a hundred words, so many long ones (over nine letters).
const LONG_WORDS: usize = 55;
/// Fewer words say nothing about a text.
const ENOUGH: usize = 20;

/// Of a trade that the reader is not in.
const JARGON: [&str; 26] = [
    "SIEM",
    "SOC",
    "EDR",
    "XDR",
    "MDR",
    "IAM",
    "PAM",
    "DLP",
    "RTO",
    "RPO",
    "BCDR",
    "SSO",
    "VLAN",
    "SPF",
    "DKIM",
    "DMARC",
    "SAML",
    "CMDB",
    "RMM",
    "PSA",
    "NAC",
    "IDS",
    "IPS",
    "WAF",
    "CSPM",
    "hypervisor",
];

/// Nobody begins a talk with these.
const SENSITIVE: [&str; 16] = [
    "revenue",
    "turnover",
    "profit",
    "profits",
    "salary",
    "salaries",
    "wages",
    "layoffs",
    "layoff",
    "redundancies",
    "dismiss",
    "dismissed",
    "debt",
    "debts",
    "bankruptcy",
    "budget",
];

pub(super) fn look(assessment: &Assessment, found: &mut Vec<Finding>) {
    if assessment.kind == Kind::Grader
        && let Some(first) = assessment.questions().next()
        && let Some(word) =
            words(&first.text.plain).find(|word| SENSITIVE.contains(&word.to_lowercase().as_str()))
    {
        found.push(Finding {
            code: &codes::SENSITIVE_FIRST,
            place: Place::Question(0),
            message: format!("the first question asks about something delicate: “{word}”"),
            help: "begin with something that is easy to answer, and ask this later".to_owned(),
        });
    }
    for (at, question) in assessment.questions().enumerate() {
        let place = Place::Question(at);
        text(Some(&question.text), place, "this question", QUESTION, found);
        text(
            question.help.as_ref(),
            place,
            "the help of this question",
            PROSE,
            found,
        );
        text(
            question.why.as_ref(),
            place,
            "why this question matters",
            PROSE,
            found,
        );
        for (option, choice) in question.choices().iter().enumerate() {
            let place = Place::Option(at, option);
            text(Some(&choice.text), place, "this option", OPTION, found);
            text(
                choice.education.as_ref(),
                place,
                "what follows from this option",
                PROSE,
                found,
            );
            if choice.role == Role::None && !wording::says_none(&choice.text.plain) {
                found.push(Finding {
                    code: &codes::NONE_WORDING,
                    place,
                    message: "this counts as “none of these”, and says something else".to_owned(),
                    help: "write “None of these”, which blames nobody and leaves nothing out".to_owned(),
                });
            }
        }
    }
}

fn text(text: Option<&Text>, place: Place, what: &str, most: usize, found: &mut Vec<Finding>) {
    let Some(Text { plain, .. }) = text else { return };
    let mut say = |code: &'static Code, message: String, help: String| {
        found.push(Finding {
            code,
            place,
            message,
            help,
        });
    };
    let length = plain.chars().count();
    if length > most {
        let message = format!("{what} has {length} characters: on a phone that is more than a glance");
        say(&codes::TOO_LONG, message, format!("say it in {most} or fewer"));
    }
    let sentences = plain.split(['.', '!', '?', ':', ';', '\n']);
    let longest = sentences
        .map(|sentence| words(sentence).count())
        .max()
        .unwrap_or(0);
    let count = words(plain).count();
    let long = words(plain).filter(|word| word.chars().count() > 9).count();
    if longest > SENTENCE {
        let message = format!("{what} has a sentence of {longest} words");
        say(
            &codes::HARD_TO_READ,
            message,
            "make two or three of it".to_owned(),
        );
    } else if count >= ENOUGH && long * 100 > LONG_WORDS * count {
        let message = format!("{what} is hard to read: {long} of {count} words are long ones");
        say(
            &codes::HARD_TO_READ,
            message,
            "say it in shorter words".to_owned(),
        );
    }
    if let Some(word) = words(plain).find(|word| JARGON.contains(word))
        // `SSO (one sign-in for everything)` and `one sign-in (SSO)` explain it.
        && !plain.contains(&format!("{word} ("))
        && !plain.contains(&format!("({word})"))
    {
        let message = format!("a director need not know what “{word}” is");
        say(
            &codes::JARGON,
            message,
            format!("say what it does, or explain it: `{word} (…)`"),
        );
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
        .filter(|word| !word.is_empty())
}

//! The I.T. section of a client's own business plan: it is read by them, so it holds nothing that sales alone may see.

use serde::Serialize;

use super::answers::{Section, answered};
use super::lead::Shop;
use super::plan::{Plan, heads_up, plan};
use crate::assessment::{Direction, Unit};
use crate::store::Response;

/// What the section says.
#[derive(Debug, Serialize)]
pub struct BusinessPlan {
    /// Where the company is going.
    pub direction: &'static str,
    /// What that means for technology.
    pub track: &'static str,
    /// Such as `60 users today, 75 in a year`.
    pub sizes: Vec<String>,
    /// What all that has begun costs at next year's size.
    pub next_year: Option<String>,
    /// What was answered, by category.
    pub said: Vec<Section>,
    /// Four quarters with their budget; its note is for sales and not for this page.
    pub plan: Option<Plan>,
}

impl BusinessPlan {
    /// From what was answered last.
    pub fn new(response: &Response, shop: Shop<'_>) -> Self {
        let sales = &response.follow_up.sales;
        let next_year = sales.next_year.as_ref();
        Self {
            direction: way(sales.direction),
            track: track(sales.direction),
            sizes: next_year.map_or_else(Vec::new, |year| {
                let sizes = year.sizes.iter();
                sizes
                    .filter_map(|size| in_words(size.unit, size.now, size.then))
                    .collect()
            }),
            next_year: next_year.and_then(|next| heads_up(next, &sales.roadmap, shop)),
            said: answered(response),
            plan: plan(response, shop),
        }
    }
}

/// Where a company is going, in a sentence. Nobody is assumed to grow.
fn way(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Growing) => "The company expects to grow.",
        Some(Direction::Level) => "The company expects to stay about as it is.",
        Some(Direction::Shrinking) => "The company expects to become smaller.",
        None => "Where the company is going is still open.",
    }
}

fn track(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Growing) => {
            "Each new workplace is ordered and set up before its first day, and the budget names what it adds."
        }
        Some(Direction::Level) => {
            "Spending is level: what is paid once is spread over the quarters, and equipment is replaced a part at a time."
        }
        Some(Direction::Shrinking) => {
            "The best machines are kept, what becomes free is used again, and projects that can wait come later. Nothing here \
             assumes more people."
        }
        None => {
            "The plan assumes neither more people nor fewer, and is looked at again once that is decided."
        }
    }
}

fn in_words(unit: Unit, now: Option<i64>, then: i64) -> Option<String> {
    let (_, many) = unit.names()?;
    Some(match now {
        Some(now) => format!("{now} {many} today, {then} in a year"),
        None => format!("{then} {many} in a year"),
    })
}

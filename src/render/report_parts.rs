//! The pieces that a live report and a page that waits for answers have in common.

use crate::assessment::{
    Assessment, Band, Choice, NextStep, Outcome, PriceVisibility, Question, Recommendation, Service,
    ServiceId, Strength,
};
use crate::content::Site;
use crate::words::Words;

use super::address::Addresses;
use super::price::{price, unit_price};
use super::site_view::{public_price, service_url};
use super::view::{AsideView, BandView, CategoryScoreView, GapView, GoodView, LinkView, ReportServiceView};

/// What the pieces are made from.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) site: &'a Site,
    pub(super) addresses: &'a Addresses,
    pub(super) drafts: bool,
    pub(super) assessment: &'a Assessment,
    pub(super) words: &'a Words,
}

impl<'a> Parts<'a> {
    pub(super) fn band(&self, band: &Band, shown: bool) -> BandView {
        BandView {
            id: band.id.to_string(),
            title: band.title.clone(),
            from: band.from,
            text: self.addresses.html(&band.text),
            next_step: self.next_step(band.next_step.as_ref()),
            shown,
        }
    }

    pub(super) fn outcome(&self, outcome: &Outcome, shown: bool) -> BandView {
        BandView {
            id: outcome.id.to_string(),
            title: outcome.title.clone(),
            from: 0,
            text: self.addresses.html(&outcome.text),
            next_step: self.next_step(outcome.next_step.as_ref()),
            shown,
        }
    }

    /// A band's own next step, or the assessment's.
    pub(super) fn next_step(&self, own: Option<&NextStep>) -> Option<LinkView> {
        own.or(self.assessment.next_step.as_ref())
            .map(|step| self.addresses.next_step(step))
    }

    /// The bars, without the silent category; `score` gives 0 to 100.
    pub(super) fn category_scores(&self, score: impl Fn(usize) -> Option<f64>) -> Vec<CategoryScoreView> {
        let whole = |score: f64| score.round() as u32;
        let views = self
            .assessment
            .categories
            .iter()
            .enumerate()
            .filter_map(|(index, category)| {
                Some(CategoryScoreView {
                    id: category.id.to_string(),
                    title: self.addresses.html(category.title.as_ref()?),
                    shown: score(index).map(whole),
                    target: category.target.map(whole),
                })
            });
        views.collect()
    }

    /// A gap without what only answers tell. `choice` is the option of a *many*.
    pub(super) fn gap(&self, question: &Question, choice: Option<&Choice>, kind: &'static str) -> GapView {
        let education = choice.map_or(question.why.as_ref(), |choice| choice.education.as_ref());
        GapView {
            key: key(question, choice),
            question_id: question.id.to_string(),
            option_id: choice.map(|choice| choice.id.to_string()),
            question: self.addresses.html(&question.text),
            statement: choice.map(|choice| self.addresses.html(&choice.text)),
            kind,
            reason: String::new(),
            education: education.map(|text| self.addresses.html(text)),
            critical: false,
            gain: None,
            service: None,
            shown: false,
        }
    }

    pub(super) fn good(
        &self,
        question: &Question,
        choice: Option<&Choice>,
        own_key: bool,
        shown: bool,
    ) -> GoodView {
        GoodView {
            key: key(question, choice.filter(|_| own_key)),
            question: self.addresses.html(&question.text),
            statement: choice.map(|choice| self.addresses.html(&choice.text)),
            shown,
        }
    }

    pub(super) fn aside(&self, question: &Question, shown: bool) -> AsideView {
        AsideView {
            id: question.id.to_string(),
            text: self.addresses.html(&question.text),
            shown,
        }
    }

    /// A service as everybody may see it.
    pub(super) fn service(&self, id: &ServiceId) -> Option<ReportServiceView> {
        let service = self.site.catalogue.services.get(id)?;
        Some(self.service_view(service, public_price(self.site, service, self.words)))
    }

    /// A service as the respondent may see it in their own report.
    pub(super) fn recommended(&self, recommendation: &Recommendation) -> ReportServiceView {
        let strength = match recommendation.strength {
            Strength::Strengthen => "strengthen",
            Strength::Start => "start",
        };
        let today = self.site.catalogue.services.get(&recommendation.id);
        let view = match today {
            Some(service) => self.service_view(service, self.own_price(service, recommendation)),
            // Sold when the answers came, and no more.
            None => ReportServiceView {
                id: recommendation.id.to_string(),
                name: recommendation.name.clone(),
                promise: None,
                url: None,
                price: None,
                strength: None,
                shown: false,
            },
        };
        ReportServiceView {
            strength: Some(strength),
            shown: true,
            ..view
        }
    }

    fn own_price(&self, service: &Service, recommendation: &Recommendation) -> Option<String> {
        if service.price == PriceVisibility::Internal {
            return None;
        }
        let currency = self.site.currency;
        // Never half a price: an unknown quantity leaves one of the two open, and a price per unit is the whole truth.
        let open = (service.monthly.is_some() && recommendation.monthly.is_none())
            || (service.setup.is_some() && recommendation.setup.is_none());
        if open {
            unit_price(service, currency, self.words)
        } else {
            price(recommendation.monthly, recommendation.setup, currency, self.words)
        }
    }

    fn service_view(&self, service: &Service, price: Option<String>) -> ReportServiceView {
        ReportServiceView {
            id: service.id.to_string(),
            name: service.name.clone(),
            promise: service.promise.clone(),
            url: service_url(self.site, service, self.drafts, self.addresses),
            price,
            strength: None,
            shown: false,
        }
    }
}

/// `QUESTION` or `QUESTION.OPTION`.
pub(super) fn key(question: &Question, choice: Option<&Choice>) -> String {
    match choice {
        Some(choice) => format!("{}.{}", question.id, choice.id),
        None => question.id.to_string(),
    }
}

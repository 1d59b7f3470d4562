//! What the MSP sells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{PackageId, ServiceId, Text};

/// What a price counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A person who works at a computer.
    User,
    /// A computer or phone.
    Device,
    /// An office.
    Site,
    /// A gigabyte kept.
    Gb,
    /// One price whatever the size.
    Flat,
}

impl Unit {
    /// One of them and many, in words; `None` of [`Unit::Flat`].
    pub fn names(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::User => Some(("user", "users")),
            Self::Device => Some(("device", "devices")),
            Self::Site => Some(("site", "sites")),
            Self::Gb => Some(("gigabyte", "gigabytes")),
            Self::Flat => None,
        }
    }
}

/// Who may see a service's price.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceVisibility {
    /// Everybody.
    Public,
    /// The respondent, in their own report at `/r/{token}`.
    Report,
    /// Sales only.
    #[default]
    Internal,
}

/// How hard a service is to bring in, for the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// Days, and hardly anybody notices.
    Quick,
    /// A few weeks with some attention.
    Weeks,
    /// A project with a plan.
    Project,
}

/// Something the MSP sells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// The stem of its file.
    pub id: ServiceId,
    /// As it is sold.
    pub name: String,
    /// What the client gets out of it, in one sentence.
    pub promise: Option<String>,
    /// What it does for a client who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How a client who has it makes use of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_to_use: Option<String>,
    /// A word that keeps related services together.
    pub group: Option<String>,
    /// What the prices count.
    pub unit: Unit,
    /// Per unit and month, in minor units of the site's currency (cents).
    pub monthly: Option<i64>,
    /// Per unit, once, in minor units.
    pub setup: Option<i64>,
    /// How hard it is to bring in; `None` where nobody said.
    pub effort: Option<Effort>,
    /// Who may see the prices.
    pub price: PriceVisibility,
    /// The talk track; never published.
    pub sales: Option<Text>,
}

/// A named bundle of services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// As in `site.yaml`.
    pub id: PackageId,
    /// As it is sold.
    pub name: String,
    /// Part of it.
    pub includes: Vec<ServiceId>,
    /// Can be added to it.
    pub add_ons: Vec<ServiceId>,
}

/// All services in catalogue order (by file name) and the packages in the order of `site.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    /// By id, which is catalogue order.
    pub services: BTreeMap<ServiceId, Service>,
    /// In the order of `site.yaml`.
    pub packages: Vec<Package>,
}

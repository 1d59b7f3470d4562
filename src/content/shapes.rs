//! Every field of `site.yaml` and of front matter, in one table: the reader knows a field by it (`fields`), and the
//! JSON Schemas for editors are written from it (`schema`).

/// A group of fields.
#[derive(Debug)]
pub(super) struct Shape {
    /// Where the fields stand, such as "a service".
    pub(super) home: &'static str,
    pub(super) fields: &'static [Field],
}

/// One field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) holds: Holds,
    /// What it says, for whoever writes it.
    pub(super) about: &'static str,
}

/// What a field can hold. The reader is exact; this is as much of it as a schema can say.
#[derive(Debug)]
pub(super) enum Holds {
    /// A text on one line.
    Text,
    /// A text that a regular expression knows.
    Like(&'static str),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number in this range.
    Whole(u32, u32),
    /// A number with a dot before its decimals, 0 or more.
    Price,
    /// A number with a dot before its decimals.
    Points,
    /// `60/minute` or `off`.
    Throttle,
    /// `1`, the format of the site.
    Format,
    /// A list of texts that a regular expression knows.
    Texts(&'static str),
    Group(&'static Shape),
    /// A list of groups.
    Groups(&'static Shape),
    /// Groups by their id.
    Named(&'static Shape),
    /// Anything.
    Free,
}

impl Shape {
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

const fn may(name: &'static str, holds: Holds, about: &'static str) -> Field {
    Field {
        name,
        required: false,
        holds,
        about,
    }
}

const fn must(name: &'static str, holds: Holds, about: &'static str) -> Field {
    Field {
        name,
        required: true,
        holds,
        about,
    }
}

const ID: &str = "^[a-z0-9-]{1,200}$";
const EMAIL: &str = r"^[^@\s]+@[^@\s]+\.[^@\s]+$";
const URL: &str = "^https?://";
const LANGUAGE: &str = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";
const GRADES: &[&str] = &["A", "B", "C", "D"];

/// `content/site.yaml`.
pub(super) const SITE: Shape = Shape {
    home: "site.yaml",
    fields: &[
        must(
            "format",
            Holds::Format,
            "Which version of the format the site is written in: 1",
        ),
        must("name", Holds::Text, "Your company"),
        may(
            "base_url",
            Holds::Like(URL),
            "Where the site will be, such as https://example.com/graders",
        ),
        may(
            "language",
            Holds::Like(LANGUAGE),
            "The language of the texts, such as en, es or en-GB",
        ),
        may(
            "currency",
            Holds::Like("^[A-Za-z]{3}$"),
            "Three letters after ISO 4217, such as USD",
        ),
        may(
            "theme",
            Holds::Like("^[A-Za-z0-9_-]+$"),
            "A folder of themes/; what it lacks comes from the built-in theme",
        ),
        may(
            "sales_email",
            Holds::Like(EMAIL),
            "Who gets the brief of each lead",
        ),
        may(
            "deliveries",
            Holds::Groups(&DELIVERY),
            "Who else is told of a lead",
        ),
        may(
            "endpoint",
            Holds::Like("^(same-origin|none|https?://.*)$"),
            "Where answers are sent: same-origin, a URL, or none on a purely static host",
        ),
        may(
            "embed_on",
            Holds::Texts(URL),
            "Sites that may show your pages in a frame and post to you",
        ),
        may(
            "trusted_proxies",
            Holds::Texts(r"^[0-9A-Fa-f.:]+(/\d+)?$"),
            "Addresses or networks of proxies in front of the program",
        ),
        may("packages", Holds::Named(&PACKAGE), "Bundles of services, by id"),
        may("contact", Holds::Group(&CONTACT), "What the contact step asks"),
        may(
            "report_days",
            Holds::Whole(1, 3650),
            "For how many days a report can be read",
        ),
        RETENTION,
        may(
            "owners",
            Holds::Groups(&OWNER),
            "Whose new leads are, the first that holds",
        ),
        may(
            "fit",
            Holds::Groups(&RULE),
            "What makes somebody your kind of company; only sales sees it",
        ),
        may(
            "triggers",
            Holds::Groups(&TRIGGER),
            "What puts a lead on top; only sales sees it",
        ),
        may(
            "meetings",
            Holds::Groups(&MEETING),
            "Which meeting sales asks for: the first that holds",
        ),
        may(
            "roadmap",
            Holds::Group(&ROADMAP),
            "How many services begin in each quarter",
        ),
        may("brand", Holds::Group(&BRAND), "Colour and logo"),
        may("limits", Holds::Group(&LIMITS), "How often one address may post"),
    ],
};

pub(super) const BRAND: Shape = Shape {
    home: "a brand",
    fields: &[
        may(
            "accent",
            Holds::Like("^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"),
            "A colour in quotes, such as \"#c2005f\"",
        ),
        may("logo", Holds::Text, "A picture, relative to content/"),
    ],
};

pub(super) const LIMITS: Shape = Shape {
    home: "the limits",
    fields: &[
        may(
            "per_address",
            Holds::Throttle,
            "Such as 60/minute (or second, hour), or off",
        ),
        may(
            "trusted_proxies",
            Holds::Texts(r"^[0-9A-Fa-f.:]+(/\d+)?$"),
            "Addresses or networks of proxies in front of the program",
        ),
    ],
};

pub(super) const PACKAGE: Shape = Shape {
    home: "a package",
    fields: &[
        may("name", Holds::Text, "As it is sold; its id without it"),
        may("includes", Holds::Texts(ID), "The services that it includes"),
        may(
            "add_ons",
            Holds::Texts(ID),
            "The services that can be added to it",
        ),
    ],
};

pub(super) const CONTACT: Shape = Shape {
    home: "the contact step",
    fields: &[
        may(
            "fields",
            Holds::Texts(r"^(name|email|company|role|phone|website|message)\**$"),
            "What is asked; a star behind a name means required",
        ),
        may(
            "email_addresses",
            Holds::Choice(&["any", "company"]),
            "company refuses addresses of free mail services",
        ),
        may("consent", Holds::Group(&CONSENT), "What people agree to"),
    ],
};

pub(super) const CONSENT: Shape = Shape {
    home: "the consent",
    fields: &[
        may("version", Holds::Text, "Change it whenever the words change"),
        may("text", Holds::Text, "The words that people agree to"),
    ],
};

pub(super) const DELIVERY: Shape = Shape {
    home: "a delivery",
    fields: &[
        must("name", Holds::Like(ID), "What it is called in lists"),
        may(
            "webhook",
            Holds::Like(URL),
            "An address that is told of each lead",
        ),
        may(
            "email",
            Holds::Like(EMAIL),
            "A mailbox that gets the brief of each lead",
        ),
        may(
            "report",
            Holds::Flag,
            "Send the respondent the address of their report",
        ),
        may(
            "secret_env",
            Holds::Like("^[A-Z_][A-Z0-9_]*$"),
            "The environment variable that holds the webhook's secret",
        ),
        may("owner", Holds::Text, "Who looks after these leads"),
        may(
            "assessments",
            Holds::Texts(ID),
            "Only leads of these graders and questionnaires",
        ),
        may(
            "min_fit",
            Holds::Choice(GRADES),
            "Only leads of this fit or better",
        ),
    ],
};

pub(super) const RULE: Shape = Shape {
    home: "a rule of fit",
    fields: &[
        must(
            "when",
            Holds::Text,
            "A condition, such as: seats >= 50 and seats <= 150",
        ),
        must(
            "points",
            Holds::Points,
            "What it counts; below 0 against somebody",
        ),
        may("reason", Holds::Text, "What sales reads"),
    ],
};

pub(super) const OWNER: Shape = Shape {
    home: "a rule for an owner",
    fields: &[
        may("when", Holds::Text, "A condition, such as: seats >= 50"),
        may(
            "assessments",
            Holds::Texts(ID),
            "Only leads of these graders and questionnaires",
        ),
        must("owner", Holds::Like(EMAIL), "Who looks after these leads"),
    ],
};

pub(super) const TRIGGER: Shape = Shape {
    home: "a trigger",
    fields: &[
        must("when", Holds::Text, "A condition, such as: it-person is leaving"),
        must("reason", Holds::Text, "What sales reads"),
    ],
};

pub(super) const MEETING: Shape = Shape {
    home: "a kind of meeting",
    fields: &[
        must("name", Holds::Text, "What sales asks for"),
        must("minutes", Holds::Whole(5, 480), "How long it takes"),
        must("with", Holds::Text, "Who must be there"),
        may("why", Holds::Text, "Why this one, in words"),
        may(
            "when",
            Holds::Text,
            "A condition over questions of any assessment",
        ),
        may("min_fit", Holds::Choice(GRADES), "Only at this fit or better"),
        may(
            "min_monthly",
            Holds::Price,
            "Only where the gaps are worth this much a month",
        ),
        may("urgent", Holds::Flag, "Only where a trigger holds"),
    ],
};

pub(super) const ROADMAP: Shape = Shape {
    home: "the roadmap",
    fields: &[
        may(
            "first_quarter",
            Holds::Whole(1, 12),
            "How many services begin in the first quarter",
        ),
        may(
            "later_quarters",
            Holds::Whole(0, 12),
            "How many begin in each later one",
        ),
    ],
};

/// The front matter of a service.
pub(super) const SERVICE: Shape = Shape {
    home: "a service",
    fields: &[
        must("name", Holds::Text, "As it is sold"),
        may(
            "promise",
            Holds::Text,
            "What the client gets out of it, in one sentence",
        ),
        may(
            "value",
            Holds::Text,
            "What it does for a client who has it; without it, the promise",
        ),
        may(
            "how_to_use",
            Holds::Text,
            "How a client who has it makes use of it",
        ),
        may(
            "group",
            Holds::Text,
            "A word that keeps related services together",
        ),
        may(
            "unit",
            Holds::Choice(&["user", "device", "site", "gb", "flat"]),
            "What the prices count",
        ),
        may(
            "monthly",
            Holds::Price,
            "Price a month for each unit, such as 4.50",
        ),
        may("setup", Holds::Price, "Price once for each unit"),
        may(
            "effort",
            Holds::Choice(&["quick", "weeks", "project"]),
            "How much work it is to begin",
        ),
        may(
            "price",
            Holds::Choice(&["public", "report", "internal"]),
            "Who sees the price: everybody, the respondent, or sales only",
        ),
        DRAFT,
        EXTRA,
    ],
};

/// The front matter of a page.
pub(super) const PAGE: Shape = Shape {
    home: "a page",
    fields: &[
        must("title", Holds::Text, "The heading of the page"),
        may("description", Holds::Text, "For search engines and previews"),
        DRAFT,
        LANG,
        OLD_LANG,
        EXTRA,
    ],
};

/// The front matter of a grader or questionnaire.
pub(super) const ASSESSMENT: Shape = Shape {
    home: "an assessment",
    fields: &[
        must("title", Holds::Text, "The heading of the page"),
        may("description", Holds::Text, "For search engines and previews"),
        may(
            "gate",
            Holds::Choice(&["before", "after-score", "after-report", "none"]),
            "When contact details are asked for",
        ),
        may(
            "critical_caps_at",
            Holds::Like(ID),
            "The id of the band that a missing critical state holds the result down to",
        ),
        DRAFT,
        LANG,
        OLD_LANG,
        RETENTION,
        may(
            "advance",
            Holds::Choice(&["auto", "manual"]),
            "auto: one choice moves on to the next question by itself",
        ),
        may(
            "paper",
            Holds::Like("^(blue|green|yellow|pink|#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6})$"),
            "The colour of the paper edition",
        ),
        EXTRA,
        may(
            "decides",
            Holds::Text,
            "A condition that is true of the person who decides, such as: role is owner",
        ),
        may(
            "benchmark_by",
            Holds::Like(ID),
            "The id of a profile question: compare with those who gave the same answer",
        ),
        may(
            "fit",
            Holds::Groups(&RULE),
            "What makes somebody your kind of company; only sales sees it",
        ),
        may(
            "triggers",
            Holds::Groups(&TRIGGER),
            "What puts a lead on top; only sales sees it",
        ),
        may(
            "next_step",
            Holds::Group(&NEXT_STEP),
            "The next step where a band has none of its own",
        ),
    ],
};

pub(super) const NEXT_STEP: Shape = Shape {
    home: "a next step",
    fields: &[
        must("label", Holds::Text, "What the link says"),
        must("url", Holds::Text, "Where it goes, such as /book/"),
    ],
};

const RETENTION: Field = may(
    "retention_days",
    Holds::Whole(1, 36_500),
    "For how many days answers are kept; without it, for ever",
);
const DRAFT: Field = may("draft", Holds::Flag, "true: not published");
const EXTRA: Field = may(
    "extra",
    Holds::Free,
    "Anything that a theme of yours wants to know",
);
const LANG: Field = may(
    "lang",
    Holds::Like(LANGUAGE),
    "The language of this text, where it is not the site's",
);
const OLD_LANG: Field = may("language", Holds::Like(LANGUAGE), "The older name of lang");

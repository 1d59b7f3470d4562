//! The leads that respondents send.

use uuid::Uuid;

/// What sales may do with a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// With a contact that agreed: sales gets a brief.
    Consented,
    /// With a contact that did not agree: nobody is told.
    Refused,
    /// Answers alone.
    Anonymous,
}

#[derive(Debug, Clone)]
pub(crate) struct Lead {
    pub(crate) id: Uuid,
    pub(crate) kind: Kind,
}

impl Lead {
    /// A new one: of four, two with consent.
    pub(crate) fn random() -> Self {
        let id = Uuid::new_v4();
        let kind = match id.as_bytes()[15] % 4 {
            0 => Kind::Refused,
            1 => Kind::Anonymous,
            _ => Kind::Consented,
        };
        Self { id, kind }
    }

    pub(crate) fn path(&self) -> String {
        "/responses/tiny".to_owned()
    }

    /// The same at every try.
    pub(crate) fn body(&self) -> String {
        let mut body = serde_json::json!({
            "id": self.id,
            "answers": {"protection": ["second-step"], "seats": 20},
        });
        if self.kind != Kind::Anonymous {
            let email = format!("{}@respondent.example", self.id.simple());
            body["contact"] = serde_json::json!({"name": "Robin Field", "email": email});
            body["consent"] = serde_json::json!(self.kind == Kind::Consented);
        }
        body.to_string()
    }
}

//! Diagnostics as workflow commands, which GitHub shows at the line:
//! <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message>.

use super::{Reading, Severity};

/// One command a line.
pub fn render_github(reading: &Reading) -> String {
    let mut text = String::new();
    for fault in &reading.diagnostics {
        let kind = match fault.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut message = fault.message.clone();
        if let Some(help) = &fault.help {
            message.push_str("\nhelp: ");
            message.push_str(help);
        }
        text.push_str(&format!(
            "::{kind} file={},line={},col={},title={}::{}\n",
            property(&fault.file),
            fault.line,
            fault.column,
            property(fault.code),
            data(&message)
        ));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

//! How far people get: sums that can be made by hand.

use jiff::{Timestamp, ToSpan, tz::TimeZone};

use crate::site::{Quillhaven, quillhaven};

const PAGE: &str = "/sales/inbox/funnel";

fn count(site: &Quillhaven, days_ago: i64, source: &str, steps: &[(&str, i64)]) {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let day = today
        .saturating_sub(days_ago.days())
        .strftime("%Y%m%d")
        .to_string();
    for (step, count) in steps {
        site.file()
            .execute(
                "INSERT INTO funnel VALUES ('security', ?1, ?2, ?3, ?4)",
                rusqlite::params![day.parse::<i64>().unwrap(), source, step, count],
            )
            .unwrap();
    }
}

/// The figures of the row that begins so.
fn row(page: &str, label: &str) -> Vec<String> {
    let at = page.find(&format!("<th scope=\"row\">{label}"));
    let from = at.unwrap_or_else(|| panic!("{label} in {page}"));
    let row = &page[from..from + page[from..].find("</tr>").unwrap()];
    let cells = row.split("<td class=\"number\">").skip(1);
    cells
        .map(|cell| {
            let text = cell.split("</td>").next().unwrap();
            text.replace("<span class=\"sub\">", " ").replace("</span>", "")
        })
        .collect()
}

#[test]
fn each_step_says_how_many_got_there_and_how_many_were_lost() {
    let site = quillhaven();
    let sam = site.sam();
    assert_eq!(site.browser().get(PAGE).status, 303, "for sales only");
    let empty = sam.page(PAGE);
    assert!(empty.contains("Nothing was counted for “How secure is your business?”"));
    count(
        &site,
        0,
        "direct",
        &[("=start", 100), ("infosec", 90), ("plan", 10), ("recovery", 45)],
    );
    count(
        &site,
        29,
        "direct",
        &[("=start", 50), ("infosec", 45), ("=finished", 20)],
    );
    count(
        &site,
        29,
        "news",
        &[("=start", 50), ("gone", 7), ("=finished", 40), ("=contact", 30)],
    );
    count(&site, 30, "old", &[("=start", 1000)]);
    let page = sam.page(&format!("{PAGE}?days=30"));
    assert_eq!(row(&page, "Started"), ["200", "100 %", "–"]);
    assert_eq!(row(&page, "1. Which statements"), ["135", "68 %", "65 33 %"]);
    assert!(page.contains("2. Do you have a written plan?<span class=\"sub\">Asked of some only</span>"));
    assert_eq!(
        row(&page, "2. Do you"),
        ["10", "5 %", "–"],
        "whom it is not asked is not lost"
    );
    assert_eq!(row(&page, "3. How sure"), ["45", "23 %", "90 67 %"]);
    assert_eq!(row(&page, "4. How many"), ["0", "0 %", "45 100 %"]);
    assert_eq!(row(&page, "5. Which applications"), ["0", "0 %", "–"]);
    assert_eq!(
        row(&page, "Finished"),
        ["60", "30 %", "–"],
        "more than came here: without JavaScript"
    );
    assert_eq!(row(&page, "Contact given"), ["30", "15 %", "30 50 %"]);
    let news = page.find(">news</a>").unwrap();
    assert!(
        news < page.find(">direct</a>").unwrap(),
        "the most finished first"
    );
    assert!(!page.contains(">old</a>") && !page.contains("gone"));
    assert!(row(&sam.page(&format!("{PAGE}?days=90")), "Started")[0] == "1,200");
    assert_eq!(
        row(&sam.page(PAGE), "Started")[0],
        "1,200",
        "90 days where nothing is said"
    );
    let news = sam.page(&format!("{PAGE}?assessment=security&days=all&source=news"));
    assert_eq!(row(&news, "Started"), ["50", "100 %", "–"]);
    assert!(news.contains("from news only"));
    assert!(!page.contains("<script") && !page.contains("style="));
}

#[test]
fn nothing_that_stands_in_the_address_is_taken_for_markup() {
    let site = quillhaven();
    count(&site, 0, "direct", &[("=start", 1)]);
    let sam = site.sam();
    let page = sam.page(&format!(
        "{PAGE}?source=%3Cb%3E%22&assessment=%3Ci%3E&days=%3Cu%3E"
    ));
    assert!(page.contains("from &lt;b&gt;&quot;"), "{page}");
    for tag in ["<b>", "<i>", "<u>"] {
        assert!(!page.contains(tag), "{tag}");
    }
}

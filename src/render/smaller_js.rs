//! A script made smaller without understanding it.

/// Leaves out what only sites of the other kind need: lines from `// if endpoint` or `// if no endpoint` to `// end if`.
pub(super) fn for_site(script: &str, endpoint: bool) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut out = false;
    for line in script.lines() {
        match line.trim() {
            "// if endpoint" => out = !endpoint,
            "// if no endpoint" => out = endpoint,
            "// end if" => out = false,
            _ if out => {}
            _ => push_line(&mut kept, line),
        }
    }
    kept
}

/// Leaves out indentation, blank lines, comments, and blanks beside anything that is no part of a word. Lines stay
/// lines, so no semicolon is ever missed. What could be a regular expression or a division (a line with a slash outside
/// its strings) is left alone, and so is a script in which something else than a comment of its own goes on in the next
/// line: a template literal, a string, a comment that began behind code.
pub(super) fn smaller_js(script: &str) -> String {
    if script.lines().any(goes_on) {
        return script.to_owned();
    }
    let mut small = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if line.starts_with("/*") {
            match line.find("*/") {
                None => in_comment = true,
                Some(end) if end + 2 == line.len() => {}
                Some(_) => push_line(&mut small, line),
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            push_line(&mut small, &tight(line).unwrap_or_else(|| line.to_owned()));
        }
    }
    small
}

fn goes_on(line: &str) -> bool {
    let line = line.trim();
    let opens = line.rfind("/*").filter(|&at| at > 0);
    line.matches('`').count() % 2 == 1
        || line.ends_with('\\')
        || opens.is_some_and(|at| !line[at..].contains("*/"))
}

/// One line without needless blanks and without a comment at its end; `None` where that takes more than looking.
fn tight(line: &str) -> Option<String> {
    let mut bare = String::with_capacity(line.len());
    let mut quote = None;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(_), '\\') => {
                bare.push(c);
                bare.extend(chars.next());
                continue;
            }
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '`') => return None,
            // An empty regular expression can't be written like this, so it is a comment.
            (None, '/') if chars.peek() == Some(&'/') => break,
            (None, '/') => return None,
            (None, ' ') if !parts(bare.chars().last(), chars.peek().copied()) => continue,
            _ => {}
        }
        bare.push(c);
    }
    Some(bare.trim_end().to_owned())
}

/// Whether a blank between the two means something: between words, and in `a + +b`.
fn parts(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii();
    word(before) && word(after) || before == after && matches!(before, '+' | '-')
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(
            smaller_js("// a\n/* b\n c */\n  let x = 'http://d // no'; // it's e\n"),
            "let x='http://d // no';\n"
        );
        assert_eq!(smaller_js("let x = `a\n  // b`;"), "let x = `a\n  // b`;");
        assert_eq!(
            smaller_js(r#"f('it\'s // a',  "b \" c" )"#),
            "f('it\\'s // a',\"b \\\" c\")\n"
        );
    }

    #[test]
    fn a_site_gets_what_it_needs() {
        let script = "a\n  // if endpoint\n  b\n  // end if\n// if no endpoint\nc\n// end if\nd\n";
        assert_eq!(for_site(script, true), "a\n  b\nd\n");
        assert_eq!(for_site(script, false), "a\nc\nd\n");
    }

    #[test]
    fn blanks_that_mean_something_stay() {
        assert_eq!(
            smaller_js("return typeof a === 'b' ? c + +d : e - -f;\nlet  g = h in i;"),
            "return typeof a==='b'?c+ +d:e- -f;\nlet g=h in i;\n"
        );
        let unclear = "x = a / b; // c\nif (/ ' /.test(y)) z = `  ${a} // `;\n";
        assert_eq!(smaller_js(unclear), unclear);
        for goes_on in ["a(); /* see\nhttp://b */ c();\n", "a = 'b \\\n   // c';\n"] {
            assert_eq!(smaller_js(goes_on), goes_on);
        }
    }
}

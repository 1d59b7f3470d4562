"""Writes a site of many graders for the measurements: 12 questions of 5 loaded options each, and ten services."""

import pathlib
import shutil

QUESTIONS = 12
SERVICES = [
    "password-management", "device-encryption", "email-security", "email-archive", "endpoint-security",
    "mfa-identity", "backup-dr", "awareness-training", "access-review", "incident-readiness",
]
TOPICS = ["passwords", "laptops", "mailboxes", "visitors", "suppliers", "invoices", "servers", "phones", "documents",
          "meetings", "payments", "archives"]
STATES = [
    ("Every one of our {topic} is kept where the company controls it and can take it back.",
     "What lives in one person's head leaves the company together with that person."),
    ("Somebody hears at once, by day and by night, if the protection of our {topic} stops.",
     "Protection that nobody watches can stop unnoticed on the very machine that needs it."),
    ("A separate copy of everything about {topic} is kept and was restored this year.",
     "A copy that was never restored is a hope, and hopes fail on the worst day."),
    ("The rules for {topic} are written down, and new colleagues read them in their first week.",
     "Rules that are not written down are different ones in every head."),
    ("Who answers for our {topic} is known by name, with a deputy for the holidays.",
     "Without a name the question waits on every desk and is answered at none."),
]


def config(**more):
    limits = more.get("limits", "60/minute")
    return f"""format: 1
name: Quillhaven IT
base_url: https://quillhaven.example
sales_email: sales@quillhaven.example
limits: {{ per_address: {limits} }}
contact:
  fields: [name*, email*, company, role, phone]
  consent: {{ version: 2026-11, text: I agree that Quillhaven IT may contact me about my result. }}
"""


def service(name):
    title = name.replace("-", " ").capitalize()
    return f"""---
name: {title}
promise: {title} is looked after, and somebody answers for it.
unit: user
monthly: 5
setup: 10
price: report
---
What is included, what is not, and how the first month goes. {title} is checked every quarter.

```sales
When was {title.lower()} last looked at by somebody from outside?
```
"""


def grader(number):
    lines = [f"""---
title: How well is company {number} prepared?
description: Twelve questions, five minutes, an honest score. Number {number} of many.
gate: after-score
critical_caps_at: forming
---
Twelve questions about how the company works, for the person who runs it. Select everything that is true today.
"""]
    for question in range(QUESTIONS):
        topic = TOPICS[(number + question) % len(TOPICS)]
        if question % 4 == 0:
            lines.append(f"## Part {question // 4 + 1}\n`#part-{question // 4 + 1}, weight {question // 4 + 1}, target 80`\n")
        lines.append(f"""### Which statements are true about your {topic}, number {question + 1}?
`#q{question + 1}, weight {question % 3 + 1}`

> **Why it matters.** A handful of plain habits with {topic} decides how most incidents end.
""")
        for option, (state, education) in enumerate(STATES):
            tied = SERVICES[(number + question * 5 + option) % len(SERVICES)]
            critical = ", critical" if question == 0 and option == 0 else ""
            lines.append(f"- [ ] {state.format(topic=topic)} `#o{option + 1}, points {option + 1}, service {tied}{critical}`\n  > {education}")
        lines.append(f"""- [ ] None of these `none`
- [ ] We don't know `not sure`

```sales
What happened the last time something was wrong with your {topic}?
```
""")
    lines.append("""## Exposed
`band, from 0`
Start with the first gap below. Most of it can be in place within weeks.

## Forming
`band, #forming, from 40`
The ground is laid. What is missing is listed below, the most urgent first.

## Prepared
`band, from 80`
Few companies get this far. Keep it that way, and look again in a year.
""")
    return "\n".join(lines)


def write(folder, graders, **more):
    """A new site in `folder`, which is emptied before."""
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("graders", "services", "pages"):
        (folder / "content" / part).mkdir(parents=True)
    content = folder / "content"
    (content / "site.yaml").write_text(config(**more))
    for name in SERVICES:
        (content / "services" / f"{name}.md").write_text(service(name))
    for number in range(graders):
        (content / "graders" / f"grader-{number}.md").write_text(grader(number))
    (content / "pages" / "index.md").write_text("---\ntitle: Home\n---\nWelcome. Choose a grader below.\n")
    return folder

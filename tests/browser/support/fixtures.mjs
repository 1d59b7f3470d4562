// Small sites of the tests' own, beside the example site.
import { siteOf } from './gradewright.mjs';

const settings = (more = '') => `format: 1
name: Lantern IT
base_url: https://lantern.example
sales_email: sales@lantern.example
limits: { per_address: off }
contact:
  fields: [name*, email*, company, message]
  consent: { version: 2026-11, text: I agree that Lantern IT may contact me about my result. }
${more}`;

const service = (name, rest = 'unit: user\nmonthly: 5\nprice: report') =>
  `---\nname: ${name}\npromise: ${name} that nobody has to think about.\n${rest}\n---\nWhat ${name} is.\n`;

const services = {
  'services/backup.md': service('Backup'),
  'services/training.md': service('Training', 'unit: flat\nmonthly: 90\nprice: internal'),
  'services/sign-in.md': service('Sign-in'),
};

const bands = `
## Exposed
\`band, from 0\`
Start with the first gap.

## Steady
\`band, from 60\`
Keep it that way.
`;

/** One small grader for each gate: `/graders/before/` and so on. */
export function gates(t, more) {
  const grader = (gate) => `---
title: Two questions, asked ${gate}
gate: ${gate}
---
### Which of these are true?
\`#basics\`
> **Why it matters.** It is where most trouble begins.

- [ ] Files can be brought back. \`#back, points 3, service backup\`
  > A file that is gone stays gone.
- [ ] Everyone was shown how. \`#shown, service training\`
  > Nobody knows what nobody was told.
- [ ] None of these \`#none, none\`

### How many people work at a computer?
\`#seats, number 1-500, profile, quantity user, optional\`
${bands}`;
  const files = { 'site.yaml': settings(more), ...services };
  for (const gate of ['before', 'after-score', 'after-report', 'none']) files[`graders/${gate}.md`] = grader(gate);
  return siteOf(t, files);
}

/** Every kind of question, conditions over them, and a questionnaire that ends in an outcome: `/graders/all/`, `/questionnaires/fit/`. */
export function everyKind(t, more) {
  return siteOf(t, {
    'site.yaml': settings(more),
    ...services,
    'pages/index.md': '---\ntitle: Lantern IT\n---\nWelcome.\n',
    'graders/all.md': `---
title: Every kind of question
description: One of each.
gate: none
critical_caps_at: exposed
---
An introduction.

## Habits
\`#habits, weight 2, target 75\`

What people do every day.

### Which of these are true?
\`#many\`

Tick what is true *today*.

> **Why it matters.** Habits decide.

- [ ] Files can be brought back. \`#back, points 3, service backup, critical\`
  > A file that is gone stays gone.
- [ ] Everyone was shown how. \`#shown, service training\`
  > Nobody knows what nobody was told.
- [ ] None of these \`#none, none\`
- [ ] We don't know \`#unsure, not sure\`

### Is there a plan?
\`#one, service sign-in\`
> A plan in a drawer is a start.

- ( ) Yes, rehearsed \`#yes, points 10\`
- ( ) On paper \`#paper, points 6\`
- ( ) No \`#no, points 0\`
- ( ) Not sure \`#unsure, not sure\`
- ( ) It does not apply to us \`#apart, n/a\`

### Where is that paper kept?
\`#where, text 80, if one is paper\`

## Limits
\`#limits, target 50\`

### How sure are you of being back within a day?
\`#scale, scale 0-10, service backup below 7\`
> Hope is no figure.

### How many people work at a computer?
\`#seats, number 1-500, profile, quantity user\`

### Who looks after them all?
\`#keeper, if seats >= 20\`
> Twenty people are more than one can remember.

- ( ) A named person \`#named, points 2\`
- ( ) Nobody in particular \`#nobody, points 0\`

### What went wrong last year?
\`#trouble, optional\`
> Trouble that is seen is half mended.

- [ ] Somebody paid a false invoice. \`#invoice, problem, points 2, service training\`
  > A call before paying stops it.
- [ ] None of these \`#none, none\`

### Anything else?
\`#else, text 200, optional\`
${bands}`,
    'questionnaires/fit.md': `---
title: Which meeting fits?
gate: none
---
### How often do you want to talk?
\`#often, unloaded\`
> Rhythm matters.

- ( ) Every month \`#month, for call 2\`
- ( ) When something happens \`#happens, for visit 2\`

## A call
\`outcome, #call\`
Short and regular.

## A visit
\`outcome, #visit\`
Rare and thorough.
`,
  });
}

/** A hundred questions in ten sections: `/questionnaires/hundred/`. */
export function hundred(t) {
  const question = (n, q) => {
    const id = `q${n}-${q}`;
    if (q === 9) return `### What should we know about part ${n}?\n\`#${id}, text 400, optional\`\n`;
    if (q === 8) return `### How sure are you of part ${n}?\n\`#${id}, scale 0-10, unloaded\`\n> Hope is no figure.\n`;
    return `### Is point ${q} of part ${n} settled?
\`#${id}, unloaded\`
> It is asked every year.

- ( ) Yes, and it is written down \`#yes, points 10\`
- ( ) In part \`#part, points 5\`
- ( ) No \`#no, points 0\`
- ( ) Not sure \`#unsure, not sure\`
`;
  };
  const ten = [...Array(10).keys()];
  const section = (n) => `## Part ${n}\n\`#part${n}\`\n\n${ten.map((q) => question(n, q)).join('\n')}`;
  return siteOf(t, {
    'site.yaml': settings(),
    ...services,
    'questionnaires/hundred.md': `---\ntitle: The yearly review\ngate: none\n---\n${ten.map(section).join('\n')}\n${bands}`,
  });
}

// Third parties judge what leaves: a Standard Webhooks library, a mail server and a mail parser, a vCard library; all over
// real TLS, with a certificate that the program is told to trust.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { SMTPServer } from 'smtp-server';
import { simpleParser } from 'mailparser';
import { generate } from 'selfsigned';
import ICAL from 'ical.js';
import { cleanup } from './support/cleanup.mjs';
import { folder, gradewright, siteOf, start } from './support/gradewright.mjs';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

/** A certificate for `localhost`, and the file that makes the program trust it and nothing else. */
async function certificate(t) {
  const altNames = [{ type: 2, value: 'localhost' }];
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  const file = join(folder(t), 'trusted.pem');
  writeFileSync(file, made.cert);
  return { key: made.private, cert: made.cert, file };
}

/** What happens at most once, as a promise with its handle. */
function happening() {
  let happened;
  const promise = new Promise((settle) => (happened = settle));
  return { promise, happened };
}

async function receiver(t, { key, cert }) {
  const request = happening();
  const server = createServer({ key, cert }, async (got, answer) => {
    let body = '';
    for await (const part of got.setEncoding('utf8')) body += part;
    answer.end('thank you');
    request.happened({ headers: got.headers, body });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanup(t, () => server.close());
  return { port: server.address().port, request: request.promise };
}

/** A mail server that takes nothing without encryption and a password. */
async function mailServer(t, { key, cert }, wanted) {
  const mails = [];
  const all = happening();
  const server = new SMTPServer({
    key,
    cert,
    authMethods: ['PLAIN', 'LOGIN'],
    logger: false,
    onAuth: ({ username, password }, session, done) =>
      username === 'kim' && password === 'p@ss' && session.secure
        ? done(null, { user: username })
        : done(new Error('no')),
    onData: (stream, session, done) => {
      simpleParser(stream).then((mail) => {
        mails.push({ mail, to: session.envelope.rcptTo.map(({ address }) => address) });
        done();
        if (mails.length === wanted) all.happened(mails);
      }, done);
    },
  });
  server.on('error', () => {}); // a client that does not trust us goes away
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanup(t, () => new Promise((closed) => server.close(closed)));
  return { port: server.server.address().port, mails: all.promise };
}

const HOSTILE = {
  name: 'Mona "M" O\'Neil; BEGIN:VCARD,\\n',
  email: 'mona@doe.example',
  company: 'Doe, Roe\\; Sons & Ünal GmbH '.repeat(4).trim(),
  phone: '+1 555 0100',
  message: 'Two\nlines.\n.\nEND:VCARD\r\nBcc: evil@example.com',
};

function judged(t, port) {
  return siteOf(t, {
    'site.yaml': `format: 1
name: Quillhaven IT
base_url: https://quillhaven.example
limits: { per_address: off }
contact: { fields: [name*, email*, company, phone, message] }
deliveries:
  - { name: crm, webhook: "https://localhost:${port}/hook", secret_env: CRM_SECRET }
  - { name: sales, email: sales@quillhaven.example }
  - { name: respondent, report: true }
`,
    'services/second-step.md': '---\nname: Second step\nunit: flat\nmonthly: 50\n---\nText.\n',
    'graders/judged.md': `---
title: Judged
---
### Which hold?
\`#which\`
- [ ] A second step. \`#step, service second-step\`
- [ ] None of these \`none\`

## Low
\`band, from 0\`
Start.
`,
  });
}

/** Sends the lead that tries to break everything. */
async function send(origin) {
  const body = { id: randomUUID(), answers: { which: ['none-of-these'] }, contact: HOSTILE, consent: true };
  const answer = await fetch(`${origin}/responses/judged`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 201, await answer.text());
}

/** The deliveries, once they are as wanted. */
async function until(site, wanted) {
  for (const began = Date.now(); ; ) {
    const list = JSON.parse(await gradewright(site, 'deliveries', 'list', '--format', 'json'));
    if (wanted(list)) return list;
    assert.ok(Date.now() - began < 30_000, JSON.stringify(list));
  }
}

test('libraries and servers of others agree with every delivery', async (t) => {
  const tls = await certificate(t);
  const crm = await receiver(t, tls);
  const server = await mailServer(t, tls, 2);
  process.env.SSL_CERT_FILE = tls.file;
  process.env.GRADEWRIGHT_ALLOW_LOCAL_WEBHOOKS = '1';
  process.env.CRM_SECRET = `${NEW} ${OLD}`;
  process.env.GRADEWRIGHT_SMTP_URL = `smtp://kim:p%40ss@localhost:${server.port}?tls=required`;
  const site = judged(t, crm.port);
  const { origin } = await start(t, site);
  await send(origin);

  await t.test('the signatures', async () => {
    const { headers, body } = await crm.request;
    for (const secret of [OLD, NEW]) {
      const lead = new Webhook(secret).verify(body, headers);
      assert.equal(lead.contact_company, HOSTILE.company);
      assert.equal(lead.consent, true);
    }
    const judge = new Webhook(OLD);
    const changed = [
      [body.replace('true', 'false'), headers],
      [`${body} `, headers],
      [body, { ...headers, 'webhook-id': `${headers['webhook-id']}x` }],
      [body, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }],
      [body, { ...headers, 'webhook-signature': headers['webhook-signature'].replace(/v1,(.)/g, (all, first) => `v1,${first === 'A' ? 'B' : 'A'}`) }],
    ];
    for (const [body, headers] of changed) assert.throws(() => judge.verify(body, headers));
    assert.throws(() => new Webhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').verify(body, headers));
  });

  await t.test('the mails and the card', async () => {
    const mails = await server.mails;
    const { mail: brief } = mails.find(({ to }) => to[0] === 'sales@quillhaven.example');
    const { mail: report } = mails.find(({ to }) => to[0] === HOSTILE.email);
    assert.equal(brief.bcc, undefined);
    assert.equal(brief.replyTo.value[0].address, HOSTILE.email);
    assert.match(brief.subject, /^New lead: Mona/);
    assert.match(brief.html, /Second step/);
    assert.match(brief.text, /Second step/);
    assert.equal(brief.attachments.length, 1);
    const [file] = brief.attachments;
    assert.equal(file.contentType, 'text/vcard');
    assert.equal(file.filename, 'contact.vcf');
    const [kind, properties, parts] = ICAL.parse(file.content.toString('utf8'));
    assert.deepEqual([kind, parts], ['vcard', []]);
    const card = Object.fromEntries(properties.map(([name, , , value]) => [name, value]));
    assert.equal(properties.length, Object.keys(card).length, 'no property came in twice');
    assert.deepEqual(
      [card.version, card.fn, card.org, card.email, card.tel],
      ['4.0', HOSTILE.name, HOSTILE.company, HOSTILE.email, HOSTILE.phone],
    );

    assert.equal(report.subject, 'Your report: Judged');
    assert.equal(report.headers.get('auto-submitted'), 'auto-generated');
    const [link] = /https:\/\/quillhaven\.example\/r\/\S+/.exec(report.text);
    assert.ok(report.html.includes(`href="${link}"`), report.html);
    assert.ok(!report.html.includes('Second step') && !report.text.includes('Second step'));
  });

  await until(site, (list) => list.every(({ state }) => state === 'delivered'));
});

test('a server whose certificate nobody vouches for gets nothing', async (t) => {
  const [trusted, other] = [await certificate(t), await certificate(t)];
  const crm = await receiver(t, other);
  const server = await mailServer(t, other, 1);
  let leaked = false;
  Promise.any([crm.request, server.mails]).then(() => (leaked = true));
  process.env.SSL_CERT_FILE = trusted.file;
  process.env.GRADEWRIGHT_SMTP_URL = `smtp://kim:p%40ss@localhost:${server.port}?tls=required`;
  const site = judged(t, crm.port);
  const { origin } = await start(t, site);
  await send(origin);
  const list = await until(site, (list) => list.every(({ tried_at }) => tried_at));
  for (const { state, status } of list) assert.deepEqual([state, status], ['waiting', null]);
  assert.ok(!leaked);
});

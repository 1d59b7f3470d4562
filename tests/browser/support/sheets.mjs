// Responses without a browser: what a test needs to be there before somebody opens a report.

/** Sends one response as JSON; the path of its report. */
export async function send(origin, assessment, answers, more = {}) {
  const response = await fetch(`${origin}/responses/${assessment}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), answers, ...more }),
  });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()).result_url;
}

/** Somebody of that number, with consent. */
export const somebody = (number) => ({
  contact: { name: `Person ${number}`, email: `person-${number}@company-${number}.example` },
  consent: true,
});

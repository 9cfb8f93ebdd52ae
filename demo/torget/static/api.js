/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
// Talks to the server: every piece of content comes through here.

export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export async function ask(operationName, variables) {
  const answer = await fetch("/api/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ operationName, variables }),
  });
  if (answer.status === 429) throw new Refused(429, "RATE_LIMITED", "För många förfrågningar");
  const { data, errors } = await answer.json();
  if (errors) throw new Refused(answer.status, errors[0].code, errors[0].message);
  return data[operationName];
}

export async function start() {
  const answer = await fetch("/api/start");
  if (!answer.ok) throw new Refused(answer.status, "START", "Torget svarar inte just nu");
  return answer.json();
}

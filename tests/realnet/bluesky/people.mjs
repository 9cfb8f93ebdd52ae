// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// The accounts of the test network, and what both seeding and changing need.
// The citizens are invented; the personnummer and the telephone number are for tests.
import { AtpAgent } from '@atproto/api'
import sharp from 'sharp'

export const MUNICIPALITY = 'almhult.test'
export const CITIZENS = {
  'karin-s': 'Karin Sörensson',
  'bjorn-a': 'Björn Åkesson',
  'arg-invanare': 'Arg invånare',
  testperson: 'Testperson Tolvan',
}
const PASSWORD = 'ett-prov-pa-loopback'

export async function newAccount(service, name) {
  const agent = new AtpAgent({ service })
  const email = `${name}@example.test`
  await agent.createAccount({ handle: `${name}.test`, email, password: PASSWORD })
  return agent
}

export async function login(service, handle) {
  const agent = new AtpAgent({ service })
  await agent.login({ identifier: handle, password: PASSWORD })
  return agent
}

export async function picture(agent, text, colour, width, height) {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="${colour}"/>
    <circle cx="${width * 0.7}" cy="${height * 0.4}" r="${height * 0.3}" fill="#ffffff33"/>
    <text x="50%" y="55%" font-size="${Math.round(height / 8)}" fill="white"
      text-anchor="middle" font-family="DejaVu Sans">${text}</text></svg>`
  const bytes = await sharp(Buffer.from(drawing)).png().toBuffer()
  return (await agent.uploadBlob(bytes, { encoding: 'image/png' })).data.blob
}

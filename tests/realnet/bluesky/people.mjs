// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// The accounts of the test network, and what both seeding and changing need.
// The citizens are invented; the personnummer and the telephone number are for tests.
import { AtpAgent } from '@atproto/api'
import sharp from 'sharp'

export const MUNICIPALITY = 'almhult'
export const CITIZENS = {
  'karin-s': 'Karin Sörensson',
  'bjorn-a': 'Björn Åkesson',
  'arg-invanare': 'Arg invånare',
  testperson: 'Testperson Tolvan',
}
const PASSWORD = 'ett-prov-pa-loopback'

const emailOf = (name) => `${name}@example.test`

export async function newAccount(service, name) {
  const agent = new AtpAgent({ service })
  const handle = `${name}.test`
  await agent.createAccount({ handle, email: emailOf(name), password: PASSWORD })
  return agent
}

// By its e-mail, which stays the same when the account takes another handle.
export async function login(service, name) {
  const agent = new AtpAgent({ service })
  await agent.login({ identifier: emailOf(name), password: PASSWORD })
  return agent
}

// Pictures of the same shape are alike but for their colour and text.
export const CIRCLE = `<circle cx="70%" cy="40%" r="30%" fill="#ffffff33"/>`
export const BLOCKS = `<rect width="45%" height="50%" fill="white"/>
  <rect x="45%" y="70%" width="55%" height="30%" fill="black"/>
  <rect x="75%" width="8%" height="60%" fill="white"/>`

export async function picture(agent, text, colour, width, height, shape = CIRCLE) {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="${colour}"/>${shape}
    <text x="50%" y="55%" font-size="${Math.round(height / 8)}" fill="white"
      text-anchor="middle" font-family="DejaVu Sans">${text}</text></svg>`
  const bytes = await sharp(Buffer.from(drawing)).png().toBuffer()
  return (await agent.uploadBlob(bytes, { encoding: 'image/png' })).data.blob
}

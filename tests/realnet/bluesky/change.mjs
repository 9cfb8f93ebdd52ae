// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Changes the municipality's account, or what stands on it.
//
// usage: node change.mjs PDS_URL WHAT     in the folder where seed.json lies
import fs from 'node:fs'
import { MUNICIPALITY, login, picture } from './people.mjs'

const [service, what] = process.argv.slice(2)
const made = JSON.parse(fs.readFileSync('seed.json', 'utf8'))
const handle = fs.existsSync('handle') ? fs.readFileSync('handle', 'utf8') : MUNICIPALITY
const town = await login(service, handle)

async function newPicture(field, text, width, height) {
  const blob = await picture(town, text, '#b71c1c', width, height)
  await town.upsertProfile((profile) => ({ ...profile, [field]: blob }))
  console.log(blob.ref.toString())
}

const changes = {
  avatar: () => newPicture('avatar', 'NY', 400, 400),
  banner: () => newPicture('banner', 'Nytt omslag', 1500, 500),
  about: () =>
    town.upsertProfile((profile) => ({
      ...profile,
      description: 'Kontot avslutas den 31 december.',
    })),
  async handle() {
    const name = 'almhultskommun.test'
    await town.com.atproto.identity.updateHandle({ handle: name })
    fs.writeFileSync('handle', name)
  },
  async 'delete-comment'() {
    const angry = await login(service, 'arg-invanare.test')
    await angry.deletePost(made.comments.threat.uri)
  },
  'delete-post': () => town.deletePost(made.posts[5].uri),
  deactivate: () => town.com.atproto.server.deactivateAccount({}),
  activate: () => town.com.atproto.server.activateAccount(),
}
await changes[what]()

// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Changes an account through its data server, or deletes what stands on it.
//
// usage: node change.mjs PDS_URL WHAT [NAME [TEXT]]     in the folder where seed.json lies
//        NAME is whose account it is, the municipality's unless given; TEXT is what the
//        field or the picture is to say, or the address of what is deleted
import fs from 'node:fs'
import { BLOCKS, CIRCLE, MUNICIPALITY, login, picture } from './people.mjs'

const [service, what, name = MUNICIPALITY, text] = process.argv.slice(2)
const made = JSON.parse(fs.readFileSync('seed.json', 'utf8'))
const account = await login(service, name)

const put = (fields) => account.upsertProfile((profile) => ({ ...profile, ...fields }))

async function newPicture(field, words, width, height, shape = BLOCKS) {
  const blob = await picture(account, words, '#b71c1c', width, height, shape)
  await put({ [field]: blob })
  console.log(blob.ref.toString())
}

const changes = {
  avatar: () => newPicture('avatar', 'NY', 400, 400),
  banner: () => newPicture('banner', 'Nytt omslag', 1500, 500),
  'recoloured-avatar': () => newPicture('avatar', text, 400, 400, CIRCLE),
  name: () => put({ displayName: text }),
  about: () => put({ description: text ?? 'Kontot avslutas den 31 december.' }),
  handle: () =>
    account.com.atproto.identity.updateHandle({ handle: text ?? 'almhultskommun.test' }),
  async 'delete-comment'() {
    const angry = await login(service, 'arg-invanare')
    await angry.deletePost(made.comments.threat.uri)
  },
  'delete-post': () => account.deletePost(text ?? made.posts[5].uri),
  deactivate: () => account.com.atproto.server.deactivateAccount({}),
  activate: () => account.com.atproto.server.activateAccount(),
}
await changes[what]()

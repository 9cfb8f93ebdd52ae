// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Opens another account of the municipality, with some posts and a citizen's comment, so
// that what is done to it disturbs nobody else. Says what was made.
//
// usage: node newcomer.mjs PDS_URL NAME
import { login, newAccount, picture } from './people.mjs'

const POSTS = 3
const [service, name] = process.argv.slice(2)

const account = await newAccount(service, name)
const avatar = await picture(account, 'KH', '#4a148c', 400, 400)
const banner = await picture(account, 'Kulturhuset', '#006064', 1500, 500)
await account.upsertProfile(() => ({
  displayName: 'Kulturhuset i Älmhult',
  description: 'Kulturhuset har öppet varje dag.',
  avatar,
  banner,
}))

const posts = []
for (let number = 1; number <= POSTS; number++) {
  const image = await picture(account, `Affisch ${number}`, '#e65100', 1200, 800)
  posts.push(
    await account.post({
      text: `Kulturhuset, kväll ${number}: konsert i biblioteket.`,
      langs: ['sv'],
      embed: {
        $type: 'app.bsky.embed.images',
        images: [{ alt: `Affisch ${number}`, image }],
      },
      createdAt: new Date(Date.now() - number * 3600e3).toISOString(),
    }),
  )
}
const citizen = await login(service, 'karin-s')
const comment = await citizen.post({
  text: 'Vilken tid börjar konserten?',
  langs: ['sv'],
  reply: { root: posts[1], parent: posts[1] },
  createdAt: new Date().toISOString(),
})

const made = { name, handle: `${name}.test`, did: account.did, comment: comment.uri }
Object.assign(made, { avatar: avatar.ref.toString(), banner: banner.ref.toString() })
console.log(JSON.stringify({ ...made, posts: posts.map((post) => post.uri) }))

// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Fills the network: a municipality's account with posts and pictures, and citizens who
// comment on them. What was made is written to seed.json.
//
// usage: node seed.mjs PDS_URL
import { RichText } from '@atproto/api'
import fs from 'node:fs'
import { CITIZENS, MUNICIPALITY, newAccount, picture } from './people.mjs'

const POSTS = 48
const LONG_THREAD = 20
const DEEP_THREAD = 14
const HOUR = 3600e3
const COLOURS = ['#1b5e20', '#0d47a1', '#b71c1c', '#4a148c', '#e65100', '#006064']

const service = process.argv[2]
const made = { posts: [], images: 0, comments: {}, deep: [], citizens: {} }

// --- The accounts --------------------------------------------------------------------

const town = await newAccount(service, MUNICIPALITY)
const citizens = {}
for (const [name, displayName] of Object.entries(CITIZENS)) {
  const agent = await newAccount(service, name)
  const avatar = await picture(agent, displayName[0], '#37474f', 400, 400)
  const description = 'Privatperson (testkonto)'
  await agent.upsertProfile(() => ({ displayName, description, avatar }))
  citizens[name] = agent
  made.citizens[name] = agent.did
}
const avatar = await picture(town, 'ÄK', '#0d47a1', 400, 400)
const banner = await picture(town, 'Älmhult', '#1b5e20', 1500, 500)
await town.upsertProfile(() => ({
  displayName: 'Älmhults kommun',
  description: 'Officiellt konto. Förhållningsregler: almhult.se/socialamedier.',
  avatar,
  banner,
}))
Object.assign(made, { did: town.did, handle: `${MUNICIPALITY}.test` })
Object.assign(made, { avatar: avatar.ref.toString(), banner: banner.ref.toString() })

// --- The municipality's posts: three of four with pictures ----------------------------

async function pictures(number) {
  const images = []
  const count = number % 4 === 0 ? 0 : number % 6 === 5 ? 3 : 1
  for (let i = 1; i <= count; i++) {
    const colour = COLOURS[(number + i) % COLOURS.length]
    const image = await picture(town, `Bild ${number}.${i}`, colour, 1200, 800)
    const aspectRatio = { width: 1200, height: 800 }
    images.push({ alt: `Bild ${i} till inlägg ${number}`, image, aspectRatio })
  }
  made.images += images.length
  return images
}

const started = Date.now() - POSTS * HOUR
for (let number = 1; number <= POSTS; number++) {
  const text = new RichText({
    text:
      `Inlägg ${number}: Vägarbete på Norra Esplanaden vecka ${number}. ` +
      `Läs mer på https://www.almhult.se/nyheter/${number} #Älmhult`,
  })
  await text.detectFacets(town)
  const images = await pictures(number)
  const post = {
    text: text.text,
    facets: text.facets,
    langs: ['sv'],
    createdAt: new Date(started + number * HOUR).toISOString(),
  }
  if (images.length) post.embed = { $type: 'app.bsky.embed.images', images }
  made.posts.push(await town.post(post))
}

// --- What the citizens wrote ------------------------------------------------------------

async function reply(agent, parent, root, text, embed) {
  const createdAt = new Date().toISOString()
  const post = { text, langs: ['sv'], reply: { root, parent }, createdAt }
  return agent.post(embed ? { ...post, embed } : post)
}

const { 'karin-s': karin, 'bjorn-a': bjorn, 'arg-invanare': angry, testperson } = citizens
const [busy, long, deep] = made.posts.slice(-3).reverse()

const question = await reply(
  karin,
  busy,
  busy,
  'Hej! När öppnar bygglovsexpeditionen igen? Ring mig gärna på 070-1740605.',
)
made.comments.question = question
made.comments.answer = await reply(
  town,
  question,
  busy,
  'Hej Karin! Expeditionen öppnar måndag kl. 9.',
)
made.comments.number = await reply(
  testperson,
  busy,
  busy,
  'Mitt personnummer är 191212121212, kan ni kolla mitt ärende?',
)
made.comments.threat = await reply(
  angry,
  busy,
  busy,
  'Ni är förbannade idioter allihop, jag vet var du bor!',
)
const glass = await picture(bjorn, 'Glasskiva', '#4a148c', 800, 600)
made.comments.tip = await reply(
  bjorn,
  long,
  long,
  'Det ligger en glasskiva på lekplatsen vid Haganäs.',
  { $type: 'app.bsky.embed.images', images: [{ alt: 'Glasskivan', image: glass }] },
)
made.tipImage = glass.ref.toString()
const writers = [karin, bjorn, testperson]
for (let i = 0; i < LONG_THREAD; i++) {
  await reply(writers[i % 3], long, long, `Kommentar nummer ${i + 1} i lång tråd.`)
}
let above = deep
for (let i = 0; i < DEEP_THREAD; i++) {
  above = await reply(writers[i % 3], above, deep, `Svar på djup ${i + 1}.`)
  made.deep.push(above)
}

// The municipality answers in a citizen's own thread, which is not the municipality's.
const theirs = await karin.post({ text: 'Någon som vet när simhallen öppnar?' })
made.foreign = await reply(town, theirs, theirs, 'Simhallen öppnar den 1 september.')

for (const agent of writers) await agent.follow(town.did)
fs.writeFileSync('seed.json', JSON.stringify(made, null, 1))

// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Runs a Bluesky network on loopback: directory (PLC), data server (PDS), view server
// (AppView) and moderation, each the real thing. Says «ready» when all of them answer.
// The servers that the file «stopped» names answer nobody until it names them no more.
//
// usage: node devnet.mjs PLC PDS APPVIEW OZONE CHAT INTROSPECT     (ports)
//        with DB_POSTGRES_URL and REDIS_HOST in the environment
import fs from 'node:fs'
import { TestNetwork, mockMailer } from '@atproto/dev-env'

const [plc, pds, appView, ozone, chat, introspect] = process.argv.slice(2).map(Number)

const network = await TestNetwork.create({
  dbPostgresSchema: 'network',
  plc: { port: plc },
  pds: { port: pds, hostname: 'localhost', enableDidDocWithSession: true },
  bsky: {
    dbPostgresSchema: 'bsky',
    port: appView,
    publicUrl: `http://localhost:${appView}`,
  },
  ozone: {
    port: ozone,
    chatUrl: `http://localhost:${chat}`,
    chatDid: 'did:example:chat',
    dbMaterializedViewRefreshIntervalMs: 30000,
  },
  introspect: { port: introspect },
})
mockMailer(network.pds)

const servers = { data: [pds, network.pds], views: [appView, network.bsky] }
fs.writeFileSync('stopped', '')
fs.watchFile('stopped', { interval: 100 }, () => {
  const stopped = fs.readFileSync('stopped', 'utf8').split(' ')
  for (const [name, [port, { server }]] of Object.entries(servers)) {
    const isToStop = stopped.includes(name)
    if (isToStop && server.server.listening) {
      server.server.close()
      server.server.closeAllConnections()
    }
    if (!isToStop && !server.server.listening) server.server.listen(port)
  }
})

async function stop() {
  try {
    await network.close()
  } finally {
    process.exit(0)
  }
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

console.log('ready')

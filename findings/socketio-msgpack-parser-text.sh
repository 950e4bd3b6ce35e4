#!/usr/bin/env bash
# socket.io-msgpack-parser 3.0.2 (notepack.io 3.0.1, socket.io 4.8.4): half an emoji takes the character after it along.
#
# Expected: the parser is documented as a replacement for the default one with smaller messages: the same values arrive. At worst
#   half a surrogate pair becomes U+FFFD, as TextEncoder and Buffer make it.
# Seen: up to 32 UTF-16 units Node's encoder takes the unit *after* the half for its other half, whatever it is: the comma of
#   "half \ud83d, then" is gone, and a dolphin is there; at the end of a text a rat appears. Above 32 units it is U+FFFD. The build
#   for browsers does the former at every length. Numbers from 2^64 on arrive as other numbers or as 0. There is no error.
#   The default parser delivers all of it unchanged.
# Hurts: previews, quotes and notification texts cut by slice(0, n), where n falls inside an emoji; a hash or signature over the
#   text that was sent doesn't fit the text that arrives, depending on its length and on which build wrote it.
# Known: issue 30 of darrachequesne/notepack says that large numbers fail. We found nothing on halves, nor in Socket.IO's pages.
# Needs: Node 22 or later. Exit 0: as described; 1: the behaviour has changed; 2: can't run here.
set -euo pipefail
node -e 'process.exit(+process.versions.node.split(".")[0] >= 22 ? 0 : 1)' || { echo 'Needs Node 22 or later.'; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-save --no-audit --no-fund --ignore-scripts --silent \
  socket.io@4.8.4 socket.io-client@4.8.4 socket.io-msgpack-parser@3.0.2 notepack.io@3.0.1
cat > finding.mjs <<'JS'
import { once } from 'node:events'
import { createServer } from 'node:http'
import browserEncode from 'notepack.io/browser/encode.js'
import notepack from 'notepack.io'
import { Server } from 'socket.io'
import { io as connect } from 'socket.io-client'
import msgpackParser from 'socket.io-msgpack-parser'

const long = 'm'.repeat(33)
const cases = [
  { sent: 'half \ud83d, then', msgpack: 'half \u{1f42c} then', browser: 'half \u{1f42c} then' },
  { sent: 'thumbs 👍'.slice(0, 8), msgpack: 'thumbs \u{1f400}', browser: 'thumbs \u{1f400}' },
  { sent: `${long}\ud83d, then`, msgpack: `${long}\ufffd, then`, browser: `${long}\u{1f42c} then` },
  { sent: 2 ** 64, msgpack: 0, browser: 0 },
  { sent: 1e20, msgpack: 7766279631452242000, browser: 7766279631452242000 },
]

/** Emits the values to a server and returns what its handler gets. */
async function sendAll(parser) {
  const http = createServer()
  const io = new Server(http, parser ? { parser } : {})
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const client = connect(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'], ...(parser ? { parser } : {}) })
  const [socket] = await once(io, 'connection')
  const received = once(socket, 'values')
  client.emit('values', cases.map(({ sent }) => sent))
  const [values] = await received
  client.close()
  await io.close()
  return values
}

const byDefault = await sendAll(undefined)
const byMsgpack = await sendAll(msgpackParser)
let same = true
for (const [at, { sent, msgpack, browser }] of cases.entries()) {
  const fromBrowser = notepack.decode(Buffer.from(browserEncode(sent)))
  console.log(`sent ${JSON.stringify(sent)}: default ${JSON.stringify(byDefault[at])}, msgpack ${JSON.stringify(byMsgpack[at])}, written by the browser build ${JSON.stringify(fromBrowser)}`)
  if (byDefault[at] !== sent || byMsgpack[at] !== msgpack || fromBrowser !== browser) same = false
}
console.log(same ? 'As described.' : 'CHANGED.')
process.exit(same ? 0 : 1)
JS
node finding.mjs

#!/usr/bin/env bash
# Redis 7.0, ioredis 6.0.0, node-redis 6.3.1: PUBLISH counts a subscriber that Redis has already given up, and one burst is enough.
#
# Expected: PUBLISH's reply, documented as the number of clients that the message was sent to, is at least "written to their
#   connection"; and only a *slow* subscriber meets client-output-buffer-limit.
# Seen: messages published in one MULTI wait in memory until it ends. Beyond the limit (32 MiB for subscribers by default) Redis
#   marks the subscriber for closing, however fast it reads, and goes on counting it: every PUBLISH answers 1, and none of the
#   messages arrives, not even those below the limit. Then the clients reconnect and subscribe again by themselves; node-redis
#   emits an error, ioredis doesn't: `close`, `reconnecting`, `ready`.
# Hurts: a bus between nodes that takes the count for "the other node has it", and fills a gap only upon an error event. A new
#   node that is sent its state in one transaction loses that and everything else published in it.
# Documentation: it describes the limits for clients that read too slowly, and issues report fast readers closed by a burst.
#   Neither says what becomes of the count that the publisher gets.
# Needs: Node 22 or later and redis-server (Debian's, seen with 7.0.15). Exit 0: as described; 1: changed; 2: can't run here.
set -euo pipefail
node -e 'process.exit(+process.versions.node.split(".")[0] >= 22 ? 0 : 1)' || { echo 'Needs Node 22 or later.'; exit 2; }
command -v redis-server >/dev/null || { echo "Needs redis-server: install Debian's."; exit 2; }
folder=$(mktemp -d)
redis=
stop() {
  [ -z "$redis" ] || kill "$redis" 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
npm install --no-save --no-audit --no-fund --ignore-scripts --silent ioredis@6.0.0 redis@6.3.1
redis-server --port 0 --unixsocket "$folder/socket" --save '' --dir "$folder" >/dev/null &
redis=$!
for _ in $(seq 100); do [ -S socket ] && break; sleep 0.1; done
redis-server --version | cut -d ' ' -f 1-3
cat > finding.mjs <<'JS'
import Redis from 'ioredis'
import { createClient } from 'redis'

const path = process.argv[2]
const MESSAGES = 40
const publisher = new Redis({ path })
const record = (client, names) => {
  const events = []
  for (const name of names) client.on(name, () => events.push(name))
  return events
}

async function publishBurst(name, received, events, size) {
  const before = received.length
  const burst = publisher.multi()
  for (let at = 0; at < MESSAGES; at++) burst.publish('bus', 'x'.repeat(size))
  const counts = (await burst.exec()).map(([, count]) => count)
  // A marker, repeated until it arrives, shows that the subscriber listens and that nothing else is on its way.
  while (received.at(-1) !== 'marker') {
    await publisher.publish('bus', 'marker')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const arrived = received.slice(before).filter((message) => message !== 'marker').length
  const counted = counts.filter((count) => count === 1).length
  console.log(`${name}: ${MESSAGES} × ${size} bytes: counted 1 for ${counted}, arrived ${arrived}; events: ${events.splice(0).join(', ') || 'none'}`)
  received.length = 0
  return { counted, arrived }
}

const first = { received: [], client: new Redis({ path }) }
const firstErrors = record(first.client, ['error'])
const firstEvents = record(first.client, ['error', 'close', 'reconnecting', 'ready'])
first.client.on('message', (_channel, message) => first.received.push(message))
await first.client.subscribe('bus')
const small = await publishBurst('ioredis', first.received, firstEvents, 100_000)
const large = await publishBurst('ioredis', first.received, firstEvents, 1_000_000)
first.client.disconnect()
while ((await publisher.publish('bus', 'anyone?')) > 0) await new Promise((resolve) => setTimeout(resolve, 20))

const received = []
const second = createClient({ socket: { path } })
const secondErrors = record(second, ['error'])
const secondEvents = record(second, ['error', 'reconnecting', 'ready'])
await second.connect()
await second.subscribe('bus', (message) => received.push(message))
const other = await publishBurst('node-redis', received, secondEvents, 1_000_000)

const lost = ({ counted, arrived }) => counted === MESSAGES && arrived === 0
const same = small.arrived === MESSAGES && lost(large) && lost(other) && firstErrors.length === 0 && secondErrors.length > 0
console.log(same ? 'As described.' : 'CHANGED.')
process.exit(same ? 0 : 1)
JS
timeout 60 node finding.mjs "$folder/socket"

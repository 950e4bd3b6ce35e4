#!/usr/bin/env bash
# SQLite 3.53 (better-sqlite3-multiple-ciphers 13.0.3): PRAGMA secure_delete=ON leaves whole deleted rows in the file.
#
# Expected: with secure_delete=ON, and no WAL, a deleted row is nowhere in the database file. The documentation says that deleted
#   content is overwritten with zeros; its exceptions are the shadow tables of FTS and, for FAST alone, freelist pages.
# Seen: when rows arrive out of key order, SQLite splits and rebalances b-tree pages. The rows that move to a neighbour leave a stale
#   copy in the unallocated gap of the page they left. A later DELETE zeroes the row where it lives now, never that copy.
#   Strictly ascending keys never show it. VACUUM removes the copies. A test that inserts a few rows and deletes them never shows it.
# Hurts: messages keyed by (conversation, sequence number), history filled in backwards, an index that holds text, random ids:
#   "delete for everyone" and disappearing messages stay readable to a person who has the file and its key. Overwriting the row
#   before deleting it doesn't help, because the copy is elsewhere.
# Needs: Node 22 or later. Exit 0: as described; 1: the behaviour has changed; 2: can't run here.
set -euo pipefail
node -e 'process.exit(+process.versions.node.split(".")[0] >= 22 ? 0 : 1)' || { echo 'Needs Node 22 or later.'; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-save --no-audit --no-fund --ignore-scripts --silent better-sqlite3-multiple-ciphers@13.0.3
cat > finding.mjs <<'JS'
import Database from 'better-sqlite3-multiple-ciphers'
import { readFileSync } from 'node:fs'

const ROWS = 6000
const DELETED = 600

/** Writes messages of 30 conversations as they come in, deletes some, and counts those whose text is still in the file. */
function countRemains(name, table, { overwriteFirst = false } = {}) {
  const db = new Database(`${name}.db`)
  db.pragma('synchronous = OFF')
  db.pragma('secure_delete = ON')
  db.exec(table)
  let state = 42
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const tag = (id) => `<secret ${String(id).padStart(5, '0')}>`
  const sequence = new Array(30).fill(0)
  const insert = db.prepare('INSERT INTO messages (id, conversation, seq, text) VALUES (?, ?, ?, ?)')
  db.transaction(() => {
    for (let id = 0; id < ROWS; id++) {
      const conversation = random(30)
      insert.run(id, conversation, sequence[conversation]++, tag(id) + 'lorem ipsum '.repeat(random(40)))
    }
  })()
  const gone = new Set()
  while (gone.size < DELETED) gone.add(random(ROWS))
  const overwrite = db.prepare("UPDATE messages SET text = zeroblob(length(text)) WHERE id = ?")
  const remove = db.prepare('DELETE FROM messages WHERE id = ?')
  for (const id of gone) {
    if (overwriteFirst) overwrite.run(id)
    remove.run(id)
  }
  const remains = () => {
    const file = readFileSync(`${name}.db`)
    return [...gone].filter((id) => file.includes(tag(id))).length
  }
  const settings = `secure_delete=${db.pragma('secure_delete', { simple: true })} journal_mode=${db.pragma('journal_mode', { simple: true })}`
  const before = remains()
  db.exec('VACUUM')
  const after = remains()
  db.close()
  console.log(`${name.padEnd(18)} ${settings}: ${before} of ${DELETED} deleted texts in the file; after VACUUM: ${after}`)
  return { before, after }
}

console.log('SQLite', new Database(':memory:').prepare('SELECT sqlite_version()').pluck().get())
const columns = 'id INTEGER, conversation INTEGER, seq INTEGER, text TEXT'
const keyed = `CREATE TABLE messages (${columns}, PRIMARY KEY (conversation, seq)) WITHOUT ROWID; CREATE INDEX ids ON messages (id)`
const byKey = countRemains('by-conversation', keyed)
const overwritten = countRemains('overwritten-first', keyed, { overwriteFirst: true })
const ascending = countRemains('ascending-ids', 'CREATE TABLE messages (id INTEGER PRIMARY KEY, conversation INTEGER, seq INTEGER, text TEXT)')
const same = byKey.before > 0 && byKey.after === 0 && overwritten.before > 0 && ascending.before === 0
console.log(same ? 'As described.' : 'CHANGED.')
process.exit(same ? 0 : 1)
JS
node finding.mjs

#!/usr/bin/env bash
# better-sqlite3 12.4.1, better-sqlite3-multiple-ciphers 13.0.3, node:sqlite of Node 24: get() gives the row of a write that failed.
#
# Expected: `get()` of INSERT … RETURNING gives the row that was stored, or throws, as `run()` and `all()` of the same statement do.
# Seen: outside of a transaction the statement commits when it ends. `get()` ends it after its first row by sqlite3_reset and drops
#   what that returns: where the commit fails, here by a deferred foreign key, the row comes back as if it were stored, nothing is
#   thrown, and the table is empty. A disk that is full or damaged at that moment is the same.
# Hurts: whoever inserts by `get()` to learn the new id tells the user that a message is saved which is nowhere.
# Documentation: SQLite's page of sqlite3_reset says that a reset may fail for RETURNING and has to be checked; rusqlite once had the
#   same fault (its issue 1418). We found no word on it in the documentation or issues of these drivers.
# Needs: Node 24. Exit 0: as described; 1: the behaviour has changed; 2: can't run here.
set -euo pipefail
node -e 'process.exit(+process.versions.node.split(".")[0] >= 24 ? 0 : 1)' || { echo 'Needs Node 24 or later.'; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# better-sqlite3 fetches a binary when it is installed; where that is not to be had, the other two are shown.
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent better-sqlite3-multiple-ciphers@13.0.3
npm install --no-audit --no-fund --silent better-sqlite3@12.4.1 2>/dev/null || echo 'better-sqlite3 can’t be installed here.'
cat > finding.mjs <<'JS'
import { DatabaseSync } from 'node:sqlite'

async function driver(name) {
  const { default: Database } = await import(name)
  return new Database(':memory:')
}

/** What a method does with a write whose commit fails: a row, or an error; and how many rows are stored. */
function insert(db, method) {
  let answer
  try {
    answer = { row: db.prepare('INSERT INTO note VALUES (7) RETURNING room')[method]() }
  } catch {
    answer = { row: 'an error' }
  }
  return { ...answer, stored: db.prepare('SELECT count(*) AS stored FROM note').get().stored }
}

function look(name, db) {
  db.exec(`PRAGMA foreign_keys = ON;
    CREATE TABLE room (id INTEGER PRIMARY KEY);
    CREATE TABLE note (room INTEGER REFERENCES room DEFERRABLE INITIALLY DEFERRED)`)
  const [run, all, get] = ['run', 'all', 'get'].map((method) => insert(db, method))
  console.log(name.padEnd(32), JSON.stringify({ run, all, get }))
  return run.row === 'an error' && all.row === 'an error' && get.row?.room === 7 && get.stored === 0
}

const seen = [look('node:sqlite', new DatabaseSync(':memory:'))]
seen.push(look('better-sqlite3-multiple-ciphers', await driver('better-sqlite3-multiple-ciphers')))
const third = await driver('better-sqlite3').catch(() => undefined)
if (third) seen.push(look('better-sqlite3', third))
const same = seen.every(Boolean)
console.log(same ? 'As described.' : 'CHANGED.')
process.exit(same ? 0 : 1)
JS
node finding.mjs

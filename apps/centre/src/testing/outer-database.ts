/**
 * Tests on a PostgreSQL that is there already, of another version than the embedded one:
 * `EPACS_TEST_POSTGRESQL=postgres://postgres@127.0.0.1:5432 npm test -- PATTERN`. Each network gets a database of its own there.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** Of a new, empty database. Undefined: no server is named, and the embedded one serves. */
export async function makeOuterDatabase(): Promise<string | undefined> {
  const server = process.env.EPACS_TEST_POSTGRESQL
  if (server === undefined) return undefined
  const name = `epacs_test_${randomBytes(8).toString('hex')}`
  await command(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  return url.href
}

/** With whoever is connected to it still. */
export async function removeOuterDatabase(url: string): Promise<void> {
  const server = process.env.EPACS_TEST_POSTGRESQL
  const name = new URL(url).pathname.slice(1)
  if (server === undefined || !name.startsWith('epacs_test_')) return
  await command(server, `drop database if exists ${name} with (force)`)
}

async function command(server: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

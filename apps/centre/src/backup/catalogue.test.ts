import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readCatalogue } from './catalogue.ts'

test('a backup that was made before it was noted where the audit trail breaks is one', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-catalogue-'))
  t.after(() => rm(folder, { recursive: true }))
  const facts = {
    format: 1,
    takenAt: '2026-01-01T00:00:00.000Z',
    migrations: ['0001-first'],
    records: 'records-2026-01-01T00-00-00-000Z',
    tables: [{ name: 'message', columns: ['id'], rows: 1, sha256: '0'.repeat(64) }],
    sequences: [{ name: 'audit_event_position_seq', value: 1 }],
    files: ['signing/key.pem', 'webhook-secrets/key'].map((path) => ({ path, sha256: '0'.repeat(64) })),
    packages: 1,
    audit: { events: 1, head: '0'.repeat(64) },
  }
  await writeFile(join(folder, 'backup.json'), JSON.stringify(facts))
  assert.deepEqual(await readCatalogue(folder), { ...facts, auditBrokenAt: null })
})

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { scryptSync } from 'node:crypto'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('./node-main.ts', import.meta.url))

function dicomPassword(input: string) {
  return spawnSync(process.execPath, [MAIN, 'dicom-password'], { input, encoding: 'utf8' })
}

test('epacs dicom-password writes the scrypt hash of what it reads, and nothing of nothing', () => {
  const { stdout, status } = dicomPassword('tajné heslo\n')
  assert.equal(status, 0)
  const [name, N, r, p, salt = '', hash] = stdout.trim().split(':')
  assert.equal(name, 'scrypt')
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const expected = scryptSync('tajné heslo', Buffer.from(salt, 'base64url'), 32, cost)
  assert.equal(hash, expected.toString('base64url'))
  const none = dicomPassword('\n')
  assert.equal(none.status, 1)
  assert.match(none.stderr, /^There is no passcode/)
})

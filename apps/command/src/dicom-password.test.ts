import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { allowedUser } from '@epacs/dicom/network'

const MAIN = fileURLToPath(new URL('./node-main.ts', import.meta.url))

function dicomPassword(input: string) {
  return spawnSync(process.execPath, [MAIN, 'dicom-password'], { input, encoding: 'utf8' })
}

test('epacs dicom-password writes the hash of what it reads, and nothing of nothing', async () => {
  const { stdout, status } = dicomPassword('tajné heslo\n')
  assert.equal(status, 0)
  const user = { name: 'ris', passwordHash: stdout.trim() }
  const identity = {
    type: 2,
    wantsReply: false,
    primary: Buffer.from('ris'),
    secondary: Buffer.from('tajné heslo'),
  }
  assert.equal(await allowedUser([user], identity), user)
  const none = dicomPassword('\n')
  assert.equal(none.status, 1)
  assert.match(none.stderr, /^There is no passcode/)
})

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { signedAtMs } from '@epacs/proof'
import type { NodeIdentity } from '../enrolment/identity-file.ts'
import { SignedReceipts } from './signed-receipts.ts'

const HOUR_MS = 3_600_000
const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const IDENTITY: NodeIdentity = {
  id: '00000000-0000-4000-8000-000000000001',
  institution: { id: 'hornicka', name: 'Nemocnice', aeTitle: 'HORNICKA' },
  certificateEntrance: 'https://localhost',
  privateKey,
  certificate: '',
}

test('a receipt is signed once for twelve hours by the true time, whatever the clock of the machine says, and anew when it was refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-receipts-'))
  t.after(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'm'))
  // The machine's clock is a month behind the centre's, which says the true time.
  let nowMs = Math.floor(Date.now() / 1000) * 1000 + 30 * 24 * HOUR_MS
  const receipts = new SignedReceipts(
    folder,
    async () => IDENTITY,
    () => nowMs,
  )
  const signed = async () => {
    const [jws = ''] = await receipts.of('m', 'forwarded')
    return jws
  }
  await receipts.noteReceived('m', 'a'.repeat(64))
  const first = await signed()
  assert.equal(signedAtMs(first), nowMs)
  nowMs += 11 * HOUR_MS
  assert.equal(await signed(), first)
  nowMs += 2 * HOUR_MS
  const second = await signed()
  assert.equal(signedAtMs(second), nowMs, 'the centre would take the first no more')
  // It had been signed by a clock that was ahead.
  nowMs -= 20 * HOUR_MS
  const third = await signed()
  assert.equal(signedAtMs(third), nowMs)
  nowMs += 1000
  await receipts.forget('m')
  assert.equal(signedAtMs(await signed()), nowMs)
})

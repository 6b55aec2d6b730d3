import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { answerCertificateRequest, makeAuthority, makeCertificateRequest } from '@epacs/pki'
import { pino } from 'pino'
import { CentreProblem } from '../centre/connection.ts'
import { KeysAtCentre } from './keys-at-centre.ts'
import { rotateOwnKeys } from './own-keys.ts'

const HOUR_MS = 60 * 60_000
const { signal } = new AbortController()

test('a centre of an earlier version is told again in an hour, and at once when it was away in between', async (t) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'epacs-keys-'))
  t.after(() => rm(dataFolder, { recursive: true }))
  await rotateOwnKeys(dataFolder)
  const validity = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + HOUR_MS) }
  const authority = await makeAuthority({ commonName: 'Nodes', organization: 'ePACS', ...validity })
  const { requestPem, privateKeyPem: privateKey } = await makeCertificateRequest('node')
  const subject = { commonName: 'node', organization: 'Nemocnice', ...validity }
  const certificate = await answerCertificateRequest(authority, requestPem, subject)
  let asked = 0
  let isEarlier = true
  const keys = new KeysAtCentre({
    dataFolder,
    identity: async () => ({
      ...{ id: 'node', certificate, privateKey, certificateEntrance: 'https://centre.example' },
      institution: { id: 'own', name: 'Nemocnice', aeTitle: 'OWN' },
    }),
    connection: {
      async call<Answer>() {
        asked++
        if (isEarlier) throw new CentreProblem(404, 'not-found', 'Not found')
        return undefined as Answer
      },
    },
    nowMs: Date.now,
    log: pino({ level: 'silent' }),
  })
  let clockMs = performance.now()
  t.mock.method(performance, 'now', () => clockMs)
  for (let look = 0; look < 5; look++) assert.equal(await keys.tell(signal), false)
  assert.equal(asked, 1)
  clockMs += HOUR_MS
  assert.equal(await keys.tell(signal), false)
  assert.equal(asked, 2)
  isEarlier = false
  keys.tryAgain()
  for (let look = 0; look < 2; look++) assert.equal(await keys.tell(signal), true)
  assert.equal(asked, 3)
})

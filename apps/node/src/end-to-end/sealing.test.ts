import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { newPair } from '@epacs/end-to-end'
import { pino } from 'pino'
import type { EndToEndSending } from '../config/end-to-end-schema.ts'
import { NodeDatabase } from '../state/database.ts'
import { Participants } from '../state/participants.ts'
import { KeysAtCentre } from './keys-at-centre.ts'
import { KnownIdentities } from './known-identities.ts'
import { Sealing } from './sealing.ts'

const log = pino({ level: 'silent' })
const told = (id: string, aeTitle: string) => ({ id, name: `Nemocnice ${id}`, aeTitle })

async function opened(sending: EndToEndSending) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-sealing-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  const participants = new Participants(database, () => ({}))
  const known = new KnownIdentities(database, log)
  const unasked = async () => await Promise.reject(new Error('nobody is asked'))
  const keys = new KeysAtCentre({
    ...{ dataFolder: folder, connection: { call: unasked }, identity: unasked, nowMs: Date.now, log },
  })
  const sealing = new Sealing({
    ...{ dataFolder: folder, institutionId: 'own', sending: () => sending, participants, keys, known },
    ...{ nowMs: Date.now, log },
  })
  const meet = async (institution: string) => {
    const [identity, encryption] = [await newPair(), await newPair()]
    const kid = ({ keyId }: { keyId: string }) => ({ kid: keyId })
    const said = { node: 'n', institution, identity: kid(identity), encryption: kid(encryption), iat: 1 }
    known.learn({ id: institution, name: institution }, [said])
  }
  const close = async () => {
    database.close()
    await rm(folder, { recursive: true })
  }
  return { participants, sealing, meet, close }
}

test('a recipient that is named for it and gets another AE title is not sent to in the open', async (t) => {
  const { participants, sealing, meet, close } = await opened(['HORNICKA'])
  t.after(close)
  participants.replace([told('hornicka', 'HORNICKA'), told('caslav', 'CASLAV')])
  await meet('hornicka')
  assert.equal(sealing.mayApply({ recipientId: 'hornicka' }), true)
  assert.equal(sealing.mayApply({ recipientId: 'caslav' }), false)
  participants.replace([told('hornicka', 'HORNICKA2'), told('caslav', 'CASLAV')])
  sealing.noteAsked()
  assert.equal(sealing.mayApply({ recipientId: 'hornicka' }), true)
  assert.equal(sealing.mayApply({ recipientId: 'caslav' }), false)
})

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { NodeDatabase } from './database.ts'
import { IncomingQueue } from './incoming.ts'
import { Patients } from './patients.ts'

const KEPT = { rule: undefined, decision: { kind: 'keep' }, question: undefined, candidates: [] } as const

function found(key: string, instances: number) {
  const sent = { id: key, issuer: '', name: '', birthDate: '', sex: '' }
  return { ...KEPT, key, sent, instances, characterSets: [], longestAccession: 0 }
}

test('what a person decided of a patient whom an update reads otherwise is asked again, and not decided by a rule', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-state-'))
  t.after(() => rm(folder, { recursive: true }))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(() => database.close())
  new IncomingQueue(database).learn([
    { message: 'm', sender: { name: 'Motol' }, urgent: false, instances: 3, sizeBytes: 8 },
  ])
  const patients = new Patients(database)
  const decisions = () => patients.decided('m').map(({ kind, decidedBy }) => [kind, decidedBy])

  patients.found('m', [{ ...found('a', 2), decision: undefined, question: 'no-match' }, found('b', 1)])
  assert.equal(patients.decide('m', 1, { kind: 'refuse' }, 'Olga'), true)
  const decided = [
    ['refuse', 'Olga'],
    ['keep', 'rule'],
  ]
  assert.deepEqual(decisions(), decided)

  // One of them has another key, and the images are parted as before.
  patients.found('m', [found('a2', 2), found('b', 1)], 'holds')
  assert.deepEqual(decisions(), decided)

  // The refused one is two now: nobody has said which is meant.
  patients.found('m', [found('a3', 1), found('a4', 1), found('b', 1)], 'holds')
  assert.deepEqual(decisions().slice(0, 2), [
    [null, null],
    [null, null],
  ])
  assert.equal(patients.isAsked('m'), true)
  assert.equal(patients.decided('m')[2]?.kind, 'keep')
})

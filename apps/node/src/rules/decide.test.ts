import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { parseNodeConfig } from '../config/read-config.ts'
import type { NodeConfigFile, RuleConfig } from '../config/schema.ts'
import { decide, isNamedIn } from './decide.ts'
import { type Foreseen, foresee } from './dry-run.ts'
import type { Facts } from './facts.ts'

const rulesOf = (rules: NodeConfigFile['rules']): readonly RuleConfig[] =>
  parseNodeConfig(JSON.stringify({ dicom: {}, rules }), 'node.yaml').rules

const FACTS: Facts = {
  calling: 'PACS',
  called: 'TRAUMA',
  modality: 'CT',
  studyDescription: 'CT Hrudníku',
  seriesDescription: undefined,
  institution: undefined,
  referringInstitution: undefined,
  requestingService: undefined,
}

const matches = (pattern: string, value: string) =>
  decide(rulesOf([{ name: 'one', when: { seriesDescription: [pattern] }, urgent: true }]), {
    ...FACTS,
    seriesDescription: value,
  }).isUrgent

test('of rules that match, the first that says something about a matter counts, and notes come together', () => {
  const decision = decide(
    rulesOf([
      { name: 'other modality', when: { modality: ['MR', 'XA'] }, to: ['CHYNE'] },
      { name: 'trauma', when: { called: ['TRAUMA'], modality: ['CT'] }, to: ['HORNICKA'], note: 'Trauma' },
      { name: 'keep the chest', when: { studyDescription: ['*HRUDNÍKU'] }, series: 'keep', note: 'Chest' },
      { name: 'nothing else', series: 'drop', to: ['PLZEN'] },
    ]),
    FACTS,
  )
  assert.deepEqual(decision.to, ['HORNICKA'])
  assert.deepEqual(
    [decision.droppedBy, decision.isUrgent, decision.notes],
    [undefined, false, ['Trauma', 'Chest']],
  )
  assert.deepEqual(decision.rules, ['trauma', 'keep the chest'])
  assert.deepEqual(decision.trace[0], {
    rule: 'other modality',
    why: 'modality is "CT", not MR or XA',
    effects: [],
  })
  assert.match(decision.trace[3]?.why ?? '', /earlier rules have said all of it/)
})

test('what an image does not say matches no pattern, not even *', () => {
  const rules = rulesOf([{ name: 'one', when: { institution: ['*'] }, series: 'drop' }])
  assert.equal(decide(rules, FACTS).droppedBy, undefined)
  assert.equal(decide(rules, FACTS).trace[0]?.why, 'institution is not there, not *')
})

test('an AE title of no participant may be called when a rule names it, not when a pattern does', () => {
  const named = (called: readonly string[]) =>
    isNamedIn(rulesOf([{ name: 'one', when: { called: [...called] }, to: ['HORNICKA'] }]), 'TRAUMA')
  assert.deepEqual([named(['TRAUMA']), named(['*']), named(['TRAUM?'])], [true, false, false])
  const urgent = rulesOf([{ name: 'one', when: { called: ['TRAUMA'] }, urgent: true }])
  assert.equal(isNamedIn(urgent, 'TRAUMA'), false)
})

test('patterns match as * and ? of a query do, whatever the text', () => {
  const character = fc.constantFrom('a', 'B', 'Č', '*', '?', '.', ' ')
  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'Č', '.', ' ', '(', '^'), maxLength: 12 })
  fc.assert(
    fc.property(fc.string({ unit: character, minLength: 1, maxLength: 8 }), text, (pattern, value) => {
      const escaped = pattern.replaceAll(/[.^$(){}[\]|+\\/]/g, '\\$&')
      const same = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'isu')
      assert.equal(matches(pattern, value), same.test(value))
    }),
    { numRuns: 300 },
  )
  // A pattern that backtracking would never come to an end with.
  assert.equal(matches('*a'.repeat(30), `${'a'.repeat(4000)}b`), false)
})

test('a dry run reads who refers from a file, and says of another file why it would be refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-rules-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'IM1')
  await writeFile(path, ctSlice({ instance: 1 }))
  await run('dcmodify', [
    '-nb',
    ...['-i', '(0008,0096)[0].(0008,0080)=Poliklinika Most'],
    ...['-i', '(0032,1033)=Neurologie', '-i', '(0008,0080)=Nemocnice'],
    path,
  ])
  await writeFile(join(folder, 'notes.txt'), 'Nothing of DICOM')
  const rules = rulesOf([
    {
      name: 'of Most',
      when: { referringInstitution: ['*most'], requestingService: ['neuro*'], institution: ['nemocnice'] },
      to: ['HORNICKA'],
    },
  ])
  const found: Foreseen[] = []
  for await (const each of foresee(rules, [folder], { calling: 'PACS', called: 'X' })) found.push(each)
  found.sort((one, other) => (one.path < other.path ? -1 : 1))
  assert.deepEqual(found[0]?.decision?.to, ['HORNICKA'], found[0]?.decision?.trace[0]?.why)
  assert.equal(found[1]?.decision, null)
  assert.match(found[1]?.problem ?? '', /^not-dicom: /)
})

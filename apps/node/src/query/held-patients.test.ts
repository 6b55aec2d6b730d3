/** Patients of one Patient ID whose name is written in several ways, and under labels that are right and wrong. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byPatient, contradict, withPatient } from './held-patients.ts'

/** Explicit VR, little endian. */
function element(number: number, vr: string, value: Uint8Array): Buffer {
  const header = Buffer.from([number === 5 ? 0x08 : 0x10, 0, number, 0, ...Buffer.from(vr), 0, 0])
  const padded = Buffer.concat([value, Buffer.alloc(value.length % 2, ' ')])
  header.writeUInt16LE(padded.length, 6)
  return Buffer.concat([header, padded])
}

function series(label: string, name: Uint8Array) {
  const keys = Buffer.concat([
    element(5, 'CS', Buffer.from(label)),
    element(0x10, 'PN', name),
    element(0x20, 'LO', Buffer.from('P-1')),
  ])
  return withPatient({ studyUid: '1', seriesUid: '2', modality: 'CT', keys })
}

test('a name that is rightly labelled is one with its spelling without accents', () => {
  for (const [name, plain] of [
    ['Hélène^Ève', 'HELENE^EVE'],
    ['Nicolò^Forlì', 'Nicolo^Forli'],
  ] as const) {
    const both = [
      series('ISO_IR 192', Buffer.from(name)),
      series('ISO_IR 100', Buffer.from(name, 'latin1')),
      series('ISO_IR 100', Buffer.from(plain)),
    ]
    assert.equal(byPatient(both).length, 1, name)
    assert.equal(contradict(both), false, name)
  }
})

test('a name under a wrong label is one with itself under a right one, also where it is only likely', () => {
  const dvorak = [
    series('ISO_IR 192', Buffer.from('Dvořák^Jiří')),
    series('ISO_IR 100', Buffer.from('Dvoøák^Jiøí', 'latin1')),
  ]
  assert.equal(byPatient(dvorak).length, 1)
  const nemec = [
    series('ISO_IR 192', Buffer.from('Němec^Jan')),
    series('ISO_IR 100', Buffer.from('Nìmec^Jan', 'latin1')),
  ]
  assert.equal(contradict(nemec), false)
  assert.equal(contradict([...nemec, ...dvorak]), true)
})

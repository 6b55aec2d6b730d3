import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockOf, MINUTES_OF_A_DAY, momentOf } from './day-curve.ts'
import { institutionsOf } from './institutions.ts'
import { MODALITIES, studyOf } from './modalities.ts'
import { planDay } from './plan-day.ts'

const OPTIONS = { institutions: 50, minutes: 10, seed: 7, scale: 1 / 500, hasFaults: true }

test('a seed decides the whole day, and another seed decides another one', () => {
  assert.deepEqual(planDay(OPTIONS), planDay(OPTIONS))
  assert.notDeepEqual(planDay(OPTIONS), planDay({ ...OPTIONS, seed: 8 }))
})

test('with faults and without, the same is sent', () => {
  const quiet = planDay({ ...OPTIONS, hasFaults: false })
  assert.deepEqual(quiet.faults, [])
  assert.deepEqual(quiet.sendings, planDay(OPTIONS).sendings)
  assert.deepEqual(quiet.requests, planDay(OPTIONS).requests)
})

test('of fifty institutions thirteen are hospitals, and each has a name and a title of its own', () => {
  const all = institutionsOf(120)
  assert.equal(all.slice(0, 50).filter(({ kind }) => kind === 'hospital').length, 13)
  for (const field of ['id', 'name', 'aeTitle'] as const)
    assert.equal(new Set(all.map((each) => each[field])).size, 120, field)
})

test('nobody sends to itself or twice to the same, and numbers are given once', () => {
  const { sendings, requests, institutions } = planDay({ ...OPTIONS, institutions: 3 })
  const all = [...sendings, ...requests.flatMap(({ answer }) => answer ?? [])]
  assert.equal(new Set(all.map(({ number }) => number)).size, all.length)
  for (const { from, to, atMinute, by } of all) {
    assert.ok(!to.includes(from))
    assert.equal(new Set(to).size, to.length)
    assert.ok(to.every((each) => institutions[each] !== undefined))
    assert.ok(atMinute >= 0 && atMinute < MINUTES_OF_A_DAY)
    assert.ok(by === 'api' || to.length === 1, 'a PACS calls one title')
  }
})

test('practices send in the morning, and urgent calls come at night from hospitals to hospitals', () => {
  const { sendings, institutions } = planDay({ ...OPTIONS, institutions: 400 })
  const ofPractices = sendings.filter(({ by }) => by === 'api')
  const between = (from: number, to: number) =>
    ofPractices.filter(({ atMinute }) => atMinute >= from * 60 && atMinute < to * 60).length
  assert.ok(between(8, 12) > ofPractices.length / 3)
  assert.equal(between(0, 6), 0)
  const atNight = sendings.filter(({ atMinute, isUrgent }) => atMinute < 6 * 60 && isUrgent)
  assert.ok(atNight.length > 0)
  const isHospital = (number: number) => institutions[number]?.kind === 'hospital'
  for (const { from, to } of atNight.filter(({ atMinute }) => atMinute < 60))
    assert.ok(isHospital(from) && to.every(isHospital))
})

test('every kind of fault comes before one comes twice, and each where it can happen', () => {
  const { faults, institutions } = planDay(OPTIONS)
  assert.equal(faults.length, 60)
  assert.equal(new Set(faults.map(({ kind }) => kind)).size, 9)
  assert.equal(new Set(planDay({ ...OPTIONS, minutes: 1.5 }).faults.map(({ kind }) => kind)).size, 9)
  for (const { kind, where, atMinute } of faults) {
    assert.equal(where === null, kind === 'centre killed')
    if (kind === 'node killed') assert.equal(institutions[where ?? -1]?.kind, 'hospital')
    assert.ok(atMinute < 0.91 * MINUTES_OF_A_DAY)
  }
})

test('bytes follow the scale', () => {
  for (const scale of [1, 1 / 500]) {
    const { modality, instances, pixelBytes } = studyOf(() => 0.5, false, scale)
    const real = MODALITIES[modality]
    const wanted = real.instances * real.instanceBytes * scale
    assert.ok(Math.abs(instances * pixelBytes - wanted) < wanted / 4, String(scale))
    assert.equal(pixelBytes % 2, 0)
  }
})

test('a day begins and ends with its curve', () => {
  assert.equal(clockOf(momentOf('clinic', 0)), '06:00')
  assert.equal(momentOf('night', 0), 0)
  assert.ok(momentOf('hospital', 0.9999) < MINUTES_OF_A_DAY)
  assert.equal(clockOf(90.9), '01:30')
})

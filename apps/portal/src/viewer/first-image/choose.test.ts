import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstInstance, firstSeries } from './choose.ts'

const series = (uid: string, modality: string, number?: number) => ({
  '0020000E': { Value: [uid] },
  '00080060': { Value: [modality] },
  ...(number === undefined ? {} : { '00200011': { Value: [number] } }),
})
const slice = (uid: string, number: number, place?: readonly number[], row = [1, 0, 0]) => ({
  '00080018': { Value: [uid] },
  '00200013': { Value: [number] },
  ...(place === undefined ? {} : { '00200032': { Value: place }, '00200037': { Value: [...row, 0, 1, 0] } }),
})
const uidOf = (
  object: Readonly<Record<string, { Value?: readonly unknown[] } | undefined>> | undefined,
  tag: string,
) => object?.[tag]?.Value?.[0]

test('the series with the lowest number comes first, reports and what is drawn over images never', () => {
  const all = [series('1.3', 'CT', 10), series('1.2', 'CT', 9), series('1.1', 'SR', 1)]
  assert.equal(uidOf(firstSeries(all), '0020000E'), '1.2')
  assert.equal(uidOf(firstSeries([series('1.9', 'MR'), series('1.10', 'MR')]), '0020000E'), '1.10')
  assert.equal(firstSeries([series('1.1', 'SR', 1)]), undefined)
})

test('parallel slices come by their places, the farthest along the normal first', () => {
  const slices = [slice('1', 1, [0, 0, -5]), slice('2', 2, [0, 0, 40]), slice('3', 3, [0, 0, 3])]
  assert.equal(uidOf(firstInstance('CT', slices), '00080018'), '2')
  assert.equal(uidOf(firstInstance('US', slices), '00080018'), '1')
})

test('by their numbers where they lie askew, in one place, or nowhere', () => {
  const askew = [slice('2', 2, [0, 0, 40]), slice('1', 1, [0, 0, -5], [0, 0, 1])]
  const same = [slice('2', 2, [0, 0, 4]), slice('1', 1, [0, 0, 4])]
  for (const slices of [askew, same, [slice('2', 10), slice('1', 9)]]) {
    assert.equal(uidOf(firstInstance('CT', slices), '00080018'), '1')
  }
})

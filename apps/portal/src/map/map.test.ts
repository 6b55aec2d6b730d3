/** The map's outline and its marks. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { outlinePath, outlineSvg } from '../../build/czech-outline.ts'
import { marksOf } from './marks.ts'
import { isOnMap, MAP_HEIGHT, MAP_WIDTH, onMap } from './projection.ts'

/** The border's points in units of the map. */
const border = [...outlinePath().matchAll(/(\d+) (\d+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const)

function isInside({ x, y }: { x: number; y: number }): boolean {
  return border.reduce((inside, [x1, y1], index) => {
    const [x2, y2] = border[(index + 1) % border.length] ?? [0, 0]
    const crosses = y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1
    return crosses ? !inside : inside
  }, false)
}

test('the border fits into the map, and towns lie where they should: in it, or across', () => {
  assert.ok(border.length > 500)
  assert.ok(border.every(([x, y]) => x > 0 && x < MAP_WIDTH && y > 0 && y < MAP_HEIGHT))
  for (const [latitude, longitude] of [
    [50.0875, 14.4213], // Praha
    [49.1951, 16.6068], // Brno
    [50.0796, 12.3739], // Cheb, 5 km from the border
    [48.759, 16.882], // Břeclav, 6 km from it
  ] as const) {
    assert.ok(isInside(onMap({ latitude, longitude })), `${latitude} ${longitude}`)
  }
  assert.ok(!isInside(onMap({ latitude: 51.0504, longitude: 13.7373 })), 'Dresden')
  assert.ok(!isInside(onMap({ latitude: 50.8987, longitude: 14.8083 })), 'Zittau')
})

test('Dresden is on the map, Bratislava and what nobody knows are not', () => {
  assert.ok(isOnMap({ latitude: 51.0504, longitude: 13.7373 }))
  assert.ok(!isOnMap({ latitude: 48.1486, longitude: 17.1077 }))
  assert.ok(!isOnMap(null))
})

test('small towns lie above large ones, and close names are not written over each other', () => {
  const marks = marksOf([
    { name: 'Kladno', position: { latitude: 50.147, longitude: 14.103 }, count: 1 },
    { name: 'Praha', position: { latitude: 50.08, longitude: 14.42 }, count: 40 },
    { name: 'Brno', position: { latitude: 49.2, longitude: 16.61 }, count: 9 },
    { name: 'Nikde', position: { latitude: 49.2, longitude: 16.61 }, count: 0 },
  ])
  assert.deepEqual(
    marks.map(({ name, isNamed }) => [name, isNamed]),
    [
      ['Praha', true],
      ['Brno', true],
      ['Kladno', false],
    ],
  )
  const radii = marks.map(({ radius }) => radius)
  assert.deepEqual(
    radii,
    radii.toSorted((one, other) => other - one),
  )
})

test('czech-outline.svg is what Natural Earth and the projection make', () => {
  // Otherwise: node apps/portal/build/write-czech-outline.ts
  assert.equal(readFileSync(new URL('./czech-outline.svg', import.meta.url), 'utf8'), outlineSvg())
})

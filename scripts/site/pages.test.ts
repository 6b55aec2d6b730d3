import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { DOCUMENTS, pageOf, placeOf } from './pages.ts'

test('documents have their places: guides by language, records of decisions, libraries', () => {
  assert.equal(placeOf('docs/user-guide.cs.md'), 'cs/user-guide.md')
  assert.equal(placeOf('docs/user-guide.en.md'), 'user-guide.md')
  assert.equal(placeOf('docs/decisions/README.md'), 'decisions/index.md')
  assert.equal(placeOf('packages/dicom/README.md'), 'libraries/dicom.md')
  assert.equal(placeOf('apps/centre/src/main.ts'), undefined)
})

test('links follow their pages; what leads at sources keeps its words; code stays as it is', () => {
  const pictures = { shown: new Set<string>(), linked: new Set<string>() }
  const text =
    '[a](api.md#send) [c](user-guide.cs.md) [s](../apps/centre/src/main.ts) [w](https://w.example) `[x](y.md)` ![p](pictures/p.png) [d](decisions/README.md) [f](decisions) [q](schema.sql) [v](schema.svg)'
  assert.equal(
    pageOf('docs/node.md', text, pictures),
    '[a](./api.md#send) [c](./cs/user-guide.md) s [w](https://w.example) `[x](y.md)` ![p](./pictures/p.png) [d](./decisions/index.md) [f](./decisions/index.md) q [v](./schema.svg)',
  )
  assert.deepEqual(
    [[...pictures.shown], [...pictures.linked]],
    [['docs/pictures/p.png'], ['docs/schema.svg']],
  )
  assert.equal(pageOf('docs/user-guide.cs.md', '[a](api.md)', pictures), '[a](../api.md)')
})

test('every document that the site shows is there, and no two in one place', () => {
  const cwd = resolve(import.meta.dirname, '../..')
  for (const pattern of DOCUMENTS) assert.notEqual(globSync(pattern, { cwd }).length, 0, pattern)
  const places = globSync(DOCUMENTS, { cwd }).map(placeOf)
  assert.ok(places.includes('index.md') && places.includes('cs/index.md'))
  assert.equal(new Set(places).size, places.length)
})

test('the contents beside each page lead to every one, but single decisions, and nowhere else', () => {
  const cwd = resolve(import.meta.dirname, '../..')
  const contents = readFileSync(resolve(cwd, 'docs/.vitepress/config.ts'), 'utf8')
  const linked = [...contents.matchAll(/link: '\/(.*?)'/g)].map(([, path = '']) =>
    path.replace(/(^|\/)$/, '$1index').concat('.md'),
  )
  const below = ['libraries/dicom-changelog.md', 'libraries/package-changelog.md', 'cs/index.md']
  const pages = globSync(DOCUMENTS, { cwd }).map((document) => String(placeOf(document)))
  const expected = pages.filter((page) => !below.includes(page) && !/^decisions\/\d/.test(page))
  assert.deepEqual([...new Set(linked)].sort(), expected.sort())
})

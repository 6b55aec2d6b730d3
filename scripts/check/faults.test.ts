import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anchorsIn, pathsIn } from './documents.ts'
import { unknownLabels } from './labels.ts'
import { isVague } from './names.ts'

test('names that fit everything are found, as files and as folders', () => {
  assert.ok(isVague('packages/dicom/src/utils.ts'))
  assert.ok(isVague('packages/dicom/src/helpers/read.ts'))
  assert.ok(isVague('apps/centre/src/upload-manager.test.ts'))
  assert.ok(!isVague('apps/centre/src/uploads/patch.ts'))
  assert.ok(!isVague('apps/portal/src/mailbox/ImagesManagement.tsx'))
})

test('links and paths are found in a document, addresses and placeholders are not', () => {
  assert.deepEqual(
    pathsIn(
      'See [a](docs/a.md#b), [b](https://b.cz), [c](c.md "C") and `apps/x.ts`, `packages/ab/MESSAGE.zip …`\n\n[d]: d.md#e\n',
    ),
    {
      links: ['docs/a.md#b', 'c.md', 'd.md#e'],
      paths: ['apps/x.ts'],
    },
  )
})

test('headings are named as they stand in addresses', () => {
  const text =
    '# A `b`: c, [d](e.md)\n\n```sh\n# no heading\n```\n\n## Žádost o zapojení\n## Twice\n## Twice\n'
  assert.deepEqual([...anchorsIn(text)], ['a-b-c-d', 'žádost-o-zapojení', 'twice', 'twice-1'])
})

test('labels that the portal does not have are found; names behind them and emphasis are not', () => {
  const texts = ['Nová zpráva', 'Moje\u00a0nastavení', 'Odvolat verzi {{version}}']
  const guide =
    '**Nová zpráva**, **Moje\nnastavení**, **Odvolat verzi**, **mapa**, **ZIP** and **Nové psaní**'
  assert.deepEqual(unknownLabels(guide, texts), ['Nové psaní'])
})

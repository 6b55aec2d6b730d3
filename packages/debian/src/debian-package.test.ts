import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPacked } from './debian-package.ts'

test('a checkout below a folder named testing gives the same package', () => {
  const repository = '/srv/testing/apps/node/debian/epacs'
  assert.ok(isPacked(`${repository}/apps/node/src/page/page.js`, repository))
  for (const path of ['src/testing/hospital.json', 'src/testing', 'src/run.ts'])
    assert.ok(!isPacked(`${repository}/apps/node/${path}`, repository), path)
})

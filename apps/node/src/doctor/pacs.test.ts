/** What the doctor says of a PACS of others, and of one that is not there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freePort, serve, temporaryFolder } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { parseNodeConfig } from '../config/read-config.ts'
import type { Finding } from './finding.ts'
import { pacsFindings } from './pacs.ts'

async function findings(pacs: object): Promise<ReadonlyMap<string, Finding>> {
  const found = new Map<string, Finding>()
  for await (const each of pacsFindings(parseNodeConfig(JSON.stringify({ pacs }), 'node.yaml')))
    found.set(each.what, each)
  return found
}

test('of a PACS is said that it answers, what it takes, and that it knows no storage commitment', async (t) => {
  const port = await freePort()
  await serve(t, 'storescp', ['-dhl', '-od', await temporaryFolder(t), String(port)], [port])
  const pacs = { host: '127.0.0.1', port, aeTitle: 'STORESCP', commitment: true }
  const told = await findings(pacs)
  assert.deepEqual(
    [...told.values()].map(({ what, isGood }) => [what, isGood]),
    [
      ['PACS', true],
      ['PACS: images', true],
      ['PACS: compressed', true],
      ['PACS: commitment', false],
    ],
  )
  assert.match(told.get('PACS: images')?.told ?? '', /every kind/)
  assert.match(
    told.get('PACS: compressed')?.told ?? '',
    /JPEG 2000 lossless.+: these it refuses; pacs\.decompress/,
  )
  assert.match(told.get('PACS: commitment')?.told ?? '', /allow it there, or say commitment: false/)
})

test('one that is not there, or takes no caller of this title, is told as what it is', async (t) => {
  const port = await freePort()
  const nowhere = await findings({ host: '127.0.0.1', port, aeTitle: 'NOBODY' })
  assert.match(nowhere.get('PACS')?.told ?? '', /is not reached: .*ECONNREFUSED/)
  await serve(t, 'storescp', ['-dhl', '--refuse', String(port)], [port])
  const refused = await findings({ host: '127.0.0.1', port, aeTitle: 'STORESCP' })
  assert.equal(refused.get('PACS')?.isGood, false)
  assert.match(refused.get('PACS')?.told ?? '', /rejects EPACS_NODE: enter it there/)
})

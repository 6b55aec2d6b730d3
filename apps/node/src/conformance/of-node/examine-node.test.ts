/** Our node meets every requirement; one that breaks rules on its way to the played centre fails at those, and there alone. */
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { run, temporaryFolder } from '../../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../../centre/src/testing/free-port.ts'
import { Hospital } from '../../testing/hospital.ts'
import { ScriptedPacs } from '../../testing/scripted-pacs.ts'
import { examineNode, type NodeConformance } from './examine-node.ts'
import { NODE_REQUIREMENTS, type NodeRequirementId } from './node-requirements.ts'
import { askToEnrol, goWrong, type Wrong } from './testing/way-to-centre.ts'
import { WRONG_NODES } from './testing/wrong-nodes.ts'

interface Wrongs {
  /** PEM of what it asks to enrol with first. */
  readonly certificateRequest?: string | undefined
  readonly onTheWay?: readonly Wrong[]
}

async function examined(
  t: TestContext,
  { certificateRequest, onTheWay = [] }: Wrongs = {},
): Promise<readonly NodeConformance[]> {
  const folder = await temporaryFolder(t)
  const pacsPort = await freePort()
  const pacs = new ScriptedPacs(pacsPort)
  await pacs.start()
  t.after(() => pacs.stop())
  let hospital: Hospital | undefined
  t.after(async () => await hospital?.kill())
  const caFile = join(folder, 'ca.pem')
  const results: NodeConformance[] = []
  const steps = examineNode({
    ...{ host: 'localhost', port: await freePort(), withinSeconds: 45 },
    async onStep(step) {
      if (step.step === 'enrol') {
        await writeFile(caFile, step.ca)
        if (certificateRequest !== undefined) assert.equal(await askToEnrol(step, certificateRequest), 422)
        hospital = await Hospital.enrolAt({ ...step, caFile }, folder, {
          pacs: { host: '127.0.0.1', port: pacsPort, aeTitle: 'PACS' },
          pollSeconds: 1,
        })
        if (onTheWay.length > 0) await goWrong(t, join(hospital.folder, 'data'), caFile, onTheWay)
        await hospital.startAndReach()
        return
      }
      const image = join(folder, 'image.dcm')
      await writeFile(image, ctSlice({ instance: 1, pixelBytes: 600_000 }))
      const calling = ['-aet', 'PACS', '-aec', step.aeTitle, '127.0.0.1', String(hospital?.dicomPort)]
      await run('storescu', [...calling, image])
    },
  })
  for await (const result of steps) results.push(result)
  return results
}

const failed = (results: readonly NodeConformance[]) => results.filter(({ result }) => result === 'fail')

test('docs/node-protocol.md has every requirement of a node in the same words', async () => {
  const document = await readFile(new URL('../../../../../docs/node-protocol.md', import.meta.url), 'utf8')
  const [, ofNode = ''] = document.split('## What a node has to do')
  const told = [...ofNode.matchAll(/^\| ([A-Z]\d+) \| (.*) \|$/gm)].map(([, id, text]) => [id, text])
  assert.deepEqual(told, Object.entries(NODE_REQUIREMENTS))
})

test('our node meets every requirement', async (t) => {
  const results = await examined(t)
  assert.deepEqual(failed(results), [])
  assert.deepEqual(
    results.map(({ id }) => id),
    Object.keys(NODE_REQUIREMENTS),
  )
})

/** What one node gets wrong together: none of it shows in another's place. Some of it takes its time to be seen. */
const TOGETHER: readonly (readonly NodeRequirementId[])[] = [
  ['N1', 'N2', 'N3', 'D2', 'D3', 'D5', 'D7', 'S1', 'S4'],
  ['N4', 'D6', 'D8', 'S3', 'S5'],
  ['D1', 'D4', 'S2'],
]
const OF_ANOTHER_KEY = {
  why: /no certificate request with a P-256 key/,
  begin: () => undefined,
}

for (const ids of TOGETHER) {
  test(`a node that breaks ${ids.join(', ')} fails at each of them, and nowhere else`, async (t) => {
    const wrongs = ids.map((id) => (id === 'N1' ? OF_ANOTHER_KEY : WRONG_NODES[id]))
    const certificateRequest = ids.includes('N1') ? await requestOfLongerKey(t) : undefined
    const onTheWay = wrongs.map(({ begin }) => begin()).filter((each) => each !== undefined)
    const results = failed(await examined(t, { certificateRequest, onTheWay }))
    assert.deepEqual(
      results.map(({ id }) => id),
      ids,
      results.map(({ id, why }) => `${id}: ${why}`).join('\n'),
    )
    for (const [index, { why }] of results.entries()) assert.match(why ?? '', wrongs[index]?.why ?? /^$/)
  })
}

test('every requirement has a node that breaks it', () => {
  assert.deepEqual(TOGETHER.flat().toSorted(), Object.keys(NODE_REQUIREMENTS).toSorted())
})

/** P-384. */
async function requestOfLongerKey(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes', '-keyout']
  const path = join(folder, 'request.pem')
  await run('openssl', ['req', '-new', '-subj', '/CN=node', ...key, join(folder, 'key.pem'), '-out', path])
  return await readFile(path, 'utf8')
}

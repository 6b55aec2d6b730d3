/** `epacs node-conformance` as a vendor calls it. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { TestNetwork } from '../../centre/src/testing/network.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(async () => await network?.remove())

async function conformance(...args: readonly string[]) {
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, 'node-conformance', ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

test('every requirement is told with its number; a wrong code fails what needs it, and the exit code says so', async () => {
  const centre = network.config.portal.publicUrl
  const ca = ['--ca', join(network.folder, 'ca.pem')]
  const good = await conformance(centre, ...ca, '--code', await network.nodeCode('hornicka'))
  assert.equal(good.code, 0, good.stdout)
  assert.match(good.stdout, /^pass {4}E1 {2}A wrong code is answered 403 enrolment-code-invalid$/m)
  const bad = await conformance(centre, ...ca, '--json', '--code', 'AAAAA-AAAAA-AAAAA-AAAAA')
  assert.equal(bad.code, 1)
  const results: readonly { id: string; result: string }[] = JSON.parse(bad.stdout)
  const resultOf = (wanted: string) => results.find(({ id }) => id === wanted)?.result
  assert.deepEqual(['E1', 'E2', 'R1'].map(resultOf), ['pass', 'fail', 'skipped'])
  assert.equal((await conformance(centre, ...ca)).code, 2)
})

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../../../packages/dicom/src/network/testing/free-ports.ts'
import type { CaseFigures } from '../reporting/figures.ts'
import { RELAY_CASES } from './cases.ts'

const run = promisify(execFile)
/** That a run takes. */
const PORTS = 30
const main = fileURLToPath(new URL('../main.ts', import.meta.url))

test('a quick run of the relay brings a study through every chain', async (t) => {
  // Its own: other runs make the same data in the usual place.
  const cache = await mkdtemp(join(tmpdir(), 'epacs-bench-'))
  t.after(() => rm(cache, { recursive: true, force: true }))
  await chmod(cache, 0o711)
  const port = String(await freePorts(PORTS))
  const { stdout } = await run(process.execPath, [main, 'relay', '--quick', '--json', '--port', port], {
    maxBuffer: 16 * 1024 * 1024,
    env: { ...process.env, EPACS_BENCH_CACHE: cache },
  })
  const cases: CaseFigures[] = JSON.parse(stdout).cases
  assert.deepEqual(
    cases.map(({ name }) => name),
    RELAY_CASES.map(({ name }) => name),
  )
  for (const { name, figures } of cases) {
    const median = figures.oursSeconds?.spread.median
    assert.ok(median !== undefined && median > 0, `${name}: ${median}`)
  }
})

test('a wrong option of the relay benchmark is told in a sentence, with exit code 2', async () => {
  await assert.rejects(run(process.execPath, [main, 'relay', '--instances', 'all']), {
    code: 2,
    stderr: /^--instances takes a number/,
  })
})

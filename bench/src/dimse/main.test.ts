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

const run = promisify(execFile)
/** That a run takes. */
const PORTS = 40
/** The others are measured in the same ways, with other data. */
const KINDS = ['receive-parallel', 'tls']
const main = fileURLToPath(new URL('../main.ts', import.meta.url))

test('a quick run of the DICOM network sends and receives in every kind of case', async (t) => {
  // Its own: other runs make the same data in the usual place.
  const cache = await mkdtemp(join(tmpdir(), 'epacs-bench-'))
  t.after(() => rm(cache, { recursive: true, force: true }))
  await chmod(cache, 0o711)
  const port = String(await freePorts(PORTS))
  const only = KINDS.flatMap((name) => ['--only', name])
  const { stdout } = await run(
    process.execPath,
    [main, 'dimse', ...only, '--quick', '--json', '--port', port],
    {
      maxBuffer: 16 * 1024 * 1024,
      env: { ...process.env, EPACS_BENCH_CACHE: cache },
    },
  )
  const cases: CaseFigures[] = JSON.parse(stdout).cases
  assert.deepEqual(
    cases.map(({ name }) => name),
    KINDS,
  )
  for (const { name, figures } of cases) {
    const median = figures.ratio?.spread.median
    assert.ok(median !== undefined && median > 0, `${name}: ${median}`)
  }
})

test('a wrong option of the DICOM benchmark is told in a sentence, with exit code 2', async () => {
  await assert.rejects(run(process.execPath, [main, 'dimse', '--only', 'everything']), {
    code: 2,
    stderr: /^There is no case "everything"/,
  })
})

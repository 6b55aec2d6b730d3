import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../../packages/dicom/src/network/testing/free-ports.ts'
import type { CaseFigures } from './reporting/figures.ts'

const run = promisify(execFile)
const main = fileURLToPath(new URL('main.ts', import.meta.url))

/** That a run takes. */
const PORTS = 11
/** That travels file by file, as most do: the others are measured in the same way, with other data. */
const KINDS = ['small-files-each']

test('a quick run sends, downloads and resumes, and removes what it made', async (t) => {
  // Its own: other runs keep theirs in the usual place, and make the same data there.
  const cache = await mkdtemp(join(tmpdir(), 'epacs-bench-'))
  t.after(() => rm(cache, { recursive: true, force: true }))
  await chmod(cache, 0o711)
  const port = String(await freePorts(PORTS))
  const only = KINDS.flatMap((name) => ['--only', name])
  const { stdout } = await run(process.execPath, [main, ...only, '--quick', '--json', '--port', port], {
    maxBuffer: 16 * 1024 * 1024,
    env: { ...process.env, EPACS_BENCH_CACHE: cache },
  })
  const cases: CaseFigures[] = JSON.parse(stdout).cases
  assert.deepEqual(
    cases.map(({ name }) => name),
    KINDS,
  )
  for (const { name, figures } of cases) {
    for (const figure of ['deliveredRatio', 'downloadRatio', 'firstByteMs', 'memoryMB', 'resumedMs']) {
      const median = figures[figure]?.spread.median
      assert.ok(median !== undefined && median > 0, `${name} ${figure}: ${median}`)
    }
  }
  assert.deepEqual(await readdir(cache), ['data'])
})

test('a wrong option is told in a sentence, with exit code 2', async () => {
  await assert.rejects(run(process.execPath, [main, '--only', 'everything']), {
    code: 2,
    stderr: /^There is no case "everything"/,
  })
  await assert.rejects(run(process.execPath, [main, '--rounds', '0']), {
    code: 2,
    stderr: /^--rounds takes a number/,
  })
})

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { firstOfFreePorts } from '../../scripts/test/free-ports.ts'
import { CASES } from './cases/cases.ts'
import type { CaseFigures } from './reporting/figures.ts'

const run = promisify(execFile)
const main = fileURLToPath(new URL('main.ts', import.meta.url))
const cache = fileURLToPath(new URL('../.cache', import.meta.url))

/** That a run takes. */
const PORTS = 11

const runFolders = async () => (await readdir(cache)).filter((name) => name.startsWith('run-'))

test('a quick run sends, downloads and resumes in every case, and removes what it made', async () => {
  const before = new Set(await runFolders().catch(() => []))
  const port = String(await firstOfFreePorts(PORTS, 24_050))
  const { stdout } = await run(process.execPath, [main, '--quick', '--json', '--port', port], {
    maxBuffer: 16 * 1024 * 1024,
  })
  const cases: CaseFigures[] = JSON.parse(stdout).cases
  assert.deepEqual(
    cases.map(({ name }) => name),
    CASES.map(({ name }) => name),
  )
  for (const { name, figures } of cases) {
    for (const figure of ['deliveredRatio', 'downloadRatio', 'firstByteMs', 'memoryMB', 'resumedMs']) {
      const median = figures[figure]?.spread.median
      assert.ok(median !== undefined && median > 0, `${name} ${figure}: ${median}`)
    }
  }
  assert.deepEqual(
    (await runFolders()).filter((name) => !before.has(name)),
    [],
  )
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

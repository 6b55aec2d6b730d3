/**
 * `npm run build`: builds the portal beside `dist` and puts it into its place when it is whole, so that a centre that
 * serves it goes on serving, and an interrupted build does not pass for a finished one.
 */
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { putIntoPlace } from './into-place.ts'

const portal = join(import.meta.dirname, '..')
const cache = join(portal, '.cache')
await mkdir(cache, { recursive: true })
const work = await mkdtemp(join(cache, 'build-'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    rmSync(work, { recursive: true, force: true })
    process.exit(1)
  })
}
const begunAt = new Date()
try {
  await build({ root: portal, logLevel: 'warn', build: { outDir: work, emptyOutDir: true } })
  await putIntoPlace(work, join(portal, 'dist'), begunAt)
} finally {
  await rm(work, { recursive: true, force: true })
}

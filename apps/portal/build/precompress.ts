/**
 * Each text file of the built portal also as Brotli and gzip, so that the centre sends them as they lie: compressed
 * once at the best setting, and never while a visitor waits.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/** Fonts and pictures are compressed already; what fits into a packet gains nothing. */
const TEXT = /\.(js|css|html|svg|json)$/
/** Pages that the centre completes, and packs itself. */
const TOLD = /^(index|pages\/.+)\.html$/
const SMALLEST_BYTES = 1024
/** The best setting takes a minute for a viewer's megabytes, and saves a tenth. */
const QUICK_BROTLI = 6

export function precompress(): Plugin {
  return {
    name: 'epacs-precompress',
    apply: 'build',
    async writeBundle({ dir = 'dist' }, bundle) {
      const names = Object.keys(bundle).filter((name) => TEXT.test(name) && !TOLD.test(name))
      await Promise.all(names.map((name) => compress(join(dir, name), 'best')))
      const programs = Object.keys(bundle).filter((name) => name.endsWith('.wasm'))
      for (const name of programs) await compress(join(dir, name), 'quickly')
    },
  }
}

/** 'quickly': as Brotli alone, which every browser takes that the viewer runs in. */
export async function compress(path: string, how: 'best' | 'quickly'): Promise<void> {
  const bytes = await readFile(path)
  if (bytes.length < SMALLEST_BYTES) return
  const quality = how === 'best' ? constants.BROTLI_MAX_QUALITY : QUICK_BROTLI
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality }
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }))
  if (how === 'quickly') return
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }))
}

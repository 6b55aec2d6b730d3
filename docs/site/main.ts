/** `npm run docs -- [--out FOLDER]`: the documents as a site of static files, with search and the libraries' reference. */
import { copyFile, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vitepress'
import { DOCUMENTS, pageOf, placeOf } from '../../scripts/site/pages.ts'
import { writeReference } from './reference.ts'

const HELP = `npm run docs -- [--out FOLDER]

Builds the documents as a site into FOLDER, dist/site unless told: static files, for any web server. A link that leads
nowhere fails it.

Exit codes: 0 done, 1 failed, 2 wrong options.
`
const repository = resolve(import.meta.dirname, '../..')
/** Below the folder that has the generator, so that it is found from there. */
const STAGE = join(import.meta.dirname, '../.cache/site')

async function stage(): Promise<void> {
  await rm(STAGE, { recursive: true, force: true })
  const pictures = { shown: new Set<string>(), linked: new Set<string>() }
  for await (const document of glob(DOCUMENTS, { cwd: repository })) {
    const place = placeOf(document)
    if (place === undefined) continue
    const text = await readFile(join(repository, document), 'utf8')
    await mkdir(dirname(join(STAGE, place)), { recursive: true })
    await writeFile(join(STAGE, place), pageOf(document, text, pictures))
  }
  await copyPictures(pictures.shown, STAGE)
  // VitePress brings what pages show; what a link opens it leaves where it is.
  await copyPictures(pictures.linked, join(STAGE, 'public'))
  await mkdir(join(STAGE, '.vitepress'), { recursive: true })
  await copyFile(join(repository, 'docs/.vitepress/config.ts'), join(STAGE, '.vitepress/config.ts'))
  const items = await writeReference(join(STAGE, 'libraries/reference'))
  await writeFile(join(STAGE, '.vitepress/libraries.json'), JSON.stringify(items))
}

async function copyPictures(pictures: ReadonlySet<string>, folder: string): Promise<void> {
  for (const picture of pictures) {
    const place = join(folder, picture.replace(/^docs\//, ''))
    await mkdir(dirname(place), { recursive: true })
    await copyFile(join(repository, picture), place)
  }
}

try {
  const { help, out } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      out: { type: 'string', default: 'dist/site' },
    },
  }).values
  if (help) process.stdout.write(HELP)
  else {
    await stage()
    await build(STAGE, { outDir: resolve(out) })
    process.stdout.write(`${resolve(out)}\n`)
  }
} catch (error) {
  if (!(error instanceof Error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error instanceof TypeError ? 2 : 1
}

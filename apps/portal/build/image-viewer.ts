/**
 * OHIF, the image viewer, as its package carries it built: what a reader of images needs of it, below `/viewer/`
 * instead of the origin's root, and compressed once. Its page is ours (`viewer.html`), which names its program.
 */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { minify, type Plugin } from 'vite'
import { compress } from './precompress.ts'

const PATH = '/viewer/'
/**
 * Left out: models for assisted segmentation (139 MB), maps for debuggers, and what belongs to its own page: service
 * worker, sign-in, icons, configurations.
 */
const NEEDED = /^(\w+[.-].*bundle.*\.(js|css)|\d+\.css|[0-9a-f]+\.(wasm|woff2)|dicom-microscopy-viewer)$/
/** What it loads before it shows a first image, of more than 50 kB. */
const FIRST = /^app\.bundle\.(.+\.js|css)$|^(89|1673|6489|6495|6938|8478)\.bundle\.\w+\.js$/
/** Where its build wrote the root of the origin into the program. */
const ROOT_OF_CHUNKS = '__webpack_require__.p = "/";'
/** Where its program has its own languages ready: Czech comes from our page, since its build has none. */
const OWN_LANGUAGES_READY = '.A.addLocales = addLocales;'
const ROOT_OF_MICROSCOPY = "('/dicom-microscopy-viewer/"
const ROOT_OF_FONTS = /url\(\/([0-9a-f]+\.woff2)\)/g

const MODULE = 'virtual:viewer-program'

export function imageViewer(): Plugin {
  const source = join(dirname(createRequire(import.meta.url).resolve('@ohif/app/package.json')), 'dist')
  return {
    name: 'epacs-image-viewer',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    async load(id) {
      if (id !== `\0${MODULE}`) return undefined
      const files = (await readdir(source)).filter((name) => FIRST.test(name))
      return `export const PROGRAM = ${JSON.stringify(files.map((name) => PATH + name))}`
    },
    async transformIndexHtml(html, { path }) {
      if (basename(path) !== 'viewer.html') return html
      const program = (await readdir(source)).find((name) => /^app\.bundle\..+\.js$/.test(name))
      if (program === undefined) throw new Error(`${source} holds no program`)
      return [
        { tag: 'link', attrs: { rel: 'stylesheet', href: `${PATH}app.bundle.css` } },
        // The module that sets it up runs it.
        { tag: 'link', attrs: { id: 'program', rel: 'preload', as: 'script', href: PATH + program } },
      ]
    },
    async writeBundle({ dir = 'dist' }) {
      const target = join(dir, PATH)
      await mkdir(target, { recursive: true })
      const names = (await readdir(source)).filter((name) => NEEDED.test(name))
      for (const name of names) await copy(join(source, name), join(target, name))
    },
  }
}

async function copy(from: string, to: string): Promise<void> {
  if (/\.(js|css)$/.test(from)) {
    const text = (await readFile(from, 'utf8'))
      .replace(ROOT_OF_CHUNKS, `__webpack_require__.p = "${PATH}";`)
      .replace(
        OWN_LANGUAGES_READY,
        `${OWN_LANGUAGES_READY} if (window.epacsViewerLocales) addLocales(window.epacsViewerLocales);`,
      )
      .replace(ROOT_OF_MICROSCOPY, `('${PATH}dicom-microscopy-viewer/`)
      .replaceAll(ROOT_OF_FONTS, `url(${PATH}$1)`)
    await writeFile(to, from.endsWith('.js') ? await shortened(to, text) : text)
  } else {
    await cp(from, to, { recursive: true, filter: (path) => !path.endsWith('.map') })
  }
  if (/\.(js|css|wasm)$/.test(to)) await compress(to, 'quickly')
}

/**
 * Its package carries it as it was written, 17 MB with every comment: a browser reads less than half of that when they
 * are left out and what is local has short names. Names of functions and classes stay: some of it asks for them.
 */
async function shortened(name: string, text: string): Promise<string> {
  const { code, errors } = await minify(name, text, {
    compress: false,
    mangle: { keepNames: true },
    codegen: true,
  })
  if (errors.length > 0) throw new Error(`${name}: ${errors.map(({ message }) => message).join('; ')}`)
  return code
}

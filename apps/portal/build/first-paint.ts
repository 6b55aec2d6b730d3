/**
 * Puts what is seen first into the pages themselves, so that nobody looks at an empty window while the program comes:
 * `index.html` with a header, and one page below `pages/` for each public one, with its heading. Their style sheet and
 * the scripts around it stand inline; the centre allows them by their digests (apps/centre/src/server/portal-page.ts).
 */
import react from '@vitejs/plugin-react'
import { build, createServer, minify, type Plugin, type Rolldown } from 'vite'
import { afterPaint, beforePaint } from '../src/first-paint/around-paint.ts'
import { PUBLIC_PAGES, type PublicPage } from '../src/first-paint/public-pages.ts'
import type { Language } from '../src/i18n/languages.ts'

/** What Vite has put into the page. */
const STARTS = /<script type="module"[^>]* src="([^"]+)"><\/script>/
const ASKED = /\n *<(script type="module"[^>]*><\/script|link rel="modulepreload"[^>]*)>/g
const PLACE = '<div id="root"></div>'
const PAGE = 'index.html'
const MODULE = '/src/first-paint/FirstPaint.tsx'
const root = new URL('..', import.meta.url).pathname

export function firstPaint(): Plugin {
  return {
    name: 'epacs-first-paint',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const page = bundle[PAGE]
      if (page?.type !== 'asset') throw new Error(`there is no ${PAGE}`)
      const html = String(page.source)
      if (!html.includes(PLACE)) throw new Error(`${PAGE} has no ${PLACE}`)
      const [style, written] = await Promise.all([styleSheet(), writer()])
      const program = chunkOf(bundle, 'main.tsx')
      const start = STARTS.exec(html)?.[1]
      if (start === undefined) throw new Error(`${PAGE} starts no program`)
      const withoutProgram = html.replaceAll(ASKED, '')
      const before = await short(beforePaint())
      const complete = async (shown: PublicPage | undefined) => {
        const own = shown === undefined ? [] : [chunkOf(bundle, shown.module)]
        const files = filesOf(bundle, [start.slice(1), program, ...own])
          .filter((name) => `/${name}` !== start)
          .map((name) => `/${name}`)
        const features = ['common', 'problems', ...(shown === undefined ? [] : [shown.feature])]
        const textsIn = (language: Language) =>
          features.map((feature) => `/${chunkOf(bundle, `i18n/${language}/${feature}.json`)}`)
        const texts = { cs: textsIn('cs'), en: textsIn('en'), sk: textsIn('sk') }
        const after = await short(afterPaint({ start, files, texts }))
        return withoutProgram
          .replace('</head>', () => `  <script>${before}</script>\n    <style>${style}</style>\n  </head>`)
          .replace(PLACE, () => `<div id="root">${written(shown)}</div>`)
          .replace('</body>', () => `  <script>${after}</script>\n  </body>`)
      }
      page.source = await complete(undefined)
      for (const each of PUBLIC_PAGES) {
        const fileName = `pages${each.path === '/' ? '/index' : each.path}.html`
        this.emitFile({ type: 'asset', fileName, source: await complete(each) })
      }
    },
  }
}

async function short(script: string): Promise<string> {
  const { code, errors } = await minify('before-paint.js', script)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return code.trim()
}

/** The name of the chunk that the file below src/ became. */
function chunkOf(bundle: Rolldown.OutputBundle, file: string): string {
  for (const [name, part] of Object.entries(bundle))
    if (part.type === 'chunk' && part.moduleIds.some((id) => id.endsWith(`/src/${file}`))) return name
  throw new Error(`${file} is no part of the program`)
}

/** What these need: what they import, and the style sheets. */
function filesOf(bundle: Rolldown.OutputBundle, chunks: readonly string[]): readonly string[] {
  const names = new Set<string>()
  const add = (name: string) => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || names.has(name)) return
    names.add(name)
    for (const sheet of chunk.viteMetadata?.importedCss ?? []) names.add(sheet)
    for (const imported of chunk.imports) add(imported)
  }
  for (const name of chunks) add(name)
  return [...names]
}

/** Of what is written: the same names of classes and files as in the program's own. */
async function styleSheet(): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [react()],
    build: {
      ssr: MODULE.slice(1),
      ssrEmitAssets: true,
      write: false,
      cssCodeSplit: false,
      cssMinify: true,
      assetsInlineLimit: 0,
    },
  })
  for (const part of Array.isArray(result) ? result : [result]) {
    if (!('output' in part)) throw new Error('the style sheet is only watched, not built')
    for (const file of part.output)
      if (file.type === 'asset' && file.fileName.endsWith('.css')) return String(file.source).trim()
  }
  throw new Error('the first paint has no style sheet')
}

/** By the portal's own components. */
async function writer(): Promise<(page: PublicPage | undefined) => string> {
  const server = await createServer({
    configFile: false,
    root,
    appType: 'custom',
    logLevel: 'error',
    plugins: [react()],
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    const { firstPaint: write }: Record<string, unknown> = await server.ssrLoadModule(MODULE)
    if (typeof write !== 'function') throw new Error(`${MODULE} writes nothing`)
    return (page) => String(write(page))
  } finally {
    await server.close()
  }
}

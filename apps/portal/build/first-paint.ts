/** Puts what is seen first into the page itself, so that nobody looks at an empty window while the program comes. */
import { basename } from 'node:path'
import react from '@vitejs/plugin-react'
import { createServer, type Plugin, type Rolldown } from 'vite'

const PLACE = '<div id="root"></div>'
const MODULE = '/src/layout/FirstPaint.tsx'
const PROGRAM = /\/src\/main\.tsx$/

export function firstPaint(): Plugin {
  return {
    name: 'epacs-first-paint',
    apply: 'build',
    async transformIndexHtml(html, { path, bundle = {} }) {
      if (basename(path) !== 'index.html') return html
      if (!html.includes(PLACE)) throw new Error(`index.html has no ${PLACE}`)
      const shown = await rendered()
      return {
        html: html.replace(PLACE, () => `<div id="root">${shown}</div>`),
        tags: filesOfProgram(bundle)
          .filter((name) => !html.includes(name))
          .map((name) => ({ tag: 'link', attrs: asked(name), injectTo: 'head' })),
      }
    },
  }
}

function asked(name: string) {
  const attrs = { crossorigin: true, href: `/${name}` }
  return name.endsWith('.css')
    ? { rel: 'preload', as: 'style', ...attrs }
    : { rel: 'modulepreload', ...attrs }
}

/** The program, which is asked for only after the first paint, what it imports, and its style sheets. */
function filesOfProgram(bundle: Rolldown.OutputBundle): readonly string[] {
  const names = new Set<string>()
  const add = (name: string) => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || names.has(name)) return
    names.add(name)
    for (const sheet of chunk.viteMetadata?.importedCss ?? []) names.add(sheet)
    for (const imported of chunk.imports) add(imported)
  }
  for (const [name, part] of Object.entries(bundle)) {
    if (part.type === 'chunk' && PROGRAM.test(part.facadeModuleId ?? '')) add(name)
  }
  if (names.size === 0) throw new Error('the program is no chunk of its own')
  return [...names]
}

/** By the portal's own components: their style sheets' names are the same in both builds. */
async function rendered(): Promise<string> {
  const server = await createServer({
    configFile: false,
    root: new URL('..', import.meta.url).pathname,
    appType: 'custom',
    logLevel: 'error',
    plugins: [react()],
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    const { firstPaint: write }: Record<string, unknown> = await server.ssrLoadModule(MODULE)
    if (typeof write !== 'function') throw new Error(`${MODULE} writes nothing`)
    return String(write())
  } finally {
    await server.close()
  }
}

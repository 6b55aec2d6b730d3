/** What the libraries offer, entrance by entrance, as TypeDoc reads it from their sources. */
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Application } from 'typedoc'
import { LIBRARIES, manifestOf } from '../../scripts/libraries/library.ts'

const repository = resolve(import.meta.dirname, '../..')

/** An entry of the site's sidebar. */
interface Item {
  readonly text: string
  readonly link: string
}

/** Writes Markdown below `folder` and resolves to what the sidebar has of it. */
export async function writeReference(folder: string): Promise<readonly Item[]> {
  const items: Item[] = []
  for (const workspace of LIBRARIES) {
    const { name, exports } = await manifestOf(workspace)
    const part = workspace.split('/').at(-1) ?? workspace
    const application = await Application.bootstrapWithPlugins({
      name,
      entryPoints: Object.values(exports).map((source) => join(repository, workspace, source)),
      tsconfig: join(repository, 'tsconfig.json'),
      plugin: ['typedoc-plugin-markdown'],
      readme: 'none',
      disableSources: true,
      excludePrivate: true,
      skipErrorChecking: true,
      logLevel: 'Error',
      outputs: [{ name: 'markdown', path: join(folder, part) }],
    })
    const project = await application.convert()
    if (project === undefined) throw new Error(`TypeDoc could not read ${workspace}`)
    // TypeDoc calls them after their files; who imports them knows them by another name.
    for (const entrance of project.children ?? []) {
      const [named] = Object.entries(exports).find(([, source]) => moduleOf(source) === entrance.name) ?? []
      if (named === undefined) throw new Error(`${workspace} has no entrance ${entrance.name}`)
      entrance.name = named.replace('.', name)
    }
    await application.generateOutputs(project)
    const index = join(folder, part, 'README.md')
    await access(index)
    items.push({ text: name, link: `/libraries/reference/${part}/README` })
  }
  return items
}

/** As TypeDoc calls it: `network` for `./src/network/index.ts`, `index` for `./src/index.ts`. */
function moduleOf(source: string): string {
  return source.replace(/^\.\/src\//, '').replace(/(\/index)?\.ts$/, '')
}

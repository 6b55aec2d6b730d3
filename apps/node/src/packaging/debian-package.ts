/** What the Debian package of the communication node is made of. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PackagedProgram } from '@epacs/debian'
import { JSON_SCHEMA_NAME, nodeJsonSchema } from '../config/json-schema.ts'
import { sampleConfig } from '../config/sample.ts'
import { NODE_VERSION } from '../version.ts'

const REPOSITORY = resolve(fileURLToPath(new URL('../../../..', import.meta.url)))
const DEBIAN = join(REPOSITORY, 'apps/node/debian')
const DOCUMENTS = 'usr/share/doc/epacs-node'

export async function packagedNode(): Promise<PackagedProgram> {
  const from = async (name: string) => await readFile(join(DEBIAN, name))
  const schema = `/${DOCUMENTS}/${JSON_SCHEMA_NAME}`
  const config = sampleConfig()
    .replace(/^dataFolder: data$/m, 'dataFolder: /var/lib/epacs-node')
    .replace(`$schema=${JSON_SCHEMA_NAME}`, () => `$schema=${schema}`)
  const documents = ['node.md', 'node-protocol.md'].map(async (name) => ({
    path: `${DOCUMENTS}/${name}`,
    content: await readFile(join(REPOSITORY, 'docs', name)),
  }))
  return {
    name: 'epacs-node',
    version: NODE_VERSION,
    workspace: 'apps/node',
    bundle: 'node',
    files: [
      { path: 'usr/bin/epacs', content: await from('epacs'), mode: 0o755 },
      { path: 'usr/lib/systemd/system/epacs-node.service', content: await from('epacs-node.service') },
      { path: `${DOCUMENTS}/${JSON_SCHEMA_NAME}`, content: nodeJsonSchema() },
      { path: 'etc/epacs/node.yaml', content: config },
      ...(await Promise.all(documents)),
    ],
    configurationFiles: ['/etc/epacs/node.yaml'],
    control: {
      depends: [],
      summary: "communication node between a hospital's PACS and an ePACS centre",
      description: [
        'It takes images by DICOM, sends them to the participants of the network, and brings',
        'what comes for the hospital into its PACS. It only calls out, by HTTPS.',
      ],
    },
  }
}

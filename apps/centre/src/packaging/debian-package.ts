/** What the Debian package of the centre is made of. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PackagedProgram } from '@epacs/debian'
import { CENTRE_VERSION } from '../service-status/index.ts'
import { CONFIG_FOLDER, PACKAGED_ROLES, sampleConfig } from './sample-configs.ts'

const REPOSITORY = resolve(fileURLToPath(new URL('../../../..', import.meta.url)))
const DEBIAN = join(REPOSITORY, 'apps/centre/debian')
const UNITS = 'usr/lib/systemd/system'
const DOCUMENTS = 'usr/share/doc/epacs-centre'
export const BUILT_PORTAL = join(REPOSITORY, 'apps/portal/dist')

/** @param portal folder of the built portal. Fails where there is none */
export async function packagedCentre(portal: string): Promise<PackagedProgram> {
  if (!existsSync(join(portal, 'index.html'))) {
    throw new Error(`The portal is not built in ${portal}: run npm run build first.`)
  }
  const from = async (name: string) => await readFile(join(DEBIAN, name))
  const configs = PACKAGED_ROLES.map((role) => ({
    path: `${CONFIG_FOLDER.slice(1)}/${role}.json`,
    content: `${JSON.stringify(sampleConfig(role), null, 2)}\n`,
  }))
  const documents = ['production.md', 'configuration.md', 'operations.md', 'limits.md'].map(async (name) => ({
    path: `${DOCUMENTS}/${name}`,
    content: await readFile(join(REPOSITORY, 'docs', name)),
  }))
  const monitoring = ['rules.yml', 'dashboard.json'].map(async (name) => ({
    path: `${DOCUMENTS}/monitoring/${name}`,
    content: await readFile(join(REPOSITORY, 'apps/centre/monitoring', name)),
  }))
  return {
    name: 'epacs-centre',
    version: CENTRE_VERSION,
    workspace: 'apps/centre',
    bundle: 'centre',
    folders: [{ from: portal, to: 'apps/portal/dist' }],
    files: [
      { path: 'usr/bin/epacs-centre', content: await from('epacs-centre'), mode: 0o755 },
      { path: 'usr/lib/epacs-centre/bin/centre', content: await from('centre'), mode: 0o755 },
      { path: `${UNITS}/epacs-centre@.service`, content: await from('epacs-centre@.service') },
      { path: `${UNITS}/epacs-centre.target`, content: await from('epacs-centre.target') },
      ...configs,
      ...(await Promise.all([...documents, ...monitoring])),
    ],
    configurationFiles: configs.map(({ path }) => `/${path}`),
    control: {
      depends: [],
      recommends: ['haproxy'],
      summary: 'centre of a network that exchanges medical images',
      description: [
        'The server at which hospitals, practices and research sites meet: portal, API,',
        'mailboxes and a DICOM entrance. It needs PostgreSQL and an S3-compatible store.',
      ],
    },
  }
}

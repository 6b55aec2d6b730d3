/** The files of a country: certificates, the centre's configuration, who takes part. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Issued,
  issuePersonalCertificate,
  issueServerCertificate,
  LOCAL_NAMES,
  makeAuthority,
} from '@epacs/pki'
import type { BootstrapFile } from '../../../centre/src/bootstrap/index.ts'
import type { ConfigFile } from '../../../centre/src/config/index.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { type Institution, idOf } from '../plan/institutions.ts'

const DAY_MS = 86_400_000
/** Nobody deletes everything that came on a simulated day. */
const QUOTA_BYTES = 1024 ** 4
/** Ids of people begin behind those of institutions. */
const FIRST_PERSON = 100_000

export interface Prepared {
  readonly folder: string
  readonly ca: string
  readonly caFile: string
  readonly config: ConfigFile
  readonly configPath: string
  /** By number of the institution: of its clerk. */
  readonly clerks: readonly Issued[]
  readonly operator: Issued
}

export async function prepareCountry(
  folder: string,
  institutions: readonly Institution[],
): Promise<Prepared> {
  const validity = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + DAY_MS) }
  const authority = await makeAuthority({ commonName: 'Simulated CA', organization: 'ePACS', ...validity })
  const server = await issueServerCertificate(authority, { ...LOCAL_NAMES, ...validity })
  const issueFor = async (commonName: string, file: string) => {
    const issued = await issuePersonalCertificate(authority, { commonName, ...validity })
    await writeFile(join(folder, file), issued.certificatePem)
    return issued
  }
  const clerks: Issued[] = []
  for (const { number } of institutions)
    clerks.push(await issueFor(`Referent ${number + 1}`, clerkFile(number)))
  const operator = await issueFor('Olga Provozní', 'operator.pem')
  const caFile = join(folder, 'ca.pem')
  await writeFile(caFile, authority.certificatePem)
  await writeFile(join(folder, 'server.pem'), server.certificatePem)
  await writeFile(join(folder, 'server-key.pem'), server.privateKeyPem, { mode: 0o600 })
  await writeFile(join(folder, 'bootstrap.json'), JSON.stringify(bootstrapOf(institutions)))
  const config = await configOf(folder)
  const configPath = join(folder, 'centre.json')
  await writeFile(configPath, JSON.stringify(config))
  return { folder, ca: authority.certificatePem, caFile, config, configPath, clerks, operator }
}

async function configOf(folder: string): Promise<ConfigFile> {
  const portal = join(folder, 'portal')
  await mkdir(portal)
  // Nobody looks at pages here.
  await writeFile(join(portal, 'index.html'), '<!doctype html><title>ePACS</title>')
  const [portalPort, entrancePort, databasePort] = [await freePort(), await freePort(), await freePort()]
  return {
    dataFolder: join(folder, 'data'),
    portal: {
      port: portalPort,
      publicUrl: `https://localhost:${portalPort}`,
      tls: { certFile: join(folder, 'server.pem'), keyFile: join(folder, 'server-key.pem') },
      folder: portal,
    },
    certificateEntrance: { port: entrancePort, publicUrl: `https://localhost:${entrancePort}` },
    database: { embedded: { port: databasePort } },
    bootstrapFile: join(folder, 'bootstrap.json'),
    quotas: { hospital: QUOTA_BYTES, 'private-practice': QUOTA_BYTES },
    // The certificates say nothing of where their revocation can be learnt.
    certificates: { revocation: 'soft-fail' },
    uploads: { diskReserveBytes: 0 },
    logging: { level: 'error' },
  }
}

function bootstrapOf(institutions: readonly Institution[]): BootstrapFile {
  return {
    institutions: institutions.map(({ number: _, ...each }) => each),
    people: [
      ...institutions.map(({ number, id }) => ({
        id: idOf(FIRST_PERSON + number),
        name: `Referent ${number + 1}`,
        certificates: [clerkFile(number)],
        memberships: [{ institution: id }],
      })),
      {
        id: idOf(FIRST_PERSON - 1),
        name: 'Olga Provozní',
        certificates: ['operator.pem'],
        memberships: [],
        operator: true,
      },
    ],
    authorities: [{ name: 'Simulated CA', certificate: 'ca.pem' }],
  }
}

function clerkFile(number: number): string {
  return `clerk-${number}.pem`
}

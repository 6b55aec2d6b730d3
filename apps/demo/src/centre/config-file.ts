/** What the demo tells its centre: the configuration file, and who is in the network. */
import type { ConfigFile } from '@epacs/centre'
import type { DemoCertificates } from '../certificates/keep.ts'
import type { DataPaths } from '../machine/data-folder.ts'
import { HOST, type PortPlan } from '../machine/ports.ts'
import { operator, SPECIALIST_ROLE } from '../network/people.ts'

export const CLIENT_ID = 'epacs-demo'

export interface Addresses {
  readonly portal: string
  readonly certificateEntrance: string
  readonly jtpIssuer: string
}

export function addressesOf(ports: PortPlan): Addresses {
  return {
    portal: `https://localhost:${ports.portal}`,
    certificateEntrance: `https://localhost:${ports.certificateEntrance}`,
    jtpIssuer: `https://localhost:${ports.jtp}`,
  }
}

export function centreConfig(
  ports: PortPlan,
  addresses: Addresses,
  paths: DataPaths,
  certificates: DemoCertificates,
  portalDist: string,
): ConfigFile {
  return {
    dataFolder: paths.centre,
    portal: {
      host: HOST,
      port: ports.portal,
      publicUrl: addresses.portal,
      tls: { certFile: certificates.server.cert, keyFile: certificates.server.key },
      folder: portalDist,
    },
    certificateEntrance: {
      host: HOST,
      port: ports.certificateEntrance,
      publicUrl: addresses.certificateEntrance,
    },
    // Nobody waits a minute at a demo to see what is left of a transfer that broke off.
    dicom: { host: HOST, port: ports.dicom, tlsPort: ports.dicomTls, quietSeconds: 20 },
    database: { embedded: { port: ports.database } },
    jtp: {
      issuer: addresses.jtpIssuer,
      clientId: CLIENT_ID,
      clientSecretFile: paths.jtpClientSecret,
      role: SPECIALIST_ROLE,
      claims: { krzp: 'krzp' },
      // A role that is taken away is to be missed soon.
      recheckMinutes: 1,
    },
    // The demo's authority is on this machine; what it revokes is to be seen soon.
    certificates: { privateNetworks: [HOST], recheckMinutes: 1, listMinutes: 1 },
    // Whoever tries webhooks has the receiver on this machine.
    webhooks: { privateNetworks: [HOST] },
    trust: { caFiles: [certificates.ca] },
    // Whoever tries it out does so from one address.
    limits: { registrationsPerHour: 10_000, lookUpsPerMinute: 1000 },
    bootstrapFile: paths.bootstrap,
    registration: { contactEmail: operator.email },
    nodeSuppliers: [
      {
        name: 'Uzly pro nemocnice, s. r. o.',
        website: 'https://uzly.example.cz',
        email: 'obchod@uzly.example.cz',
        phone: '+420 000 000 210',
      },
      { name: 'Archivy a brány, a. s.', website: 'https://brany.example.cz', email: 'info@brany.example.cz' },
    ],
  }
}

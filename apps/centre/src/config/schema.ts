/**
 * Every option of the centre, checked once at start. The table in docs/configuration.md is written from here
 * (`node apps/centre/src/config/write-table.ts`), and a test compares both.
 */
import { INSTITUTION_KINDS, type InstitutionKind } from '@epacs/exchange'
import { z } from 'zod'

const GIB = 1024 ** 3

const file = z.string().min(1)
const port = z.int().min(1).max(65535)
const origin = z
  .url({ protocol: /^https$/ })
  .transform((url) => new URL(url).origin)
  .meta({ type: 'https address' })
const count = z.int().min(1)

const tlsFiles = z.strictObject({
  certFile: file.describe('PEM file with the server certificate, followed by its intermediates'),
  keyFile: file.describe('PEM file with its private key'),
})

const quotaByKind: Record<InstitutionKind, number> = {
  hospital: 200 * GIB,
  outpatient: 50 * GIB,
  specialised: 50 * GIB,
  'private-practice': 20 * GIB,
  scientific: 100 * GIB,
}

const quotas = z.strictObject(
  Object.fromEntries(
    INSTITUTION_KINDS.map((kind) => [
      kind,
      count.default(quotaByKind[kind]).describe(`Quota in bytes of a new mailbox of kind \`${kind}\``),
    ]),
  ) as Record<InstitutionKind, z.ZodDefault<z.ZodInt>>,
)

const jtpClaims = z.strictObject({
  subject: file.default('sub').describe('Claim with the lasting identifier of the person'),
  name: file.default('name').describe('Claim with the name to show'),
  email: file.default('email').describe('Claim with the e-mail address'),
  institution: file.default('institution').describe("Claim with the institution's IČO"),
  roles: file.default('roles').describe('Claim with the roles, a list or one word'),
})

export const configSchema = z.strictObject({
  dataFolder: file.describe('Folder of packages, uploads and the embedded database; made when it is missing'),
  portal: z.strictObject({
    host: file.default('localhost').describe('Address or name to listen at; `::` for every interface'),
    port: port.default(8443).describe('Port of the portal and the API'),
    publicUrl: origin.describe('Address of the portal as browsers see it'),
    tls: tlsFiles,
    folder: file.nullable().default(null).describe('Folder of the built portal; null: the API alone'),
  }),
  certificateEntrance: z.strictObject({
    host: file.default('localhost').describe('Address or name to listen at'),
    port: port.default(8444).describe('Port of the entrance that asks for the personal certificate'),
    publicUrl: origin.describe('Address of this entrance as browsers see it'),
    tls: tlsFiles.optional(),
  }),
  dicom: z
    .strictObject({
      host: file.default('127.0.0.1').describe('Address or name to listen at; `::` for every interface'),
      port: port
        .nullable()
        .default(null)
        .describe('Port of DICOM without TLS, for addresses of a VPN; null: not offered'),
      tlsPort: port.nullable().default(null).describe('Port of DICOM over mutual TLS; null: not offered'),
      tls: tlsFiles.optional(),
      quietSeconds: count
        .default(60)
        .describe(
          'A message is closed when nothing came to it for so long: while its association stands, or after it broke',
        ),
      releaseSeconds: z
        .int()
        .min(0)
        .default(5)
        .describe('... and so long after the last of its associations was released'),
      rememberDays: count
        .default(7)
        .describe('So long an instance that is sent again is recognised, and storage commitment is answered'),
      maxAssociations: count.default(100).describe('Associations at once'),
      maxAssociationsPerInstitution: count
        .default(20)
        .describe('Associations at once of the gateways of one institution'),
      maxOpenMessages: count
        .default(200)
        .describe('Messages of one institution that are being received or checked at once'),
      maxOpenBytes: count.default(256 * GIB).describe('Bytes of these messages together'),
    })
    .prefault({}),
  database: z.union([
    z.strictObject({
      embedded: z.strictObject({
        port: port.describe("Loopback port of the centre's own PostgreSQL, kept in the data folder"),
      }),
    }),
    z.strictObject({
      url: z
        .string()
        .regex(/^postgres(ql)?:\/\//)
        .describe("Instead of `embedded`: address of the operator's PostgreSQL, `postgres://…`"),
    }),
  ]),
  jtp: z
    .strictObject({
      issuer: z
        .url({ protocol: /^https$/ })
        .meta({ type: 'https address' })
        .describe('OpenID Connect issuer'),
      clientId: file.describe('Client id of the centre at the issuer'),
      clientSecretFile: file.describe('File with the client secret'),
      claims: jtpClaims.prefault({}),
      role: file.default('Odborník').describe('Role that opens a mailbox to a person'),
    })
    .nullable()
    .default(null)
    .describe('Sign-in through JTP; null: not offered'),
  trust: z
    .strictObject({
      caFiles: z
        .array(file)
        .default([])
        .describe(
          'PEM files of authorities that the centre trusts when it connects somewhere, besides the usual',
        ),
    })
    .prefault({}),
  bootstrapFile: file
    .nullable()
    .default(null)
    .describe('JSON file with institutions, people and authorities that are brought in at each start'),
  sessions: z
    .strictObject({
      idleMinutes: count.default(60).describe('A session nobody uses ends after'),
      absoluteHours: count.default(12).describe('Every session ends after'),
    })
    .prefault({}),
  uploads: z
    .strictObject({
      maxBytes: count.default(64 * GIB).describe('Longest upload'),
      expireAfterHours: count.default(24).describe('An upload that nobody continues is removed after'),
      maxOpen: count.default(200_000).describe('Uploads of one institution that wait for a message'),
      maxOpenBytes: count
        .default(256 * GIB)
        .describe('Bytes of the uploads of one institution that wait for a message'),
      diskReserveBytes: z.int().min(0).default(GIB).describe('Free space that uploads leave on the disk'),
    })
    .prefault({}),
  intake: z
    .strictObject({
      maxAttempts: count.default(3).describe('Attempts at a message whose checking breaks down'),
      concurrency: count.default(2).describe('Messages (and other jobs) worked on at the same time'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      signInPerMinute: count.default(60).describe('Sign-in requests of one address in a minute'),
      connections: count.default(4000).describe('Open connections of each entrance'),
      eventStreams: count.default(8).describe('Open event streams of one session'),
    })
    .prefault({}),
  quotas: quotas.prefault({}),
  metrics: z
    .strictObject({
      allowFrom: z
        .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).meta({ type: 'address or network' }))
        .default([])
        .describe('Addresses and networks that may read `/metrics`, besides this machine'),
    })
    .prefault({}),
  logging: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error', 'silent'])
        .default('info')
        .describe('What is logged, as JSON lines on the standard output'),
    })
    .prefault({}),
})

export type Config = z.output<typeof configSchema>
/** As it stands in the file: what has a default may be left out. */
export type ConfigFile = z.input<typeof configSchema>

/**
 * Every option of the centre, checked once at start. The table in docs/configuration.md is written from here
 * (`node apps/centre/src/config/write-table.ts`), and a test compares both.
 */
import { MAX_PDF_BYTES } from '@epacs/dicom'
import { DEFAULT_ASSOCIATION_LIMITS, isPasswordHash } from '@epacs/dicom/network'
import { INSTITUTION_KINDS, type InstitutionKind, LANGUAGES } from '@epacs/exchange'
import { REVOCATION_POLICIES } from '@epacs/pki'
import { z } from 'zod'
import { auditSchema } from './audit-schema.ts'
import { encryptionSchema } from './encryption-schema.ts'
import { jtpSchema } from './jtp-schema.ts'
import { s3Schema } from './s3-schema.ts'

const MIB = 1024 ** 2
const GIB = 1024 ** 3

const file = z.string().min(1)
const port = z.int().min(1).max(65535)
const origin = z
  .url({ protocol: /^https$/ })
  .transform((url) => new URL(url).origin)
  .meta({ type: 'https address' })
const count = z.int().min(1)
const uid = z
  .string()
  .regex(/^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/)
  .max(64)
  .meta({ type: 'UID' })

const addressOrNetwork = z
  .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
  .meta({ type: 'address or network' })

const tlsFiles = z.strictObject({
  certFile: file.describe('PEM file with the server certificate, followed by its intermediates'),
  keyFile: file.describe('PEM file with its private key'),
})

const gatewayUser = z.strictObject({
  gateway: file.describe('Calling AE title of the gateway'),
  name: file.describe('User name, as the gateway gives it (PS3.7 §D.3.3.7)'),
  passwordHash: z
    .string()
    .refine(isPasswordHash, 'must be what `epacs dicom-password` writes')
    .describe('Of its passcode, as `epacs dicom-password` writes it'),
})

const viewerId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .describe('Short name, kept by browsers as the choice of a person')

const nodeSupplier = z.strictObject({
  name: file,
  website: z.url({ protocol: /^https?$/ }),
  email: z.email(),
  phone: file.nullable().default(null),
})

/** Of a process: what it does for the centre. */
const ROLES = ['web', 'dicom', 'worker'] as const

/** Decimal, as disks are sold and as the portal shows sizes. */
const GB = 1e9

const quotaByKind: Record<InstitutionKind, number> = {
  hospital: 200 * GB,
  outpatient: 50 * GB,
  specialised: 50 * GB,
  'private-practice': 20 * GB,
  scientific: 100 * GB,
}

const quotas = z.strictObject(
  Object.fromEntries(
    INSTITUTION_KINDS.map((kind) => [
      kind,
      count.default(quotaByKind[kind]).describe(`Quota in bytes of a new mailbox of kind \`${kind}\``),
    ]),
  ) as Record<InstitutionKind, z.ZodDefault<z.ZodInt>>,
)

const smtp = z.strictObject({
  url: z
    .url({ protocol: /^smtps?$/ })
    .meta({ type: 'smtp or smtps address' })
    .describe('SMTP server: `smtps://HOST:465`, or `smtp://HOST:587` with STARTTLS'),
  startTls: z
    .enum(['required', 'if-offered', 'never'])
    .default('required')
    .describe('With `smtp:`, whether mails may leave without encryption'),
  user: file.nullable().default(null).describe('Name to sign in with; null: without'),
  passwordFile: file.nullable().default(null).describe('File with its password'),
})

const mail = z.strictObject({
  smtp: smtp
    .nullable()
    .default(null)
    .describe(
      "Server that mails are given to; null: they are put in the data folder's `mail/` as `.eml` files",
    ),
  sender: file
    .nullable()
    .default(null)
    .describe('Address in From, e.g. `ePACS <epacs@hospital.example>`; null: `epacs@` the portal'),
  replyTo: file.nullable().default(null).describe('Address that answers go to; null: to the sender'),
  keepDays: count.default(90).describe('How long the record of a mail is kept, and a mail in the folder'),
})

const desktopViewer = z.union([
  z.strictObject({
    id: viewerId,
    name: file.describe('What people call it'),
    address: z
      .string()
      .regex(/^[a-z][a-z0-9+.-]*:.*\{(packageUrl|manifestUrl)\}/i)
      .describe(
        'Address that opens it: `{packageUrl}` (the ZIP) or `{manifestUrl}` (the list of images for Weasis), and `{studyUid}`',
      ),
  }),
  z.strictObject({
    id: viewerId,
    name: file,
    file: z
      .strictObject({
        extension: z
          .string()
          .regex(/^[a-z0-9]{1,10}$/)
          .default('zip')
          .describe('Of the downloaded package'),
        mediaType: z
          .string()
          .regex(/^[a-z]+\/[a-z0-9.+-]+$/)
          .default('application/zip')
          .describe('Of the downloaded package'),
      })
      .describe(
        'Instead of `address`: the package is downloaded under a type that the viewer is registered for',
      ),
  }),
])

/** Addresses as the viewers' own documentation gives them. */
const USUAL_VIEWERS = [
  { id: 'weasis', name: 'Weasis', address: 'weasis://%24dicom%3Aget%20-w%20%22{manifestUrl}%22' },
  { id: 'horos', name: 'Horos', address: 'horos://?methodName=downloadURL&display=YES&URL={packageUrl}' },
  { id: 'osirix', name: 'OsiriX', address: 'osirix://?methodName=downloadURL&display=YES&URL={packageUrl}' },
  // No address of theirs takes a package from elsewhere: they are opened by the file that they are registered for.
  { id: 'dicompass', name: 'DICOMPASS', file: {} },
  { id: 'radiant', name: 'RadiAnt', file: {} },
  { id: 'file', name: 'ZIP', file: {} },
]

export const configSchema = z.strictObject({
  dataFolder: file.describe('Folder of packages, uploads and the embedded database; made when it is missing'),
  roles: z
    .array(z.enum(ROLES))
    .min(1)
    .default([...ROLES])
    .describe(
      'What this process does: `web` (the portal, the API, the certificate entrance), `dicom` (the DICOM entrance), `worker` (jobs: checking, mails, what comes by the clock). See [production.md](production.md)',
    ),
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
  reverseProxy: z
    .strictObject({
      addresses: z
        .array(addressOrNetwork)
        .default([])
        .describe(
          'Addresses and networks of reverse proxies: only they may say who calls (`X-Forwarded-For`) and hand over client certificates (RFC 9440)',
        ),
    })
    .prefault({}),
  certificates: z
    .strictObject({
      revocation: z
        .enum(REVOCATION_POLICIES)
        .default('hard-fail')
        .describe('When it cannot be learnt whether a certificate was revoked: refuse it, or let it pass'),
      recheckMinutes: count
        .default(5)
        .describe(
          'How often the certificates of open sessions are checked again, and how old an OCSP answer may be',
        ),
      listMinutes: count
        .default(60)
        .describe('How old a revocation list may be before it is fetched again; always before it ends'),
      hosts: z
        .array(file)
        .default([])
        .describe(
          'Names of the only hosts that are asked about revocation; empty: whatever the certificates name',
        ),
      privateNetworks: z
        .array(addressOrNetwork)
        .default([])
        .describe('Addresses that are not public and may be asked about revocation all the same'),
      timeoutSeconds: count.default(10).describe('How long a question about revocation may take'),
      maxListBytes: count.default(32 * MIB).describe('Longest revocation list'),
    })
    .prefault({}),
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
      lostAfterDays: count
        .default(7)
        .describe(
          'What came by DICOM to a process that has not been running for so long comes to an end, and its sender is told. See [production.md](production.md#several-processes)',
        ),
      maxPduBytes: z
        .int()
        .min(4096)
        .max(16 * MIB)
        .default(DEFAULT_ASSOCIATION_LIMITS.maxPduBytes)
        .describe('Longest P-DATA-TF PDU that is received, told to each gateway'),
      storage: z
        .union([z.enum(['all', 'standard']), z.array(uid).min(1)])
        .default('all')
        .describe(
          'Storage classes that are taken: all; `standard`, without those of manufacturers; or a list of UIDs',
        ),
      users: z
        .array(gatewayUser)
        .default([])
        .describe(
          'Gateways named here must say one of their users with its passcode; of the others it is ignored. Only with TLS does nobody else read it',
        ),
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
  audit: auditSchema,
  jtp: jtpSchema,
  packages: z
    .strictObject({
      s3: s3Schema
        .nullable()
        .default(null)
        .describe(
          'S3-compatible store that packages lie in; null: they lie in `packages/` of the data folder. See [production.md](production.md)',
        ),
    })
    .prefault({}),
  encryption: encryptionSchema.prefault({}),
  scrub: z
    .strictObject({
      everyDays: count
        .default(30)
        .describe('Every stored package is read again, against its digests, so often'),
      bytesPerSecond: count.default(20 * MIB).describe('And at most so fast'),
    })
    .prefault({}),
  retention: z
    .strictObject({
      days: count
        .nullable()
        .default(null)
        .describe(
          "A message's data is deleted from the mailboxes that have it so many days after it was sent, and those who use them are told before; the record stays. Null: people delete",
        ),
      warnDays: count
        .default(7)
        .describe('They are told so many days before; without that nothing is deleted'),
      requestDays: count
        .nullable()
        .default(null)
        .describe(
          'The patient of a request for images, and what was written about it, is forgotten so many days after the request has ended. Null: as `days`',
        ),
    })
    .prefault({}),
  signing: z
    .strictObject({
      keyFile: file
        .nullable()
        .default(null)
        .describe(
          'PEM file with the EC key (P-256) that manifests and receipts are signed with; null: one that the centre makes, in `signing/` of the data folder',
        ),
    })
    .prefault({}),
  keys: z
    .strictObject({
      sealFile: file
        .nullable()
        .default(null)
        .describe(
          "File with at least 32 random bytes, the same at every process: the centre's own keys are kept in the database, sealed with it; null: in `signing/`, `node-authority/` and `webhook-secrets/` of the data folder, for one process",
        ),
    })
    .prefault({}),
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
      programHours: count
        .default(12)
        .describe(
          'A session that a person let a program have (`epacs login`) ends after; one that was let in through JTP ends with what JTP said',
        ),
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
      largestDocumentBytes: count
        .max(MAX_PDF_BYTES)
        .default(100 * MIB)
        .describe('The largest PDF that may be attached to a message'),
    })
    .prefault({}),
  stopping: z
    .strictObject({
      noticeSeconds: z
        .int()
        .min(0)
        .default(0)
        .describe(
          'After SIGTERM requests are served so long as ever, while `/readyz` answers 503: as long as a load balancer needs to notice',
        ),
      transferSeconds: z
        .int()
        .min(0)
        .default(0)
        .describe('Then uploads, downloads, associations and jobs that run have so long to end'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      signInPerMinute: count.default(60).describe('Sign-in requests of one address in a minute'),
      changesPerMinute: count
        .default(600)
        .describe(
          'Changes by one account in a minute, or by the visitors of one address; ten times by an address',
        ),
      searchesPerMinute: count.default(600).describe('Searches and lists, likewise'),
      uploadRequestsPerMinute: count
        .default(60_000)
        .describe(
          'Requests that create, send or ask about uploads, likewise; a folder is thousands of files',
        ),
      uploadsPerMinute: count
        .default(12_000)
        .describe(
          'Uploads that one institution begins in a minute, evenly; what comes faster waits for a moment, more is refused',
        ),
      registrationsPerHour: count.default(20).describe('Requests to join by one address in an hour'),
      unconfirmedRegistrations: count
        .default(2000)
        .describe('Requests that wait for the confirmation of their address, in all'),
      invitationsPerHour: count.default(60).describe('Invitations by one person in an hour'),
      lookUpsPerMinute: count.default(30).describe('Look-ups in the register by one address in a minute'),
      connections: count.default(4000).describe('Open connections of each entrance'),
      eventStreams: count.default(8).describe('Open event streams of one session'),
    })
    .prefault({}),
  quotas: quotas.prefault({}),
  mail: mail.prefault({}),
  webhooks: z
    .strictObject({
      privateNetworks: z
        .array(addressOrNetwork)
        .default([])
        .describe('Addresses that are not public and may be called by webhooks of institutions all the same'),
    })
    .prefault({}),
  registration: z
    .strictObject({
      operatorLanguage: z.enum(LANGUAGES).default('cs').describe('Language of the mails to `contactEmail`'),
      contactEmail: z
        .email()
        .nullable()
        .default(null)
        .describe('Address that requests are sent to by e-mail, and that is told of new ones; null: none'),
      conditionsFolder: file
        .nullable()
        .default(null)
        .describe(
          'Folder with the conditions of participation, `VERSION.cs.md` and `VERSION.en.md`; null: the usual',
        ),
      confirmWithinHours: count
        .default(72)
        .describe('A request whose address is not confirmed is removed after'),
      invitationDays: count.default(14).describe('How long an invitation or an enrolment code serves'),
    })
    .prefault({}),
  nodes: z
    .strictObject({
      certificateDays: count
        .default(90)
        .describe('How long the certificate of a communication node serves; it renews it by itself'),
      codeHours: count.default(72).describe('How long a code that an operator asks for enrols a node'),
      silentMailMinutes: count
        .nullable()
        .default(30)
        .describe(
          'A node that has not called for so long is told of by e-mail, to the representatives of its institution and to `registration.contactEmail`, and once more when it is back; looked at every five minutes; null: never',
        ),
    })
    .prefault({}),
  nodeSuppliers: z
    .array(nodeSupplier)
    .default([])
    .describe(
      'Who supplies communication nodes, for the page of how to join: `name`, `website`, `email` and, if there is one, `phone`',
    ),
  dicomweb: z
    .strictObject({
      allowedOrigins: z
        .array(origin)
        .default([])
        .describe('Origins of pages elsewhere (viewers) that may use DICOMweb in the name of who sees them'),
    })
    .prefault({}),
  desktopViewers: z
    .strictObject({
      offered: z
        .array(desktopViewer)
        .default(() => z.array(desktopViewer).parse(USUAL_VIEWERS))
        .describe(
          'Viewers on people’s computers that a message can be opened in; see [desktop-viewers.md](desktop-viewers.md)',
        ),
      linkMinutes: count.default(5).describe('A link for a desktop viewer serves once, and so long'),
      readingMinutes: count
        .default(60)
        .describe('So long a viewer that was given the list of images may fetch them'),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      allowFrom: z
        .array(addressOrNetwork)
        .default([])
        .describe('Addresses and networks that may read `/metrics`, besides this machine'),
      host: z.string().min(1).default('127.0.0.1').describe('Address or name that `metrics.port` is at'),
      port: port
        .nullable()
        .default(null)
        .describe(
          'Port of `/healthz`, `/readyz` and `/metrics` alone, over plain HTTP, whatever the process does (`roles`). `/metrics` is nowhere else then; null: all three are at the entrances alone',
        ),
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
export type JtpConfig = NonNullable<Config['jtp']>
export type SamlConfig = Extract<JtpConfig, { protocol: 'saml' }>
export type OidcConfig = Exclude<JtpConfig, SamlConfig>
export type S3Config = NonNullable<Config['packages']['s3']>
/** As it stands in the file: what has a default may be left out. */
export type ConfigFile = z.input<typeof configSchema>

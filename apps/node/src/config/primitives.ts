/** What several sections of `node.yaml` are made of. */
import { z } from 'zod'

/** PS3.5 §6.2, AE: up to 16 characters, no backslash or control characters, spaces around it mean nothing. */
export const aeTitle = z
  .string()
  .regex(/^(?! )[\x20-\x5b\x5d-\x7e]{1,16}(?<! )$/, 'must be an AE title: 1 to 16 characters')
export const port = z.int().min(1).max(65535)

/** PS3.4 §C.2.2.2.4: * for any characters, ? for one. */
export const patterns = z.array(z.string().min(1)).min(1).optional()

/** PEM files for calling somebody over TLS; they are read at each call. */
export const peerTls = z
  .strictObject({
    /** Authority of the certificate that is shown by who is called. */
    caFile: z.string().min(1),
    /** The node's own, for who wants one of it; null: none. */
    certificateFile: z.string().min(1).nullable().default(null),
    keyFile: z.string().min(1).nullable().default(null),
    /** Whom its certificate names; null: the host that is called. */
    serverName: z.string().min(1).nullable().default(null),
  })
  .refine(
    ({ certificateFile, keyFile }) => (certificateFile === null) === (keyFile === null),
    'has one of certificateFile and keyFile: it takes both or none',
  )

export type PeerTlsConfig = z.output<typeof peerTls>

/** Where received images go: one PACS or several, by C-STORE or STOW-RS, and which images go to which. */
import { z } from 'zod'
import { aeTitle, patterns, peerTls, port } from './primitives.ts'

/** Of the only PACS of most nodes, which needs none. */
export const ONLY_PACS = 'PACS'

const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}$/,
    'must be a name: 1 to 32 letters without accents, digits, spaces, and . _ -',
  )

const uids = z
  .array(z.string().regex(/^[0-9.]{1,64}$/, 'must be a UID'))
  .min(1)
  .optional()

/** What is published of what it takes, besides what it says itself when it is asked. */
const takes = z.strictObject({
  /** By association negotiation, with nothing sent. Without, what stands here alone is published. */
  ask: z.boolean().default(true),
  /** No other SOP classes, and no other transfer syntaxes; undefined: all that it takes. */
  sopClasses: uids,
  transferSyntaxes: uids,
  /** Defined terms of Specific Character Set that it shows rightly: no association tells that. */
  characterSets: z
    .array(z.string().regex(/^[A-Z0-9 _]{1,16}$/, 'must be a term such as ISO_IR 101'))
    .min(1)
    .optional(),
})

const onePacs = z
  .strictObject({
    /** What page, rules and reports call it by. */
    name: name.default(ONLY_PACS),
    host: z.string().min(1).optional(),
    port: port.optional(),
    aeTitle: aeTitle.optional(),
    callingAeTitle: aeTitle.default('EPACS_NODE'),
    /** Storage commitment (PS3.4 annex J) is asked for after the last image. */
    commitment: z.boolean().default(false),
    /** What it does not take in its transfer syntax it gets in Explicit VR Little Endian; video never. */
    decompress: z.enum(['never', 'lossless', 'lossy-too']).default('never'),
    /** Null: it is called without a certificate of the hospital's authority or of the node. */
    tls: peerTls.nullable().default(null),
    takes: takes.prefault({}),
    /** Base address of its DICOMweb service: stored to by STOW-RS (PS3.18 §10.5) in place of C-STORE. */
    stow: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://pacs.example/dicom-web' })
      .optional(),
    /** Holds user:password in one line, for HTTP Basic authentication. */
    basicFile: z.string().min(1).optional(),
    /** Holds a token in one line (RFC 6750). */
    bearerFile: z.string().min(1).optional(),
  })
  .superRefine((pacs, context) => {
    const tell = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (pacs.stow === undefined) {
      for (const each of ['host', 'port', 'aeTitle'] as const) {
        if (pacs[each] === undefined) tell(each, 'is missing: a PACS has host, port and aeTitle, or stow')
      }
      for (const each of ['basicFile', 'bearerFile'] as const) {
        if (pacs[each] !== undefined) tell(each, 'is for STOW-RS: it needs stow')
      }
      return
    }
    for (const each of ['host', 'port', 'aeTitle'] as const) {
      if (pacs[each] !== undefined) tell(each, 'is for C-STORE: with stow it has no meaning')
    }
    if (pacs.commitment) tell('commitment', 'is for C-STORE: STOW-RS knows none')
    if (pacs.decompress !== 'never')
      tell('decompress', 'is for C-STORE: STOW-RS does not say what a PACS takes')
    if (pacs.basicFile !== undefined && pacs.bearerFile !== undefined)
      tell('bearerFile', 'there is a basicFile: it takes one of both')
    const address = URL.parse(pacs.stow)
    if (address !== null && (address.username !== '' || address.password !== ''))
      tell('stow', 'user and password do not belong in the configuration, which others may read: basicFile')
    if (pacs.tls !== null && address?.protocol !== 'https:') tell('tls', 'needs an address with https')
  })
  .transform((pacs): PacsConfig => {
    const { host = '', port: at = 0, aeTitle: called = '', stow, basicFile, bearerFile, ...common } = pacs
    if (stow === undefined) return { by: 'c-store', ...common, host, port: at, aeTitle: called }
    return {
      by: 'stow',
      ...common,
      url: stow.replace(/\/+$/, ''),
      basicFile: basicFile ?? null,
      bearerFile: bearerFile ?? null,
    }
  })

interface CommonPacs {
  readonly name: string
  readonly callingAeTitle: string
  readonly commitment: boolean
  readonly decompress: 'never' | 'lossless' | 'lossy-too'
  readonly tls: z.output<typeof peerTls> | null
  readonly takes: z.output<typeof takes>
}

/** By C-STORE. */
export interface DicomPacsConfig extends CommonPacs {
  readonly by: 'c-store'
  readonly host: string
  readonly port: number
  readonly aeTitle: string
}

/** By STOW-RS. */
export interface StowPacsConfig extends CommonPacs {
  readonly by: 'stow'
  /** Without a slash at its end; `/studies` is below it. */
  readonly url: string
  readonly basicFile: string | null
  readonly bearerFile: string | null
}

export type PacsConfig = DicomPacsConfig | StowPacsConfig

/** Always a list: empty when nothing is received. */
export const pacsSchema = z
  .union([onePacs, z.array(onePacs).min(1)])
  .nullable()
  .default(null)
  .transform((pacs): readonly PacsConfig[] => (pacs === null ? [] : Array.isArray(pacs) ? pacs : [pacs]))
  .superRefine((all, context) => {
    for (const [index, each] of all.entries()) {
      if (all.findIndex(({ name: other }) => other === each.name) < index) {
        const message = 'another PACS has this name (without name it is PACS)'
        context.addIssue({ code: 'custom', path: [index, 'name'], message })
      }
    }
  })

const storingRule = z.strictObject({
  /** All of these must hold, each by one of its patterns; nothing here: every image. */
  when: z
    .strictObject({
      modality: patterns,
      /** Name of the institution that sent the message; upper and lower case are the same. */
      sender: patterns,
    })
    .prefault({}),
  /** Names of PACS. */
  to: z.array(name).min(1),
})

/** The first that matches an image says which PACS get it; without one all do. */
export const storingSchema = z.array(storingRule).default([])

export type StoringRule = z.output<typeof storingRule>

/** What is wrong with them together. */
export function refuseUnknownPacs(
  { pacs, storing }: { readonly pacs: readonly PacsConfig[]; readonly storing: readonly StoringRule[] },
  context: z.core.$RefinementCtx,
): void {
  const known = new Set(pacs.map(({ name: each }) => each))
  for (const [index, { to }] of storing.entries()) {
    for (const [place, each] of to.entries()) {
      if (known.has(each)) continue
      const path = ['storing', index, 'to', place]
      context.addIssue({ code: 'custom', path, message: `there is no PACS of the name ${each}` })
    }
  }
}

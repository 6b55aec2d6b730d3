/** Which mails about communication nodes there are, and what they may be filled with. */
import type { Placeholder, Placeholders } from './wording.ts'

const line: Placeholder = { kind: 'line', isObligatory: false, mayBeEmpty: false }
const link: Placeholder = { kind: 'link', isObligatory: true, mayBeEmpty: false }

export const NODE_WORDING_NAMES = ['node-silent', 'node-back', 'node-certificate-ends'] as const

/** All three alike, to whoever looks after it: the institution's representatives and the operator. */
export interface AboutNode {
  /** Name of the institution. */
  readonly institution: string
  /** Its id: an institution may have several. */
  readonly node: string
  /** When it was heard last, or when its certificate ends, as the reader writes it. */
  readonly at: string
  /** The page that shows its state. */
  readonly link: string
}

export const NODE_PLACEHOLDERS: Placeholders = { institution: line, node: line, at: line, link }

/** What is sent directly is not encrypted: it must not be the way around what a node's configuration demands. */
import type { EndToEndSending } from '../config/end-to-end-schema.ts'
import { NodeError } from '../node-error.ts'
import type { Recipient } from './recipient.ts'

/** @throws NodeError: to this recipient the node sends end to end, or would where it can */
export function requireInTheOpen(endToEnd: EndToEndSending, { name, aeTitle = '' }: Recipient): void {
  const isInTheOpen = Array.isArray(endToEnd) ? !endToEnd.includes(aeTitle) : endToEnd === 'off'
  if (isInTheOpen) return
  throw new NodeError(
    `The node encrypts what it sends to ${name} (sending.endToEnd), and epacs send does not: nothing was sent. ` +
      'Send it to its DICOM port, or lay it into one of its folders (`folders` in its configuration).',
  )
}

/** The text that is put beside what was sent from a folder, or could not be. */
import type { FileOutcome } from '@epacs/intake'
import type { Outgoing } from '../state/outgoing.ts'

/** More would be read by nobody. */
const MOST_TOLD = 1000

/** What is to be said about the files, a line each; empty: nothing. */
export function remarksOn(files: readonly FileOutcome[]): string {
  const told = files.filter(({ outcome }) => outcome !== 'accepted')
  const lines = told
    .slice(0, MOST_TOLD)
    .map(({ path, outcome, code, detail }) =>
      `${path}: ${outcome}, ${code ?? 'no reason'}. ${detail ?? ''}`.trim(),
    )
  if (told.length > MOST_TOLD) lines.push(`… and ${told.length - MOST_TOLD} more`)
  return lines.join('\n')
}

export function wordsFor(outgoing: Outgoing, at: Date): string {
  const { id, state, recipientName, called, messageId, trouble, images, remarks } = outgoing
  const heading =
    state === 'delivered'
      ? `Sent to ${recipientName} (${called}): ${images ?? 0} ${images === 1 ? 'image' : 'images'}.`
      : `Not sent to ${recipientName} (${called}): ${trouble ?? state}`
  const facts = [
    heading,
    at.toISOString(),
    `Sending ${id}`,
    ...(messageId === null ? [] : [`Message ${messageId}`]),
  ]
  const about = remarks === null || remarks === '' ? [] : ['', 'About the files:', remarks]
  return `${[...facts, ...about].join('\n')}\n`
}

/** Which PACS get an image: the first rule that matches says so; without one, all of them. */

import { matchesPattern } from '@epacs/intake/passport'
import type { PacsConfig, StoringRule } from '../config/schema.ts'

export interface StoringConfig {
  readonly pacs: readonly PacsConfig[]
  readonly storing: readonly StoringRule[]
}

/** @returns names of PACS, by modality; none twice */
export function choiceFor(
  { pacs, storing }: StoringConfig,
  senderName: string,
): (modality: string) => readonly string[] {
  const sender = senderName.toLowerCase()
  const ofSender = storing.filter(({ when }) =>
    holds(
      when.sender?.map((each) => each.toLowerCase()),
      sender,
    ),
  )
  const all = pacs.map(({ name }) => name)
  return (modality) => {
    const rule = ofSender.find(({ when }) => holds(when.modality, modality))
    return rule === undefined ? all : [...new Set(rule.to)]
  }
}

/** What an image does not say matches nothing. */
function holds(patterns: readonly string[] | undefined, value: string): boolean {
  return patterns === undefined || (value !== '' && patterns.some((each) => matchesPattern(each, value)))
}

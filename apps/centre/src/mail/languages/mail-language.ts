/** What mails need of a language: a file beside this one has all of it. */
import type { Urgency } from '@epacs/exchange'
import type { Values, Wording } from '../templates/wording.ts'
import type { WordingName } from '../templates/wording-names.ts'

export interface MailLanguage {
  /** Below every mail; `portal`: its address. */
  readonly footer: (portal: string) => string
  /** Before the subject of a mail that operators send to themselves. */
  readonly trial: string
  /** How urgent a request for images is, at the beginning of a subject and in quotes. */
  readonly urgencies: Readonly<Record<Exclude<Urgency, 'routine'>, string>>
  /** What previews are filled with, by placeholder. */
  readonly samples: Values
  readonly wordings: Readonly<Record<WordingName, Wording>>
}

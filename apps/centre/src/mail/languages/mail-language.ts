/** What mails need of a language: a file beside this one has all of it. */
import type { Values, Wording } from '../templates/wording.ts'
import type { WordingName } from '../templates/wording-names.ts'

export interface MailLanguage {
  /** Below every mail; `portal`: its address. */
  readonly footer: (portal: string) => string
  /** Before the subject of a mail that operators send to themselves. */
  readonly trial: string
  /** What previews are filled with, by placeholder. */
  readonly samples: Values
  readonly wordings: Readonly<Record<WordingName, Wording>>
}

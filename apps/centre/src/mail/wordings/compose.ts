/** From what was queued to what is sent. */
import type { Language } from '@epacs/exchange'
import type { Kysely } from 'kysely'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import type { Database } from '../../database/index.ts'
import { Words } from '../../http/index.ts'
import { MAIL_LANGUAGES } from '../languages/index.ts'
import type { MailText } from '../message.ts'
import { FILLINGS, type MailTemplate } from '../templates/index.ts'
import { fillIn, type Values } from '../templates/wording.ts'
import { PLACEHOLDERS, WORDING_NAMES } from '../templates/wording-names.ts'
import { sampleValues } from './samples.ts'
import { wordingInForce } from './versions.ts'

/** The template of mails that operators send to themselves, to see what others would get. */
export const TRIAL = 'trial'

/** What a trial is made of: a wording that may never have been kept. */
export const TrialContents = Type.Object({
  wording: Words(WORDING_NAMES),
  subject: Type.String(),
  text: Type.String(),
})
export type TrialContents = Static<typeof TrialContents>

interface Queued {
  readonly template: string
  readonly language: Language
  readonly contents: Readonly<Record<string, unknown>>
}

/** Undefined: a template that this version of the centre does not know. `portal`: its address. */
export async function compose(
  db: Kysely<Database>,
  { template, language, contents }: Queued,
  portal: string,
): Promise<MailText | undefined> {
  if (template === TRIAL)
    return Check(TrialContents, contents) ? trial(contents, language, portal) : undefined
  if (!isTemplate(template)) return undefined
  // What was queued as the contents of this template.
  const fill = FILLINGS[template] as (contents: unknown) => ReturnType<(typeof FILLINGS)[MailTemplate]>
  const { wording: name, values } = fill(contents)
  return fillIn(await wordingInForce(db, { name, language }), PLACEHOLDERS[name], values)
}

function trial({ wording, ...words }: TrialContents, language: Language, portal: string): MailText {
  const values: Values = sampleValues(language, portal)
  const { subject, blocks } = fillIn(words, PLACEHOLDERS[wording], values)
  return { subject: `${MAIL_LANGUAGES[language].trial} ${subject}`, blocks }
}

function isTemplate(name: string): name is MailTemplate {
  return Object.hasOwn(FILLINGS, name)
}

/** What previews and trial mails are filled with. */
import type { Language } from '@epacs/exchange'
import { MAIL_LANGUAGES } from '../languages/index.ts'
import type { Values } from '../templates/wording.ts'

/** The link leads to the portal's first page, and no further. */
export function sampleValues(language: Language, portal: string): Values {
  return {
    ...MAIL_LANGUAGES[language].samples,
    link: `${portal}/`,
    message: '01940000-0000-7000-8000-000000000000',
    node: '01940000-0000-7000-8000-000000000001',
    hours: '72',
    days: '14',
    percent: '80',
    messages: '3',
    enrolmentCode: 'ABCD-0000-0000',
  }
}

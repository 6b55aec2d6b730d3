/** What previews and trial mails are filled with. */
import type { Language } from '@epacs/exchange'
import type { Values } from '../templates/wording.ts'

const WORDS: Readonly<Record<Language, Values>> = {
  cs: {
    institution: 'Nemocnice Vzorov',
    sender: 'Poliklinika Ukázkov',
    invitedBy: 'MUDr. Jana Vzorná',
    words: 'Toto jsou slova, která napíše provozovatel.\nMohou mít více řádků.',
  },
  en: {
    institution: 'Sample Hospital',
    sender: 'Example Clinic',
    invitedBy: 'Jane Sample, MD',
    words: 'These are words that an operator writes.\nThey may have several lines.',
  },
}

/** The link leads to the portal's first page, and no further. */
export function sampleValues(language: Language, portal: string): Values {
  return {
    ...WORDS[language],
    link: `${portal}/`,
    message: '01940000-0000-7000-8000-000000000000',
    hours: '72',
    days: '14',
    messages: '3',
    enrolmentCode: 'ABCD-0000-0000',
  }
}

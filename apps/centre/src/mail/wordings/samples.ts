/** What previews and trial mails are filled with. */
import type { Language } from '@epacs/exchange'
import type { Values } from '../templates/wording.ts'

const WORDS: Readonly<Record<Language, Values>> = {
  cs: {
    institution: 'Nemocnice Vzorov',
    at: '1. března 2026 v 8:15 SEČ',
    sender: 'Poliklinika Ukázkov',
    asking: 'Poliklinika Ukázkov',
    invitedBy: 'MUDr. Jana Vzorná',
    senders: '2× Poliklinika Ukázkov\n1× Nemocnice Příkladov',
    words: 'Toto jsou slova, která napíše provozovatel.\nMohou mít více řádků.',
  },
  en: {
    institution: 'Sample Hospital',
    at: 'March 1, 2026 at 8:15 AM GMT+1',
    sender: 'Example Clinic',
    asking: 'Example Clinic',
    invitedBy: 'Jane Sample, MD',
    senders: '2× Example Clinic\n1× Model Hospital',
    words: 'These are words that an operator writes.\nThey may have several lines.',
  },
}

/** The link leads to the portal's first page, and no further. */
export function sampleValues(language: Language, portal: string): Values {
  return {
    ...WORDS[language],
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

/** The languages that mails are written in. */
import type { Language } from '@epacs/exchange'
import { CZECH } from './cs.ts'
import { ENGLISH } from './en.ts'
import type { MailLanguage } from './mail-language.ts'
import { SLOVAK } from './sk.ts'

export const MAIL_LANGUAGES: Readonly<Record<Language, MailLanguage>> = { cs: CZECH, en: ENGLISH, sk: SLOVAK }

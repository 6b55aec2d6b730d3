/** What a template makes: a subject and blocks, from which the text and the HTML of one mail are made. */
import type { Language } from '@epacs/exchange'

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  /** Words of a person, line breaks kept. */
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly address: string }
  /** Something to be copied. */
  | { readonly kind: 'code'; readonly label: string; readonly code: string }

export interface MailText {
  readonly subject: string
  readonly blocks: readonly Block[]
}

export type Template<Contents> = (contents: Contents) => MailText

export type InBothLanguages<Contents> = Readonly<Record<Language, Template<Contents>>>

export const text = (words: string): Block => ({ kind: 'text', text: words })
export const quote = (words: string): Block => ({ kind: 'quote', text: words })
export const link = (label: string, address: string): Block => ({ kind: 'link', label, address })
export const code = (label: string, value: string): Block => ({ kind: 'code', label, code: value })

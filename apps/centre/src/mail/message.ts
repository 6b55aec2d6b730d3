/** A mail that is filled in: a subject and blocks, from which its text and its HTML are made. */

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

/**
 * The wording of a mail: paragraphs divided by an empty line, with placeholders in braces. A paragraph that ends in
 * `Label: {link}` becomes a button, one that ends in `Label: {code}` something to be copied, and words of a person that
 * stand alone become a quotation. A paragraph with a placeholder that has nothing to say this time is left out.
 */
import type { Block, MailText } from '../message.ts'

export interface Wording {
  /** One line. */
  readonly subject: string
  readonly text: string
}

/** `quote`: words of a person, with their line breaks; `line`: a name or a number. */
export type PlaceholderKind = 'line' | 'quote' | 'link' | 'code'

export interface Placeholder {
  readonly kind: PlaceholderKind
  /** Whether the text cannot do without it. */
  readonly isObligatory: boolean
  /** Whether it may have nothing to say. */
  readonly mayBeEmpty: boolean
}

export type Placeholders = Readonly<Record<string, Placeholder>>
/** By placeholder; empty: nothing to say. */
export type Values = Readonly<Record<string, string>>

type Piece = string | { readonly name: string }

const PLACEHOLDER = /\{([^{}\n]*)\}/g

export function paragraphsOf(text: string): readonly string[] {
  return text
    .split(/\n(?:[ \t]*\n)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

export function placeholdersIn(words: string): readonly string[] {
  return [...words.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
}

/** In one pass: what values say is never looked through for placeholders. */
export function fillIn({ subject, text }: Wording, placeholders: Placeholders, values: Values): MailText {
  const isSaid = (paragraph: string) => placeholdersIn(paragraph).every((name) => values[name] !== '')
  return {
    subject: filled(piecesOf(subject), values),
    blocks: paragraphsOf(text)
      .filter(isSaid)
      .map((paragraph) => blockOf(piecesOf(paragraph), placeholders, values)),
  }
}

function blockOf(pieces: readonly Piece[], placeholders: Placeholders, values: Values): Block {
  const last = pieces.at(-1)
  if (last === undefined || typeof last === 'string') return { kind: 'text', text: filled(pieces, values) }
  const kind = placeholders[last.name]?.kind
  const value = values[last.name] ?? ''
  if (kind === 'quote' && pieces.length === 1) return { kind, text: value }
  const label = /^([^\n]+?)\s*:\s*$/.exec(filled(pieces.slice(0, -1), values))?.[1]
  if (kind === 'link' && label !== undefined) return { kind, label, address: value }
  if (kind === 'code' && label !== undefined) return { kind, label, code: value }
  return { kind: 'text', text: filled(pieces, values) }
}

function piecesOf(words: string): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { index, 0: whole, 1: name = '' } of words.matchAll(PLACEHOLDER)) {
    if (index > from) pieces.push(words.slice(from, index))
    pieces.push({ name })
    from = index + whole.length
  }
  if (from < words.length) pieces.push(words.slice(from))
  return pieces
}

function filled(pieces: readonly Piece[], values: Values): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : (values[piece.name] ?? ''))).join('')
}

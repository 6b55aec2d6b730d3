/** Names and descriptions for people at the page, as they were most likely meant: many name a character set that is not theirs. */
import { likelyOr } from '@epacs/intake/looking/likely-text'

/** @returns the texts to be shown, and those that the label makes something else of, as it has them */
export function asMeant<Name extends string>(declared: Readonly<Record<Name, string>>) {
  const names = Object.keys(declared) as Name[]
  const texts = Object.fromEntries(names.map((name) => [name, likelyOr(declared[name])]))
  const asLabelled = names.map((name) => declared[name]).filter((text) => likelyOr(text) !== text)
  return { texts: texts as Record<Name, string>, asLabelled }
}

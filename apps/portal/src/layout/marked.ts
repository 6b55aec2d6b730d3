/**
 * Texts with marked parts, `<name>words</name>`, as the language files have them; marks do not stand in one another.
 * A page of help needs no more than this, and react-i18next's Trans weighs ten times as much.
 */
import { cloneElement, type ReactElement, type ReactNode } from 'react'

export function marked(text: string, elements: Readonly<Record<string, ReactElement>>): readonly ReactNode[] {
  return text.split(/(<\w+>[^<]*<\/\w+>)/).map((part, place) => {
    const [, name = '', words = ''] = /^<(\w+)>([^<]*)/.exec(part) ?? []
    const element = elements[name]
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text stay in their places
    return element === undefined ? part : cloneElement(element, { key: place }, words)
  })
}

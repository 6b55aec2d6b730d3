/**
 * Texts with marked parts, `<name>words</name>`, as the language files have them; marks do not stand in one another.
 * A page of help needs no more than this, and react-i18next's Trans weighs ten times as much. `shown` may show the
 * words themselves in a way of its own.
 */
import { cloneElement, createElement, Fragment, type ReactElement, type ReactNode } from 'react'

export function marked(
  text: string,
  elements: Readonly<Record<string, ReactElement>>,
  shown: (words: string) => ReactNode = (words) => words,
): readonly ReactNode[] {
  return text.split(/(<\w+>[^<]*<\/\w+>)/).map((part, place) => {
    const [, name = '', words = ''] = /^<(\w+)>([^<]*)/.exec(part) ?? []
    const element = elements[name]
    if (element === undefined) return createElement(Fragment, { key: place }, shown(part))
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text stay in their places
    return cloneElement(element, { key: place }, shown(words))
  })
}

/** The same text without its marks, as it is read. */
export function withoutMarks(text: string): string {
  return text.replace(/<\/?\w+>/g, '')
}

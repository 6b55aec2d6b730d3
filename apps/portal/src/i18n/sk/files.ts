/** Where the texts of this language are: a chunk of its own, so that nobody loads another language's list. */
export const files = import.meta.glob<{ default: Record<string, unknown> }>('./*.json')

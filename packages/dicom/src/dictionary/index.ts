/** The whole data dictionary. Apart from the rest, because it is large and most readers need a few elements only. */
export { type DictionaryEntry, dictionaryEntry, isPrivate, tagNamed } from './dictionary.ts'

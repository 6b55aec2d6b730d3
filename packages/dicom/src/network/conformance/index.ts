/** What conformance statements (PS3.2) have in common: tables, and what the network itself decides. */
export { STORAGE_CLASS_NAMES } from './storage-class-names.ts'
export { ciphers, hex, limits, named, PLAIN_SYNTAXES, type Row, storageClasses, table } from './tables.ts'

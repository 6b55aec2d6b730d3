/** Codes that a person reads on one machine and confirms on another (RFC 8628 §6.1). */
import { randomInt } from 'node:crypto'

/** No vowels, so that no words come out, and nothing that looks like a digit. 20^8 codes: 34 bits. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH = 8

/** In two groups, as it is shown: `WDJB-MJHT`. */
export function newUserCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)])
  return `${letters.slice(0, LENGTH / 2).join('')}-${letters.slice(LENGTH / 2).join('')}`
}

/** As it was made, however it was typed: case, spaces and dashes do not count. Undefined: it is none. */
export function userCodeIn(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[^A-Z]/g, '')
  if (letters.length !== LENGTH || [...letters].some((letter) => !LETTERS.includes(letter))) return undefined
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`
}

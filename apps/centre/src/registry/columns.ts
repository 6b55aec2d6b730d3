/**
 * Columns of the register's open data. Their names vary in case and between editions; those that nobody needs are
 * passed over, those that are missing are empty.
 */
import { UnreadableRegisterError } from './whole-lines.ts'

const NAMES = {
  placeId: ['MistoPoskytovaniId'],
  facilityId: ['ZdravotnickeZarizeniId'],
  code: ['Kod'],
  placeName: ['NazevZarizeni', 'NazevCely'],
  providerName: ['PoskytovatelNazev'],
  kind: ['DruhZarizeni'],
  secondKind: ['DruhZarizeniSekundarni'],
  ico: ['Ico'],
  street: ['Ulice'],
  house: ['CisloDomovniOrientacni'],
  city: ['Obec'],
  postalCode: ['Psc'],
  region: ['Kraj'],
  latitude: ['Lat'],
  longitude: ['Lng'],
  gps: ['GPS'],
  seatStreet: ['UliceSidlo'],
  seatHouse: ['CisloDomovniOrientacniSidlo'],
  seatCity: ['ObecSidlo'],
  seatPostalCode: ['PscSidlo'],
} as const satisfies Record<string, readonly string[]>

type Column = keyof typeof NAMES

/** One row's fields, trimmed. */
export type Fields = Readonly<Record<Column, string>>

/** `header`: the first row. Throws UnreadableRegisterError when it is not the register's. */
export function fieldsReader(header: readonly string[]): (row: readonly string[]) => Fields {
  const places = new Map(header.map((name, index) => [name.trim().toLowerCase(), index]))
  const indexOf = (column: Column) =>
    NAMES[column].map((name) => places.get(name.toLowerCase())).find((index) => index !== undefined)
  for (const needed of ['ico', 'placeName'] as const) {
    if (indexOf(needed) === undefined) {
      throw new UnreadableRegisterError(`The file has no column ${NAMES[needed].join(' or ')}.`)
    }
  }
  const columns = (Object.keys(NAMES) as Column[]).map((column) => [column, indexOf(column)] as const)
  return (row) =>
    Object.fromEntries(
      columns.map(([column, index]) => [column, index === undefined ? '' : (row[index] ?? '').trim()]),
    ) as Fields
}

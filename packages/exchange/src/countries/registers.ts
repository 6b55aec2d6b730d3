/**
 * National registers under whose numbers institutions of the EU and the EEA are known: company registers that BRIS
 * joins (Directive (EU) 2017/1132), and a few of health care providers. A register is checked as far as its keeper
 * publishes how; a number of any other register is taken as it is written.
 */
import { isIco } from '../ico.ts'
import {
  isFilledTo11,
  isLuhn,
  isMod11,
  isMod11And10,
  isSpanish,
  isTwiceWeighted,
  weighted,
} from './check-digits.ts'
import { asWritten, charactersOf, handelsregister, labelsOf, registrulComertului } from './written-numbers.ts'

export interface NationalRegister {
  /** In the API and, behind `urn:epacs:register:`, in FHIR. */
  readonly code: string
  /** ISO 3166-1, two letters. */
  readonly country: string
  /** As it calls itself at home. */
  readonly name: string
  readonly example: string
}

interface Register extends NationalRegister {
  /** The number as the register writes it; undefined: it has another form. */
  readonly read: (text: string) => string | undefined
  /** Letters and digits of what was read. */
  readonly isRight: (digits: string) => boolean
}

/** @param written how it is written; `$1` and so on are the groups of the form */
const register = (
  code: string,
  name: string,
  form: RegExp,
  written: string,
  example: string,
  isRight: (digits: string) => boolean = () => true,
): Register =>
  readBy(code, name, example, (text) => asWritten(text, form, written, labelsOf(code, name)), isRight)

const readBy = (
  code: string,
  name: string,
  example: string,
  read: Register['read'],
  isRight: Register['isRight'] = () => true,
): Register => ({ code, country: code.slice(0, 2).toUpperCase(), name, example, read, isRight })

const REGON_9 = [8, 9, 2, 3, 4, 5, 6, 7]
const REGON_14 = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]

/** The first of a country is the one that is offered first. */
const REGISTERS: readonly Register[] = [
  register('at-fn', 'Firmenbuchnummer', /^(?:FN)?(\d{1,6})([A-Z])$/, 'FN $1 $2', 'FN 123456 A'),
  register(
    'be-kbo',
    'KBO / BCE',
    /^(?:BE)?([01]\d{3})(\d{3})(\d{3})$/,
    '$1.$2.$3',
    '0403.170.701',
    (digits) => 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8)),
  ),
  register('bg-eik', 'ЕИК', /^(\d{9}|\d{13})$/, '$1', '121212121'),
  register('cy-he', 'ΗΕ', /^(?:HE|ΗΕ)?(\d{1,6})$/, 'HE$1', 'HE123456'),
  readBy('de-hr', 'Handelsregister', 'Charlottenburg HRB 12345', handelsregister),
  register(
    'de-ik',
    'Institutionskennzeichen (IK)',
    /^(\d{9})$/,
    '$1',
    '260326822',
    // Gemeinsames Rundschreiben IK: digits 3 to 8, from the left doubled, plain, and so on.
    (digits) => {
      const sum = [...digits.slice(2, 8)].reduce((total, digit, place) => {
        const value = place % 2 === 0 ? Number(digit) * 2 : Number(digit)
        return total + (value > 9 ? value - 9 : value)
      }, 0)
      return sum % 10 === Number(digits.at(-1))
    },
  ),
  register(
    'dk-cvr',
    'CVR',
    /^(?:DK)?(\d{8})$/,
    '$1',
    '24256790',
    (digits) => weighted(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  ),
  register('ee-rk', 'Registrikood', /^(\d{8})$/, '$1', '12345678', isTwiceWeighted),
  register(
    'es-nif',
    'NIF',
    /^([A-HJ-NP-SUVW]\d{7}[0-9A-Z]|[XYZ]?\d{7,8}[A-Z])$/,
    '$1',
    'A28015865',
    isSpanish,
  ),
  register('fi-y', 'Y-tunnus', /^(?:FI)?(\d{7})(\d)$/, '$1-$2', '0112038-9', (digits) =>
    isFilledTo11(digits, [7, 9, 10, 5, 8, 4, 2]),
  ),
  register(
    'fr-siren',
    'SIREN',
    /^(?:RCS\p{L}*)?(\d{3})(\d{3})(\d{3})(?:RCS\p{L}*)?$/u,
    '$1 $2 $3',
    '732 829 320',
    isLuhn,
  ),
  register('fr-finess', 'FINESS', /^(\d[0-9AB]\d{7})$/, '$1', '750712184'),
  register('gr-gemi', 'ΓΕΜΗ', /^(\d{9,12})$/, '$1', '000296601000'),
  register('hr-oib', 'OIB', /^(?:HR)?(\d{11})$/, '$1', '33392005961', isMod11And10),
  register('hr-mbs', 'MBS', /^(\d{8,9})$/, '$1', '080040936'),
  register('hu-cg', 'Cégjegyzékszám', /^(\d{2})(\d{2})(\d{6})$/, '$1-$2-$3', '01-10-041043'),
  register('ie-cro', 'CRO', /^(\d{1,6})$/, '$1', '123456'),
  register(
    'is-kt',
    'Kennitala',
    /^(\d{6})(\d{4})$/,
    '$1-$2',
    '450401-3150',
    (digits) => weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  ),
  register('it-rea', 'REA', /^([A-Z]{2})(\d{1,7})$/, '$1-$2', 'RM-756453'),
  register(
    'it-cf',
    'Codice fiscale',
    /^(\d{11}|[A-Z]{6}[\dL-NP-V]{2}[A-Z][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z])$/,
    '$1',
    '00905811006',
    // That of a person has sixteen characters.
    (digits) => digits.length === 16 || isLuhn(digits),
  ),
  register(
    'li-fl',
    'Handelsregister',
    /^FL(\d{4})(\d{3})(\d{3})(\d)$/,
    'FL-$1.$2.$3-$4',
    'FL-0001.089.350-4',
  ),
  register('lt-jak', 'Įmonės kodas', /^(\d{9})$/, '$1', '110053842', isTwiceWeighted),
  register('lu-rcs', 'RCS', /^(?:RCS)?(?:LUXEMBOURG)?([A-Z])(\d{1,6})$/, '$1$2', 'B123456'),
  register('lv-rn', 'Reģistrācijas numurs', /^(\d{11})$/, '$1', '40003032949'),
  register('mt-c', 'MBR', /^C(\d{1,6})$/, 'C $1', 'C 2833'),
  register('nl-kvk', 'KVK', /^(\d{8})$/, '$1', '12345678'),
  register('nl-agb', 'AGB', /^(\d{8})$/, '$1', '06010101'),
  register(
    'no-orgnr',
    'Organisasjonsnummer',
    /^(?:NO)?(\d{3})(\d{3})(\d{3})(?:MVA)?$/,
    '$1 $2 $3',
    '923 609 016',
    (digits) => isFilledTo11(digits, [3, 2, 7, 6, 5, 4, 3, 2]),
  ),
  register('pl-krs', 'KRS', /^(\d{10})$/, '$1', '0000028860'),
  register(
    'pl-regon',
    'REGON',
    /^(\d{9}|\d{14})$/,
    '$1',
    '610188201',
    (digits) => isMod11(digits.slice(0, 9), REGON_9) && (digits.length === 9 || isMod11(digits, REGON_14)),
  ),
  register(
    'pl-nip',
    'NIP',
    /^(?:PL)?(\d{10})$/,
    '$1',
    '5260250274',
    (digits) => weighted(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(digits.at(-1)),
  ),
  register('pt-nipc', 'NIPC', /^(?:PT)?(\d{9})$/, '$1', '500697256', (digits) => {
    const filled = 11 - (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
    return (filled > 9 ? 0 : filled) === Number(digits.at(-1))
  }),
  register('ro-cui', 'CUI', /^(?:RO)?(\d{2,10})$/, '$1', '14399840', (digits) => {
    const padded = digits.padStart(10, '0')
    return ((weighted(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === Number(padded.at(-1))
  }),
  readBy('ro-onrc', 'Registrul comerțului', 'J40/1234/2005', registrulComertului),
  register('se-orgnr', 'Organisationsnummer', /^(\d{6})(\d{4})$/, '$1-$2', '556012-5790', isLuhn),
  register('si-ms', 'Matična številka', /^(\d{7}(?:\d{3})?)$/, '$1', '5043611000'),
  readBy(
    'sk-ico',
    'IČO',
    '35763469',
    (text) => asWritten(text, /^(\d{6,8})$/, '$1', ['ICO'])?.padStart(8, '0'),
    isIco,
  ),
]

export function registersOf(country: string): readonly NationalRegister[] {
  return REGISTERS.filter((each) => each.country === country).map(({ code, name, example }) => ({
    code,
    country,
    name,
    example,
  }))
}

/** Undefined: nobody knows it here. */
export function registerOf(code: string): NationalRegister | undefined {
  return REGISTERS.find((each) => each.code === code)
}

/**
 * The number as that register writes it; of a form that is not known here, as it is given. Undefined: its check digit is
 * wrong, or it is no number at all.
 */
export function registerNumber(code: string, text: string): string | undefined {
  const register = REGISTERS.find((each) => each.code === code)
  if (register === undefined) return undefined
  const read = register.read(text)
  if (read !== undefined) return register.isRight(charactersOf(read)) ? read : undefined
  const given = text.trim()
  return /\d/.test(given) && /^[\p{L}\p{M}\p{N} .,:;()/-]+$/u.test(given) ? given : undefined
}

/** Whether the number has the form of that register, with the right check digit where it has one. */
export function isOfRegister(code: string, text: string): boolean {
  const register = REGISTERS.find((each) => each.code === code)
  const read = register?.read(text)
  return register !== undefined && read !== undefined && register.isRight(charactersOf(read))
}

/**
 * National registers under whose numbers institutions of the EU and the EEA are known: company registers that BRIS
 * joins (Directive (EU) 2017/1132), and a few of health care providers. A register is checked as far as its keeper
 * publishes how; a number of any other register is taken as it is written.
 */
import { isIco } from '../ico.ts'
import { isFilledTo11, isLuhn, isMod11, isMod11And10, isTwiceWeighted, weighted } from './check-digits.ts'

export interface NationalRegister {
  /** In the API and, behind `urn:epacs:register:`, in FHIR. */
  readonly code: string
  /** ISO 3166-1, two letters. */
  readonly country: string
  /** As it calls itself at home. */
  readonly name: string
  readonly example: string
}

interface Form extends NationalRegister {
  /** Of the number without spaces, dots, hyphens and slashes, in capitals. */
  readonly form: RegExp
  /** How it is written; `$1` and so on are the groups of the form. */
  readonly written: string
  readonly isRight?: (digits: string) => boolean
}

const register = (
  code: string,
  name: string,
  form: RegExp,
  written: string,
  example: string,
  isRight?: (digits: string) => boolean,
): Form => ({
  code,
  country: code.slice(0, 2).toUpperCase(),
  name,
  form,
  written,
  example,
  ...(isRight && { isRight }),
})

const REGON_9 = [8, 9, 2, 3, 4, 5, 6, 7]
const REGON_14 = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]

/** The first of a country is the one that is offered first. */
const REGISTERS: readonly Form[] = [
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
  register(
    'de-hr',
    'Handelsregister',
    /^(.{0,60}?)(HRA|HRB|GNR|PR|VR|GSR)(\d{1,6}[A-Z]{0,3})$/,
    '',
    'Charlottenburg HRB 12345',
  ),
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
  register('es-nif', 'NIF', /^(?:ES)?([A-HJNP-SUVW]\d{7}[0-9A-J])$/, '$1', 'A28015865'),
  register('fi-y', 'Y-tunnus', /^(?:FI)?(\d{7})(\d)$/, '$1-$2', '0112038-9', (digits) =>
    isFilledTo11(digits, [7, 9, 10, 5, 8, 4, 2]),
  ),
  register('fr-siren', 'SIREN', /^(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3', '732 829 320', isLuhn),
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
  register('it-cf', 'Codice fiscale', /^(\d{11})$/, '$1', '00905811006', isLuhn),
  register(
    'li-fl',
    'Handelsregister',
    /^FL(\d{4})(\d{3})(\d{3})(\d)$/,
    'FL-$1.$2.$3-$4',
    'FL-0001.089.350-4',
  ),
  register('lt-jak', 'Įmonės kodas', /^(\d{9})$/, '$1', '110053842', isTwiceWeighted),
  register('lu-rcs', 'RCS', /^(?:RCS)?([A-Z])(\d{1,6})$/, '$1$2', 'B123456'),
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
  register(
    'ro-onrc',
    'Registrul comerțului',
    /^([JFC]\d{1,2})(\d{1,7}?)((?:19|20)\d{2})$/,
    '$1/$2/$3',
    'J40/1234/2005',
  ),
  register('se-orgnr', 'Organisationsnummer', /^(\d{6})(\d{4})$/, '$1-$2', '556012-5790', isLuhn),
  register('si-ms', 'Matična številka', /^(\d{7}(?:\d{3})?)$/, '$1', '5043611000'),
  register('sk-ico', 'IČO', /^(\d{8})$/, '$1', '35763469', isIco),
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

/** The number as that register writes it; undefined: it is none of that register's. */
export function registerNumber(code: string, text: string): string | undefined {
  const register = REGISTERS.find((each) => each.code === code)
  if (register === undefined) return undefined
  if (code === 'de-hr') return handelsregister(text)
  const plain = text.toUpperCase().replace(/[\s.\-/]/gu, '')
  const found = register.form.exec(plain)
  if (found === null) return undefined
  const digits = found.slice(1).join('')
  return register.isRight?.(digits) === false ? undefined : plain.replace(register.form, register.written)
}

/** The court's name is told apart from the number by its spaces, which stay. */
function handelsregister(text: string): string | undefined {
  const found =
    /^(?:(\p{L}[\p{L} .()/-]{0,60}?)[ ,]+)?(HRA|HRB|GNR|PR|VR|GSR) ?(\d{1,6}) ?([A-Z]{0,3})$/iu.exec(
      text.trim(),
    )
  if (found === null) return undefined
  const [, court, part = '', number, ending] = found
  const kind = /^gnr$/i.test(part) ? 'GnR' : /^gsr$/i.test(part) ? 'GsR' : part.toUpperCase()
  return [court, kind, number, ending?.toUpperCase()].filter(Boolean).join(' ')
}

/** The register's open data on their way into the records, and out to a form. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { madeUpIco, REGISTER_HEADER, registerRow, sampleRegister } from '../testing/register-file.ts'
import { type ImportOptions, importRegister } from './import.ts'
import { kindOf } from './kinds.ts'
import { findProvider, registerDate } from './providers.ts'
import type { BadRow } from './read-register.ts'
import { UnreadableRegisterError, wholeLines } from './whole-lines.ts'

let database: TestDatabase
let bad: BadRow[]
before(async () => {
  database = await openTestDatabase()
})
beforeEach(async () => {
  bad = []
  await database.db.deleteFrom('register_place').execute()
  await database.db.deleteFrom('register_import').execute()
})
after(() => database.remove())

const bring = async (text: string | Uint8Array, options: Partial<ImportOptions> = {}) =>
  await importRegister(database.db, Readable.from([Buffer.from(text)]), {
    at: new Date(),
    onBad: (row) => bad.push(row),
    ...options,
  })
const sorted = (bad: readonly BadRow[]) => bad.toSorted((a, b) => a.line - b.line)
const rows = (...numbers: readonly number[]) =>
  REGISTER_HEADER + numbers.map((each) => registerRow(each)).join('')

test('the sample of the register: six places, and the two bad rows by their lines', async () => {
  const result = await bring(await sampleRegister())
  assert.deepEqual(result, { places: 6, added: 6, changed: 0, removed: 0, badRows: 2 })
  assert.deepEqual(sorted(bad), [
    { line: 8, reason: 'wrong-ico' },
    { line: 9, reason: 'unclosed-quote' },
  ])
  const provider = await findProvider(database.db, '99123053')
  assert.deepEqual(provider, {
    ico: '99123053',
    name: 'Poliklinika "Na Výsluní"',
    kind: 'outpatient',
    street: 'Žižkova tř. 7',
    city: 'Č. Budějovice',
    postalCode: '37001',
    places: [
      {
        name: 'Poliklinika "Na Výsluní"',
        kind: 'outpatient',
        kindWords: 'Sdružené ambulantní zařízení',
        street: 'Žižkova tř. 7',
        city: 'Č. Budějovice',
        postalCode: '37001',
        region: 'Jihočeský kraj',
      },
    ],
  })
  const kinds = await database.db.selectFrom('register_place').select('kind').orderBy('place_id').execute()
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['hospital', 'hospital', 'private-practice', 'specialised', 'outpatient', 'scientific'],
  )
})

test('the next edition changes what has changed, and leaves the rest alone', async () => {
  await bring(rows(1, 2, 3))
  const versions = async () =>
    await database.db
      .selectFrom('register_place')
      .select(['place_id'])
      .select((eb) => eb.ref('ctid' as 'place_id').as('at'))
      .orderBy('place_id')
      .execute()
  const before = await versions()
  const again = await bring(rows(1, 2, 3))
  assert.deepEqual(again, { places: 3, added: 0, changed: 0, removed: 0, badRows: 0 })
  assert.deepEqual(await versions(), before)
  const next = await bring(
    `${REGISTER_HEADER}${registerRow(2, 'Nový název')}${registerRow(3)}${registerRow(4)}`,
  )
  assert.deepEqual(next, { places: 3, added: 1, changed: 1, removed: 1, badRows: 0 })
  assert.equal((await findProvider(database.db, madeUpIco(1_000_002)))?.name, 'Nový název')
  assert.equal(await findProvider(database.db, madeUpIco(1_000_001)), undefined)
})

test('other editions: semicolons, other case, columns that nobody knows, one row for each field of care', async () => {
  const text = `\ufeffICO;nazevcely;Neznamy;mistoposkytovaniid;OborPece;PoskytovatelNazev
99123011;Pracoviště A;x;1;Chirurgie;Nemocnice
99123011;Pracoviště A;x;1;Radiologie;Nemocnice
99123011;Pracoviště B;x;2;Radiologie;Nemocnice
`
  assert.deepEqual((await bring(text.replaceAll('\n', '\r\n'))).places, 2)
  const provider = await findProvider(database.db, '99123011')
  assert.equal(provider?.name, 'Nemocnice')
  assert.deepEqual(
    provider?.places.map(({ name }) => name),
    ['Pracoviště A', 'Pracoviště B'],
  )
  assert.equal(provider?.kind, null)
})

test('a quote that is not closed costs its own row', async () => {
  const text = `${rows(1)}2,82,000,"Neukončená,Nemocnice,Brno\n${Array.from({ length: 50 }, (_each, number) => registerRow(10 + number)).join('')}`
  const { places, badRows } = await bring(text)
  assert.deepEqual([places, badRows], [51, 1])
  assert.deepEqual(bad, [{ line: 3, reason: 'unclosed-quote' }])
})

test('a name over two lines, a row with a field too many, a quote amid a field', async () => {
  const more = registerRow(3).replace('Brno,62500', 'Brno,navíc,62500')
  const odd = registerRow(4).replace('"Ordinace', 'x"Ordinace')
  const { places } = await bring(rows(1) + registerRow(2, 'První\nDruhá') + more + odd + registerRow(5))
  assert.equal(places, 3)
  assert.deepEqual(sorted(bad), [
    { line: 5, reason: 'wrong-number-of-fields' },
    { line: 6, reason: 'not-csv' },
  ])
})

test('what is not the register changes nothing', async () => {
  await bring(rows(1))
  const wrong: [Uint8Array | string, RegExp][] = [
    ['', /empty/],
    ['a,b\n1,2\n', /no column Ico/],
    [REGISTER_HEADER, /no row/],
    [Buffer.from(rows(1), 'latin1'), /UTF-8/],
    ['x'.repeat(300_000), /line without end/],
  ]
  for (const [content, reason] of wrong) {
    await assert.rejects(
      bring(content),
      (error) => error instanceof UnreadableRegisterError && reason.test(error.message),
    )
  }
  assert.equal((await findProvider(database.db, madeUpIco(1_000_001)))?.places.length, 1)
})

test('a file that was cut does not empty the register, unless it is meant so', async () => {
  const numbers = Array.from({ length: 150 }, (_each, number) => number)
  await bring(rows(...numbers))
  await assert.rejects(bring(rows(1, 2, 3)), /147 of 150 known places/)
  assert.equal((await bring(rows(1, 2, 3), { removals: 'any' })).places, 3)
})

test('the day of the last import is known, and that there was none', async () => {
  assert.equal(await registerDate(database.db), null)
  const at = new Date('2026-11-01T10:00:00Z')
  await bring(rows(1), { at })
  assert.deepEqual(await registerDate(database.db), at)
})

test('kinds are told by their names', () => {
  assert.equal(kindOf('Psychiatrická nemocnice'), 'specialised')
  assert.equal(kindOf('Ambulance nemocnice'), 'outpatient')
  assert.equal(kindOf('Lékárna'), null)
})

/** The whole register has a quarter of a million rows: `EPACS_REGISTER_ROWS=250000` reads as many. */
const ROWS = Number(process.env.EPACS_REGISTER_ROWS ?? 50_000)
const MOST_SECONDS = (60 * ROWS) / 250_000

// The database works beside it, and a busy machine has both wait: what counts is the processor's time.
test(`${ROWS} rows take less than ${MOST_SECONDS} s of the processor: a quarter of a million less than a minute`, {
  timeout: 540_000,
}, async (context) => {
  function* file() {
    yield Buffer.from(REGISTER_HEADER)
    for (let from = 0; from < ROWS; from += 1000) {
      yield Buffer.from(Array.from({ length: 1000 }, (_each, number) => registerRow(from + number)).join(''))
    }
  }
  for (const what of ['first', 'again']) {
    const before = process.cpuUsage()
    const { places } = await importRegister(database.db, Readable.from(file()), { at: new Date() })
    const { user, system } = process.cpuUsage(before)
    const seconds = (user + system) / 1e6
    assert.equal(places, ROWS)
    assert.ok(seconds < MOST_SECONDS, `${seconds} s`)
    context.diagnostic(`${what}: ${seconds.toFixed(1)} s`)
  }
})

test('whatever the text and its pieces, lines are kept and quotes are balanced', async () => {
  const text = fc.array(fc.constantFrom('a', '"', '\n', 'č', '"x"\n', ','), { maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (parts, size) => {
      const whole = parts.join('')
      const bytes = Buffer.from(whole)
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_each, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      )
      const badLines: number[] = []
      let out = ''
      for await (const piece of wholeLines(Readable.from(pieces), (line) => badLines.push(line))) out += piece
      assert.equal((out.split('"').length - 1) % 2, 0)
      const lines = whole.split(/(?<=\n)/)
      const expected = lines.map((line, index) => (badLines.includes(index + 1) ? '\n' : line)).join('')
      assert.equal(out, whole === '' ? '' : expected)
    }),
  )
})

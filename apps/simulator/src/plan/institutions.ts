/** Who takes part: one hospital with a communication node to four institutions, practices otherwise. */

export interface Institution {
  /** From 0. */
  readonly number: number
  readonly id: string
  readonly name: string
  readonly city: string
  readonly kind: 'hospital' | 'private-practice'
  readonly aeTitle: string
}

const TOWNS = [
  ...['Praha', 'Brno', 'Ostrava', 'Plzeň', 'Liberec', 'Olomouc', 'České Budějovice', 'Hradec Králové'],
  ...['Ústí nad Labem', 'Pardubice', 'Zlín', 'Havířov', 'Kladno', 'Most', 'Opava', 'Frýdek-Místek'],
  ...['Karviná', 'Jihlava', 'Teplice', 'Děčín', 'Karlovy Vary', 'Chomutov', 'Prostějov', 'Přerov'],
  ...['Jablonec', 'Mladá Boleslav', 'Třebíč', 'Znojmo', 'Příbram', 'Cheb', 'Trutnov', 'Kolín'],
]

/** Of every so many institutions the first is a hospital. */
const EVERY_HOSPITAL = 4

export function institutionsOf(count: number): readonly Institution[] {
  let hospitals = 0
  let practices = 0
  return Array.from({ length: count }, (_, number) => {
    const isHospital = number % EVERY_HOSPITAL === 0
    const nth = isHospital ? hospitals++ : practices++
    const city = TOWNS[nth % TOWNS.length] ?? ''
    const round = nth < TOWNS.length ? '' : ` ${Math.floor(nth / TOWNS.length) + 1}`
    return {
      number,
      id: idOf(number + 1),
      name: `${isHospital ? 'Nemocnice' : 'Ordinace'} ${city}${round}`,
      city,
      kind: isHospital ? 'hospital' : 'private-practice',
      aeTitle: `${isHospital ? 'NEM' : 'ORD'}${String(nth + 1).padStart(3, '0')}`,
    }
  })
}

/** @param serial unique among institutions and people */
export function idOf(serial: number): string {
  return `01940000-0000-7000-8000-${String(serial).padStart(12, '0')}`
}

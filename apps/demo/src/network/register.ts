/** A small register of providers in the form of the state's open data: those of the network, and some outside of it. */
import {
  type DemoInstitution,
  type InstitutionKind,
  institutions,
  newcomersHospital,
  newcomersPractice,
} from './institutions.ts'

const COLUMNS =
  'MistoPoskytovaniId,NazevZarizeni,DruhZarizeni,Obec,Psc,Ulice,Ico,PoskytovatelNazev,ObecSidlo,PscSidlo,UliceSidlo,Lat,Lng'

/** The register's own words. */
const KINDS: Readonly<Record<InstitutionKind, string>> = {
  hospital: 'Nemocnice',
  outpatient: 'Sdružené ambulantní zařízení',
  specialised: 'Odborný léčebný ústav',
  'private-practice': 'Samostatná ordinace lékaře specialisty',
  scientific: 'Výzkumný ústav',
}

export const NEWCOMERS: readonly DemoInstitution[] = [newcomersHospital, newcomersPractice]

export function registerFile(): string {
  const czech = institutions.filter(({ country }) => country === 'CZ')
  const rows = [...czech, ...NEWCOMERS].map(
    ({ name, kind, city, postalCode, street, ico, position }, index) => {
      const seat = [city, postalCode.replace(' ', ''), street]
      const degrees = [String(position.latitude), String(position.longitude)]
      return [String(index + 1), name, KINDS[kind], ...seat, ico, name, ...seat, ...degrees]
        .map(quoted)
        .join(',')
    },
  )
  return `${[COLUMNS, ...rows].join('\n')}\n`
}

function quoted(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
